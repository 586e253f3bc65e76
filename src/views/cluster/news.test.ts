/** What a step does to files and pods, as folders and cards show it. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../../simulation/step';
import { type Branch, loudSteps, openStory } from '../../state/session';
import { deleteTheMirror } from '../../stories/deleteTheMirror';
import { powerOn } from '../../stories/powerOn';
import { twoDoors } from '../../stories/twoDoors';
import { fileNews, folderRows, NO_NEWS } from './fileNews';
import { freshSteps } from './freshSteps';
import { joinSteps } from './joins';
import { leavingPods } from './leaving';

function at({ simulation }: Branch, rule: Step['rule'], nth = 1) {
  const steps = loudSteps(simulation);
  let left = nth;
  const index = steps.findIndex((step) => step.rule === rule && --left === 0);
  const step = steps[index];
  if (!step) throw new Error(`no step ${rule}`);
  simulation.seek(index + 1);
  return { step, world: simulation.world, fresh: freshSteps(simulation.history, step) };
}

describe('fileNews', () => {
  const doors = openStory(twoDoors);

  it('tells the file that the kubelet reads, on its own node only', () => {
    const { step, fresh } = at(openStory(powerOn), 'kubelet.addStaticPod', 2);
    expect(fileNews(fresh, step, 'cp-1')).toEqual({ reading: 'kube-apiserver.yaml', added: [], removed: [] });
    expect(fileNews(fresh, step, 'worker-1')).toBe(NO_NEWS);
  });

  it('tells the file that came and the one that went', () => {
    const written = at(doors, 'user.writeFile');
    expect(fileNews(written.fresh, written.step, 'worker-1')).toMatchObject({ added: ['hello.yaml'], removed: [] });
    const removed = at(doors, 'user.removeFile');
    expect(fileNews(removed.fresh, removed.step, 'worker-1')).toMatchObject({ added: [], removed: ['hello.yaml'] });
  });

  it('is none before the first step', () => expect(fileNews([], null, 'cp-1')).toBe(NO_NEWS));
});

describe('folderRows', () => {
  const file = (name: string, ignored: string | null = null) => ({ name, path: `/m/${name}`, ignored });
  const files = [file('a.yaml'), file('b.yaml'), file('c.yaml', 'not a Pod')];

  it('keeps the order of names where all rows have room, with what has just gone', () => {
    expect(folderRows({ files }, { reading: 'b.yaml', added: [], removed: ['aa.yaml'] }, 5).map(({ name, state }) => `${name} ${state ?? ''}`)).toEqual(['a.yaml ', 'aa.yaml removed', 'b.yaml reading', 'c.yaml ignored']);
  });

  it('shows what the step is about first where they have not', () => {
    expect(folderRows({ files }, { reading: 'b.yaml', added: [], removed: [] }, 1).map(({ name }) => name)).toEqual(['b.yaml', 'a.yaml', 'c.yaml']);
    expect(folderRows({ files }, NO_NEWS, 1).map(({ name }) => name)).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  });

  it('says why a file is ignored, and only that it is where the reason is long', () => {
    expect(folderRows({ files: [file('c.yaml', 'not a Pod'), file('d.yaml', 'couldn\'t parse as pod: a long reason')] }, NO_NEWS, 5).map(({ reason }) => reason)).toEqual(['not a Pod', 'ignored']);
  });
});

describe('leavingPods', () => {
  it('is a pod whose last trace has gone, and with the next step nothing', () => {
    const doors = openStory(twoDoors);
    // Deleted from the API server, it is still known to its kubelet until the next housekeeping.
    const deleted = at(doors, 'kubelet.deletePod');
    expect(leavingPods(deleted.fresh, deleted.world)).toEqual([]);
    const { fresh, world } = at(doors, 'user.removeFile');
    const hello = { node: 'worker-1', id: expect.stringMatching(/^default\/hello-/) as unknown, origin: 'workload', role: 'nonSystem' };
    expect(leavingPods(fresh, world)).toEqual([hello, hello]);
    doors.simulation.forward();
    expect(leavingPods(freshSteps(doors.simulation.history, doors.simulation.step), world)).toEqual([]);
  });

  it('is no static pod of which only the mirror was deleted', () => {
    const { fresh, world } = at(openStory(deleteTheMirror), 'user.delete');
    expect(leavingPods(fresh, world)).toEqual([]);
  });

  it('is a static pod, when the mirror that is left of it goes', () => {
    const branch = openStory(deleteTheMirror);
    const { fresh, world } = at(branch, 'kubelet.deleteOrphanedMirror');
    expect(leavingPods(fresh, world)).toEqual([{ node: 'worker-1', id: 'default/hello-worker-1', origin: 'static', role: 'nonSystem' }]);
  });
});

describe('freshSteps', () => {
  it('are the step and the quiet ones before it', () => {
    const { simulation } = openStory(powerOn);
    for (let n = 1; n < simulation.history.length; n++) {
      simulation.seek(n);
      const fresh = freshSteps(simulation.history, simulation.step);
      expect(fresh.at(-1)).toBe(simulation.step);
      expect(fresh.slice(0, -1).every(({ quiet }) => quiet)).toBe(true);
    }
    expect(freshSteps(simulation.history, null)).toEqual([]);
  });
});

describe('joinSteps', () => {
  it('is the step with which the API server comes to know a node', () => {
    const branch = openStory(powerOn);
    const joins = joinSteps(branch.simulation.history.steps);
    expect([...joins.keys()].sort()).toEqual(['cp-1', 'worker-1', 'worker-2']);
    for (const [node, at] of joins) {
      branch.simulation.seek(at - 1);
      expect(branch.simulation.world.tables.nodes.has(node)).toBe(false);
      branch.simulation.seek(at);
      expect(branch.simulation.world.tables.nodes.has(node)).toBe(true);
    }
  });
});
