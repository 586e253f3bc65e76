import { describe, expect, it } from 'vitest';
import type { PodClass } from './classification';
import type { Labels, PodSpec } from './objects';
import { systemRole } from './systemRole';
import type { RoleSubject } from './systemSigns';

interface Given {
  readonly name?: string;
  readonly namespace?: string;
  readonly spec?: PodSpec;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly kind?: string;
}
const subject = ({ name = 'web', namespace, spec = { containers: [{ name: 'c', image: 'i' }] }, labels, annotations, kind }: Given): RoleSubject => ({
  spec, specPath: 'spec', names: [{ name, field: 'metadata.name' }], labels: [{ labels, field: 'metadata.labels' }],
  annotations: [{ annotations, field: 'metadata.annotations' }], ...(kind ? { kind } : {}),
  ...(namespace ? { apiNamespace: namespace } : {}), namespaceField: namespace ? 'metadata.namespace' : '',
});
const role = (given: Given, podClass: PodClass = 'workload') => systemRole(subject(given), podClass);
const running = (image: string): PodSpec => ({ containers: [{ name: 'c', image }] });
const mounting = (...paths: readonly string[]): PodSpec =>
  ({
    containers: [{ name: 'c', image: 'i', volumeMounts: paths.map((path, index) => ({ name: `v${index}`, mountPath: path })) }],
    volumes: paths.map((path, index) => ({ name: `v${index}`, hostPath: { path } })),
  });
const management = { 'target.workload.openshift.io/management': '{"effect": "PreferredDuringScheduling"}' };
const critical: PodSpec = { priorityClassName: 'system-cluster-critical' };

