/** The two ways of reading, the editor's and that of large dumps, give the same answers for the same text. */
import { describe, expect, it } from 'vitest';
import { getPodQOS } from '../kubernetes/qos';
import { podDefaults } from '../kubernetes/defaults';
import { analyseManifest } from './analyse';
import { manifestExamples } from './examples';
import { Dump, DumpFile } from './stream';

interface Answer {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly origin: string;
  readonly system: string;
  readonly sure: string;
  readonly containers: number;
  readonly qos: string;
}

/** As the editor's path answers. */
function pasted(text: string): readonly Answer[] {
  const { pods, documents } = analyseManifest(text);
  return pods.map(({ document, ownerKind, ownerName, pod, classification }) => {
    const { spec } = pod;
    return {
      kind: ownerKind, name: ownerName ?? pod.metadata?.generateName ?? '', namespace: documents[document]?.apiNamespace ?? pod.metadata?.namespace ?? '',
      origin: classification.startedBy.kind, system: classification.system, sure: `${classification.confidence.startedBy} ${classification.confidence.system}`,
      containers: [spec?.initContainers, spec?.containers, spec?.ephemeralContainers].reduce((sum, list) => sum + (list?.length ?? 0), 0),
      qos: pod.status?.qosClass ?? getPodQOS(podDefaults({ ...pod, status: {} })),
    };
  });
}

/** As the reader of dumps answers, with its bytes in pieces. */
function streamed(text: string, size: number): readonly Answer[] {
  const bytes = new TextEncoder().encode(text);
  const dump = new Dump();
  const file = new DumpFile(dump, 0);
  for (let at = 0; at < bytes.length; at += size) file.push(bytes.subarray(at, at + size));
  file.end();
  return Array.from({ length: dump.table.size }, (_, i) => {
    const { kind, name, namespace, origin, system, startedBySure, systemSure, containers, qos } = dump.table.row(i);
    return { kind, name, namespace, origin, system, sure: `${startedBySure} ${systemSure}`, containers, qos };
  });
}

function expectSame(text: string, pods?: number): void {
  const expected = pasted(text);
  if (pods !== undefined) expect(expected).toHaveLength(pods);
  for (const size of [41, 1_000_000]) expect(streamed(text, size)).toEqual(expected);
}

const metadata = (i: number): Readonly<Record<string, unknown>> => {
  const node = `worker-${i % 3}`;
  switch (i % 4) {
    case 0:
      return {
        name: `etcd-${node}`, namespace: 'kube-system', uid: `u${i}`,
        annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, controller: true, uid: 'n' }],
      };
    case 1:
      return { name: `web-5d8f6c7b9d-x${i}`, namespace: 'shop', uid: `u${i}`, labels: { 'pod-template-hash': '5d8f6c7b9d' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d8f6c7b9d', controller: true, uid: 'r' }] };
    case 2:
      return { name: 'größe', namespace: 'default', uid: `u${i}`, managedFields: [{}], annotations: { note: '€ "quoted": {not} [an, item]\n---\n- a: b' } };
    default:
      return { generateName: 'job-', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', tier: 'control-plane' } };
  }
};
const pod = (i: number): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1', kind: 'Pod', metadata: metadata(i),
  spec: {
    nodeName: `worker-${i % 3}`, ...(i % 5 === 0 ? { initContainers: [{ name: 'first', image: 'busybox', restartPolicy: 'Always' }] } : {}),
    containers: [{ name: 'web', image: 'nginx', resources: i % 2 === 0 ? { requests: { cpu: '100m' } } : {} }],
  },
  ...(i % 3 === 0 ? { status: { phase: 'Running', qosClass: 'Burstable' } } : {}),
});
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }, 'not a container'] } };
const plain = { spec: { containers: [{ name: 'web', image: 'nginx' }] } };
const items: readonly unknown[] = [
  ...Array.from({ length: 24 }, (_, i) => pod(i)),
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' }, spec: { template } },
  { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'night', namespace: 'kube-system' }, spec: { jobTemplate: { spec: { template } } } },
  { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'farm' }, spec: { cows: { template: plain }, hens: { template: plain } } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } },
];
const withoutKind = items.slice(0, 24).map((each) => {
  const { kind: _kind, apiVersion: _version, ...rest } = each as Readonly<Record<string, unknown>>;
  return rest;
});

describe('pasted and streamed', () => {
  it('agree on the examples', () => {
    for (const { text } of manifestExamples) expectSame(text);
    expectSame(manifestExamples.map(({ text }) => text).join('\n---\n'));
  });

  it('agree on lists in JSON, however they are printed', () => {
    for (const indent of [0, 2, 4]) {
      const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, indent);
      expectSame(text, 28);
      expectSame(text.replaceAll('\n', '\r\n'), 28);
      expectSame(`\ufeff${text}`, 28);
      expectSame(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items: withoutKind }, null, indent), 24);
    }
    expectSame(items.map((each) => JSON.stringify(each)).join('\n'), 28);
    expectSame(items.map((each) => JSON.stringify(each, null, 2)).join('\n'), 28);
  });

  it('agree on YAML: documents, and a List as kubectl prints it', () => {
    // JSON is YAML: one line each keeps the text simple, the lists around it are YAML's.
    const lines = items.map((each) => JSON.stringify(each));
    expectSame(lines.map((line) => `# Source: x\n${line}\n`).join('---\n'), 28);
    expectSame(`apiVersion: v1\nitems:\n${lines.map((line) => `- ${line}\n`).join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`, 28);
    expectSame(`kind: PodList\napiVersion: v1\nitems:\n${withoutKind.map((each) => `  - ${JSON.stringify(each)}\n`).join('')}`, 24);
    const yaml = manifestExamples.find(({ text }) => text.includes('kind: Deployment'))?.text ?? '';
    expectSame(`${yaml.replaceAll('\n', '\r\n')}\r\n---\r\n${yaml}`);
  });

  it('agree when one document is broken', () => {
    const good = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: one\nspec:\n  containers:\n  - name: c\n    image: nginx\n';
    expectSame(`${good}---\napiVersion: v1\nkind: Pod\nmetadata:\n\tname: two\n---\n${good.replace('one', 'three')}`, 2);
    expectSame(`${good}---\njust words\n---\n${good.replace('one', 'three')}`, 2);
  });
});
