/** Pasting a manifest: what it is and why, what is wrong and where, and the two doors into the cluster. */
import { expect, test } from './fixtures';

const LONE_POD = `apiVersion: v1
kind: Pod
metadata:
  name: hello
spec:
  containers:
  - name: web
    image: nginx:1.29
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: api
        image: registry.example/shop/api:2.4.1
        resources:
          requests:
            cpu: 100m
`;

test.beforeEach(async ({ user }) => {
  await user.open();
  await user.toEnd();
});

test('a Deployment is certainly a workload; applied at the playhead its pods appear', async ({ user }) => {
  await user.paste(DEPLOYMENT);
  await user.expectVerdict('Deployment shop', 'Workload', /certain\s*3 of 3/);
  await expect(user.manifest).not.toContainText('The text alone cannot decide');
  const at = await user.stepNumber();
  await user.applyToTheApiServer();
  await user.expectStepAfter(at + 1);
  await user.seek(at + 1);
  await user.expectNarration('apply Deployment shop');
  await user.expectNoPod('shop-…');
  await user.toEnd();
  await user.expectPods('shop-…', 3);
  await user.expectPod('shop-…', 'workload', 'non-system', 'running', 'kubectl shows Running');
});

test('a lone Pod cannot be decided: the page asks, with both doors', async ({ user }) => {
  await user.waitForChart();
  await user.paste(LONE_POD);
  await user.expectVerdict('Pod hello', 'undecided', 'The text alone cannot decide.', 'What would settle it');
  await expect(user.manifest.getByRole('button', { name: 'Apply to the API server' })).toBeEnabled();
  await expect(user.manifest.getByRole('button', { name: /^Put in the manifests folder of/ })).toBeEnabled();
  for (const kind of ['Static', 'Workload']) await expect(user.kind(kind)).toHaveAccessibleName(/, possible$/);
});

test('applied, the lone Pod is a workload; as a file it is static, with the node’s name', async ({ user }) => {
  await user.waitForChart();
  await user.paste(LONE_POD);
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('hello', 'workload', 'non-system', 'running');
  await user.expectPath(['Pod, all kinds', 'Workload', 'Workload Non-System']);

  await user.paste(LONE_POD);
  await user.expectVerdict('Pod hello');
  const at = await user.stepNumber();
  await user.putInTheFolderOf('worker-1');
  await user.expectStepAfter(at + 1);
  await user.seek(at + 1);
  await user.expectNarration('hello.yaml');
  await user.toEnd();
  await user.expectPod('hello-worker-1', 'static', 'non-system', 'running', 'kubectl shows its mirror: Running');
  await user.expectPodOn('worker-1', 'hello-worker-1');
  await expect(user.file('hello.yaml')).toBeVisible();
  await user.expectPath(['Pod, all kinds', 'Static', 'Static Non-System']);
});

test('broken YAML: the problem stands at its line, and the rest is read all the same', async ({ user }) => {
  const broken = `${LONE_POD}---\napiVersion: v1\nkind: Pod\nmetadata:\n\tname: tabbed\n`;
  await user.paste(broken);
  await user.expectVerdict('Pod hello');
  const problem = user.problem(/line 13, error/);
  await expect(problem.first()).toBeVisible();
  await problem.first().click();
  await expect(user.editor).toBeFocused();
  await expect(user.editor).toContainText('name: tabbed');
  await expect(user.editor).toContainText('image: nginx:1.29');
  await expect(user.manifest).toContainText(/[1-9] errors?/);
});

test('a misspelt field is named, with the one that was meant', async ({ user }) => {
  await user.paste(LONE_POD.replace('spec:', 'spec:\n  restartPolcy: Never'));
  await expect(user.problem(/restartPolcy/)).toBeVisible();
  await expect(user.problem(/restartPolcy/)).toContainText('restartPolicy');
  await expect(user.problem(/restartPolcy/)).toContainText('line 6');
});

test('text that is no manifest says so and offers nothing to apply', async ({ user }) => {
  await user.paste('Dear all,\nthe meeting is on Monday.\n');
  await expect(user.manifest.getByRole('button', { name: 'Apply to the API server' })).toBeDisabled();
  await expect(user.manifest).toContainText(/Nothing/);
  await user.manifest.getByRole('button', { name: 'Clear' }).click();
  await expect(user.editor).not.toContainText('Monday');
});

test('of several documents each pod has its verdict, and all are applied', async ({ user, page }) => {
  await user.paste(`${LONE_POD}---\napiVersion: v1\nkind: Service\nmetadata:\n  name: hello\nspec:\n  ports:\n  - port: 80\n---\n${DEPLOYMENT}`);
  await user.expectVerdict('Pod hello');
  await expect(user.manifest).toContainText('3 documents');
  await user.choose(user.manifest.getByRole('button', { name: /^1 of \d Pod hello/ }), 'Deployment shop');
  await user.expectVerdict('Deployment shop', 'on document 3 of 3');
  await expect(page.getByRole('menu')).toBeHidden();
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('hello', 'workload', 'running');
  await user.expectPods('shop-…', 3);
});

test('a dropped file and a chosen file are read in the tab', async ({ user, page }) => {
  await user.openPaste();
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'hello.yaml'));
    return transfer;
  }, LONE_POD);
  await user.manifest.dispatchEvent('drop', { dataTransfer: dropped });
  await user.expectVerdict('Pod hello');
  const chooser = page.waitForEvent('filechooser');
  await user.manifest.getByText('Open files').click();
  await (await chooser).setFiles({ name: 'shop.yaml', mimeType: 'application/yaml', buffer: Buffer.from(DEPLOYMENT) });
  await user.expectVerdict('Deployment shop');
});

