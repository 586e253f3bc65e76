import { expect, test } from 'vitest';
import { setDefaults } from '../../kubernetes/defaults';
import type { ApiObject, Pod, PodSpec } from '../../kubernetes/objects';
import { ms } from '../../lib/brand';
import type { Address } from '../messages';
import { Tx } from '../tx';
import { World } from '../worldState';
import { admit } from './admission';
import { keyOfObject, kindInfo } from '../kinds';

const BASE: readonly ApiObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'going', deletionTimestamp: '2026-01-01T00:00:00Z' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'mynode', uid: 'mynode-uid' } },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'system-node-critical' }, value: 2_000_001_000 } as ApiObject,
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000, preemptionPolicy: 'Never' } as ApiObject,
];

function txWith(objects: readonly ApiObject[]): Tx {
  const tx = new Tx(World.empty(), null, 0, 'user/you');
  tx.put('cluster', 'cluster', { now: ms(0), origin: ms(0), clock: 0, nextSequence: 0, resourceVersion: 0, seed: 1, nextId: 1, pullMBps: 50 });
  for (const object of objects) tx.put(kindInfo(object.kind ?? '').table, keyOfObject(object), object as never);
  return tx;
}

const pod = (spec: PodSpec = {}, metadata: Pod['metadata'] = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', ...metadata }, spec: { containers: [{ name: 'c', image: 'app' }], ...spec },
});
const admitted = (object: ApiObject, more: readonly ApiObject[] = [], caller: Address = 'user/you') => admit(txWith([...BASE, ...more]), caller, setDefaults(object));
const stored = (object: ApiObject, more: readonly ApiObject[] = []): Pod => {
  const answer = admitted(object, more);
  if (!answer.ok) throw new Error(answer.message);
  return answer.object as Pod;
};
const refusal = (object: ApiObject, more: readonly ApiObject[] = [], caller: Address = 'user/you') => {
  const answer = admitted(object, more, caller);
  return answer.ok ? 'admitted' : `${answer.code} ${answer.message}`;
};

test('an ordinary pod gets an account with its token, tolerations, a priority and a first status', () => {
  const { spec, status } = stored(pod());
  const volume = spec?.volumes?.[0];
  expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(volume?.projected?.sources?.map((source) => Object.keys(source)[0])).toEqual(['serviceAccountToken', 'configMap', 'downwardAPI']);
  expect(spec?.containers?.[0]?.volumeMounts).toEqual([{ name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }]);
  expect(spec?.tolerations).toEqual(['not-ready', 'unreachable'].map((name) => ({
    key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300,
  })));
  expect(spec).toMatchObject({ serviceAccountName: 'default', priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
});

test('what the sender claims of status and deletion is not taken over', () => {
  const object = { ...pod({}, { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 5, managedFields: [{}] }), status: { phase: 'Running' } } as Pod;
  expect(stored(object)).toMatchObject({ status: { phase: 'Pending' } });
  expect(Object.keys(stored(object).metadata ?? {})).toEqual(['name', 'namespace']);
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'default' }, status: { replicas: 3 },
    spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } } } as ApiObject;
  expect(stored(deployment).status).toBeUndefined();
});

test('the token volume: not where the pod or its account decline it, not twice, not over a mount of the pod\'s own', () => {
  expect(stored(pod({ automountServiceAccountToken: false })).spec?.volumes).toBeUndefined();
  const shy = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'shy', namespace: 'default' }, automountServiceAccountToken: false } as ApiObject;
  expect(stored(pod({ serviceAccountName: 'shy' }), [shy]).spec?.volumes).toBeUndefined();
  expect(stored(pod({ serviceAccountName: 'shy', automountServiceAccountToken: true }), [shy]).spec?.volumes?.length).toBe(1);
  const path = '/var/run/secrets/kubernetes.io/serviceaccount';
  const own = stored(pod({
    containers: [{ name: 'a', image: 'i', volumeMounts: [{ name: 'mine', mountPath: path }] }, { name: 'b', image: 'i' }], volumes: [{ name: 'mine', emptyDir: {} }],
  }));
  expect(own.spec?.containers?.map((container) => container.volumeMounts?.map(({ name }) => name.slice(0, 8)))).toEqual([['mine'], ['kube-api']]);
});

