/**
 * The tables behind "is this pod a part of the cluster's system": components that are recognised by name, labels of
 * infrastructure. Kubernetes itself has no such flag. The lists follow the manifests of kubeadm, kops, GCE, RKE2, k3s,
 * kubespray, OpenShift and the managed clouds; a missing name only makes an answer less sure, never wrong.
 * What namespaces say stands in systemNamespaces.ts.
 */

/** The four that make a control plane, and what kOps adds to its API server's pod. */
const controlPlane = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kube-apiserver-healthcheck'];

/** Recognised components. A trailing `*` stands for any further words. Longer names win over shorter ones. */
const components: readonly string[] = [
  ...controlPlane, 'etcd-manager', 'etcd-server', 'etcd-server-events', 'cloud-controller-manager',
  'kube-vip', 'nginx-proxy', 'haproxy', 'kube-proxy', 'coredns', 'kube-dns', 'kube-dns-autoscaler', 'dns-autoscaler',
  'coredns-autoscaler', 'node-local-dns', 'node-cache', 'metrics-server', 'konnectivity-server', 'konnectivity-agent',
  'konnectivity-agent-autoscaler', 'kube-addon-manager', 'l7-lb-controller', 'l7-default-backend', 'cluster-autoscaler',
  'storage-provisioner', 'local-path-provisioner', 'snapshot-controller', 'csi-*', 'ebs-csi-*', 'efs-csi-*',
  'ebs-plugin', 'gce-pd-driver', 'scaleway-csi-*', 'csi-azuredisk-*', 'csi-azurefile-*', 'csi-blob-*', 'csi-gce-pd-*',
  'openstack-cloud-controller-manager', 'aws-cloud-controller-manager', 'aws-node', 'eks-pod-identity-agent', 'azure-cns',
  'azure-ip-masq-agent', 'azure-npm', 'ip-masq-agent', 'cloud-node-manager', 'fluentbit-gke', 'gke-metrics-agent',
  'gke-metadata-server', 'pdcsi-node', 'netd', 'anetd', 'calico-node', 'calico-kube-controllers', 'calico-typha',
  'calico-typha-*', 'calico-apiserver', 'canal', 'canal-node', 'configure-canal', 'canal-etcd', 'cilium', 'cilium-agent',
  'cilium-operator', 'cilium-operator-*', 'cilium-envoy', 'hubble-*', 'kube-flannel', 'kube-flannel-ds', 'kindnet',
  'kindnetd', 'kindnet-cni', 'weave-net', 'weave-kube', 'antrea-agent', 'antrea-controller', 'antrea-node-init', 'antrea-*',
  'kube-router', 'kube-multus', 'multus', 'kube-multus-ds', 'ovnkube-node', 'ovnkube-control-plane', 'ovn-*', 'svclb-*',
  'traefik', 'helm-install-*', 'node-problem-detector', 'kops-controller', 'dns-controller', 'metadata-proxy',
  'metadata-proxy-*', 'kube-network-policies', 'descheduler', 'descheduler-*', 'kube-state-metrics', 'karpenter',
  'aws-load-balancer-controller', 'aws-node-termination-handler', 'cert-manager', 'cert-manager-cainjector',
  'cert-manager-webhook', 'nvidia-device-plugin-*', 'nvidia-gpu-device-plugin', 'tpu-device-plugin', 'event-exporter',
  'event-exporter-*', 'kubernetes-dashboard', 'heapster', 'heapster-*', 'secrets-store-csi-driver', 'pod-identity-webhook',
  'tigera-operator', 'kube-rbac-proxy-crio', 'tiller-deploy', 'kubelet-csr-approver', 'rke2-*', 'vpa-*', 'cpvpa', 'nodelocaldns',
  'kube-ingress-*', 'nginx-ingress-*', 'ingress-nginx-*', 'default-http-backend', 'kata-deploy', 'runtime-class-*', 'hyperkube', 'kured', 'external-dns', 'sealed-secrets-controller', 'aws-iam-authenticator', 'pod-identity-webhook',
];

/** Words after a component's name that make it something else: etcd-backup is no etcd. */
const otherThings = ['operator', 'backup', 'restore', 'exporter', 'example', 'demo', 'test', 'tests', 'client', 'ui', 'debug'];

const wordsOf = (name: string): readonly string[] => name.toLowerCase().split('-').filter((word) => word !== '');
const startsWithWords = (words: readonly string[], start: readonly string[]): boolean =>
  start.every((word, index) => words[index] === word);

/** A component that was recognised. */
export interface KnownComponent {
  readonly name: string;
  /** One of the control plane's own. */
  readonly core: boolean;
}

/** A component with its words; `open` ones accept anything behind them. */
interface Candidate extends KnownComponent {
  readonly words: readonly string[];
  readonly open: boolean;
}

function candidate(component: string): Candidate {
  const open = component.endsWith('-*');
  const name = open ? component.slice(0, -2) : component;
  return { name, open, words: wordsOf(name), core: controlPlane.includes(component) };
}

function firstWords(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const lists = new Map<string, Candidate[]>();
  for (const one of candidates) {
    const first = one.words[0] ?? '';
    lists.set(first, [...(lists.get(first) ?? []), one]);
  }
  return lists;
}

/** Components by their first word, each list in the order in which they are tried: the longest first. */
const byFirstWord = firstWords([...components].sort((left, right) => right.length - left.length).map(candidate));

/**
 * The component that a name stands for. What follows the component's words must look like a suffix (a node's name, a
 * hash, a number), except in a name that starts with a word list ending in `*`. `anySuffix` accepts everything but
 * words that make it another thing: names of mirrors end with their node's name.
 */