test('the path of the text, once it is said, settles who starts the pod', async ({ user }) => {
  await user.openPaste();
  await user.paste(LONE_POD);
  await user.expectVerdict('Pod hello', 'The text alone cannot decide.');
  const path = user.manifest.getByRole('combobox', { name: 'The file’s path' });
  await path.fill('/etc/kubernetes/manifests/hello.yaml');
  await path.press('Enter');
  await user.expectVerdict('Pod hello', 'A kubelet runs it from a file', 'which a kubelet watches', /certain/);
  await path.fill('/var/lib/rancher/k3s/server/manifests/hello.yaml');
  await path.press('Enter');
  await user.expectVerdict('Pod hello', 'k3s applies its files through the API');
  await user.manifest.getByRole('button', { name: 'Clear' }).click();
  await user.paste(LONE_POD);
  await user.expectVerdict('Pod hello', 'The text alone cannot decide.');
  await expect(path).toHaveValue('');
});

test('several files are a kubelet’s once their folder is said', async ({ user, page }) => {
  await user.openPaste();
  const chooser = page.waitForEvent('filechooser');
  await user.manifest.getByText('Open files').click();
  await (await chooser).setFiles(['hello', 'other'].map((name) => ({ name: `${name}.yaml`, mimeType: 'application/yaml', buffer: Buffer.from(LONE_POD.replace('name: hello', `name: ${name}`)) })));
  const undecided = user.manifest.getByRole('button', { name: /^Undecided/ });
  await expect(undecided).toHaveText(/2$/);
  const folder = user.manifest.getByRole('combobox', { name: 'These files lie in' });
  await folder.fill('/etc/kubernetes/manifests');
  await folder.press('Enter');
  await expect(undecided).toHaveText(/0$/);
  await user.manifest.getByRole('button', { name: 'other', exact: true }).click();
  await user.expectVerdict('Pod other', 'A kubelet runs it from a file');
});

test('a file dropped on a node’s folder is written there', async ({ user, page }) => {
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.yaml'));
    return transfer;
  }, LONE_POD);
  await user.panel('Where').getByRole('button', { name: 'Add a file on worker-2' }).dispatchEvent('drop', { dataTransfer: dropped });
  await user.expectNarration(/dropped\.yaml/);
  await user.toEnd();
  await user.expectPod('hello-worker-2', 'static', 'running');
  await user.expectPodOn('worker-2', 'hello-worker-2');
});

test('examples teach, each with a sentence', async ({ user }) => {
  await user.openPaste();
  const examples = user.manifest.getByRole('button', { name: 'Examples' });
  await user.choose(examples, /^A Deployment/);
  await user.expectVerdict('Deployment shop', 'Workload');
  await user.choose(examples, /^Two mistakes/);
  await expect(user.manifest.getByRole('list', { name: 'Problems' }).getByRole('listitem')).not.toHaveCount(0);
  await user.choose(examples, /^A lone Pod/);
  await user.expectVerdict('Pod hello', 'The text alone cannot decide.');
});

test('evidence and its lines point at one another', async ({ user, page }) => {
  await user.paste(DEPLOYMENT);
  await user.expectVerdict('Deployment shop');
  const evidence = user.manifest.getByRole('list', { name: 'Evidence' }).getByRole('button', { name: /line \d+$|\d+–\d+$/ }).first();
  const line = Number(/(\d+)(–\d+)?$/.exec((await evidence.innerText()).trim())?.[1]);
  const text = DEPLOYMENT.split('\n')[line - 1] ?? '';
  const row = user.editor.locator('div').filter({ hasText: new RegExp(`^${text}$`) }).last();
  const plain = await row.evaluate((element) => getComputedStyle(element).backgroundColor);
  const ground = (of: typeof row) => of.evaluate((element) => getComputedStyle(element).backgroundColor);

  await evidence.hover();
  await expect.poll(() => ground(row)).not.toBe(plain);
  await page.mouse.move(2, 2);
  await expect.poll(() => ground(row)).toBe(plain);

  const unpointed = await ground(evidence);
  await row.hover();
  await expect.poll(() => ground(evidence)).not.toBe(unpointed);

  await evidence.click();
  await expect(user.editor).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('div')?.textContent)).toBe(text);
});

test('a file of the folder is edited in place: the pod is replaced', async ({ user }) => {
  await user.file('kube-scheduler.yaml').click();
  await expect(user.editor).toContainText('kube-scheduler');
  await user.expectVerdict('Pod kube-scheduler', 'Static', /certain\s*3 of 3/);
  await user.editor.getByText('kube-scheduler:v', { exact: false }).first().click();
  await user.page.keyboard.press('End');
  await user.page.keyboard.insertText('-rc.0');
  await user.manifest.getByRole('button', { name: 'Save as kube-scheduler.yaml on cp-1' }).click();
  await expect(user.manifest).toBeHidden();
  await user.toEnd();
  await expect(user.toast).toContainText('kube-scheduler.yaml');
  await user.expectPod('kube-scheduler-cp-1', 'static', 'system', 'running');
});

test('a file is removed, and its pod stops', async ({ user }) => {
  await user.file('kube-scheduler.yaml').click();
  await user.manifest.getByRole('button', { name: 'Remove the file' }).click();
  await user.toEnd();
  await expect(user.file('kube-scheduler.yaml')).toHaveCount(0);
  await user.expectNoPod('kube-scheduler-cp-1');
});
