/** Dumps for the benches, made pod by pod: as kubectl prints a list, in one line, as JSON lines. */

const variables = (i: number, n: number) => Array.from({ length: n }, (_, k) => ({ name: `VARIABLE_${k}`, value: `value ${k} of pod ${i}` }));

/** A running pod of a ReplicaSet, or every fortieth time a mirror, about 17.7 kB at kubectl's indentation. */
function pod(i: number): unknown {
  const node = `worker-${i % 300}`;
  const owner = i % 40 === 0 ? { apiVersion: 'v1', kind: 'Node', name: node } : { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `web-${i % 50}-5d8f6c7b9d` };
  const kubelet = { 'kubernetes.io/config.hash': `h${i}`, 'kubernetes.io/config.mirror': `h${i}`, 'kubernetes.io/config.source': 'file' };
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...(i % 40 === 0 ? { annotations: kubelet } : {}), creationTimestamp: '2026-01-01T00:00:00Z', labels: { app: `web-${i % 50}`, 'pod-template-hash': '5d8f6c7b9d' },
      name: i % 40 === 0 ? `kube-proxy-${i}-${node}` : `web-${i % 50}-5d8f6c7b9d-x${i}`, namespace: i % 40 === 0 ? 'kube-system' : `team-${i % 12}`,
      ownerReferences: [{ ...owner, controller: true, uid: `u${i}` }], resourceVersion: `${i}`, uid: `uid-${i}`,
    },
    spec: {
      nodeName: node,
      containers: [0, 1].map((c) => ({ name: `c${c}`, image: `registry.example/web-${c}:2.4`, env: variables(i, 43), resources: { requests: { cpu: '100m', memory: '64Mi' } } })),
    },
    status: { phase: 'Running', qosClass: 'Burstable', containerStatuses: [0, 1].map((c) => ({ name: `c${c}`, ready: true, restartCount: 0, image: 'web' })) },
  };
}

/** How a dump is printed: what stands before, between and behind its pods, and a pod. */
export interface Print {
  readonly what: string;
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  readonly pod: (i: number) => string;
}

export const kubectl: Print = {
  what: 'JSON of kubectl', head: '{\n    "apiVersion": "v1",\n    "items": [\n', between: ',\n', tail: '\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n',
  pod: (i) => `        ${JSON.stringify(pod(i), null, 4).replaceAll('\n', '\n        ')}`,
};
export const oneLine: Print = { what: 'JSON in one line', head: '{"kind":"List","apiVersion":"v1","items":[', between: ',', tail: ']}', pod: (i) => JSON.stringify(pod(i)) };
export const jsonLines: Print = { what: 'JSON lines', head: '', between: '\n', tail: '\n', pod: (i) => JSON.stringify(pod(i)) };

/** Bytes of a pod as kubectl prints it, about. */
export const bytesOfPod = 17_700;

const node = (i: number): unknown => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `worker-${i}`, labels: { 'kubernetes.io/os': 'linux' } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });

/** A pod as small as one can be, with what its class needs: 870 bytes. */
const smallPod = (i: number, nodes: number): unknown => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: `web-${i % 900}-5d8f6c7b9d-x${i}`, namespace: `team-${i % 40}`, uid: `uid-${i}`, creationTimestamp: '2026-01-01T00:00:00Z', labels: { app: `web-${i % 900}`, 'pod-template-hash': '5d8f6c7b9d' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `web-${i % 900}-5d8f6c7b9d`, controller: true, uid: `rs-${i % 900}` }],
  },
  spec: { nodeName: `worker-${i % nodes}`, containers: [{ name: 'web', image: 'registry.example/shop/web:2.4.1', resources: { requests: { cpu: '100m', memory: '64Mi' } } }], serviceAccountName: 'default' },
  status: { phase: 'Running', qosClass: 'Burstable', podIP: '10.1.2.3', containerStatuses: [{ name: 'web', ready: true, restartCount: 0, image: 'registry.example/shop/web:2.4.1', state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }] },
});

/** A dump of many small pods on `nodes` nodes, which come first, an object a line. */
export const manySmall = (nodes: number): Print => ({
  what: 'small pods', head: `{"kind":"List","apiVersion":"v1","items":[\n${Array.from({ length: nodes }, (_, i) => `${JSON.stringify(node(i))},\n`).join('')}`, between: ',\n', tail: '\n]}\n',
  pod: (i) => JSON.stringify(smallPod(i, nodes)),
});
