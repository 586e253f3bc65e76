/** What differs between two futures, in words. */
import { expect, it } from 'vitest';
import type { UserAction } from '../../simulation/actions';
import { readManifestText } from '../../simulation/readManifestText';
import { loudStepsOf } from '../../state/loudSteps';
import { act, openStory } from '../../state/session';
import { deleteTheMirror } from '../../stories/deleteTheMirror';
import { differences } from './differences';

const story = openStory(deleteTheMirror);
story.simulation.seek(13);
/** The World after an action at that step: at the first step of a rule, or at the end. */
const world = (action: UserAction, rule?: string) => {
  const branch = act(deleteTheMirror, story, action, 1, readManifestText);
  const at = loudStepsOf(branch).findIndex((step, i) => i >= 13 && step.rule === rule);
  branch.simulation.seek(at < 0 ? branch.simulation.history.length : at + 1);
  return branch.simulation.world;
};
const told = (a: Parameters<typeof differences>[0], b: Parameters<typeof differences>[1]) => differences(a, b).map(({ what, a: left, b: right }) => `${what}: ${left} ≠ ${right}`);
const removed: UserAction = { do: 'removeFile', node: 'worker-1', path: '/etc/kubernetes/manifests/hello.yaml' };

it('finds nothing between a World and itself', () => {
  expect(differences(story.simulation.world, story.simulation.world)).toEqual([]);
  expect(differences(world(removed), world(removed))).toEqual([]);
});

it('tells a file and its pod that are there in one future only', () => {
  const rows = told(story.simulation.world, world(removed));
  expect(rows).toContain('hello.yaml on worker-1: in the folder ≠ not there');
  expect(rows).toContain('pod default/hello-worker-1: Running, 1/1, on worker-1 ≠ not there');
});

it('tells nodes, the API server, and what nobody can see', () => {
  const off = told(story.simulation.world, world({ do: 'stopNode', node: 'worker-1' }));
  expect(off.find((row) => row.startsWith('node worker-1: Ready ≠ powered off, '))).toMatch(/NotReady.*unreachable:NoSchedule/);
  const blind = told(story.simulation.world, world({ do: 'removeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/kube-apiserver.yaml' }));
  expect(blind).toContain('API server: answers ≠ does not answer');
});

it('tells two objects of one name by when they were made, and two texts of one file', () => {
  const again = told(story.simulation.world, world({ do: 'delete', kind: 'Pod', namespace: 'default', name: 'hello-worker-1' }, 'kubelet.patchStatus'));
  expect(again.find((row) => row.startsWith('pod default/hello-worker-1: '))).toMatch(/made \d\d:\d\d:\d\d ≠ .*made \d\d:\d\d:\d\d$/);
  const edited = told(story.simulation.world, world({ do: 'writeFile', node: 'worker-1', path: '/etc/kubernetes/manifests/hello.yaml', content: 'kind: Pod\n  broken' }, 'user.writeFile'));
  expect(edited.find((row) => row.startsWith('hello.yaml on worker-1: '))).toMatch(/another text ≠ 2 lines, another text$/);
});
