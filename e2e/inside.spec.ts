/** INSIDE: switches move Linux namespaces between node, pod and container, and say why; a refused one says in whose words. */
import { expect, test } from './fixtures';

test.describe('with no pod selected, on the example pod', () => {
  test.beforeEach(async ({ user }) => {
    await user.open('#v=1&k8s=1.36&story=power-on&sel=node:cp-1');
    await user.expectInside('web');
  });

  const moves = [
    { field: 'hostNetwork', tag: 'net', to: 'the node’s', because: 'hostNetwork is true' },
    { field: 'hostNetwork', tag: 'uts', to: 'the node’s', because: 'hostname' },
    { field: 'shareProcessNamespace', tag: 'pid', to: 'the pod’s', because: 'shareProcessNamespace is true' },
    { field: 'hostPID', tag: 'pid', to: 'the node’s', because: 'hostPID is true' },
    { field: 'hostIPC', tag: 'ipc', to: 'the node’s', because: 'hostIPC is true' },
    { field: 'hostUsers: false', tag: 'user', to: 'the pod’s', because: 'hostUsers' },
  ] as const;
  for (const { field, tag, to, because } of moves) {
    test(`${field} moves ${tag} to ${to}`, async ({ user }) => {
      await expect(user.namespaces(to)).not.toHaveText(new RegExp(`[:,] ${tag} `));
      await user.switch(field).click();
      await expect(user.switch(field)).toBeChecked();
      await user.expectNamespace(tag, to);
      await expect(user.panel('Inside').getByRole('listitem').filter({ hasText: tag.toUpperCase() }).filter({ hasText: because }).last()).toBeVisible();
      await user.panel('Inside').getByRole('button', { name: 'Reset' }).click();
      await expect(user.switch(field)).not.toBeChecked();
      await expect(user.namespaces(to)).not.toHaveText(new RegExp(`[:,] ${tag} `));
    });
  }

  test('a switch that validation forbids is disabled, in the API server’s words', async ({ user }) => {
    await user.switch('hostPID').click();
    await expect(user.switch('shareProcessNamespace')).toBeDisabled();
    await expect(user.switch('shareProcessNamespace')).toHaveAccessibleDescription(/ShareProcessNamespace and HostPID cannot both be enabled/);
    await user.switch('hostPID').click();
    await expect(user.switch('shareProcessNamespace')).toBeEnabled();
    await user.switch('hostUsers: false').click();
    await expect(user.switch('hostNetwork')).toBeDisabled();
    await expect(user.switch('hostNetwork')).toHaveAccessibleDescription(/^spec\.(securityContext\.)?host(Network|Users): /);
  });

  test('a switch turned by keyboard slides its chips up to the node', async ({ user, page }) => {
    const chip = () => user.panel('Inside').getByTitle(/network namespace|hostNetwork is true/).first().boundingBox();
    const before = await chip();
    await user.switch('hostNetwork').focus();
    await page.keyboard.press('Space');
    await user.expectNamespace('net', 'the node’s');
    await expect.poll(async () => (await chip())?.y ?? Infinity).toBeLessThan((before?.y ?? 0) - 40);
    expect(Math.abs(((await chip())?.x ?? 0) - (before?.x ?? 0))).toBeLessThan(2);
  });
});

test('the API server’s words stand beside a switch of a pod that runs', async ({ user }) => {
  await user.open();
  await user.toEnd();
  await user.selectPod('etcd-cp-1');
  await expect(user.switch('hostNetwork')).toBeChecked();
  await expect(user.switch('hostUsers: false')).toBeDisabled();
  await expect(user.switch('hostUsers: false')).toHaveAccessibleDescription('spec.hostNetwork: Forbidden: when `hostUsers` is false');
});

test('made so on a static pod, its file is edited and the pod is replaced', async ({ user }) => {
  await user.open();
  await user.toEnd();
  await user.selectPod('kube-scheduler-cp-1');
  await user.switch('hostIPC').click();
  await user.panel('Inside').getByRole('button', { name: 'Make it so: edit kube-scheduler.yaml on cp-1' }).click();
  await user.expectNarration('kube-scheduler.yaml');
  await user.toEnd();
  await user.expectPod('kube-scheduler-cp-1', 'running');
  await expect(user.switch('hostIPC')).toBeChecked();
  await user.expectNamespace('ipc', 'the node’s');
});

test('made so on a Deployment’s pod, the template is patched and the pods are made anew', async ({ user }) => {
  await user.open();
  await user.toEnd();
  const old = (await user.pod('coredns-…').first().getAttribute('aria-label')) ?? '';
  await user.selectPod('coredns-…');
  await user.switch('shareProcessNamespace').click();
  await user.panel('Inside').getByRole('button', { name: /^Make it so: patch Deployment coredns/ }).click();
  await user.toEnd();
  const name = /^pod (\S+),/.exec(old)?.[1] ?? '';
  expect(name).toMatch(/^coredns-/);
  await user.expectNoPod(name);
  await user.expectPods('coredns-…', 2);
  await user.selectPod('coredns-…');
  await user.expectNamespace('pid', 'the pod’s');
});

test('lsns shows equal numbers exactly where a namespace is shared, and the cgroups as a tree', async ({ user }) => {
  await user.open('#v=1&story=what-containers-share');
  await user.toEnd();
  const inside = user.panel('Inside');
  const row = (tag: string) => inside.getByRole('row').filter({ has: user.page.getByRole('rowheader', { name: tag, exact: true }) });
  await user.selectPod('shop-open');
  for (const tag of ['NET', 'IPC', 'UTS', 'PID']) await expect(row(tag)).toContainText('= same');
  for (const tag of ['MNT', 'CGROUP']) await expect(row(tag)).toContainText('≠ different');
  for (const tag of ['USER', 'TIME']) await expect(row(tag)).toContainText('node’s');
  await expect(inside).toContainText(/kubepods\.slice[\s\S]*kubepods-[\w-]+\.slice[\s\S]*cri-containerd-\w+\.scope/);
  await user.selectPod('shop');
  for (const tag of ['NET', 'IPC', 'UTS']) await expect(row(tag)).toContainText('= same');
  await expect(row('PID')).toContainText('≠ different');
  await user.selectPod('shop-host');
  for (const tag of ['NET', 'UTS']) await expect(row(tag)).toContainText('node’s');
});

test('init container, sidecar and apps of a pasted pod stand in their boxes, with their volumes', async ({ user }) => {
  await user.open();
  await user.toEnd();
  await user.openPaste();
  await user.choose(user.manifest.getByRole('button', { name: 'Examples' }), /^Init container, sidecar, two apps/);
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('newsroom', 'workload', 'non-system', '3 running');
  await user.expectInside('newsroom');
  const twin = user.panel('Inside').getByRole('list', { name: 'Linux namespaces of newsroom' });
  await expect(twin).toContainText('init container fetch-archive, exit 0');
  await expect(twin).toContainText('sidecar container log-shipper, running');
  await expect(twin).toContainText('app container editor, running');
  await expect(twin).toContainText('volume articles, emptyDir: fetch-archive at /articles');
});
