/**
 * Kinds of Kubernetes' own and the versions that serve them in 1.36: for a wrong or removed apiVersion the one to
 * write, for a misspelt kind the one that was meant. Removal versions as in the deprecated API migration guide.
 */
import { editDistance } from './schema';

/** Kind → the apiVersion that 1.36 serves, the preferred one first. */
const served: Readonly<Record<string, readonly string[]>> = {
  Pod: ['v1'], PodTemplate: ['v1'], ReplicationController: ['v1'], Service: ['v1'], Node: ['v1'], Namespace: ['v1'],
  ConfigMap: ['v1'], Secret: ['v1'], PersistentVolume: ['v1'], PersistentVolumeClaim: ['v1'], ServiceAccount: ['v1'],
  Endpoints: ['v1'], LimitRange: ['v1'], ResourceQuota: ['v1'], Binding: ['v1'], List: ['v1'],
  Deployment: ['apps/v1'], ReplicaSet: ['apps/v1'], DaemonSet: ['apps/v1'], StatefulSet: ['apps/v1'], ControllerRevision: ['apps/v1'],
  Job: ['batch/v1'], CronJob: ['batch/v1'],
  HorizontalPodAutoscaler: ['autoscaling/v2', 'autoscaling/v1'], PodDisruptionBudget: ['policy/v1'],
  Ingress: ['networking.k8s.io/v1'], IngressClass: ['networking.k8s.io/v1'], NetworkPolicy: ['networking.k8s.io/v1'],
  Role: ['rbac.authorization.k8s.io/v1'], RoleBinding: ['rbac.authorization.k8s.io/v1'],
  ClusterRole: ['rbac.authorization.k8s.io/v1'], ClusterRoleBinding: ['rbac.authorization.k8s.io/v1'],
  PriorityClass: ['scheduling.k8s.io/v1'], RuntimeClass: ['node.k8s.io/v1'],
  StorageClass: ['storage.k8s.io/v1'], VolumeAttachment: ['storage.k8s.io/v1'], CSIDriver: ['storage.k8s.io/v1'],
  CSINode: ['storage.k8s.io/v1'], CSIStorageCapacity: ['storage.k8s.io/v1'],
  Lease: ['coordination.k8s.io/v1'], EndpointSlice: ['discovery.k8s.io/v1'],
  CustomResourceDefinition: ['apiextensions.k8s.io/v1'], APIService: ['apiregistration.k8s.io/v1'],
  MutatingWebhookConfiguration: ['admissionregistration.k8s.io/v1'], ValidatingWebhookConfiguration: ['admissionregistration.k8s.io/v1'],
  FlowSchema: ['flowcontrol.apiserver.k8s.io/v1'], PriorityLevelConfiguration: ['flowcontrol.apiserver.k8s.io/v1'],
  CertificateSigningRequest: ['certificates.k8s.io/v1'],
};