export function knownComponent(name: string, anySuffix = false): KnownComponent | undefined {
  // Most names end here: no component begins with their first word.
  const dash = name.indexOf('-');
  if (dash !== 0 && !byFirstWord.has((dash === -1 ? name : name.slice(0, dash)).toLowerCase())) return undefined;
  const words = wordsOf(name);
  for (const { name: found, open, words: expected, core } of byFirstWord.get(words[0] ?? '') ?? []) {
    if (!startsWithWords(words, expected)) continue;
    const rest = words.slice(expected.length);
    const suffix = rest.every((word) => /\d/.test(word) || /^(amd64|arm64|arm|linux|windows|ds|default|main|events)$/.test(word)) ||
      (rest.length <= 2 && rest.every((word) => /^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/.test(word)));
    if (open || suffix || (anySuffix && !rest.some((word) => otherThings.includes(word)))) {
      return { name: found, core };
    }
  }
  return undefined;
}

/** Names that `imageBaseName` shortens; most images have none of these. */
const prefixed = /^(?:mirrored|hardened|coredns|metrics-server|traefik|library)-/;

/** The last part of an image's name, without registry, tag, digest, and what mirrors put before it. */
export function imageBaseName(image: string): string {
  const path = image.split('@')[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1).split(':')[0] ?? '';
  return !prefixed.test(last) ? last : last.replace(/^(mirrored|hardened)-/, '').replace(/^(coredns|metrics-server|traefik)-\1$/, '$1').replace(/^library-/, '');
}

/** Registries and organisations of the Kubernetes project and of those who ship its parts. */
const projectRegistries = [
  'registry.k8s.io/', 'k8s.gcr.io/', 'gcr.io/google_containers/', 'gcr.io/google-containers/', 'gke.gcr.io/', 'gcr.io/gke-release/', 'mcr.microsoft.com/oss/',
  'public.ecr.aws/eks', 'quay.io/openshift', 'quay.io/k8scsi/', 'quay.io/coreos/', 'rancher/', 'docker.io/rancher/', 'cloudnativelabs/', 'kubernetes/',
  'mcr.microsoft.com/azuremonitor/', 'mcr.microsoft.com/aks/', 'mcr.microsoft.com/containernetworking/', 'gcr.io/stackdriver-agents/', 'gcr.io/cloud-provider-vsphere/',
  'quay.io/calico/', 'docker.io/calico/', 'calico/', 'quay.io/cilium/', 'docker.io/flannel/', 'weaveworks/', 'quay.io/romana/',
];
/** Amazon's own registries hold their number in the host. */
const amazonRegistry = /^(602401143452|877085696533|900889452093|918309763551)\.dkr\.ecr\./;
/** What the project builds for its tests and lessons. */
const lessonImages = /^(pause|echoserver|e2e-test-images|busybox|nginx|nginx-slim|nginx-ingress-controller|redis|guestbook|test-webserver|serve_hostname|hpa-example|agnhost|update-demo|cassandra|mysql|toybox)/;

/** Is the image one that the Kubernetes project or a distribution builds for clusters, not for lessons? */
export function isProjectImage(image: string): boolean {
  const registry = projectRegistries.find((prefix) => image.startsWith(prefix));
  if (registry === undefined) return amazonRegistry.test(image);
  return !lessonImages.test(image.slice(registry.length));
}

/** Folders of the project's registry whose images do nothing but serve clusters: drivers, names, access to the cluster. */
const infrastructureImages = /^(?:registry\.k8s\.io|k8s\.gcr\.io)\/(?:sig-storage|cloud-provider-[\w-]+|provider-[\w-]+|kas-network-proxy|dns|cpa|nfd|csi-secrets-store|metrics-server|descheduler|autoscaling)\//;
export const isInfrastructureImage = (image: string): boolean => infrastructureImages.test(image);

const knownAppLabels = [
  'kube-dns', 'kube-proxy', 'metrics-server', 'calico-node', 'calico-kube-controllers', 'calico-typha', 'cilium',
  'konnectivity-agent', 'konnectivity-server', 'node-local-dns', 'nodelocaldns', 'aws-node', 'kube-router', 'kindnet', 'flannel',
  'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd-manager-main', 'etcd-manager-events', 'dns-controller',
  'kops-controller', 'kube-nginx', 'coredns', 'cloud-controller-manager', 'cluster-autoscaler', 'kube-dns-autoscaler',
  'canal', 'antrea', 'ip-masq-agent', 'weave-net', 'node-problem-detector', 'kube-state-metrics',
];

/** Is this label put on infrastructure only? A lone `tier: frontend`, `component: x` or `k8s-app: web` is not. */
export function isInfrastructureLabel(key: string, value: string): boolean {
  switch (key) {
    case 'tier':
      return value === 'control-plane' || value === 'node';
    case 'k8s-app':
      return knownAppLabels.includes(value);
    case 'addonmanager.kubernetes.io/mode':
      return value === 'Reconcile' || value === 'EnsureExists';
    case 'kubernetes.io/cluster-service':
      return value === 'true';
    case 'kubernetes.azure.com/managedby':
      return value === 'aks';
    case 'eks.amazonaws.com/component':
    case 'addon.kops.k8s.io/name':
    case 'k8s-addon':
    case 'kubernetes.io/minikube-addons':
      return true;
    default:
      return key.startsWith('components.gke.io/') || key.startsWith('operator.tigera.io') || key.startsWith('svccontroller.k3s.cattle.io/');
  }
}
