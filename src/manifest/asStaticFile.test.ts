import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { asStaticFile, type AsStaticFile, type StaticPlace } from './asStaticFile';

/** The answer for the pod of a text, by its number among the pods. */
function answer(text: string, place: StaticPlace = {}, index = 0): AsStaticFile {
  const { documents, pods } = analyseManifest(text);
  const pod = pods[index];
  const doc = documents[pod?.document ?? -1];
  if (!pod || !doc) throw new Error('no such pod');
  return asStaticFile(doc, pod, place);
}
const plain = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: nginx
`;
const withSpec = (lines: string): string => plain.replace('spec:\n', `spec:\n${lines}`);
const becoming = (result: AsStaticFile, field: string) => (result.verdict === 'runs' ? result.changes.find((change) => change.field === field) : undefined);

describe('what becomes of a Pod in a kubelet’s folder', () => {
  const result = answer(plain, { nodeName: 'node-a', path: '/etc/kubernetes/manifests/web.yaml' });

  it('takes the node’s name, a namespace, a UID and a toleration', () => {
    expect(becoming(result, 'metadata.name')).toMatchObject({ from: 'web', to: 'web-node-a' });
    expect(becoming(result, 'metadata.namespace')?.to).toBe('default');
    expect(becoming(result, 'metadata.uid')?.to).toMatch(/^[0-9a-f]{32}$/);
    expect(becoming(result, 'spec.nodeName')?.to).toBe('node-a');
    expect(becoming(result, 'spec.tolerations')?.to).toBe('operator: Exists, effect: NoExecute');
  });
  it('has a mirror with the node as owner and the hash in config.mirror', () => {
    const uid = becoming(result, 'metadata.uid')?.to;
    expect(result).toMatchObject({ verdict: 'runs', mirror: { pod: { metadata: {
      name: 'web-node-a', annotations: { 'kubernetes.io/config.mirror': uid, 'kubernetes.io/config.hash': uid, 'kubernetes.io/config.source': 'file' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-a', controller: true }],
    } } } });
    expect(result.verdict === 'runs' && result.mirror.refused).toBeFalsy();
  });
  it('is another pod under another path, and the same after a comment', () => {
    const uidAt = (text: string, path: string) => becoming(answer(text, { path }), 'metadata.uid')?.to;
    const path = '/etc/kubernetes/manifests/a.yaml';
    expect(uidAt(`# a comment\n${plain}`, path)).toBe(uidAt(plain, path));
    expect(uidAt(plain, '/etc/kubernetes/manifests/b.yaml')).not.toBe(uidAt(plain, path));
  });
  it('keeps a UID that the text gives', () => {
    expect(becoming(answer(plain.replace('name: web\n', 'name: web\n  uid: abc\n')), 'metadata.uid')).toMatchObject({ from: 'abc', to: 'abc' });
  });
  it('gets no toleration from a URL', () => {
    const served = answer(plain, { source: 'http', path: 'http://localhost/pod' });
    expect(becoming(served, 'metadata.annotations[kubernetes.io/config.source]')?.to).toBe('http');
    expect(becoming(served, 'spec.tolerations')).toBeUndefined();
  });
  it('warns of a copy with another ending, and of a path that nobody watches', () => {
    const notes = (path: string) => { const at = answer(plain, { path }); return at.verdict === 'runs' ? at.notes.map(({ text }) => text).join() : ''; };
    expect(notes('/etc/kubernetes/manifests/web.yaml.bak')).toContain('second manifest of the same pod');
    expect(notes('/home/me/web.yaml')).toContain('No kubelet is known to watch this path');
  });
  it('tells that the mirror is refused when the number is not the class’s', () => {
    const odd = answer(withSpec('  priorityClassName: system-node-critical\n  priority: 5\n'));
    expect(odd.verdict === 'runs' && odd.mirror.refused).toContain('the integer value of priority (5) must not be provided in pod spec');
  });
});

describe('what a kubelet does not run', () => {
  it.each<[string, string, StaticPlace, number, string, string, string]>([
    ['a Deployment', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, image: i}]}}}\n', {}, 0, 'refused', 'only Pods', 'kind'],
    ['a service account', withSpec('  serviceAccountName: sa\n'), {}, 0, 'refused', 'refers to an object', 'spec.serviceAccountName'],
    ['no name', plain.replace('  name: web\nspec', '  generateName: web-\nspec'), {}, 0, 'refused', 'generateName', 'metadata.generateName'],
    ['an invalid pod', plain.replace('name: web\n    image', 'name: WEB\n    image'), {}, 0, 'refused', 'invalid', 'spec.containers[0].name'],
    ['a wrong type', withSpec('  hostNetwork: maybe\n'), {}, 0, 'refused', 'wrong type', 'spec.hostNetwork'],
    ['a second document', `${plain}---\n${plain}`, {}, 1, 'ignored', 'first', ''],
    ['an item of a list', `apiVersion: v1\nkind: List\nitems:\n- ${plain.trimEnd().replaceAll('\n', '\n  ')}\n`, {}, 0, 'refused', 'list', ''],
    ['a dotfile', plain, { path: '/etc/kubernetes/manifests/.web.yaml' }, 0, 'ignored', 'dot', ''],
    ['no kind', plain.replace('kind: Pod\n', ''), {}, 0, 'refused', 'no kind', ''],
    ['a mirror', plain.replace('name: web\n', 'name: web\n  annotations: {kubernetes.io/config.mirror: abc}\n').replace('spec:\n', 'spec:\n  nodeName: node-1\n'), {}, 0, 'ignored', 'config.mirror', 'metadata.annotations[kubernetes.io/config.mirror]'],
  ])('%s', (_name, text, place, index, verdict, because, field) => {
    const result = answer(text, place, index);
    expect(result).toMatchObject({ verdict, field });
    expect(result.verdict === 'runs' ? '' : result.because).toContain(because);
  });
  it('says what the kubelet logs, and what older ones did', () => {
    const refused = answer(withSpec('  serviceAccountName: sa\n'));
    expect(refused).toMatchObject({ log: 'static pods may not reference serviceaccounts' });
    expect(refused.verdict === 'refused' && refused.notes[0]?.text).toContain('before 1.34');
  });
});