test('tolerations of its own keep the default ones away, key by key', () => {
  const tolerations = (own: NonNullable<PodSpec['tolerations']>) => stored(pod({ tolerations: own })).spec?.tolerations?.slice(own.length).map(({ key }) => key?.slice(19));
  expect(tolerations([{ operator: 'Exists' }])).toEqual([]);
  expect(tolerations([{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }])).toEqual(['unreachable']);
  expect(tolerations([{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }])).toEqual(['not-ready', 'unreachable']);
});

test('scheduling gates show in the first status', () => {
  expect(stored(pod({ schedulingGates: [{ name: 'example.com/quota' }] })).status?.conditions).toEqual([
    { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates' },
  ]);
});

test('keys of labels are stored as what they select', () => {
  const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' as const, labelSelector: {}, matchLabelKeys: ['app'] };
  const labelled = pod({ topologySpreadConstraints: [constraint] }, { labels: { app: 'web' } });
  expect(stored(labelled).spec?.topologySpreadConstraints).toMatchObject([{ labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } }]);
});

test('API namespace and account must exist', () => {
  expect(refusal(pod({}, { namespace: 'nowhere' }))).toBe('404 namespaces "nowhere" not found');
  expect(refusal(pod({}, { namespace: 'going' }))).toBe('403 pods "p" is forbidden: unable to create new content in namespace going because it is being terminated');
  expect(refusal(pod({ serviceAccountName: 'ghost' }))).toBe('403 pods "p" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found');
});

test('priority: the class decides, a number of one\'s own must agree', () => {
  expect(stored(pod({ priorityClassName: 'high' })).spec).toMatchObject({ priority: 1000, preemptionPolicy: 'Never' });
  expect(refusal(pod({ priorityClassName: 'none' }))).toBe('403 pods "p" is forbidden: no PriorityClass with name none was found');
  expect(refusal(pod({ priority: 7 }))).toContain('the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0');
  expect(refusal(pod({ priorityClassName: 'high', preemptionPolicy: 'PreemptLowerPriority' }))).toContain('the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided');
  const byDefault = (name: string, value: number) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, globalDefault: true }) as ApiObject;
  expect(stored(pod(), [byDefault('a', 50), byDefault('b', 20)]).spec).toMatchObject({ priority: 20, priorityClassName: 'b' });
  expect(refusal(byDefault('c', 1), [byDefault('a', 50)])).toContain('PriorityClass a is already marked as default. Only one default can exist');
  expect(refusal(byDefault('system-mine', 1))).toContain("names with 'system-' prefix are reserved");
  expect(refusal(byDefault('vast', 2_000_000_000))).toContain('maximum allowed value of a user defined priority is 1000000000');
});

const mirror = (spec: PodSpec = {}, metadata: Pod['metadata'] = {}): Pod => pod({ nodeName: 'mynode', ...spec }, {
  annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'mynode', uid: 'mynode-uid', controller: true }],
  ...metadata,
});

test('a mirror gets no account and no token, and may not ask for any', () => {
  const { spec } = stored(mirror());
  expect([spec?.serviceAccountName, spec?.volumes]).toEqual([undefined, undefined]);
  expect(refusal(mirror({ serviceAccountName: 'default' }))).toContain('a mirror pod may not reference service accounts');
  expect(refusal(mirror({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }))).toContain('a mirror pod may not reference secrets');
  expect(refusal(mirror({ volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] }))).toContain('ServiceAccountToken volume projections');
});