describe('the table', () => {
  it.each<[string, Given, PodClass, string]>([
    ['1 a component in kube-system', { name: 'kube-proxy-x2x4z', namespace: 'kube-system' }, 'workload', 'system'],
    ['1 a priority in kube-system', { namespace: 'kube-system', spec: critical }, 'workload', 'system'],
    ['1 a label in kube-system', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }, 'workload', 'system'],
    ['2 none of them in kube-system', { namespace: 'kube-system' }, 'workload', 'unsure'],
    ['3 a platform namespace', { namespace: 'openshift-monitoring' }, 'workload', 'system'],
    ['2 what it does to the node, in kube-system', { namespace: 'kube-system', spec: mounting('/etc/cni/net.d') }, 'workload', 'system'],
    ['2 an image of the project, in kube-system', { namespace: 'kube-system', spec: running('registry.k8s.io/addon-manager:1') }, 'workload', 'system'],
    ['2 a name of the plumbing, in kube-system', { name: 'efs-provisioner', namespace: 'kube-system' }, 'workload', 'system'],
    ['2 a DaemonSet for every node, in kube-system', { name: 'log-agent', kind: 'DaemonSet', namespace: 'kube-system', spec: { ...running('i'), tolerations: [{ operator: 'Exists' }] } }, 'workload', 'system'],
    ['2 what may run on control-plane nodes, in kube-system', { name: 'cluster-helper', kind: 'Deployment', namespace: 'kube-system', spec: { ...running('i'), tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] } }, 'workload', 'system'],
    ['2 a security agent, in kube-system', { name: 'falco', kind: 'DaemonSet', namespace: 'kube-system', spec: { ...running('docker.io/falcosecurity/falco:1'), tolerations: [{ operator: 'Exists' }] } }, 'workload', 'unsure'],
    ['2 an add-on that kOps manages', { namespace: 'kube-system', labels: { 'k8s-addon': 'spot.addons.k8s.io' } }, 'workload', 'system'],
    ['2 an add-on of minikube, in kube-system', { name: 'influxdb-grafana', namespace: 'kube-system', labels: { 'kubernetes.io/minikube-addons': 'heapster' } }, 'workload', 'system'],
    ['4 a namespace with a reserved name', { namespace: 'kube-logging' }, 'workload', 'unsure'],
    ['4 a driver’s own namespace', { namespace: 'gce-pd-csi-driver' }, 'workload', 'unsure'],
    ['4 a namespace that continues an add-on’s name', { namespace: 'cert-manager-operator' }, 'workload', 'unsure'],
    ['4 where somebody tries an add-on out', { namespace: 'istio-demo' }, 'workload', 'non-system'],
    ['a Pod of two folders that nothing mounts', { kind: 'Pod', spec: { ...mounting('/a', '/b'), containers: [{ name: 'c', image: 'i' }] } }, 'unknown', 'non-system'],
    ['2 a DaemonSet of the node’s network, in kube-system', { name: 'romana-agent', kind: 'DaemonSet', namespace: 'kube-system', spec: { ...running('i'), hostNetwork: true } }, 'workload', 'system'],
    ['2 a vendor’s agent, in kube-system', { name: 'newrelic-infra', kind: 'DaemonSet', namespace: 'kube-system', spec: { ...running('i'), hostNetwork: true } }, 'workload', 'unsure'],
    ['2 a vendor’s image, in kube-system', { namespace: 'kube-system', spec: { ...running('docker.io/datadog/agent:7'), hostPID: true } }, 'workload', 'unsure'],
    ['2 a static pod in kube-system', { namespace: 'kube-system' }, 'mirror', 'system'],
    ['4 an add-on namespace', { name: 'velero', namespace: 'velero' }, 'workload', 'unsure'],
    ['4 what a distribution always installs', { name: 'local-path-provisioner', namespace: 'local-path-storage' }, 'workload', 'system'],
    ['a hosted control plane', { name: 'oauth', namespace: 'tenant-1', labels: { 'hypershift.openshift.io/control-plane-component': 'oauth' } }, 'workload', 'system'],
    ['OpenShift’s own, its namespace to be filled in', { annotations: management }, 'unknown', 'system'],
    ['OpenShift’s mark in any namespace', { namespace: 'default', annotations: management }, 'unknown', 'unsure'],
    ['a Pod of the control plane without a namespace', { kind: 'Pod', name: '', spec: running('registry.k8s.io/kops/kube-apiserver-healthcheck:1') }, 'unknown', 'system'],
    ['etcd in a Pod without a namespace is anybody’s', { kind: 'Pod', name: 'etcd' }, 'unknown', 'unsure'],
    ['2 a log shipper, in kube-system', { name: 'fluent-bit', kind: 'DaemonSet', namespace: 'kube-system', spec: { ...running('i'), tolerations: [{ operator: 'Exists' }] } }, 'workload', 'unsure'],
    ['2 a collector with a tag in its image, in kube-system', { name: 'metrics', namespace: 'kube-system', spec: { ...running('otel/opentelemetry:0.9'), hostPID: true } }, 'workload', 'unsure'],
    ['2 a beat with an account of its own, in kube-system', { name: 'auditbeat', namespace: 'kube-system', spec: { ...running('registry/auditbeat:8'), serviceAccountName: 'auditbeat' } }, 'workload', 'unsure'],
    ['1 a log shipper of the add-on manager, in kube-system', { name: 'fluentd-gcp', namespace: 'kube-system', labels: { 'kubernetes.io/cluster-service': 'true' } }, 'workload', 'system'],
    ['a storage driver in default', { name: 'csi-hostpathplugin', namespace: 'default' }, 'workload', 'unsure'],
    ['an autoscaler in default', { namespace: 'default', spec: running('registry.k8s.io/autoscaling/cluster-autoscaler:v1') }, 'workload', 'unsure'],
    ['an autoscaler in a namespace of somebody', { name: 'cluster-autoscaler', namespace: 'shop' }, 'workload', 'unsure'],
    ['a cache with a common name in a namespace of somebody', { name: 'haproxy', namespace: 'shop' }, 'workload', 'non-system'],
    ['a sidecar of a storage driver in any namespace', { namespace: 'shop', spec: running('registry.k8s.io/sig-storage/csi-provisioner:v5') }, 'workload', 'unsure'],
    ['an image for lessons in any namespace', { namespace: 'shop', spec: running('registry.k8s.io/e2e-test-images/agnhost:2') }, 'workload', 'non-system'],
    ['what holds the kubelet’s folders, in any namespace', { kind: 'Deployment', namespace: 'shop', spec: mounting('/var/lib/kubelet/plugins') }, 'workload', 'unsure'],
    ['an ingress controller of a vendor, by its image', { namespace: 'shop', spec: running('quay.io/vendor/vendor-k8s-ingress-controller:1') }, 'workload', 'unsure'],
    ['an ingress controller without a namespace', { name: 'edge-ingress-controller', kind: 'Deployment' }, 'workload', 'unsure'],
    ['an Ingress’ demo is none', { name: 'ingress-demo', kind: 'Deployment' }, 'workload', 'non-system'],
    ['an add-on of kOps in a namespace of its own', { namespace: 'login', labels: { 'k8s-addon': 'login.kope.io' } }, 'workload', 'unsure'],
    ['2 with an account of its own, in kube-system', { name: 'balancer', namespace: 'kube-system', spec: { ...running('i'), serviceAccountName: 'balancer' } }, 'workload', 'system'],
    ['2 with the account of all, in kube-system', { name: 'balancer', namespace: 'kube-system', spec: { ...running('i'), serviceAccountName: 'default' } }, 'workload', 'unsure'],
    ['2 a vendor’s agent with an account of its own', { name: 'datadog-agent', namespace: 'kube-system', spec: { ...running('i'), serviceAccount: 'datadog-agent' } }, 'workload', 'unsure'],
    ['2 a Pod of an operator, its name to be filled in', { name: '', kind: 'Pod', spec: { ...mounting('/etc/kubernetes'), priorityClassName: 'system-node-critical' } }, 'unknown', 'system'],
    ['2 a helper of an operator, all names words to be replaced', { name: '<injected>', namespace: '<injected>', kind: 'CronJob', spec: { ...running('<injected>'), priorityClassName: 'system-node-critical', nodeSelector: { 'node-role.kubernetes.io/master': '' } } }, 'workload', 'system'],
    ['the same for any node', { name: '<injected>', namespace: '<injected>', kind: 'CronJob', spec: { ...running('<injected>'), priorityClassName: 'system-node-critical' } }, 'workload', 'unsure'],
    ['a web server in a namespace that is to be filled in', { namespace: '${NAMESPACE}' }, 'workload', 'non-system'],
    ['a platform’s namespace, a part of it to be filled in', { namespace: 'openshift-${NAME}' }, 'workload', 'system'],
    ['7 the same with a name', { name: 'installer', kind: 'Pod', spec: { ...mounting('/etc/kubernetes'), priorityClassName: 'system-node-critical' } }, 'unknown', 'unsure'],
    ['3 a network plugin in a namespace with a reserved name', { name: 'kindnet', namespace: 'kube-kindnet', spec: { ...running('i'), priorityClassName: 'system-node-critical' } }, 'workload', 'system'],
    ['4 the same without a priority', { name: 'kindnet', namespace: 'kube-kindnet' }, 'workload', 'unsure'],
    ['an agent for nodes in a namespace of its own', { kind: 'DaemonSet', namespace: 'routing', spec: { ...running('i'), hostNetwork: true } }, 'workload', 'unsure'],
    ['a proxy of somebody in default', { name: 'traefik', namespace: 'default' }, 'workload', 'non-system'],
    ['an add-on manager’s label in default', { namespace: 'default', labels: { 'kubernetes.io/cluster-service': 'true' } }, 'workload', 'unsure'],
    ['an agent for nodes without a namespace', { kind: 'DaemonSet', spec: { ...running('i'), hostPID: true } }, 'workload', 'unsure'],
    ['an agent for nodes in default', { kind: 'DaemonSet', namespace: 'default', spec: { ...running('i'), hostPID: true } }, 'workload', 'non-system'],
    ['a Pod of one node without a namespace', { kind: 'Pod', spec: mounting('/var/lib/mysql', '/var/run/mysql', '/var/lib/misc') }, 'unknown', 'unsure'],
    ['a vendor’s agent without a namespace', { name: 'sysdig-agent', kind: 'ReplicationController', spec: mounting('/lib/modules') }, 'workload', 'non-system'],
    ['a vendor’s agent for nodes without a namespace', { name: 'sysdig-agent', kind: 'DaemonSet', spec: { ...mounting('/lib/modules'), hostPID: true } }, 'workload', 'unsure'],
    ['a Pod that looks into two folders', { kind: 'Pod', spec: mounting('/var/log', '/tmp') }, 'unknown', 'non-system'],
    ['made-up values', { name: '2', namespace: '5', spec: running('217') }, 'workload', 'unsure'],
    ['5 a static control plane elsewhere', { name: 'kube-apiserver', namespace: 'other' }, 'static', 'system'],
    ['5 its mirror', { name: 'etcd', namespace: 'other' }, 'mirror', 'system'],
    ['6 a control plane as workload elsewhere', { name: 'kube-apiserver', namespace: 'tenant-1' }, 'workload', 'unsure'],
    ['7 a priority elsewhere', { namespace: 'default', spec: critical }, 'workload', 'unsure'],
    ['8 anything else', { namespace: 'default', labels: { tier: 'frontend', 'k8s-app': 'web' } }, 'workload', 'non-system'],
    ['8 a component that is none of the four', { name: 'traefik', namespace: 'default' }, 'workload', 'non-system'],
    ['without a namespace, a component', { name: 'kube-proxy' }, 'workload', 'unsure'],
    ['without a namespace, nothing', {}, 'unknown', 'non-system'],
    ['a static pod of a user', { namespace: 'default' }, 'static', 'non-system'],
  ])('%s', (_name, given, podClass, expected) => {
    expect(role(given, podClass).system).toBe(expected);
  });
});

