/**
 * Add-ons of a kubeadm cluster, as objects for the API server: CoreDNS and kube-proxy, which kubeadm applies itself, and
 * the network plugin's DaemonSet, which a person applies. With the images of all components.
 * Stands for: cmd/kubeadm/app/phases/addons. Left out: RBAC objects, and most of the configuration inside ConfigMaps.
 */
import { assertNever } from '../lib/assert';
import type { ApiObject, DaemonSet, Deployment, OtherObject, PodSpec } from '../kubernetes/objects';
import { withoutNulls } from '../kubernetes/withoutNulls';
import type { ManifestRef } from './actions';
import { COMPONENT_IMAGES, type Host, isStaticComponent, KUBERNETES_VERSION, staticPodManifest } from './kubeadm';
import { type Program, RUN_FOREVER } from './programs';
import type { RegistryImageRow } from './world';

const COREDNS_IMAGE = 'registry.k8s.io/coredns/coredns:v1.14.2';
const KUBE_PROXY_IMAGE = `registry.k8s.io/kube-proxy:${KUBERNETES_VERSION}`;
const CNI_IMAGE = 'registry.example/cni:v1';

const named = (name: NonNullable<Program['name']>): Program => ({ name, sequence: [{ run: 'forever' }] });

/** The images that every machine has from the beginning. */
export const BUILT_IN_IMAGES: readonly RegistryImageRow[] = [
  { name: COMPONENT_IMAGES.etcd, sizeMB: 23, exists: true, program: named('etcd') },
  { name: COMPONENT_IMAGES['kube-apiserver'], sizeMB: 27, exists: true, program: named('kube-apiserver') },
  { name: COMPONENT_IMAGES['kube-controller-manager'], sizeMB: 23, exists: true, program: named('kube-controller-manager') },
  { name: COMPONENT_IMAGES['kube-scheduler'], sizeMB: 17, exists: true, program: named('kube-scheduler') },
  { name: COREDNS_IMAGE, sizeMB: 23, exists: true, program: RUN_FOREVER },
  { name: KUBE_PROXY_IMAGE, sizeMB: 26, exists: true, program: RUN_FOREVER },
  { name: CNI_IMAGE, sizeMB: 30, exists: true, program: named('cni') },
];

const NAMESPACE = 'kube-system';

const serviceAccount = (name: string): OtherObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } });

const configMap = (name: string, data: Readonly<Record<string, string>>): OtherObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: NAMESPACE }, data });

const LINUX = { 'kubernetes.io/os': 'linux' } as const;

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

/** addons/dns/manifests.go:CoreDNSDeployment. It tolerates control-plane nodes, but no node that is not ready. */
const coreDnsSpec: PodSpec = {
  priorityClassName: 'system-cluster-critical',
  serviceAccountName: 'coredns',
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
            topologyKey: 'kubernetes.io/hostname',
          },
        },
      ],
    },
  },
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ],
  nodeSelector: LINUX,
  containers: [
    {
      name: 'coredns',
      image: COREDNS_IMAGE,
      imagePullPolicy: 'IfNotPresent',
      resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
      args: ['-conf', '/etc/coredns/Corefile'],
      volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
      ports: [
        { containerPort: 53, name: 'dns', protocol: 'UDP' },
        { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
        { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
        { containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' },
        { containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' },
      ],
      livenessProbe: {
        httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
        initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5,
      },
      readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
      securityContext: {
        allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }, readOnlyRootFilesystem: true,
      },
    },
  ],
  dnsPolicy: 'Default',
  volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } as never }],
};

function coreDns(): readonly ApiObject[] {
  const labels = { 'k8s-app': 'kube-dns' };
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: NAMESPACE, labels },
    spec: {
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: coreDnsSpec },
    },
  };
  const service: OtherObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: NAMESPACE, labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' } },
    spec: {
      clusterIP: '10.96.0.10',
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
      selector: labels,
    },
  };
  return [configMap('coredns', { Corefile: COREFILE }), serviceAccount('coredns'), service, deployment];
}

/** A DaemonSet of the node's own network that tolerates every taint: it runs also where nothing else may. */
function nodeAgent(name: string, labels: Readonly<Record<string, string>>, spec: PodSpec): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'system-node-critical', hostNetwork: true, serviceAccountName: name,
          tolerations: [{ operator: 'Exists' }], nodeSelector: LINUX, ...spec,
        },
      },
    },
  };
}

/** addons/proxy/manifests.go:KubeProxyDaemonSet. */
const kubeProxy = (): readonly ApiObject[] => [
  serviceAccount('kube-proxy'),
  configMap('kube-proxy', { 'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n' }),
  nodeAgent('kube-proxy', { 'k8s-app': 'kube-proxy' }, {
    containers: [
      {
        name: 'kube-proxy',
        image: KUBE_PROXY_IMAGE,
        imagePullPolicy: 'IfNotPresent',
        command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'],
        securityContext: { privileged: true },
        env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        volumeMounts: [
          { mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' },
          { mountPath: '/run/xtables.lock', name: 'xtables-lock' },
          { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
      { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
      { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
    ],
  }),
];

/** A network plugin: its container writes the node's CNI configuration. */
const cniDaemonSet = (): readonly ApiObject[] => [
  serviceAccount('cni'),
  nodeAgent('cni', { 'k8s-app': 'cni' }, {
    containers: [
      {
        name: 'cni',
        image: CNI_IMAGE,
        imagePullPolicy: 'IfNotPresent',
        securityContext: { privileged: true },
        volumeMounts: [
          { mountPath: '/etc/cni/net.d', name: 'cni-config' },
          { mountPath: '/opt/cni/bin', name: 'cni-bin' },
        ],
      },
    ],
    volumes: [
      { name: 'cni-config', hostPath: { path: '/etc/cni/net.d', type: 'DirectoryOrCreate' } },
      { name: 'cni-bin', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
    ],
  }),
];

/**
 * The objects that a reference means, in the order in which they are applied. `host`: the computer that a static pod's
 * manifest is for; only those need one.
 */
export function resolveManifest(reference: ManifestRef, host: Host = { name: 'node', address: '127.0.0.1' }): readonly ApiObject[] {
  if ('$cni' in reference) return cniDaemonSet();
  if (!('$kubeadm' in reference)) return [withoutNulls(reference)];
  const component = reference.$kubeadm;
  if (isStaticComponent(component)) return [staticPodManifest(component, host)];
  if (component === 'coredns') return coreDns();
  return component === 'kube-proxy' ? kubeProxy() : assertNever(component, 'kubeadm component');
}
