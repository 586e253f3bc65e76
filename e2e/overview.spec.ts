/** Much pasted at once: counts on the flowchart, a table, the pod inside, the cluster as a wall, and a run from it. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { expect, test } from './fixtures';

const template = (app: string, more: object = {}) => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image: `registry.example/${app}:1` }], ...more } });
const deployment = (name: string, more: object = {}) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop' }, spec: { replicas: 2, selector: { matchLabels: { app: name } }, template: template(name, more) },
});
const node = (name: string, labels: Record<string, string> = {}, ready = 'True') => ({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [{ type: 'Ready', status: ready }] },
});
const pod = (name: string, nodeName: string, more: object = {}) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: name, creationTimestamp: '2026-01-01T00:00:00Z', ...more },
  spec: {
    nodeName,
    containers: ['web', 'log'].map((container) => ({ name: container, image: `registry.example/${container}:1`, volumeMounts: [{ name: 'logs', mountPath: '/logs' }, { name: 'kube-api-access-abcde', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] })),
    volumes: [{ name: 'logs', emptyDir: {} }, { name: 'kube-api-access-abcde', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
  },
  status: { phase: 'Running', qosClass: 'BestEffort', podIP: '10.244.1.7', containerStatuses: ['web', 'log'].map((container) => ({ name: container, ready: true, restartCount: 0, state: { running: {} } })) },
});
const mirrorOf = (name: string, on: string) => ({
  ...pod(`${name}-${on}`, on, {
    namespace: 'kube-system', annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: on, controller: true, uid: 'n' }], labels: { component: name, tier: 'control-plane' },
  }),
});
const text = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2);

const MANIFESTS = text([deployment('shop'), deployment('cart', { hostNetwork: true }), { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' } }]);
const CLUSTER = text([
  node('cp-1', { 'node-role.kubernetes.io/control-plane': '' }), node('worker-1'), node('worker-2', {}, 'Unknown'),
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => mirrorOf(name, 'cp-1')),
  ...[1, 2, 3].map((i) => pod(`web-${i}`, `worker-${1 + (i % 2)}`)),
  { apiVersion: 'example.com/v1', kind: 'Backup', metadata: { name: 'nightly', namespace: 'shop' } },
]);

const view = (page: Page, name: 'Text' | 'Overview' | 'Cluster') => page.getByRole('radiogroup', { name: 'What is seen of it' }).getByRole('radio', { name });
const wall = (page: Page) => page.getByRole('application', { name: /^Wall of/ });

test.beforeEach(async ({ user }) => user.open());

test('two pods have an overview: counts on the flowchart, a row opens a verdict', async ({ user, page }) => {
  await user.waitForChart();
  await user.paste(MANIFESTS);
  await user.expectVerdict('Deployment shop');
  await user.expectCount('Workload', 2);
  await view(page, 'Overview').click();
  const table = user.manifest.getByRole('table', { name: /^Pods and templates of/ });
  await expect(table.getByRole('rowheader')).toHaveCount(2);
  await table.getByRole('button', { name: 'Deployment cart' }).click();
  await user.expectVerdict('Deployment cart');
  await view(page, 'Text').click();
  await expect(user.editor).toContainText('"shop"');
});

test('a kind on the flowchart filters the table, and the table’s kinds choose on the flowchart', async ({ user, page }) => {
  await user.waitForChart();
  await user.paste(CLUSTER);
  await view(page, 'Overview').click();
  const rows = user.manifest.getByRole('table').getByRole('rowheader');
  await expect(rows).toHaveCount(7);
  await user.expectCount('Static System', 4);
  await user.chooseKind('Static System');
  await expect(rows).toHaveCount(4);
  await user.manifest.getByRole('group', { name: 'Kinds of pods' }).getByRole('button', { name: /^Static, System/ }).click();
  await expect(rows).toHaveCount(7);
  await user.manifest.getByRole('searchbox', { name: 'Filter' }).fill('worker-2');
  await expect(rows).toHaveCount(2);
});

test('the table goes by keyboard: sort, move, open, group', async ({ user, page }) => {
  await user.paste(CLUSTER);
  await view(page, 'Overview').click();
  const table = user.manifest.getByRole('table');
  const heading = table.getByRole('columnheader', { name: 'Name', exact: true });
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  const at = await user.stepNumber();
  await table.getByRole('button', { name: 'etcd-cp-1' }).focus();
  await page.keyboard.press('End');
  await expect(table.getByRole('button', { name: 'web-3' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await user.expectVerdict('Pod web-2');
  // The timeline has not heard of it.
  await user.expectStep(at);
  await user.choose(user.manifest.getByRole('button', { name: /^Grouped by/ }), 'node');
  await expect(user.manifest.getByRole('table', { name: 'Groups by node' }).getByRole('rowheader')).toHaveCount(3);
  await user.manifest.getByRole('table').getByRole('button', { name: 'worker-1' }).click();
  await expect(user.manifest.getByRole('table').getByRole('rowheader')).toHaveCount(1);
});

test('any pod opens inside; a thing in the picture shows the lines that cause it', async ({ user, page }) => {
  await user.paste(CLUSTER);
  await view(page, 'Overview').click();
  await user.manifest.getByRole('table').getByRole('button', { name: 'web-1' }).click();
  await user.manifest.getByRole('radio', { name: 'Inside' }).click();
  await user.expectInside('web-1');
  await user.expectNamespace('net', 'the pod’s');
  const inside = user.panel('Inside');
  await expect(inside.getByRole('listitem').filter({ hasText: /^volume/ })).toHaveCount(1);
  await inside.getByRole('switch', { name: /token volume/ }).click();
  await expect(inside.getByRole('listitem').filter({ hasText: /^volume/ })).toHaveCount(2);
  await inside.getByRole('button', { name: /^emptyDir logs .*show its lines/ }).click();
  await expect(user.editor).toBeVisible();
  await expect(user.editor.locator('.cm-pointed').filter({ hasText: 'logs' }).first()).toBeVisible();
});

test('a dump with nodes opens as a cluster; keys lead from a node to a pod, its verdict and the table', async ({ user, page }) => {
  await user.paste(CLUSTER);
  await expect(wall(page)).toBeVisible();
  await expect(user.panel('Where')).toContainText('3 nodes');
  await expect(user.panel('Where')).toContainText('1 node not ready');
  await wall(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(user.panel('Where')).toContainText('cp-1');
  await page.keyboard.press('Enter');
  await expect(user.panel('Where').getByText('etcd-cp-1')).not.toHaveCount(0);
  await page.keyboard.press('Enter');
  await user.expectVerdict('Pod etcd-cp-1', 'Static');
  await page.keyboard.press('Escape');
  await expect(user.manifest).toBeVisible();
  await page.keyboard.press('t');
  await expect(user.manifest.getByRole('table')).toBeVisible();
});

test('the overview, the wall and the picture of a pod have no barrier', async ({ user, page }) => {
  await user.paste(CLUSTER);
  await expect(wall(page)).toBeVisible();
  await expectAccessible(page);
  await view(page, 'Overview').click();
  await user.manifest.getByRole('radio', { name: 'Inside' }).click();
  await expect(user.panel('Inside')).toBeVisible();
  await expectAccessible(page);
});

test('simulate from here: what is left out is told, and the pods run on their nodes', async ({ user, page }) => {
  await user.paste(CLUSTER);
  await expect(wall(page)).toBeVisible();
  await user.manifest.getByRole('button', { name: 'Simulate from here' }).click();
  const dialog = user.dialog('Simulate from here');
  await expect(dialog.getByRole('list', { name: 'Left out' })).toContainText('1 Backup');
  await expect(dialog).toContainText('The address cannot hold');
  await dialog.getByRole('button', { name: 'Open it as a run' }).click();
  await expect(user.manifest).toBeHidden({ timeout: 60_000 });
  await expect(user.storyMenu).toContainText('Your cluster');
  await user.expectPod('web-1', 'workload', 'non-system', 'kubectl shows Running');
  await user.expectPodOn('worker-2', 'web-1');
  await user.expectPod('etcd-cp-1', 'static', 'system', 'running');
});

test('without nodes nothing is simulated, and the page says why', async ({ user, page }) => {
  await user.paste(text([pod('web-1', 'worker-1'), pod('web-2', 'worker-1')]));
  await view(page, 'Cluster').click();
  await expect(user.manifest.getByRole('button', { name: 'Simulate from here' })).toBeDisabled();
  await expect(user.manifest).toContainText('The dump has no Node objects');
});

test('on a phone the manifest stands in Where’s place, the pod in Inside, the counts in What', async ({ user, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Paste manifest' }).click();
  await expect(user.editor).toBeVisible();
  await user.paste(MANIFESTS);
  await user.expectVerdict('Deployment shop');
  await page.getByRole('tab', { name: /^Inside/ }).click();
  await user.expectInside('Deployment shop');
  await page.getByRole('tab', { name: /^What/ }).click();
  await user.expectCount('Workload', 2);
  await page.getByRole('tab', { name: /^Manifest/ }).click();
  await expect(user.editor).toBeVisible();
});
