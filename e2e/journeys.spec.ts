/** The page as a newcomer meets it: power-on, step by step, with its four panels linked. */
import { expect, test } from './fixtures';

test.beforeEach(async ({ user }) => user.open());

test('it opens with power-on, paused at step 0, and invites to play', async ({ user, page }) => {
  await expect(page).toHaveTitle(/Podarium/);
  await expect(user.storyMenu).toContainText('From power-on to the first workload pods');
  await user.expectStep(0);
  await user.expectNarration('Press Play');
  await expect(user.timeButton('Play')).toBeEnabled();
  await expect(user.timeButton('Step back')).toBeDisabled();
  await expect(user.timeButton('Beat back')).toBeDisabled();
  await expect(user.narration.getByRole('button', { name: 'Why?' })).toBeHidden();
  for (const panel of ['What', 'Where', 'Inside', 'When'] as const) await expect(user.panel(panel)).toBeVisible();
  await user.waitForChart();
  await user.expectCount('Pod, all kinds', 0);
});

test('play goes on by itself until pause', async ({ user, page }) => {
  await user.choose(page.getByRole('button', { name: /^Speed/ }), '4×');
  await user.play();
  await user.expectStepAfter(3);
  await user.pause();
  await expect(user.timeButton('Play')).toBeVisible();
  const at = await user.stepNumber();
  await user.step();
  await user.expectStep(at + 1);
});

test('play by beat stops at beats only', async ({ user, page }) => {
  const beats: number[] = [];
  for (let i = 0; i < 3; i++) {
    await user.beat();
    beats.push(await user.stepNumber());
  }
  await user.toStart();
  await user.choose(page.getByRole('button', { name: /^Play by/ }), 'beat');
  await user.choose(page.getByRole('button', { name: /^Speed/ }), '16×');
  await user.play();
  await user.expectStepAfter((beats[1] ?? 0) - 1);
  await user.pause();
  const at = await user.stepNumber();
  await user.beatBack();
  expect(await user.stepNumber()).toBeLessThan(at);
  await user.beat();
  await user.expectStep(at);
});

test('steps back tell what the steps forward told', async ({ user }) => {
  const told: string[] = [await user.sentence()];
  for (let i = 1; i <= 12; i++) {
    await user.step();
    await user.expectStep(i);
    told.push(await user.sentence());
  }
  expect(new Set(told).size).toBeGreaterThan(6);
  for (let i = 11; i >= 0; i--) {
    await user.back();
    await user.expectStep(i);
    expect(await user.sentence()).toBe(told[i]);
  }
});

test('a beat is one or more steps, and a beat back undoes it', async ({ user }) => {
  await user.beat();
  const first = await user.stepNumber();
  expect(first).toBeGreaterThan(0);
  await user.beat();
  const second = await user.stepNumber();
  expect(second).toBeGreaterThan(first);
  await user.beatBack();
  await user.expectStep(first);
});

test('the end, and from there again', async ({ user }) => {
  const length = await user.length();
  await user.toEnd();
  await user.expectStep(length);
  await expect(user.timeButton('Step')).toBeDisabled();
  await expect(user.timeButton('Beat')).toBeDisabled();
  await user.timeButton('Again').click();
  await user.expectStepBefore(length);
  await user.pause();
  await user.toStart();
});

test('the timeline is scrubbed with the pointer and with chapters', async ({ user }) => {
  const length = await user.length();
  await user.scrub(0.5);
  const half = await user.stepNumber();
  expect(Math.abs(half - length / 2)).toBeLessThan(length * 0.05 + 2);
  await expect(user.timeButton('Play')).toBeVisible();
  await user.scrub(0.2);
  await user.expectStepBefore(half);
  const chapters = user.panel('When').getByRole('list', { name: 'Chapters' }).getByRole('button');
  const last = (await chapters.count()) - 1;
  await chapters.nth(last).click();
  await expect(chapters.nth(last)).toHaveAttribute('aria-current', 'step');
});

test('lanes by component and by pod, spread and folded', async ({ user }) => {
  const when = user.panel('When');
  const lanes = when.getByRole('list', { name: 'Lanes' });
  await expect(lanes).toContainText('API server');
  await expect(lanes).toContainText('kubelet cp-1');
  await when.getByRole('radio', { name: 'pod' }).click();
  await expect(lanes).toContainText('etcd-cp-1');
  await expect(lanes).not.toContainText('API server');
  const before = (await user.slider.boundingBox())?.width ?? 0;
  await when.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(async () => (await user.slider.boundingBox())?.width ?? 0).toBeGreaterThan(before * 1.2);
  await when.getByRole('button', { name: 'Fold the timeline' }).click();
  await expect(lanes).toBeHidden();
  await user.slider.press('End');
  await user.expectStep(await user.length());
  await when.getByRole('button', { name: 'Unfold the timeline' }).click();
  await expect(when.getByRole('list', { name: 'Lanes' })).toBeVisible();
});

test('why? names the rule and where upstream has it, and what changed', async ({ user, page }) => {
  await user.beat(4);
  await user.askWhy();
  const { inspector } = user;
  for (const term of ['Rule', 'Upstream', 'Cause']) await expect(inspector.getByRole('term').filter({ hasText: term })).toBeVisible();
  await expect(inspector.getByRole('definition').filter({ hasText: /\.go:\w|:\w+/ }).first()).toBeVisible();
  await expect(inspector.getByRole('region', { name: 'What changed' })).toBeVisible();
  const sentence = await user.sentence();
  await expect(inspector).toContainText(sentence);
  await user.step();
  await expect(inspector).toContainText(await user.sentence());
  await page.keyboard.press('w');
  await expect(inspector).toBeHidden();
});

