/** Acting in the past makes a new future; the old one stays, named, until it is dismissed, and everything can be undone. */
import { expectAccessible } from './axe';
import { expect, test } from './fixtures';

const AWAY = 'Move kube-apiserver.yaml away on cp-1';

test.beforeEach(async ({ user }) => {
  await user.open();
  await user.toEnd();
});

test('without the API server’s file a new future begins, and the old one stays reachable', async ({ user }) => {
  const end = await user.length();
  await user.beatBack();
  await user.beatBack();
  const past = await user.stepNumber();
  const told = await user.sentence();
  await user.breakSomething(AWAY);
  await expect(user.toast).toContainText(`Forked at step ${past}`);
  await user.expectNarration('kube-apiserver.yaml');
  await expect(user.future('remove kube-apiserver.yaml')).toHaveAttribute('aria-pressed', 'true');
  const old = user.future('From power-on');
  await expect(old).toHaveAttribute('aria-pressed', 'false');
  await user.toEnd();
  // Its mirror stays in etcd: nobody can delete it any more. What ran is gone.
  await user.expectNotRunning('kube-apiserver-cp-1');
  await user.expectPod('etcd-cp-1', 'running');

  await old.click();
  await expect(old).toHaveAttribute('aria-pressed', 'true');
  await user.expectStep(past);
  expect(await user.sentence()).toBe(told);
  expect(await user.length()).toBe(end);
  await user.expectPod('kube-apiserver-cp-1', 'running');
});

test('a future is dismissed, and undo brings it back', async ({ user, page }) => {
  await user.beatBack();
  await user.breakSomething(AWAY);
  const futures = page.getByRole('list', { name: 'Futures' });
  await expect(futures.getByRole('listitem')).toHaveCount(2);
  await futures.getByRole('button', { name: /^Dismiss remove kube-apiserver/ }).click();
  await expect(futures).toBeHidden();
  await user.toast.getByRole('button', { name: 'Undo' }).click();
  await expect(futures.getByRole('listitem')).toHaveCount(2);
  await expect(user.future('remove kube-apiserver.yaml')).toHaveAttribute('aria-pressed', 'true');
});

test('undo of an action goes back to where it was done, by button and by key', async ({ user, page }) => {
  await user.beatBack();
  const past = await user.stepNumber();
  const told = await user.sentence();
  await user.breakSomething(AWAY);
  await user.toast.getByRole('button', { name: 'Undo' }).click();
  await user.expectStep(past);
  expect(await user.sentence()).toBe(told);
  await expect(page.getByRole('list', { name: 'Futures' })).toBeHidden();

  await user.breakSomething('Power off worker-1');
  await expect(user.future('power off worker-1')).toBeVisible();
  await page.keyboard.press('u');
  await user.expectStep(past);
  await user.breakSomething('Stop the kubelet on worker-2');
  await page.keyboard.press('ControlOrMeta+z');
  await user.expectStep(past);
  expect(await user.sentence()).toBe(told);
});

test('the file comes back: the API server runs again', async ({ user }) => {
  await user.breakSomething(AWAY);
  await user.toEnd();
  await user.expectNotRunning('kube-apiserver-cp-1');
  await user.breakSomething('Put kube-apiserver.yaml back on cp-1');
  await user.toEnd();
  await user.expectPod('kube-apiserver-cp-1', 'static', 'running', 'kubectl shows its mirror: Running');
});

test('a killed container is started again', async ({ user, page }) => {
  await user.selectPod('kube-scheduler-cp-1');
  await page.keyboard.press('x');
  await user.dialog('Break something').getByRole('button', { name: /^Kill container kube-scheduler/ }).click();
  await user.expectNarration('kube-scheduler');
  const sentences = await user.everySentence();
  expect(sentences.filter((sentence) => /137/.test(sentence)).length).toBeGreaterThan(0);
  await user.expectPod('kube-scheduler-cp-1', 'running');
  await user.look('Object');
  await expect(user.inspector.getByRole('region', { name: 'kubectl get pods' })).toContainText(/1\/1\s+Running\s+1 /);
});

test('a deleted mirror stops no container', async ({ user, page }) => {
  await user.selectPod('kube-scheduler-cp-1');
  await page.keyboard.press('f');
  await user.dialog('Break something').getByRole('button', { name: /^kubectl delete pod kube-scheduler-cp-1/ }).click();
  const sentences = await user.everySentence();
  expect(sentences.filter((sentence) => /StopContainer|StopPodSandbox|stops container/.test(sentence))).toEqual([]);
  await user.expectPod('kube-scheduler-cp-1', 'static', 'running', 'kubectl shows its mirror: Running');
});

test('two futures stand side by side at one time, with what differs between them; one is kept', async ({ user, page }) => {
  await user.beatBack();
  const past = await user.stepNumber();
  await user.breakSomething('Power off worker-1');
  await page.keyboard.press('d');
  const differs = page.getByRole('region', { name: 'What differs now' });
  for (const letter of ['A', 'B']) await expect(page.getByRole('region', { name: `Where, in ${letter}` })).toBeVisible();
  await expect(differs).toContainText(`First difference: step ${past + 1}`);
  await expect(differs.getByRole('table')).toContainText(/node worker-1.*Ready.*powered off/);
  await user.toEnd();
  await expect(differs.getByRole('table')).toContainText(/node worker-1.*Ready.*NotReady/);
  // Before they part, nothing differs.
  await user.toStart();
  await expect(differs).toContainText('Nothing, at this time.');
  await expectAccessible(page);

  await differs.getByRole('button', { name: 'Keep B' }).click();
  await expect(differs).toBeHidden();
  await expect(page.getByRole('list', { name: 'Futures' })).toBeHidden();
  await expect(page.getByRole('region', { name: /^Inside/ })).toBeVisible();
});
