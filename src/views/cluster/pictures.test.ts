/** Whole stories as they are drawn: after each step, what stands on the canvas and what runs between it. */
import { describe, expect, it } from 'vitest';
import { podIdsOnNode, podView } from '../../simulation/podView';
import { loudSteps, openStory } from '../../state/session';
import { controlPlaneOfThree } from '../../stories/controlPlaneOfThree';
import { deleteTheMirror } from '../../stories/deleteTheMirror';
import { nodeDiesAndReturns } from '../../stories/nodeDiesAndReturns';
import { powerOn } from '../../stories/powerOn';
import { rollingUpdate } from '../../stories/rollingUpdate';
import { sharedArea } from './box';
import { standingEdges } from './edges';
import { freshSteps } from './freshSteps';
import { layoutCluster } from './layout';
import { leavingPods } from './leaving';
import { drawnMotion, nodeOfThing, partsOf, thingId } from './motion';
import { needsOf } from './runNeeds';
import { drawnPlace, placesOf, type Thing, thingsOf } from './things';

const SIZES = [{ width: 718, height: 618, header: 42 }, { width: 390, height: 460, header: 0 }] as const;

const isCase = ({ kind }: Thing): boolean => kind === 'frame' || kind === 'network';

describe.each([powerOn, deleteTheMirror, controlPlaneOfThree, nodeDiesAndReturns, rollingUpdate])('$title', (story) => {
  const branch = openStory(story);
  const { simulation } = branch;
  const needs = needsOf(branch);
  const count = loudSteps(simulation).length;

  it.each(SIZES)('stands apart at every step in $width × $height, and nothing moves', (size) => {
    const layout = layoutCluster({ ...needs, ...size });
    const before = new Map<string, string>();
    for (let n = 0; n <= count; n++) {
      simulation.seek(n);
      const { world, step, history } = simulation;
      const pods = new Map(needs.nodes.map(({ name }) => [name, podIdsOnNode(world, name)]));
      const motion = step ? drawnMotion(step, world) : null;
      const things = thingsOf(layout, needs.room, { pods, leaving: leavingPods(freshSteps(history, step), world), parts: step ? partsOf(step, motion, world) : new Map() });
      const apart = things.filter((thing) => !isCase(thing));
      apart.forEach((a, i) => {
        for (const b of apart.slice(i + 1)) if (sharedArea(a.box, b.box) > 0.5) throw new Error(`step ${n}: ${a.id} on ${b.id}`);
      });
      expect(things.filter(({ pod, leaving }) => pod !== '' && leaving === null)).toHaveLength([...pods.values()].flat().length);
      for (const { id, box } of things) {
        const place = `${box.x} ${box.y} ${box.width} ${box.height}`;
        expect(before.get(id) ?? place).toBe(place);
        before.set(id, place);
      }
    }
  });

  it('has edges only between what exists, and a place for both ends of every message', () => {
    const places = placesOf(layoutCluster({ ...needs, ...SIZES[0] }), needs.room);
    for (let n = 0; n <= count; n++) {
      simulation.seek(n);
      const { world, step } = simulation;
      for (const { from, to } of standingEdges(world)) {
        for (const id of [from, to]) {
          expect(places.has(id), `step ${n}: ${id}`).toBe(true);
          const node = nodeOfThing(id) ?? '';
          expect(world.tables.machines.get(node)?.power, `step ${n}: ${id}`).toBe('on');
          if (id.startsWith('pod:')) expect(podView(world, id.slice(id.indexOf(' ') + 1), node), `step ${n}: ${id}`).toBeDefined();
        }
      }
      const motion = step && drawnMotion(step, world);
      if (!motion) continue;
      expect(motion.from).not.toBe(motion.to);
      expect(drawnPlace(motion.from, places), `step ${n}: ${motion.from}`).not.toBeNull();
      expect(drawnPlace(motion.to, places), `step ${n}: ${motion.to}`).not.toBeNull();
    }
  });
});

describe('places', () => {
  it('of what is not drawn by itself are those of what holds it', () => {
    const branch = openStory(powerOn);
    const needs = needsOf(branch);
    const places = placesOf(layoutCluster({ ...needs, ...SIZES[0] }), needs.room);
    expect(drawnPlace(thingId.network('cp-1'), places)).toBe(thingId.network('cp-1'));
    expect(drawnPlace(thingId.pod('worker-1', 'default/never-there'), places)).toBe(thingId.frame('worker-1'));
    expect(drawnPlace(thingId.kubelet('no-such-node'), places)).toBeNull();
    const narrow = placesOf(layoutCluster({ ...needs, width: 320, height: 300, header: 0 }), needs.room);
    expect(drawnPlace(thingId.network('cp-1'), narrow)).toBe(thingId.containerd('cp-1'));
  });
});
