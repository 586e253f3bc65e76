import { beforeEach, describe, expect, it } from 'vitest';
import type { UserAction } from '../simulation/actions';
import { narrate } from '../simulation/narrate';
import { podView } from '../simulation/podView';
import { noScheduler } from '../stories/noScheduler';
import type { Story } from '../stories/story';
import { act, type Branch, loudSteps, nameOfAction, openStory } from './session';
import { branchOf, createPage, type PageStore, simulationOf, stepOf } from './store';

const STORY: Story = {
  version: 1,
  id: 'small',
  title: 'Small',
  teaches: '',
  cluster: { controlPlanes: ['cp-1'], workers: ['worker-1'], ready: true },
  seed: 7,
  actions: [{ id: 'apply', at: 1_000, action: { do: 'apply', objects: [pod('first')] } }],
  until: 30_000,
  opening: '',
  chapters: [{ title: 'One' }],
  captions: [],
};

function pod(name: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } } as const;
}
const SECOND: UserAction = { do: 'apply', objects: [pod('second')] };

const told = (branch: Branch): string[] => loudSteps(branch.simulation).map((step) => narrate(step).plain);
const running = (branch: Branch, id: string): boolean => podView(branch.simulation.world, id)?.stored?.status?.phase === 'Running';

describe('openStory', () => {
  it('knows every step, and stands at the start', () => {
    const branch = openStory(STORY);
    expect(branch.simulation.cursor).toBe(0);
    expect(branch.keys).toHaveLength(branch.simulation.history.length);
    expect(branch.keys.length).toBeGreaterThan(8);
    expect(branch.inputs).toEqual([]);
    expect(running(branch, 'default/first')).toBe(false);
    branch.simulation.seek(branch.keys.length);
    expect(running(branch, 'default/first')).toBe(true);
  });

  it('is the same each time, step by step, key by key', () => {
    const [one, two] = [openStory(STORY), openStory(STORY)];
    expect(two.keys).toEqual(one.keys);
    expect(told(two)).toEqual(told(one));
  });

  it('gives no two steps one key', () => {
    const { keys } = openStory(STORY);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('act', () => {
  it('makes another future from the cursor, and leaves the old one as it was', () => {
    const branch = openStory(STORY);
    const before = told(branch);
    branch.simulation.seek(4);
    const next = act(STORY, branch, SECOND, 1);

    expect(next.parent).toBe(0);
    expect(next.forkedAt).toBe(4);
    expect(next.keys.slice(0, 4)).toEqual(branch.keys.slice(0, 4));
    expect(next.simulation.cursor).toBe(5);
    expect(told(next)[4]).toContain('second');
    expect(next.inputs).toEqual([{ at: branch.keys[3], action: SECOND }]);
    next.simulation.seek(next.keys.length);
    expect(running(next, 'default/first')).toBe(true);
    expect(running(next, 'default/second')).toBe(true);

    expect(branch.simulation.cursor).toBe(4);
    expect(told(branch)).toEqual(before);
    branch.simulation.seek(branch.keys.length);
    expect(podView(branch.simulation.world, 'default/second')).toBeUndefined();
  });

  it('remembers the inputs of its parents, and at the start has no place', () => {
    const branch = openStory(STORY);
    const one = act(STORY, branch, { do: 'cordon', node: 'worker-1' }, 1);
    const two = act(STORY, one, SECOND, 2);
    expect(two.inputs.map(({ at }) => at)).toEqual(['', one.keys[0]]);
    expect(two.parent).toBe(1);
  });
});

describe('nameOfAction', () => {
  it.each<[UserAction, string]>([
    [SECOND, 'kubectl apply Pod second'],
    [{ do: 'apply', objects: [{ $kubeadm: 'coredns' }] }, 'kubectl apply coredns'],
    [{ do: 'delete', kind: 'Pod', namespace: 'default', name: 'web' }, 'kubectl delete pod web'],
    [{ do: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 5 }, 'kubectl scale deployment web --replicas=5'],
    [{ do: 'removeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/etcd.yaml' }, 'remove etcd.yaml on cp-1'],
    [{ do: 'drain', node: 'worker-1' }, 'kubectl drain worker-1'],
    [{ do: 'taint', node: 'worker-1', key: 'gpu', effect: 'NoSchedule', remove: true }, 'kubectl taint nodes worker-1 gpu-'],
    [{ do: 'stopNode', node: 'worker-1' }, 'power off worker-1'],
  ])('%j is "%s"', (action, name) => {
    expect(nameOfAction(action)).toBe(name);
  });
});

describe('the page', () => {
  let store: PageStore;
  const page = () => store.getState();
  const sentence = (): string => {
    const step = stepOf(page());
    return step ? narrate(step).plain : '';
  };

  beforeEach(() => {
    store = createPage(noScheduler);
  });

  it('opens at step 0, paused', () => {
    expect(page()).toMatchObject({ cursor: 0, playing: false, undoDepth: 0 });
    expect(page().length).toBeGreaterThan(20);
    expect(stepOf(page())).toBeNull();
  });

  it('begins with the first story where none is given', () => {
    expect(createPage().getState().story.id).toBe('power-on');
  });

  it('steps within the run, and says whether it moved', () => {
    expect(page().back()).toBe(false);
    expect(page().forward()).toBe(true);
    expect(page()).toMatchObject({ cursor: 1, movement: 'forward' });
    page().seek(1_000_000);
    expect(page().cursor).toBe(page().length);
    expect(page().forward()).toBe(false);
    expect(page().beatForward()).toBe(false);
    expect(page().back()).toBe(true);
    expect(page()).toMatchObject({ cursor: page().length - 1, movement: 'back' });
    page().seek(-5);
    expect(page().cursor).toBe(0);
  });

  it('stops at every beat on the way there, and at the same on the way back', () => {
    const there: number[] = [];
    while (page().beatForward()) there.push(page().cursor);
    const back: number[] = [];
    while (page().beatBack()) back.push(page().cursor);
    expect(there.slice(0, -1)).toEqual(branchOf(page()).resolved.beats.slice(0, there.length - 1));
    expect(back.toReversed().slice(1)).toEqual(there.filter((beat) => beat < page().length && beat < Math.max(...there)));
  });

  it('keeps the old future beside the new one, until it is dismissed; undo brings both back', () => {
    page().seek(10);
    const before = sentence();
    page().act({ do: 'stopNode', node: 'worker-1' });
    expect(page().branches).toHaveLength(2);
    expect(page().cursor).toBe(11);
    expect(page().toast).toMatchObject({ text: 'Forked at step 10: power off worker-1', undo: true });

    page().switchBranch(0);
    expect(page().cursor).toBe(10);
    expect(sentence()).toBe(before);

    page().dismissBranch(1);
    expect(page().branches.map(({ id }) => id)).toEqual([0]);
    page().dismissBranch(0);
    expect(page().branches).toHaveLength(1);

    page().undo();
    expect(page().branches).toHaveLength(2);
    page().undo();
    expect(page().branches).toHaveLength(1);
    expect(page()).toMatchObject({ branchId: 0, cursor: 10, undoDepth: 0 });
    expect(sentence()).toBe(before);
    page().undo();
    expect(page().cursor).toBe(10);
  });

  it('dismissing the future that is shown shows the one that is left', () => {
    page().seek(5);
    page().act({ do: 'stopNode', node: 'worker-1' });
    const { branchId } = page();
    page().dismissBranch(branchId);
    expect(page().branchId).toBe(0);
    expect(page().length).toBe(branchOf(page()).simulation.history.length);
  });

  it('at the very end an action goes on with the run: there is no other future to keep', () => {
    page().last();
    const end = page().cursor;
    page().act({ do: 'apply', objects: [pod('late')] });
    expect(page().branches).toHaveLength(1);
    expect(page().cursor).toBe(end + 1);
    page().undo();
    expect(page()).toMatchObject({ cursor: end, length: end });
  });

  it('restores from its inputs and the key of its step what another page showed', async () => {
    page().seek(12);
    page().act({ do: 'apply', objects: [pod('mine')] });
    page().seek(page().cursor + 3);
    page().act({ do: 'stopKubelet', node: 'worker-1' });
    page().seek(page().length - 2);
    const { inputs, keys } = branchOf(page());
    const at = keys[page().cursor - 1] ?? '';

    const other = createPage(noScheduler);
    await other.getState().restore(JSON.parse(JSON.stringify(inputs)), at);
    const restored = other.getState();
    expect(restored.cursor).toBe(page().cursor);
    expect(branchOf(restored).keys).toEqual(keys);
    expect(JSON.stringify(simulationOf(restored).world.tables.pods.get('default/mine'))).toBe(JSON.stringify(simulationOf(page()).world.tables.pods.get('default/mine')));
    expect(restored.toast).toBeNull();
  });

  it('opens another story with nothing left of the one before', async () => {
    page().seek(10);
    page().act({ do: 'stopNode', node: 'worker-1' });
    await page().openStory('power-on');
    expect(page()).toMatchObject({ cursor: 0, branchId: 0, undoDepth: 0, classFilter: null, playing: false });
    expect(page().branches).toHaveLength(1);
    page().undo();
    expect(page().story.id).toBe('power-on');
    await page().openStory('atlantis');
    expect(page().story.id).toBe('power-on');
  });

  it('of two stories asked for one after the other only the last opens', async () => {
    await Promise.all([page().openStory('power-on'), page().openStory('two-doors')]);
    expect(page().story.id).toBe('two-doors');
    expect(page().version).toBe(1);
  });

  it('reads a text that is put into a folder, once its reader is there, and then does what follows', async () => {
    page().seek(8);
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: c, image: app}]}\n';
    const path = '/etc/kubernetes/manifests/mine.yaml';
    await new Promise<void>((resolve) => page().act({ do: 'writeFile', node: 'worker-1', path, content: text }, resolve));
    expect(simulationOf(page()).world.tables.files.get(`worker-1:${path}`)?.object).toMatchObject({ metadata: { name: 'mine' } });
    page().act({ do: 'writeFile', node: 'worker-1', path, content: 'a: [' });
    expect(simulationOf(page()).world.tables.files.get(`worker-1:${path}`)).toMatchObject({ object: null, error: expect.stringContaining('yaml: line 1') });

    const other = createPage(noScheduler);
    await other.getState().restore(JSON.parse(JSON.stringify(branchOf(page()).inputs)), '');
    expect(branchOf(other.getState()).keys).toEqual(branchOf(page()).keys);
  });

  it('keeps the speed within what can be seen', () => {
    page().setSpeed(1000);
    expect(page().speed).toBe(16);
    page().setSpeed(0.001);
    expect(page().speed).toBe(0.25);
  });

  it('opens a file of a node with its text, and a new one empty', () => {
    page().editFile('cp-1', '/etc/kubernetes/manifests/etcd.yaml');
    expect(page().paste.text).toContain('kind: Pod');
    expect(page().selection).toEqual({ kind: 'file', id: 'cp-1:/etc/kubernetes/manifests/etcd.yaml' });
    page().editFile('worker-1', '');
    expect(page().paste).toMatchObject({ open: true, text: '', file: { node: 'worker-1', path: '' } });
  });
});
