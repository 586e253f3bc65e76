import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectorFromSet } from '../labelSelectors';
import type { Node, Pod } from '../objects';
import { NodeInfoIndex } from './nodeInfoIndex';
import { allNodes } from './nodeInfoLister';
import { testNode, testPod } from './testObjects';

const zone = (name: string, value: string): Node => testNode(name, { labels: { 'topology.kubernetes.io/zone': value } });
const namesOf = (index: NodeInfoIndex): readonly string[] => [...allNodes(index)].map(({ name }) => name);
const web = selectorFromSet({ app: 'web' });
const entries = (counts: ReadonlyMap<string, number>): unknown => Object.fromEntries(counts);

describe('NodeInfoIndex', () => {
  it('visits the zones in turn, whatever the order of arrival', () => {
    const nodes = [zone('a1', 'a'), zone('a2', 'a'), zone('a3', 'a'), zone('b1', 'b'), zone('c1', 'c'), zone('c2', 'c')];
    for (const order of [nodes, nodes.toReversed()]) {
      const index = new NodeInfoIndex();
      for (const node of order) index.setNode(node);
      expect(namesOf(index)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
      index.removeNode('b1');
      index.setNode(zone('a3', 'b'));
      expect(namesOf(index)).toEqual(['a1', 'a3', 'c1', 'a2', 'c2']);
    }
  });

  it('knows where images are', () => {
    const index = new NodeInfoIndex();
    const holding = (name: string, ...names: readonly string[]): Node => ({ ...testNode(name), status: { images: [{ names, sizeBytes: 1 }] } });
    index.setNode(holding('a', 'app:1', 'app:latest'));
    index.setNode(holding('b', 'app:1'));
    expect([index.nodesWithImage('app:1'), index.nodesWithImage('app:latest'), index.nodesWithImage('x')]).toEqual([2, 1, 0]);
    index.setNode(holding('b', 'x'));
    index.removeNode('a');
    expect([index.nodesWithImage('app:1'), index.nodesWithImage('app:latest'), index.nodesWithImage('x')]).toEqual([0, 0, 1]);
  });

  it('ignores pods on nodes that it does not know, and keeps nodes that hold pods', () => {
    const index = new NodeInfoIndex();
    expect(index.addPod('a', testPod('p'))).toBe(false);
    index.setNode(testNode('a'));
    expect(index.addPod('a', testPod('p'))).toBe(true);
    expect(index.removePod('a', testPod('q'))).toBe(false);
    expect(() => index.removeNode('a')).toThrow('still has pods');
    expect(index.removePod('a', testPod('p'))).toBe(true);
    index.removeNode('a');
    expect(index.size).toBe(0);
  });

  it('lists the nodes with affinity', () => {
    const term = { labelSelector: {}, topologyKey: 'zone' };
    const index = new NodeInfoIndex();
    for (const name of ['a', 'b', 'c']) index.setNode(testNode(name));
    const preferring = testPod('p', { spec: { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] } } } });
    const repelling = testPod('q', { spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } } });
    index.addPod('a', preferring);
    index.addPod('b', repelling);
    const names = (nodes: Iterable<{ readonly name: string }>) => [...nodes].map(({ name }) => name);
    expect([names(index.withAffinityPods()), names(index.withRequiredAntiAffinityPods())]).toEqual([['a', 'b'], ['b']]);
    index.removePod('b', repelling);
    expect([names(index.withAffinityPods()), names(index.withRequiredAntiAffinityPods())]).toEqual([['a'], []]);
  });

  it('keeps counts right as pods come, change and go', () => {
    const nodeNames = ['a', 'b', 'c'];
    const step = fc.record({ pod: fc.integer({ min: 0, max: 6 }), node: fc.constantFrom(...nodeNames), app: fc.constantFrom('web', 'db'), terminating: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const index = new NodeInfoIndex();
        nodeNames.forEach((name, position) => index.setNode(zone(name, position < 2 ? 'x' : 'y')));
        const placed = new Map<number, { readonly node: string; readonly pod: Pod }>();
        for (const { pod: number, node, app, terminating } of steps) {
          const before = placed.get(number);
          if (before !== undefined) {
            expect(index.removePod(before.node, before.pod)).toBe(true);
            placed.delete(number);
          } else {
            const pod = testPod(`p${number}`, { labels: { app } });
            const version = terminating ? { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } } : pod;
            index.addPod(node, version);
            placed.set(number, { node, pod: version });
          }
          const counted = [...placed.values()].filter(({ pod }) => pod.metadata?.labels?.['app'] === 'web' && pod.metadata.deletionTimestamp === undefined);
          const perNode: Record<string, number> = {};
          const perZone: Record<string, number> = {};
          for (const { node: name } of counted) {
            perNode[name] = (perNode[name] ?? 0) + 1;
            const value = name === 'c' ? 'y' : 'x';
            perZone[value] = (perZone[value] ?? 0) + 1;
          }
          expect(entries(index.podCounts('default', web))).toEqual(perNode);
          expect(entries(index.podCountsByLabel('default', web, 'topology.kubernetes.io/zone'))).toEqual(perZone);
          expect(index.podCounts('other', web).size).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts anew when a node changes its labels', () => {
    const index = new NodeInfoIndex();
    index.setNode(zone('a', 'x'));
    index.addPod('a', testPod('p', { labels: { app: 'web' } }));
    expect(entries(index.podCountsByLabel('default', web, 'topology.kubernetes.io/zone'))).toEqual({ x: 1 });
    index.setNode(zone('a', 'y'));
    expect(entries(index.podCountsByLabel('default', web, 'topology.kubernetes.io/zone'))).toEqual({ y: 1 });
  });
});
