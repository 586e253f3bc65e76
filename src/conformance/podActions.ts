/** pod-actions.json: what the kubelet must do next, and whether it needs a new sandbox. */
import type { Container, Pod } from '../kubernetes/objects';
import { computePodActions, type PodActions } from '../kubernetes/podActions';
import type { ProbeResult } from '../kubernetes/probes';
import { podSandboxChanged } from '../kubernetes/sandboxChanged';
import { result } from './compare';
import { runtimeView, type TableContainer, type TableSandbox } from './runtimeViews';
import type { CaseResult, TableCase } from './table';

interface ProbeEntry {
  readonly containerID: string;
  readonly result: ProbeResult;
}

interface Kill {
  readonly containerID: string;
  readonly name: string;
}

interface PodActionsCase {
  readonly pod: Pod;
  readonly runtime: { readonly sandboxes?: readonly TableSandbox[]; readonly containers?: readonly TableContainer[] };
  readonly probeResults?: { readonly liveness?: readonly ProbeEntry[]; readonly startup?: readonly ProbeEntry[] };
  readonly input?: { readonly restartAllContainers?: boolean };
  readonly expected: {
    readonly actions?: { readonly containersToKill?: readonly Kill[] };
    readonly newSandboxNeeded?: boolean;
  };
}

const probe = (entries: readonly ProbeEntry[] | undefined) => (containerID: string): ProbeResult | undefined =>
  entries?.find((entry) => entry.containerID === containerID)?.result;

const named = (indexes: readonly number[], containers: readonly Container[] | null | undefined) =>
  indexes.map((index) => ({ index, name: containers?.[index]?.name }));

/** Upstream keeps the containers to kill in a map, which has no order. */
const sorted = (kills: readonly Kill[]): readonly Kill[] =>
  kills.map(({ containerID, name }) => ({ containerID, name })).toSorted((a, b) => (a.containerID < b.containerID ? -1 : 1));

const describe = (actions: PodActions, { spec }: Pod) => ({
  killPod: actions.killPod,
  createSandbox: actions.createSandbox,
  sandboxID: actions.sandboxID,
  attempt: actions.attempt,
  initContainersToStart: named(actions.initContainersToStart, spec?.initContainers),
  containersToStart: named(actions.containersToStart, spec?.containers),
  ephemeralContainersToStart: named(actions.ephemeralContainersToStart, spec?.ephemeralContainers),
  containersToKill: sorted(actions.containersToKill),
  ...(actions.containersToReset.length > 0
    ? { containersToReset: actions.containersToReset.map(({ containerID, name, kill }) => ({ containerID, name, kill })) }
    : {}),
});

export function check(testCase: TableCase): CaseResult {
  const { pod, runtime, probeResults, input, expected } = testCase as unknown as PodActionsCase;
  const view = runtimeView(pod, runtime);
  if (!expected.actions) {
    const { changed, attempt, sandboxID } = podSandboxChanged(pod, view.sandboxes);
    return result(expected, { newSandboxNeeded: changed, attempt, sandboxID });
  }
  const actions = computePodActions(pod, view, {
    liveness: probe(probeResults?.liveness),
    startup: probe(probeResults?.startup),
    restartAllContainers: input?.restartAllContainers ?? false,
  });
  return result({ ...expected.actions, containersToKill: sorted(expected.actions.containersToKill ?? []) }, describe(actions, pod));
}
