/**
 * What the name of an API namespace says about the pods in it: the cluster's own, a platform component's, an add-on's,
 * or nothing.
 */

export type ApiNamespaceClass = 'kube-system' | 'platform' | 'add-on' | 'other' | 'none';

/** Namespaces of what a platform cannot do without, its network above all. */
const platformNamespaces = ['kube-flannel', 'calico-system', 'calico-apiserver', 'tigera-operator', 'ovn-kubernetes', 'gmp-system', 'gke-gmp-system'];
const platformPrefixes = ['openshift-', 'gke-managed-'];

/** Namespaces of add-ons that a cluster runs well without. `openshift-operators` is where users install operators. */
const addOnNamespaces = [
  'local-path-storage', 'kubernetes-dashboard', 'ingress-nginx', 'nginx-ingress', 'projectcontour', 'ambassador', 'emissary', 'kong', 'traefik',
  'haproxy-controller', 'cilium', 'cattle-system', 'cattle-fleet-system', 'cattle-monitoring-system', 'amazon-cloudwatch', 'cert-manager',
  'velero', 'monitoring', 'logging', 'observability', 'rook-ceph', 'openebs', 'portworx', 'kyverno', 'external-secrets', 'external-dns',
  'node-feature-discovery', 'gpu-operator', 'sriov-network-operator', 'network-operator', 'kubevirt', 'cdi', 'knative-serving', 'knative-eventing',
  'tekton-pipelines', 'linkerd', 'linkerd-viz', 'consul', 'keda', 'falco', 'opa', 'kured', 'openshift-operators', 'openshift-gitops',
  'openshift-pipelines', 'trident', 'karpenter', 'longhorn', 'csi', 'nvidia-device-plugin', 'nfd', 'harbor', 'heptio-ark', 'heptio-contour', 'amazon-guardduty',
  'kurl', 'kserve', 'olm', 'weave', 'sealed-secrets', 'hypershift', 'flow-aggregator', 'container-registry', 'metallb', 'istio', 'gatekeeper', 'system-upgrade',
  // Where kubebuilder's manifests put an operator before kustomize renames it.
  'system',
];
/** Words of a namespace's name that say that it is one for add-ons: `kube-monitoring`, `ingress-controller`. */
const addOnWords = new Set([
  'monitoring', 'logging', 'observability', 'ingress', 'csi', 'cni', 'dns', 'provisioner', 'newrelic', 'datadog', 'dynatrace', 'sysdig', 'instana', 'lacework', 'splunk',
]);
/** Kubernetes asks users to leave `kube-` to its own namespaces. */
const addOnPrefixes = ['kube-', 'cattle-', 'knative-', 'vmware-system-'];
const publicNamespaces = ['kube-public', 'kube-node-lease'];
/** Words of a namespace in which somebody tries an add-on out. */
const trials = /-(?:demo|test|tests|example|examples|sample|samples|apps?)(?:-|$)/;
/** A namespace that continues the name of an add-on's: `cert-manager-operator`. */
const continues = (apiNamespace: string): boolean => !trials.test(apiNamespace) && addOnNamespaces.some((name) => apiNamespace.startsWith(`${name}-`));
/** By convention an operator keeps itself in `<its name>-system`: metallb-system, gatekeeper-system, capi-system. */
const operatorSuffix = '-system';

export function apiNamespaceClass(apiNamespace: string | undefined): ApiNamespaceClass {
  if (!apiNamespace) return 'none';
  if (apiNamespace === 'kube-system') return 'kube-system';
  if (addOnNamespaces.includes(apiNamespace)) return 'add-on';
  if (platformNamespaces.includes(apiNamespace) || platformPrefixes.some((prefix) => apiNamespace.startsWith(prefix))) return 'platform';
  if (publicNamespaces.includes(apiNamespace)) return 'other';
  const addOn = apiNamespace.endsWith(operatorSuffix) || continues(apiNamespace) || addOnPrefixes.some((prefix) => apiNamespace.startsWith(prefix)) ||
    apiNamespace.split('-').some((word) => addOnWords.has(word));
  return addOn ? 'add-on' : 'other';
}

/** What a distribution puts into every cluster that it makes, although the component has an add-on's namespace. */
const distributionDefaults: Readonly<Record<string, { readonly component: string; readonly because: string }>> = {
  'local-path-storage': { component: 'local-path-provisioner', because: 'It is the storage provisioner that kind and k3s put into every cluster.' },
};
/** Why this component in this add-on's namespace is the cluster's own, undefined when it is not. */
export function distributionDefault(apiNamespace: string | undefined, component: string | undefined): string | undefined {
  const entry = distributionDefaults[apiNamespace ?? ''];
  return entry !== undefined && entry.component === component ? entry.because : undefined;
}
