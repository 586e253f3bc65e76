import { expect, test } from 'vitest';
import type { Pod, PodDisruptionBudget } from '../../kubernetes/objects';
import type { Answer } from './apiServer';
import { evict } from './eviction';
import { ControlPlane } from './testControlPlane';

const pod = (name: string, nodeName: string): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app: 'web' } }, spec: { nodeName, containers: [{ name: 'c', image: 'app' }] } });
const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget => ({
  apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});

/** One pod runs on w1; the other, on w2, has begun nothing. The budget allows no disruption. */
function cluster(spec: PodDisruptionBudget['spec']): ControlPlane {
  const made = new ControlPlane();
  made.dead.add('w2');
  made.apply(budget(spec));
  made.run(1000).apply(pod('runs', 'w1'));
  made.apply(pod('waits', 'w2'));
  made.run(10_000);
  return made;
}

function evicted(from: ControlPlane, name: string): Answer<Pod> {
  const answers: Answer<Pod>[] = [];
  from.act((tx) => answers.push(evict(tx, 'user/you', `default/${name}`)));
  const [answer] = answers;
  if (!answer) throw new Error('no answer');
  return answer;
}

const disruption = (from: ControlPlane, name: string) => from.get('pods', `default/${name}`)?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason;

test('the budget of a pod that runs is asked; one that has begun nothing goes without, and is told why all the same', () => {
  const made = cluster({ minAvailable: 1 });
  expect(evicted(made, 'runs')).toMatchObject({ ok: false, code: 429, message: "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 1 healthy pods and has 1 currently" });
  expect(disruption(made, 'runs')).toBeUndefined();
  expect(evicted(made, 'waits')).toMatchObject({ ok: true });
  expect(disruption(made, 'waits')).toBe('EvictionByEvictionAPI');
  expect(made.get('pods', 'default/waits')?.metadata?.deletionGracePeriodSeconds).toBe(30);
  made.checkUndo();
});

test('a pod that runs but is not ready: only while enough others are healthy, or always, as the budget says', () => {
  for (const [spec, ok] of [[{ minAvailable: 2 }, false], [{ minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, true]] as const) {
    const made = cluster(spec);
    made.change('pods', 'default/waits', (before) => ({ ...before, status: { ...before.status, phase: 'Running' } }));
    made.run(12_000);
    expect(evicted(made, 'waits').ok).toBe(ok);
  }
});
