/** The pod of a name as the run knows it at some other time: what it will be before it exists, what it was when it is gone. */
import type { Pod } from '../kubernetes/objects';
import type { Change } from '../simulation/world';
import type { Branch } from './session';

export interface PodOfRun {
  readonly pod: Pod;
  readonly time: 'to come' | 'gone';
  readonly startedBy: 'static' | 'workload';
  readonly node: string | undefined;
  readonly address: string | undefined;
}

/** What somebody, kubelet or API server, knows of a pod of this name. */
interface Known {
  readonly pod: Pod;
  readonly origin: 'file' | 'api';
  readonly address: string | undefined;
}

/** The pod as it was from each step on at which it was known otherwise, and before the first of them. */
interface Times {
  readonly toCome: PodOfRun | null;
  readonly gone: readonly { readonly index: number; readonly pod: PodOfRun }[];
}

const memory = new WeakMap<Branch, Map<string, Times>>();

function knownFrom(change: Change, id: string): Known | null {
  if (change.table === 'podWorkers') {
    const row = change.after ?? change.before;
    return row?.fullName === id ? { pod: row.pod, origin: row.origin, address: row.memory.status?.podIP } : null;
  }
  if (change.table !== 'pods' || change.key !== id) return null;
  const pod = change.after ?? change.before;
  return pod ? { pod, origin: 'api', address: pod.status?.podIP } : null;
}

/** Costs the run's steps once for each name that is asked for. */
function timesIn(branch: Branch, id: string): Times {
  let names = memory.get(branch);
  if (!names) memory.set(branch, (names = new Map()));
  let found = names.get(id);
  if (!found) {
    const known = branch.simulation.history.steps.flatMap(({ index, changes }) => {
      const told = changes.map((change) => knownFrom(change, id)).filter((one) => one !== null);
      // A static pod and its mirror are one; its kubelet knows it better.
      const best = told.find(({ origin }) => origin === 'file') ?? told.at(-1);
      return best ? [{ index, ...best }] : [];
    });
    found = { toCome: known[0] ? podAt(known[0], 'to come') : null, gone: known.map(({ index, ...one }) => ({ index, pod: podAt(one, 'gone') })) };
    names.set(id, found);
  }
  return found;
}

const podAt = ({ pod, origin, address }: Known, time: PodOfRun['time']): PodOfRun =>
  ({ pod, time, startedBy: origin === 'file' ? 'static' : 'workload', node: pod.spec?.nodeName, address });

/** For a pod that does not exist at the cursor; null where it exists at no time of this run. While nothing of it changes it is the same object. */
export function podOfRun(branch: Branch, id: string): PodOfRun | null {
  const { toCome, gone } = timesIn(branch, id);
  const now = branch.simulation.step?.index ?? -1;
  return gone.findLast(({ index }) => index <= now)?.pod ?? toCome;
}
