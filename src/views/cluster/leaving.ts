/** Pods that have just been taken away: they are shown struck through once more, and are gone with the next step. Pure. */
import type { Pod } from '../../kubernetes/objects';
import { configMirrorAnnotation } from '../../kubernetes/podOrigin';
import { podView } from '../../simulation/podView';
import type { Step } from '../../simulation/step';
import type { PodWorkerRow } from '../../simulation/world';
import type { World } from '../../simulation/worldState';
import { classificationOf } from '../../state/classes';
import type { Origin, Role } from '../shared/kinds';

export interface LeavingPod {
  readonly node: string;
  readonly id: string;
  readonly origin: Origin;
  readonly role: Role;
}

export function leavingPods(steps: readonly Step[], world: World): readonly LeavingPod[] {
  const leaving = new Map<string, LeavingPod>();
  for (const { table, key, before, after } of steps.flatMap(({ changes }) => changes)) {
    if (before === undefined || after !== undefined || (table !== 'podWorkers' && table !== 'pods')) continue;
    const worker = table === 'podWorkers' ? (before as PodWorkerRow) : null;
    const pod = worker ? worker.pod : (before as Pod);
    const node = worker ? worker.node : pod.spec?.nodeName;
    const id = worker ? worker.fullName : key;
    if (!node || podView(world, id, node)) continue;
    const ofFile = worker ? worker.origin === 'file' : pod.metadata?.annotations?.[configMirrorAnnotation] !== undefined;
    const startedBy: Origin = ofFile ? 'static' : 'workload';
    const { system } = classificationOf({ pod, stored: worker ? undefined : pod, startedBy });
    leaving.set(`${node} ${id}`, { node, id, origin: startedBy, role: system === 'system' ? 'system' : 'nonSystem' });
  }
  return [...leaving.values()];
}
