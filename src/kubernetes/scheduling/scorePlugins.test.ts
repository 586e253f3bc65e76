import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node, Pod } from '../objects';
import { podInfoOf } from './podInfo';
import { runScorePlugins, type ScoreTable } from './scorePlugins';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const zone = 'topology.kubernetes.io/zone';
const term = { topologyKey: zone, labelSelector: { matchLabels: { app: 'web' } } };

const nodes = fc.array(
  fc.record({
    zone: fc.constantFrom('a', 'b', undefined),
    taints: fc.integer({ min: 0, max: 3 }),
    cpu: fc.integer({ min: 0, max: 8 }),
    disk: fc.constantFrom('ssd', 'hdd'),
    pods: fc.array(fc.record({ web: fc.boolean(), cpu: fc.integer({ min: 0, max: 2000 }), friendly: fc.boolean() }), { maxLength: 3 }),
    image: fc.integer({ min: 0, max: 2000 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const wishes = fc.record({ cpu: fc.integer({ min: 0, max: 2000 }), disk: fc.integer({ min: 0, max: 100 }), near: fc.integer({ min: 1, max: 100 }), far: fc.integer({ min: 1, max: 100 }), spread: fc.boolean() });

interface Place { zone: string | undefined; taints: number; cpu: number; disk: string; pods: { web: boolean; cpu: number; friendly: boolean }[]; image: number }

const nodeOf = (place: Place, n: number): Node => {
  const node = testNode(`n${n}`, {
    labels: { disk: place.disk, ...(place.zone === undefined ? {} : { [zone]: place.zone }) },
    allocatable: { cpu: String(place.cpu) },
    spec: { taints: Array.from({ length: place.taints }, (_, i) => ({ key: `k${i}`, effect: 'PreferNoSchedule' as const })) },
  });
  return { ...node, status: { ...node.status, images: [{ names: ['app:latest'], sizeBytes: place.image * 1024 * 1024 }] } };
};
const podsOf = (place: Place, n: number): Pod[] =>
  place.pods.map(({ web, cpu, friendly }, i) =>
    testPod(`p${n}-${i}`, {
      labels: web ? { app: 'web' } : {},
      requests: { cpu: `${cpu}m` },
      spec: friendly ? { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term }] } } } : {},
    }));

function tableFor(places: readonly Place[], wish: { cpu: number; disk: number; near: number; far: number; spread: boolean }): ScoreTable {
  const infos = places.map((place, n) => nodeWithPods(nodeOf(place, n), ...podsOf(place, n)));
  const pod = testPod('p', {
    labels: { app: 'web' },
    requests: { cpu: `${wish.cpu}m` },
    spec: {
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: wish.disk, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } }] },
        podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: wish.near, podAffinityTerm: term }] },
        podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: wish.far, podAffinityTerm: { ...term, topologyKey: 'kubernetes.io/hostname' } }] },
      },
      topologySpreadConstraints: wish.spread ? [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: term.labelSelector }] : [],
    },
  });
  return runScorePlugins(podInfoOf(pod), infos, lister(...infos), {}, undefined);
}

test('every plugin gives whole points from 0 to 100, and the total is their weighted sum', () => {
  fc.assert(fc.property(nodes, wishes, (places, wish) => {
    const { plugins, totals, nodeNames } = tableFor(places, wish);
    for (const { scores } of plugins) {
      expect(scores).toHaveLength(nodeNames.length);
      for (const score of scores) {
        expect(Number.isInteger(score)).toBe(true);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }
    }
    totals.forEach((total, i) => expect(total).toBe(plugins.reduce((sum, { weight, scores }) => sum + weight * (scores[i] ?? 0), 0)));
  }));
});

test('what a plugin compares across nodes reaches both ends: fewer taints, more weight of wishes', () => {
  fc.assert(fc.property(nodes, wishes, (places, wish) => {
    const { plugins } = tableFor(places, wish);
    const of = (name: string) => plugins.find(({ plugin }) => plugin === name)?.scores ?? [];
    const taints = places.map((place) => place.taints);
    const most = Math.max(...taints);
    expect(of('TaintToleration')).toEqual(taints.map((count) => 100 - (most === 0 ? 0 : Math.floor((100 * count) / most))));
    const anySsd = places.some(({ disk }) => disk === 'ssd');
    expect(of('NodeAffinity')).toEqual(places.map(({ disk }) => (wish.disk > 0 && anySsd && disk === 'ssd' ? 100 : 0)));
    const affinity = of('InterPodAffinity');
    if (new Set(affinity).size > 1) expect([Math.min(...affinity), Math.max(...affinity)]).toEqual([0, 100]);
  }));
});
