/**
 * What kubeadm writes into the manifests folder of a control-plane node: the four static pods. Stands for
 * cmd/kubeadm/app/phases/controlplane/manifests.go, phases/etcd/local.go and util/staticpod/utils.go of v1.36. Left out:
 * settings of a kubeadm configuration (extra arguments, patches), several etcd members in one flag.
 */
import type { Container, Pod, Probe, Volume } from '../kubernetes/objects';
import { systemNodeCritical, systemNodeCriticalPriority } from '../kubernetes/podOrigin';

export const KUBERNETES_VERSION = 'v1.36.2';
export const MANIFESTS_FOLDER = '/etc/kubernetes/manifests';

export const STATIC_COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
export type StaticComponent = (typeof STATIC_COMPONENTS)[number];

export const isStaticComponent = (name: string): name is StaticComponent => (STATIC_COMPONENTS as readonly string[]).includes(name);

/** Where kubeadm puts the manifest of a component. */
export const manifestPath = (component: StaticComponent): string => `${MANIFESTS_FOLDER}/${component}.yaml`;

/** The image of each static component. */
export const COMPONENT_IMAGES: Readonly<Record<StaticComponent, string>> = {
  etcd: 'registry.k8s.io/etcd:3.6.6-0',
  'kube-apiserver': `registry.k8s.io/kube-apiserver:${KUBERNETES_VERSION}`,
  'kube-controller-manager': `registry.k8s.io/kube-controller-manager:${KUBERNETES_VERSION}`,
  'kube-scheduler': `registry.k8s.io/kube-scheduler:${KUBERNETES_VERSION}`,
};

/** The computer that a manifest is written for. */
export interface Host {
  readonly name: string;
  readonly address: string;
}

/** All probes of kubeadm's components ask this port, by its name (staticpod/utils.go:ProbePort). */
const PROBE_PORT = 'probe-port';

interface ProbeTarget {
  readonly host: string;
  readonly scheme: 'HTTP' | 'HTTPS';
}

const httpProbe = ({ host, scheme }: ProbeTarget, path: string, timing: Omit<Probe, 'httpGet'>): Probe => ({
  ...timing,
  httpGet: { host, path, port: PROBE_PORT, scheme },
  timeoutSeconds: 15,
});

/** staticpod/utils.go:LivenessProbe, ReadinessProbe, StartupProbe; the startup probe fits a health check of 4 minutes. */
const livenessProbe = (target: ProbeTarget, path: string): Probe =>
  httpProbe(target, path, { failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10 });
const readinessProbe = (target: ProbeTarget, path: string): Probe => httpProbe(target, path, { failureThreshold: 3, periodSeconds: 1 });
const startupProbe = (target: ProbeTarget, path: string): Probe =>
  httpProbe(target, path, { failureThreshold: 24, initialDelaySeconds: 10, periodSeconds: 10 });

/** A hostPath volume and where the container sees it. */
interface HostVolume {
  readonly name: string;
  readonly path: string;
  readonly type: 'DirectoryOrCreate' | 'FileOrCreate';
  readonly readOnly: boolean;
}

const folder = (name: string, path: string, readOnly = true): HostVolume => ({ name, path, type: 'DirectoryOrCreate', readOnly });

const PKI = '/etc/kubernetes/pki';
/** The node's own certificate authorities, as a Debian node keeps them (controlplane/volumes.go:caCertsExtraVolumePaths). */
const CA_FOLDERS: readonly HostVolume[] = [
  folder('ca-certs', '/etc/ssl/certs'),
  folder('etc-ca-certificates', '/etc/ca-certificates'),
  folder('k8s-certs', PKI),
  folder('usr-local-share-ca-certificates', '/usr/local/share/ca-certificates'),
  folder('usr-share-ca-certificates', '/usr/share/ca-certificates'),
];

const byName = (a: HostVolume, b: HostVolume): number => (a.name < b.name ? -1 : 1);