test('NodeRestriction: a kubelet creates only mirrors of its own', () => {
  const asked = (object: ApiObject) => refusal(object, [], 'kubelet/mynode');
  expect(asked(mirror())).toBe('admitted');
  expect(asked(pod({ nodeName: 'mynode' }))).toContain('pod does not have "kubernetes.io/config.mirror" annotation, node "mynode" can only create mirror pods');
  expect(asked(mirror({ nodeName: 'other' }))).toContain('node "mynode" can only create pods with spec.nodeName set to itself');
  expect(asked(mirror({}, { ownerReferences: [] }))).toContain('can only create pods with an owner reference set to itself');
  const owner = { apiVersion: 'v1', kind: 'Node', name: 'mynode', uid: 'mynode-uid', controller: true };
  expect(asked(mirror({}, { ownerReferences: [owner, owner] }))).toContain('a single owner reference');
  expect(asked(mirror({}, { ownerReferences: [{ ...owner, controller: false }] }))).toContain('a controller owner reference');
  expect(asked(mirror({}, { ownerReferences: [{ ...owner, uid: 'old' }] }))).toContain('UID mismatch: expected old got mynode-uid');
  expect(asked(mirror({ volumes: [{ name: 'v', configMap: { name: 'foo' } }] }))).toContain('can not create pods that reference configmaps');
  expect(asked({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'other' } })).toContain('node "mynode" is not allowed to modify node "other"');
});

test('a new node may not be scheduled to before it is ready', () => {
  const node = stored({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'mynode' } }) as { spec?: { taints?: unknown } };
  expect(node.spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
});

test('validation speaks as the API server does', () => {
  expect(refusal(pod({ hostNetwork: true, hostUsers: false }))).toMatch(/^422 Pod "p" is invalid: spec\.\S+: Forbidden/);
  expect(refusal(pod({ containers: [] }))).toBe('422 Pod "p" is invalid: spec.containers: Required value');
  const workload = (kind: string, spec: object) => ({ apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, metadata: { name: 'w', namespace: 'default' }, spec }) as ApiObject;
  const template = (restartPolicy?: string) => ({ metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }], ...(restartPolicy ? { restartPolicy } : {}) } });
  expect(refusal(workload('Deployment', { template: template() }))).toBe('422 Deployment.apps "w" is invalid: spec.selector: Required value');
  expect(refusal(workload('Deployment', { selector: { matchLabels: { x: 'y' } }, template: template() }))).toBe(
    '422 Deployment.apps "w" is invalid: spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`');
  expect(refusal(workload('Deployment', { replicas: -1, selector: { matchLabels: { a: 'b' } }, template: template('Never') }))).toBe(
    '422 Deployment.apps "w" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"]');
  expect(refusal(workload('Job', { template: template() }))).toBe('422 Job.batch "w" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"');
  expect(refusal({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'Bad_Name' } })).toMatch(/^422 Namespace "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name"/);
  expect(refusal({ metadata: { name: 'x' } })).toBe("400 Object 'Kind' is missing");
});

test('a quota refuses what would exceed it, and wants requests to be named; without a status it limits nothing yet', () => {
  const quota = (hard: object, used: object = {}, namespace = 'default') =>
    ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace }, spec: { hard }, status: { hard, used } }) as ApiObject;
  expect(refusal(pod(), [quota({ pods: '2' }, { pods: '1' })])).toBe('admitted');
  expect(refusal(pod(), [quota({ pods: '1' }, { pods: '1' })])).toBe('403 pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1');
  expect(refusal(pod(), [{ ...quota({ pods: '0' }), status: {} } as ApiObject])).toBe('admitted');
  expect(refusal(pod({ containers: [{ name: 'c', image: 'i' }, { name: 'b', image: 'i' }] }), [quota({ 'requests.cpu': '1', 'limits.memory': '1Gi' })])).toBe(
    '403 pods "p" is forbidden: failed quota: q: must specify limits.memory for: b,c; requests.cpu for: b,c');
  const big = pod({ containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '600m' } } }] });
  expect(refusal(big, [quota({ cpu: '1' }, { cpu: '600m' })])).toBe(
    '403 pods "p" is forbidden: exceeded quota: q, requested: cpu=600m, used: cpu=600m, limited: cpu=1');
  expect(refusal(pod(), [quota({ pods: '0' }, {}, 'elsewhere')])).toBe('admitted');
  const settings: ApiObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's', namespace: 'default' } };
  expect(refusal(settings, [quota({ pods: '0', 'count/configmaps': '0' })])).toContain('exceeded quota: q, requested: count/configmaps=1');
});