describe('the evidence', () => {
  it('tells every fact, with its field', () => {
    const spec = { ...critical, containers: [{ name: 'c', image: 'registry.k8s.io/coredns/coredns:v1' }] };
    const answer = role({ namespace: 'kube-system', spec, labels: { 'k8s-app': 'kube-dns' } });
    expect(answer.evidence.map(({ field }) => field)).toEqual([
      'metadata.namespace', 'spec.containers[0].image', 'spec.priorityClassName', 'metadata.labels[k8s-app]',
    ]);
    expect(answer.confidence).toBe('certain');
    expect(answer.evidence.every(({ about }) => about === 'role')).toBe(true);
  });
  it('says that a label of anybody’s does not count', () => {
    expect(role({ namespace: 'default', labels: { tier: 'frontend' } }).evidence.at(-1)).toMatchObject({ verdict: 'does-not-count', field: 'metadata.labels[tier]' });
  });
  it('says that a namespace is still to be filled in', () => {
    expect(role({ namespace: '${NAMESPACE}' }).evidence[0]?.because).toContain('in a namespace that is still to be filled in');
  });
  it('asks for what is missing', () => {
    expect(role({ namespace: 'kube-system' }).settle).toHaveLength(1);
    expect(role({ namespace: 'default' }).settle).toEqual([]);
  });
});