/** staticpod/utils.go:ComponentPod. Both priority and its class stand there: the kubelet resolves no class. */
function componentPod(container: Container, hostVolumes: readonly HostVolume[], annotations?: Readonly<Record<string, string>>): Pod {
  const sorted = [...hostVolumes].sort(byName);
  const volumes: Volume[] = sorted.map(({ name, path, type }) => ({ hostPath: { path, type }, name }));
  const volumeMounts = sorted.map(({ name, path, readOnly }) => ({ mountPath: path, name, ...(readOnly ? { readOnly } : {}) }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(annotations ? { annotations } : {}),
      labels: { component: container.name, tier: 'control-plane' },
      name: container.name,
      namespace: 'kube-system',
    },
    spec: {
      containers: [{ ...container, volumeMounts }],
      hostNetwork: true,
      priority: systemNodeCriticalPriority,
      priorityClassName: systemNodeCritical,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes,
    },
  };
}

const probePort = (containerPort: number): Container['ports'] => [{ containerPort, name: PROBE_PORT, protocol: 'TCP' }];

const flags = (program: string, values: Readonly<Record<string, string>>): readonly string[] => [
  program,
  ...Object.keys(values).sort().map((name) => `--${name}=${values[name] ?? ''}`),
];

/** phases/etcd/local.go:GetEtcdPodSpec. */
function etcd({ name, address }: Host): Pod {
  const local = { host: '127.0.0.1', scheme: 'HTTP' } as const;
  return componentPod(
    {
      name: 'etcd',
      image: COMPONENT_IMAGES.etcd,
      imagePullPolicy: 'IfNotPresent',
      command: flags('etcd', {
        'advertise-client-urls': `https://${address}:2379`,
        'cert-file': `${PKI}/etcd/server.crt`,
        'client-cert-auth': 'true',
        'data-dir': '/var/lib/etcd',
        'feature-gates': 'InitialCorruptCheck=true',
        'initial-advertise-peer-urls': `https://${address}:2380`,
        'initial-cluster': `${name}=https://${address}:2380`,
        'key-file': `${PKI}/etcd/server.key`,
        'listen-client-urls': `https://127.0.0.1:2379,https://${address}:2379`,
        'listen-metrics-urls': 'http://127.0.0.1:2381',
        'listen-peer-urls': `https://${address}:2380`,
        name,
        'peer-cert-file': `${PKI}/etcd/peer.crt`,
        'peer-client-cert-auth': 'true',
        'peer-key-file': `${PKI}/etcd/peer.key`,
        'peer-trusted-ca-file': `${PKI}/etcd/ca.crt`,
        'snapshot-count': '10000',
        'trusted-ca-file': `${PKI}/etcd/ca.crt`,
        'watch-progress-notify-interval': '5s',
      }),
      livenessProbe: livenessProbe(local, '/livez'),
      readinessProbe: readinessProbe(local, '/readyz'),
      startupProbe: startupProbe(local, '/readyz'),
      ports: probePort(2381),
      resources: { requests: { cpu: '100m', memory: '100Mi' } },
    },
    [folder('etcd-certs', `${PKI}/etcd`, false), folder('etcd-data', '/var/lib/etcd', false)],
    { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` },
  );
}

/** controlplane/manifests.go:getAPIServerCommand. */
function kubeApiserver({ address }: Host): Pod {
  const target = { host: address, scheme: 'HTTPS' } as const;
  return componentPod(
    {
      name: 'kube-apiserver',
      image: COMPONENT_IMAGES['kube-apiserver'],
      imagePullPolicy: 'IfNotPresent',
      command: flags('kube-apiserver', {
        'advertise-address': address,
        'allow-privileged': 'true',
        'authorization-mode': 'Node,RBAC',
        'client-ca-file': `${PKI}/ca.crt`,
        'enable-admission-plugins': 'NodeRestriction',
        'enable-bootstrap-token-auth': 'true',
        'etcd-cafile': `${PKI}/etcd/ca.crt`,
        'etcd-certfile': `${PKI}/apiserver-etcd-client.crt`,
        'etcd-keyfile': `${PKI}/apiserver-etcd-client.key`,
        'etcd-servers': 'https://127.0.0.1:2379',
        'kubelet-client-certificate': `${PKI}/apiserver-kubelet-client.crt`,
        'kubelet-client-key': `${PKI}/apiserver-kubelet-client.key`,
        'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
        'proxy-client-cert-file': `${PKI}/front-proxy-client.crt`,
        'proxy-client-key-file': `${PKI}/front-proxy-client.key`,
        'requestheader-allowed-names': 'front-proxy-client',
        'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
        'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
        'requestheader-group-headers': 'X-Remote-Group',
        'requestheader-username-headers': 'X-Remote-User',
        'secure-port': '6443',
        'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
        'service-account-key-file': `${PKI}/sa.pub`,
        'service-account-signing-key-file': `${PKI}/sa.key`,
        'service-cluster-ip-range': '10.96.0.0/12',
        'tls-cert-file': `${PKI}/apiserver.crt`,
        'tls-private-key-file': `${PKI}/apiserver.key`,
      }),
      livenessProbe: livenessProbe(target, '/livez'),
      readinessProbe: readinessProbe(target, '/readyz'),
      startupProbe: startupProbe(target, '/livez'),
      ports: probePort(6443),
      resources: { requests: { cpu: '250m' } },
    },
    CA_FOLDERS,
    { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
  );
}

const kubeconfig = (path: string): HostVolume => ({ name: 'kubeconfig', path, type: 'FileOrCreate', readOnly: true });

/** controlplane/manifests.go:getControllerManagerCommand. It has no readiness probe. */
function kubeControllerManager(): Pod {
  const local = { host: '127.0.0.1', scheme: 'HTTPS' } as const;
  const config = '/etc/kubernetes/controller-manager.conf';
  return componentPod(
    {
      name: 'kube-controller-manager',
      image: COMPONENT_IMAGES['kube-controller-manager'],
      imagePullPolicy: 'IfNotPresent',
      command: flags('kube-controller-manager', {
        'allocate-node-cidrs': 'true',
        'authentication-kubeconfig': config,
        'authorization-kubeconfig': config,
        'bind-address': '127.0.0.1',
        'client-ca-file': `${PKI}/ca.crt`,
        'cluster-cidr': '10.244.0.0/14',
        'cluster-name': 'kubernetes',
        'cluster-signing-cert-file': `${PKI}/ca.crt`,
        'cluster-signing-key-file': `${PKI}/ca.key`,
        controllers: '*,bootstrapsigner,tokencleaner',
        kubeconfig: config,
        'leader-elect': 'true',
        'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
        'root-ca-file': `${PKI}/ca.crt`,
        'service-account-private-key-file': `${PKI}/sa.key`,
        'service-cluster-ip-range': '10.96.0.0/12',
        'use-service-account-credentials': 'true',
      }),
      livenessProbe: livenessProbe(local, '/healthz'),
      startupProbe: startupProbe(local, '/healthz'),
      ports: probePort(10257),
      resources: { requests: { cpu: '200m' } },
    },
    [
      ...CA_FOLDERS,
      folder('flexvolume-dir', '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', false),
      kubeconfig(config),
    ],
  );
}

/** controlplane/manifests.go:getSchedulerCommand. */
function kubeScheduler(): Pod {
  const local = { host: '127.0.0.1', scheme: 'HTTPS' } as const;
  const config = '/etc/kubernetes/scheduler.conf';
  return componentPod(
    {
      name: 'kube-scheduler',
      image: COMPONENT_IMAGES['kube-scheduler'],
      imagePullPolicy: 'IfNotPresent',
      command: flags('kube-scheduler', {
        'authentication-kubeconfig': config,
        'authorization-kubeconfig': config,
        'bind-address': '127.0.0.1',
        kubeconfig: config,
        'leader-elect': 'true',
      }),
      livenessProbe: livenessProbe(local, '/livez'),
      readinessProbe: readinessProbe(local, '/readyz'),
      startupProbe: startupProbe(local, '/livez'),
      ports: probePort(10259),
      resources: { requests: { cpu: '100m' } },
    },
    [kubeconfig(config)],
  );
}

/** The static pod that kubeadm writes for a component on that computer. */
export function staticPodManifest(component: StaticComponent, host: Host): Pod {
  switch (component) {
    case 'etcd':
      return etcd(host);
    case 'kube-apiserver':
      return kubeApiserver(host);
    case 'kube-controller-manager':
      return kubeControllerManager();
    case 'kube-scheduler':
      return kubeScheduler();
  }
}
