/**
 * What a container's main process is scripted to do where the kubelet asks it directly: the answers to its probes and
 * the time that its hooks take. The script belongs to the image (simulation/programs.ts).
 */
import type { ProbeKind } from '../../kubernetes/probes';
import { RUN_FOREVER, type Program } from '../programs';
import type { Tx } from '../tx';
import type { ContainerRow } from '../world';

const programOf = (tx: Tx, container: ContainerRow): Program => tx.get('registry', container.image)?.program ?? RUN_FOREVER;

/** How long a hook takes, in ms, and whether it succeeds; at once and well without a script. */
export const hookOf = (tx: Tx, container: ContainerRow, hook: 'preStop' | 'postStart'): { readonly takes: number; readonly ok: boolean } =>
  programOf(tx, container).hooks?.[hook] ?? { takes: 0, ok: true };

function scriptOf(program: Program, container: ContainerRow, kind: ProbeKind) {
  const { probesByStart } = program;
  const probes = probesByStart?.[Math.min(container.restartCount, probesByStart.length - 1)] ?? program.probes;
  return probes?.[kind] ?? [];
}

/** Does the process of a control plane component answer just now? Undefined: the script says. */
function isServing(tx: Tx, program: Program, node: string): boolean | undefined {
  if (program.name !== 'kube-apiserver' && program.name !== 'etcd') return undefined;
  const memory = tx.get('memory', `${program.name === 'etcd' ? 'etcd' : 'apiserver'}/${node}`);
  return (memory?.kind === 'apiserver' || memory?.kind === 'etcd') && memory.serving;
}

/** Does the process have its port open? A control plane component opens it when it first serves. */
export function isListening(tx: Tx, container: ContainerRow): boolean {
  const program = programOf(tx, container);
  const memory = tx.get('memory', `apiserver/${container.node}`);
  if (program.name === 'kube-apiserver') return memory?.kind === 'apiserver' && memory.hasServed === true;
  return isServing(tx, program, container.node) ?? true;
}

/** What a probe of this kind finds now, or why it cannot be carried out. */
export function probeOutcome(tx: Tx, container: ContainerRow, kind: ProbeKind): 'Success' | 'Failure' | { readonly error: string } {
  const program = programOf(tx, container);
  const serving = isServing(tx, program, container.node);
  if (serving !== undefined) return serving ? 'Success' : 'Failure';
  const runs = tx.now - (container.startedAt ?? tx.now);
  const { ok, error } = scriptOf(program, container, kind).findLast((entry) => entry.at <= runs) ?? { ok: true };
  return error === undefined ? (ok ? 'Success' : 'Failure') : { error };
}

/**
 * When the answer of a probe that succeeds now will change, in ms from now: Infinity when never; undefined when nobody
 * can tell, because it depends on other processes.
 */
export function untilProbeFails(tx: Tx, container: ContainerRow, kind: ProbeKind): number | undefined {
  const program = programOf(tx, container);
  if (isServing(tx, program, container.node) !== undefined) return undefined;
  const runs = tx.now - (container.startedAt ?? tx.now);
  const failing = scriptOf(program, container, kind).find((entry) => entry.at > runs && !entry.ok);
  return failing ? failing.at - runs : Infinity;
}
