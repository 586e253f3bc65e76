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

/** A step at which somebody, kubelet or API server, began to know a pod of this name or knew it otherwise. */
interface Known {
  readonly index: number;
  readonly pod: Pod;
  readonly origin: 'file' | 'api';
  readonly address: string | undefined;
}

const memory = new WeakMap<Branch, Map<string, readonly Known[]>>();

function knownFrom(change: Change, id: string): Omit<Known, 'index'> | null {
  if (change.table === 'podWorkers') {
    const row = change.after ?? change.before;
    return row?.fullName === id ? { pod: row.pod, origin: row.origin, address: row.memory.status?.podIP } : null;
  }
  if (change.table !== 'pods' || change.key !== id) return null;
  const pod = change.after ?? change.before;
  return pod ? { pod, origin: 'api', address: pod.status?.podIP } : null;
}

/** Costs the run's steps once for each name that is asked for. */
function knownIn(branch: Branch, id: string): readonly Known[] {
  let names = memory.get(branch);
  if (!names) memory.set(branch, (names = new Map()));
  let found = names.get(id);
  if (!found) {
    found = branch.simulation.history.steps.flatMap(({ index, changes }) => {
      const known = changes.map((change) => knownFrom(change, id)).filter((one) => one !== null);
      // A static pod and its mirror are one; its kubelet knows it better.
      const best = known.find(({ origin }) => origin === 'file') ?? known.at(-1);
      return best ? [{ index, ...best }] : [];
    });
    names.set(id, found);
  }
  return found;
}

/** For a pod that does not exist at the cursor; null where it exists at no time of this run. */
export function podOfRun(branch: Branch, id: string): PodOfRun | null {
  const all = knownIn(branch, id);
  const now = branch.simulation.step?.index ?? -1;
  const last = all.findLast(({ index }) => index <= now);
  const one = last ?? all[0];
  if (!one) return null;
  return { pod: one.pod, time: last ? 'gone' : 'to come', startedBy: one.origin === 'file' ? 'static' : 'workload', node: one.pod.spec?.nodeName, address: one.address };
}
