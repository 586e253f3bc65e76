/**
 * The taints that say what is wrong with a node, and writing them.
 * Stands for: pkg/controller/nodelifecycle/node_lifecycle_controller.go:doNoScheduleTaintingPass,
 * pkg/controller/util/node/controller_utils.go:SwapNodeControllerTaint, pkg/controller/controller_utils.go.
 */
import type { Node, Taint } from '../../kubernetes/objects';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { type Answer, update } from './apiServer';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition and status → key of the NoSchedule taint. */
const TAINT_OF_CONDITION: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const MANAGED = new Set([...Object.values(TAINT_OF_CONDITION).flatMap((keys) => Object.values(keys)), UNSCHEDULABLE]);

export const readyStatus = (node: Node): string | undefined => node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status;

export interface TaintChange {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

/** What the NoSchedule taints of a node must gain and lose to fit its conditions. */
export function noScheduleChange(node: Node): TaintChange {
  const keys = new Set<string>();
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = TAINT_OF_CONDITION[type]?.[status];
    if (key !== undefined) keys.add(key);
  }
  if (node.spec?.unschedulable) keys.add(UNSCHEDULABLE);
  const present = (node.spec?.taints ?? []).filter((taint) => taint.effect === 'NoSchedule' && MANAGED.has(taint.key));
  return {
    add: [...keys].filter((key) => !present.some((taint) => taint.key === key)).map((key) => ({ key, effect: 'NoSchedule' })),
    remove: present.filter((taint) => !keys.has(taint.key)),
  };
}

export const hasTaint = (node: Node, key: string, effect: string): boolean =>
  (node.spec?.taints ?? []).some((taint) => taint.key === key && taint.effect === effect);

const isIn = (taint: Taint, list: readonly Taint[]): boolean => list.some((other) => other.key === taint.key && other.effect === taint.effect);

/** One request (AddOrUpdateTaintOnNode): each taint is written with the time. */
export function addTaints(tx: Tx, caller: Address, name: string, taints: readonly Taint[]): Answer<Node> {
  const timed = taints.map((taint) => ({ ...taint, timeAdded: tx.timestamp }));
  return update(tx, caller, 'nodes', name, (node) => ({
    ...node,
    spec: { ...node.spec, taints: [...(node.spec?.taints ?? []).filter((taint) => !isIn(taint, timed)), ...timed] },
  }));
}

/** One request (RemoveTaintOffNode); none when the node has no such taint. */
export function removeTaints(tx: Tx, caller: Address, name: string, taints: readonly Taint[]): Answer<Node> {
  return update(tx, caller, 'nodes', name, (node) => {
    const kept = (node.spec?.taints ?? []).filter((taint) => !isIn(taint, taints));
    if (kept.length === (node.spec?.taints ?? []).length) return node;
    const { taints: _, ...spec } = node.spec ?? {};
    return { ...node, spec: kept.length > 0 ? { ...spec, taints: kept } : spec };
  });
}