test('the cause of a step leads back to the step that sent its message', async ({ user }) => {
  await user.toEnd();
  const end = await user.stepNumber();
  await user.askWhy();
  const cause = user.inspector.getByRole('button', { name: /^step \d+: / });
  const wanted = Number(/^step (\d+):/.exec(await cause.innerText())?.[1]);
  expect(wanted).toBeLessThan(end);
  await cause.click();
  await user.expectStep(wanted);
});

test('a pod picked in Where lights its path in What and opens in Inside', async ({ user }) => {
  await user.toEnd();
  await user.waitForChart();
  await user.selectPod('kube-scheduler-cp-1');
  await user.expectPath(['Pod, all kinds', 'Static', 'Static System', 'System pods in namespace kube-system']);
  await expect(user.panel('What')).toContainText('kube-scheduler-cp-1');
  await user.expectInside('kube-scheduler-cp-1');
  await user.expectNamespace('net', 'the node’s');
  await user.expectNamespace('pid', { container: 'kube-scheduler' });

  await user.selectPod('coredns-…');
  await user.expectPath(['Pod, all kinds', 'Workload', 'Workload System', 'System pods in namespace kube-system']);
  await user.expectNamespace('net', 'the pod’s');
  await user.expectNamespace('ipc', 'the pod’s');
});

test('the inspector shows the selected pod as YAML, as kubectl prints it, and its events', async ({ user }) => {
  await user.toEnd();
  await user.selectPod('kube-scheduler-cp-1');
  await user.look('Object');
  await expect(user.inspector.getByRole('region', { name: 'kubectl get pods' })).toContainText(/NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+kube-scheduler-cp-1\s+1\/1\s+Running/);
  const yaml = user.inspector.getByRole('region', { name: 'kube-system/kube-scheduler-cp-1' });
  await expect(yaml).toContainText('kind: Pod');
  await expect(yaml).toContainText('kubernetes.io/config.source: file');
  await user.look('Events');
  await expect(user.inspector.getByRole('listitem').filter({ hasText: 'Started' }).first()).toBeVisible();
});

test('a kind chosen in What dims everything else in Where', async ({ user, page }) => {
  await user.toEnd();
  await user.waitForChart();
  await user.chooseKind('Static System');
  await expect(user.kind('Static System')).toHaveAttribute('aria-pressed', 'true');
  await expect(user.panel('What')).toContainText('stays bright in Where');
  await expect.poll(() => user.standsBack('etcd-cp-1')).toBe(false);
  await expect.poll(() => user.standsBack('coredns-…')).toBe(true);
  await expect.poll(() => user.standsBack('kube-proxy-…')).toBe(true);
  await user.chooseKind('Workload');
  await expect.poll(() => user.standsBack('etcd-cp-1')).toBe(true);
  await expect.poll(() => user.standsBack('coredns-…')).toBe(false);
  await page.getByRole('button', { name: 'Show all', exact: true }).first().click();
  await expect.poll(() => user.standsBack('etcd-cp-1')).toBe(false);
});

test('What counts the pods that Where shows, and forgets them on the way back', async ({ user }) => {
  await user.waitForChart();
  await user.toEnd();
  const pods = await user.panel('Where').getByRole('button', { name: /^pod / }).count();
  expect(pods).toBeGreaterThan(8);
  await user.expectCount('Pod, all kinds', pods);
  await user.expectCount('Static System', 4);
  await user.expectCount('Static Non-System', 0);
  await user.toStart();
  await user.expectCount('Pod, all kinds', 0);
  await expect(user.panel('Where').getByRole('button', { name: /^pod / })).toHaveCount(0);
});

test('a line of the chart explains itself, and the chart can be taken along as plain SVG', async ({ user, page }) => {
  await user.waitForChart();
  const line = user.chart.getByRole('button', { name: /^Line from Pod to Static/ });
  await line.focus();
  await page.keyboard.press('Enter');
  await expect(user.panel('What').getByRole('region').getByRole('heading', { level: 3 })).toBeVisible();
  await user.panel('What').getByRole('button', { name: 'Show the source' }).click();
  const dialog = user.dialog('The chart as text');
  await expect(dialog).toContainText('flowchart TD');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the picture as SVG' }).click();
  const path = await (await download).path();
  const { readFile } = await import('node:fs/promises');
  const svg = await readFile(path, 'utf8');
  expect(svg).toMatch(/^(<\?xml[^>]*>\s*)?<svg /);
  expect(svg).not.toContain('foreignObject');
  expect(svg).toContain('Static');
});

test('panels fold away and come back', async ({ user, page }) => {
  await page.keyboard.press('4');
  await user.panel('When').getByRole('button', { name: 'Fold the timeline' }).click();
  await expect(user.slider).toBeVisible();
  await user.panel('When').getByRole('button', { name: 'Unfold the timeline' }).click();
  const separator = page.getByRole('separator', { name: 'Width of What' });
  const before = (await user.panel('What').boundingBox())?.width ?? 0;
  await separator.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await user.panel('What').boundingBox())?.width ?? 0).toBeGreaterThan(before);
  // The arrow belonged to the separator, not to the timeline.
  await user.expectStep(0);
});