/** `apiVersion/Kind` that was served once → the version of Kubernetes that ended it. */
const removed: Readonly<Record<string, string>> = {
  ...ended('1.16', ['extensions/v1beta1'], ['Deployment', 'DaemonSet', 'ReplicaSet', 'NetworkPolicy']),
  ...ended('1.16', ['apps/v1beta1', 'apps/v1beta2'], ['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet', 'ControllerRevision']),
  ...ended('1.16', ['extensions/v1beta1'], ['PodSecurityPolicy']),
  ...ended('1.20', ['settings.k8s.io/v1alpha1'], ['PodPreset']),
  ...ended('1.21', ['batch/v2alpha1'], ['CronJob']),
  ...ended('1.22', ['extensions/v1beta1', 'networking.k8s.io/v1beta1'], ['Ingress', 'IngressClass']),
  ...ended('1.22', ['rbac.authorization.k8s.io/v1beta1', 'rbac.authorization.k8s.io/v1alpha1'], ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']),
  ...ended('1.22', ['scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1alpha1'], ['PriorityClass']),
  ...ended('1.22', ['storage.k8s.io/v1beta1'], ['StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode']),
  ...ended('1.22', ['coordination.k8s.io/v1beta1'], ['Lease']),
  ...ended('1.22', ['apiextensions.k8s.io/v1beta1'], ['CustomResourceDefinition']),
  ...ended('1.22', ['apiregistration.k8s.io/v1beta1'], ['APIService']),
  ...ended('1.22', ['admissionregistration.k8s.io/v1beta1'], ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']),
  ...ended('1.22', ['certificates.k8s.io/v1beta1'], ['CertificateSigningRequest']),
  ...ended('1.25', ['batch/v1beta1'], ['CronJob']),
  ...ended('1.25', ['policy/v1beta1'], ['PodDisruptionBudget', 'PodSecurityPolicy']),
  ...ended('1.25', ['discovery.k8s.io/v1beta1'], ['EndpointSlice']),
  ...ended('1.25', ['node.k8s.io/v1beta1', 'node.k8s.io/v1alpha1'], ['RuntimeClass']),
  ...ended('1.25', ['autoscaling/v2beta1'], ['HorizontalPodAutoscaler']),
  ...ended('1.26', ['autoscaling/v2beta2'], ['HorizontalPodAutoscaler']),
  ...ended('1.26', ['flowcontrol.apiserver.k8s.io/v1beta1'], ['FlowSchema', 'PriorityLevelConfiguration']),
  ...ended('1.27', ['storage.k8s.io/v1beta1'], ['CSIStorageCapacity']),
  ...ended('1.29', ['flowcontrol.apiserver.k8s.io/v1beta2'], ['FlowSchema', 'PriorityLevelConfiguration']),
  ...ended('1.32', ['flowcontrol.apiserver.k8s.io/v1beta3'], ['FlowSchema', 'PriorityLevelConfiguration']),
};

function ended(release: string, versions: readonly string[], kinds: readonly string[]): Record<string, string> {
  return Object.fromEntries(versions.flatMap((version) => kinds.map((kind) => [`${version}/${kind}`, release])));
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : '');
/** Groups that only Kubernetes itself serves: a kind of another group may have any name. */
const ownGroups = new Set(['extensions', ...Object.values(served).flat().map(groupOf)]);

export interface VersionVerdict {
  readonly field: 'apiVersion' | 'kind';
  readonly message: string;
  readonly detail: string;
  readonly hint?: string;
  /** What to write in the field. */
  readonly suggestion?: string;
}

/** The apiVersion that 1.36 serves a kind of Kubernetes' own in, the preferred one. */
export const servedVersion = (kind: string): string | undefined => (Object.hasOwn(served, kind) ? served[kind]?.[0] : undefined);

const noMatches = (kind: string, apiVersion: string): string => `no matches for kind "${kind}" in version "${apiVersion}"`;

/** What is wrong with an apiVersion and kind, undefined when 1.36 serves them or when they are not Kubernetes' own. */
export function judgeVersion(apiVersion: string, kind: string): VersionVerdict | undefined {
  const versions = served[kind];
  if (versions?.includes(apiVersion)) return undefined;
  const end = removed[`${apiVersion}/${kind}`];
  if (end !== undefined) {
    const successor = versions?.[0];
    return {
      field: 'apiVersion',
      message: `${apiVersion} ${kind} is no longer served since Kubernetes ${end}`,
      detail: `kubectl: ${noMatches(kind, apiVersion)}.`,
      hint: successor === undefined ? 'The kind has no successor.' : `Write apiVersion: ${successor}.`,
      ...(successor === undefined ? {} : { suggestion: successor }),
    };
  }
  const meantGroup = versions?.some((version) => !groupOf(apiVersion).includes('.') && editDistance(groupOf(apiVersion), groupOf(version), 3) < 3);
  if (!ownGroups.has(groupOf(apiVersion)) && !meantGroup) return undefined;
  if (versions) {
    return { field: 'apiVersion', message: noMatches(kind, apiVersion), detail: `${kind} is in ${versions.join(' and ')}.`, hint: `Write apiVersion: ${versions[0] ?? ''}.`, ...(versions[0] === undefined ? {} : { suggestion: versions[0] }) };
  }
  const meant = nearestKind(kind);
  if (meant === undefined) return undefined;
  return {
    field: 'kind', message: noMatches(kind, apiVersion),
    detail: kind.toLowerCase() === meant.toLowerCase() ? 'Upper and lower case count in kind.' : 'Kubernetes has no such kind.',
    hint: `Did you mean ${meant}?`, suggestion: meant,
  };
}

/** The kind of Kubernetes' own that a misspelt one stands for: other case, a plural, up to two letters. */
function nearestKind(kind: string): string | undefined {
  const lower = kind.toLowerCase();
  const kinds = Object.keys(served);
  const exact = kinds.find((candidate) => candidate.toLowerCase() === lower || `${candidate.toLowerCase()}s` === lower);
  if (exact !== undefined || kind.length < 4 || kind.endsWith('List')) return exact;
  return kinds.find((candidate) => candidate.length > 4 && editDistance(lower, candidate.toLowerCase(), 3) < 3);
}
