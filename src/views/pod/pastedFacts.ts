/** What a pasted pod's text tells beyond its spec: where it ran and how its containers were when it was printed. */
import type { ContainerStatus, Pod } from '../../kubernetes/objects';
import type { InsideFacts } from './inside';

function stateOf({ state }: ContainerStatus): InsideFacts['containers'][string] {
  if (state?.running) return { running: true, created: true, words: 'running' };
  if (state?.terminated) return { running: false, created: true, ended: true, words: `exit ${state.terminated.exitCode ?? '?'}` };
  return { running: false, created: false, words: state?.waiting?.reason ?? 'waiting' };
}

/** A manifest has no status: then nothing exists yet, and the picture is a plan. */
export function pastedFacts({ spec, status }: Pod): InsideFacts {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])];
  const containers = Object.fromEntries(all.map((one) => [one.name, stateOf(one)]));
  return {
    node: spec?.nodeName ?? (status ? 'not known' : 'not chosen yet'),
    nodeHostname: spec?.nodeName ?? null,
    nodeAddress: status?.hostIP ?? null,
    podAddress: status?.podIP ?? null,
    hasSandbox: status?.podIP !== undefined || all.some(({ state }) => state?.running !== undefined),
    containers,
  };
}
