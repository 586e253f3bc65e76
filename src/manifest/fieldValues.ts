/**
 * The words that a field takes where the API takes only a few, by type and field of generated/schema.ts. The first is the
 * usual one. Fields that take any of these words and others too are marked `open`.
 */

export interface FieldValues {
  readonly words: readonly string[];
  readonly open?: true;
}

const only = (...words: readonly string[]): FieldValues => ({ words });
const among = (...words: readonly string[]): FieldValues => ({ words, open: true });

const restartPolicies = only('Always', 'OnFailure', 'Never');
const pullPolicies = only('IfNotPresent', 'Always', 'Never');
const messagePolicies = only('File', 'FallbackToLogsOnError');
const protocols = only('TCP', 'UDP', 'SCTP');
const selectorOperators = only('In', 'NotIn', 'Exists', 'DoesNotExist');
const accessModes = only('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');
const topologyKeys = among('kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region');
const nodeInclusion = only('Honor', 'Ignore');
const capabilities = among('ALL', 'NET_ADMIN', 'NET_BIND_SERVICE', 'NET_RAW', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_TIME', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'KILL');
const volumeModes = only('Filesystem', 'Block');
const priorityClasses = among('system-node-critical', 'system-cluster-critical');
const resourceNames = among('cpu', 'memory');

/** `Type.field` → its words. */
export const fieldValues: Readonly<Record<string, FieldValues>> = {
  'PodSpec.restartPolicy': restartPolicies,
  'PodSpec.dnsPolicy': only('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
  'PodSpec.preemptionPolicy': only('PreemptLowerPriority', 'Never'),
  'PodSpec.priorityClassName': priorityClasses,
  'PriorityClass.preemptionPolicy': only('PreemptLowerPriority', 'Never'),
  'PodOS.name': only('linux', 'windows'),
  'Container.imagePullPolicy': pullPolicies,
  'Container.restartPolicy': restartPolicies,
  'Container.terminationMessagePolicy': messagePolicies,
  'EphemeralContainer.imagePullPolicy': pullPolicies,
  'EphemeralContainer.terminationMessagePolicy': messagePolicies,
  'ContainerRestartRule.action': only('Restart', 'RestartAllContainers'),
  'ContainerRestartRuleOnExitCodes.operator': only('In', 'NotIn'),
  'ContainerResizePolicy.resourceName': resourceNames,
  'ContainerResizePolicy.restartPolicy': only('NotRequired', 'RestartContainer'),
  'ContainerPort.protocol': protocols,
  'ServicePort.protocol': protocols,
  'NetworkPolicyPort.protocol': protocols,
  'HTTPGetAction.scheme': only('HTTP', 'HTTPS'),
  'SecurityContext.procMount': only('Default', 'Unmasked'),
  'SeccompProfile.type': only('RuntimeDefault', 'Localhost', 'Unconfined'),
  'AppArmorProfile.type': only('RuntimeDefault', 'Localhost', 'Unconfined'),
  'PodSecurityContext.fsGroupChangePolicy': only('OnRootMismatch', 'Always'),
  'PodSecurityContext.supplementalGroupsPolicy': only('Merge', 'Strict'),
  'PodSecurityContext.seLinuxChangePolicy': only('MountOption', 'Recursive'),
  'Capabilities.add': capabilities,
  'Capabilities.drop': capabilities,
  'VolumeMount.mountPropagation': only('None', 'HostToContainer', 'Bidirectional'),
  'VolumeMount.recursiveReadOnly': only('Disabled', 'IfPossible', 'Enabled'),
  'HostPathVolumeSource.type': only('Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket', 'CharDevice', 'BlockDevice'),
  'EmptyDirVolumeSource.medium': among('Memory', 'HugePages'),
  'ImageVolumeSource.pullPolicy': pullPolicies,
  'PersistentVolumeClaimSpec.accessModes': accessModes,
  'PersistentVolumeClaimSpec.volumeMode': volumeModes,
  'ObjectFieldSelector.fieldPath': among('metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.podIP', 'status.podIPs'),
  'ResourceFieldSelector.resource': among('limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', 'limits.ephemeral-storage', 'requests.ephemeral-storage'),
  'Toleration.operator': only('Exists', 'Equal', 'Lt', 'Gt'),
  'Toleration.effect': only('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  'Taint.effect': only('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  'NodeSelectorRequirement.operator': only('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
  'LabelSelectorRequirement.operator': selectorOperators,
  'PodAffinityTerm.topologyKey': topologyKeys,
  'TopologySpreadConstraint.topologyKey': topologyKeys,
  'TopologySpreadConstraint.whenUnsatisfiable': only('DoNotSchedule', 'ScheduleAnyway'),
  'TopologySpreadConstraint.nodeAffinityPolicy': nodeInclusion,
  'TopologySpreadConstraint.nodeTaintsPolicy': nodeInclusion,
  'DeploymentStrategy.type': only('RollingUpdate', 'Recreate'),
  'DaemonSetUpdateStrategy.type': only('RollingUpdate', 'OnDelete'),
  'StatefulSetUpdateStrategy.type': only('RollingUpdate', 'OnDelete'),
  'StatefulSetSpec.podManagementPolicy': only('OrderedReady', 'Parallel'),
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted': only('Retain', 'Delete'),
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled': only('Retain', 'Delete'),
  'CronJobSpec.concurrencyPolicy': only('Allow', 'Forbid', 'Replace'),
  'JobSpec.completionMode': only('NonIndexed', 'Indexed'),
  'JobSpec.podReplacementPolicy': only('TerminatingOrFailed', 'Failed'),
  'PodFailurePolicyRule.action': only('FailJob', 'FailIndex', 'Ignore', 'Count'),
  'PodFailurePolicyOnExitCodesRequirement.operator': only('In', 'NotIn'),
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': only('IfHealthyBudget', 'AlwaysAllow'),
  'ServiceSpec.type': only('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  'ServiceSpec.sessionAffinity': only('None', 'ClientIP'),
  'ServiceSpec.externalTrafficPolicy': only('Cluster', 'Local'),
  'ServiceSpec.internalTrafficPolicy': only('Cluster', 'Local'),
  'ServiceSpec.ipFamilyPolicy': only('SingleStack', 'PreferDualStack', 'RequireDualStack'),
  'NetworkPolicySpec.policyTypes': only('Ingress', 'Egress'),
  'Secret.type': among('Opaque', 'kubernetes.io/tls', 'kubernetes.io/dockerconfigjson', 'kubernetes.io/basic-auth', 'kubernetes.io/service-account-token'),
};
