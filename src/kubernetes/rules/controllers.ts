/** Rules of the controllers of kube-controller-manager; those that make pods have files of their own. */
import { jobRules } from './jobControllers';
import type { Rules } from './rule';
import { workloadRules } from './workloadControllers';

const NODE_LIFECYCLE = 'pkg/controller/nodelifecycle/node_lifecycle_controller.go';
const LOOKS = 'Looks that could find nothing are left out; those that count lie on the grid of 5 s.';

const nodeLifecycle = {
  'nodeLifecycle.registerNode': {
    title: 'Take note of a node',
    sentence: 'takes note of the node **{node}**, and watches its Lease from now on.',
    upstream: `${NODE_LIFECYCLE}:monitorNodeHealth`,
    quiet: true,
  },
  'nodeLifecycle.forgetNode': {
    title: 'Forget a node',
    sentence: 'sees that the node **{node}** is gone.',
    upstream: `${NODE_LIFECYCLE}:monitorNodeHealth`,
  },
  'nodeLifecycle.markUnknown': {
    title: 'Node unknown',
    sentence: 'has seen no sign of life from the kubelet of {node} for 50 s: it writes **Ready=Unknown** into the node.',
    upstream: `${NODE_LIFECYCLE}:tryUpdateNodeHealth`,
    docs: 'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
    simplification: LOOKS,
    label: 'Ready=Unknown',
    beat: true,
  },
  'nodeLifecycle.markPodNotReady': {
    title: 'Pod not ready',
    sentence: 'writes **Ready=False** into {pod}: nobody can tell whether it still runs on {node}.',
    upstream: 'pkg/controller/util/node/controller_utils.go:MarkPodsNotReady',
    label: 'Ready=False',
  },
  'nodeLifecycle.taintNoSchedule': {
    title: 'Taint a node',
    sentence: 'taints {node} with **{taint}**: nothing new goes there that does not tolerate it.',
    upstream: `${NODE_LIFECYCLE}:doNoScheduleTaintingPass`,
    docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    label: 'taint',
  },
  'nodeLifecycle.taintNoExecute': {
    title: 'Taint a node, pods must leave',
    sentence: 'taints {node} with **{taint}**: the pods there have to leave, when their tolerations run out.',
    upstream: `${NODE_LIFECYCLE}:doNoExecuteTaintingPass`,
    docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    label: 'taint',
    beat: true,
  },
  'nodeLifecycle.removeTaint': {
    title: 'Remove a taint',
    sentence: 'takes **{taint}** off {node}: the reason is gone.',
    upstream: `${NODE_LIFECYCLE}:doNoScheduleTaintingPass, markNodeAsReachable`,
    label: 'taint removed',
  },
  'nodeLifecycle.stopEvictions': {
    title: 'Stop evictions',
    sentence: 'sees no Ready node in any zone. It takes the fault to be its own: **nothing is evicted** any more.',
    upstream: `${NODE_LIFECYCLE}:handleDisruption`,
    beat: true,
  },
  'nodeLifecycle.resumeEvictions': {
    title: 'Resume evictions',
    sentence: 'sees a Ready node again, and gives every node a full 50 s anew.',
    upstream: `${NODE_LIFECYCLE}:handleDisruption`,
  },
} as const satisfies Rules;

const TAINT_EVICTION = 'pkg/controller/tainteviction/taint_eviction.go';

const taintEviction = {
  'taintEviction.mark': {
    title: 'Mark for eviction',
    sentence: 'has waited as long as {pod} tolerates the taint of {node}. It writes the reason into the pod: **DisruptionTarget**.',
    upstream: `${TAINT_EVICTION}:addConditionAndDeletePod`,
    docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
    label: 'DisruptionTarget',
  },
  'taintEviction.deletePod': {
    title: 'Evict a pod',
    sentence: 'deletes **{pod}** on {node}. Only the kubelet there can end it; without one the object stays.',
    upstream: `${TAINT_EVICTION}:addConditionAndDeletePod`,
    docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
    label: 'delete pod',
    beat: true,
  },
  'taintEviction.cancel': {
    title: 'Cancel an eviction',
    sentence: 'sees the taint of {node} gone in time: **{pod} may stay**.',
    upstream: `${TAINT_EVICTION}:cancelWorkWithEvent`,
  },
  'taintEviction.bringForward': {
    title: 'Bring an eviction forward',
    sentence: 'drops the time planned for **{pod}**: {node} has a further taint that the pod does not tolerate, so it **goes at once**.',
    upstream: `${TAINT_EVICTION}:processPodOnNode`,
  },
} as const satisfies Rules;

export const controllersRules = {
  'controllers.podRefused': {
    title: 'Pod refused',
    sentence: 'wants to create a pod for {owner}. The API server refuses it: **{message}**.',
    upstream: 'pkg/controller/controller_utils.go:createPods',
  },
  'controllers.releasePod': {
    title: 'Let go of a pod',
    sentence: 'sees that the labels of {pod} no longer match the selector of {owner}: **it lets go of it**. The pod runs on, owned by nobody.',
    upstream: 'pkg/controller/controller_ref_manager.go:ReleasePod',
  },
  'controllers.adoptPod': {
    title: 'Adopt a pod',
    sentence: 'finds {pod} without an owner, its labels match the selector of {owner}: **it adopts it**, and counts it.',
    upstream: 'pkg/controller/controller_ref_manager.go:AdoptPod',
  },
  'controllers.forgetRevision': {
    title: 'Forget an old revision',
    sentence: 'deletes the revision {revision} of {owner}: no pod has it, and only so many old ones are kept.',
    upstream: 'pkg/controller/daemon/update.go:cleanupHistory, statefulset/stateful_set_control.go:truncateHistory',
    quiet: true,
  },
  ...workloadRules,
  ...jobRules,
  ...nodeLifecycle,
  ...taintEviction,
  'disruption.updateStatus': {
    title: 'Count healthy pods',
    sentence: 'counts for the budget {budget}: {healthy} healthy, {desired} needed. So **{allowed}** may be disturbed now.',
    upstream: 'pkg/controller/disruption/disruption.go:trySync',
    docs: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    label: 'disruptionsAllowed',
  },
  'endpointSlice.create': {
    title: 'List the pods of a Service',
    sentence: 'makes an EndpointSlice for the Service {service}: {ready} of {count} pods **ready**.',
    upstream: 'staging/src/k8s.io/endpointslice/reconciler.go:Reconcile',
    docs: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
    label: 'create EndpointSlice',
  },
  'endpointSlice.update': {
    title: 'Update the pods of a Service',
    sentence: 'brings the EndpointSlice of {service} up to date: {ready} of {count} pods **ready**.',
    upstream: 'staging/src/k8s.io/endpointslice/reconciler.go:Reconcile',
    docs: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
    label: 'endpoints',
  },
  'endpointSlice.delete': {
    title: 'Delete an empty EndpointSlice',
    sentence: 'deletes an EndpointSlice of {service} that has become empty.',
    upstream: 'staging/src/k8s.io/endpointslice/reconciler.go:finalize',
    quiet: true,
  },
  'serviceAccount.createDefault': {
    title: 'Create a ServiceAccount',
    sentence: 'creates the ServiceAccount **default** in `{namespace}`: without it no pod is admitted there.',
    upstream: 'pkg/controller/serviceaccount/serviceaccounts_controller.go:syncNamespace',
    simplification: 'The ConfigMap kube-root-ca.crt, which another controller publishes beside it, is left out: every API namespace is taken to have it.',
    quiet: true,
  },
  'resourceQuota.updateStatus': {
    title: 'Count what a quota limits',
    sentence: 'writes into the quota {quota} what is used: **{used}**.',
    upstream: 'pkg/controller/resourcequota/resource_quota_controller.go:syncResourceQuota',
    docs: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
    simplification: 'Scopes, the storage of claims and the full count every 5 minutes are left out.',
    label: 'quota used',
  },
  'namespace.deleteContent': {
    title: 'Empty a namespace',
    sentence: 'deletes the {kind} **{name}**, because `{namespace}` is being deleted. Pods go first, the rest after the last pod.',
    upstream: 'pkg/controller/namespace/deletion/namespaced_resources_deleter.go:deleteAllContent',
    label: 'delete',
  },
  'namespace.report': {
    title: 'Say what holds the namespace',
    sentence: 'writes into `{namespace}` how far its deletion is: **objects left: {count}**. Pods are counted first, the rest after the last pod.',
    upstream: 'pkg/controller/namespace/deletion/status_condition_utils.go:Update',
    quiet: true,
  },
  'namespace.finalize': {
    title: 'Let a namespace go',
    sentence: 'finds `{namespace}` empty and takes off its finalizer: **the namespace is gone**.',
    upstream: 'pkg/controller/namespace/deletion/namespaced_resources_deleter.go:finalizeNamespace',
  },
  'podGarbageCollector.fail': {
    title: 'Give up a pod',
    sentence: 'finds {pod} bound to {node}, a node that does not exist. It writes **Failed** into the pod.',
    upstream: 'pkg/controller/podgc/gc_controller.go:gcOrphaned',
    docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection',
    label: 'phase Failed',
  },
  'podGarbageCollector.failOutOfService': {
    title: 'Give up a pod',
    sentence: 'finds {pod} being deleted on {node}, which is not ready and marked **out of service**. It writes Failed into the pod.',
    upstream: 'pkg/controller/podgc/gc_controller.go:gcTerminating',
    docs: 'https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown',
    label: 'phase Failed',
  },
  'podGarbageCollector.delete': {
    title: 'Remove a pod',
    sentence: 'removes **{pod}** at once: no kubelet is there to end it.',
    upstream: 'pkg/controller/podgc/gc_controller.go:markFailedAndDeletePodWithCondition',
    docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection',
    label: 'delete pod',
  },
  'garbageCollector.removeFinalizer': {
    title: 'Let an owner go',
    sentence: 'finds nothing left of what the {kind} {name} owned, and takes off its finalizer: **it may go**.',
    upstream: 'pkg/controller/garbagecollector/garbagecollector.go:processDeletingDependentsItem',
    docs: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion',
    label: 'finalizer removed',
  },
  'garbageCollector.orphan': {
    title: 'Leave an orphan',
    sentence: 'takes the {ownerKind} {owner} off the owners of the {kind} {name}: **it stays, owned by nobody**.',
    upstream: 'pkg/controller/garbagecollector/garbagecollector.go:orphanDependents',
    docs: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#orphaned-dependents',
    label: 'remove owner',
  },
  'garbageCollector.removeOrphanFinalizer': {
    title: 'Let an owner go',
    sentence: 'has freed all that the {ownerKind} {owner} owned, and takes off its finalizer: **it may go**.',
    upstream: 'pkg/controller/garbagecollector/garbagecollector.go:attemptToOrphan',
    docs: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#orphaned-dependents',
    label: 'finalizer removed',
  },
  'garbageCollector.deleteDependant': {
    title: 'Delete what was owned',
    sentence: 'finds that the owner of the {kind} {name}, the {ownerKind} {owner}, goes or is gone, and **deletes it** too.',
    upstream: 'pkg/controller/garbagecollector/garbagecollector.go:attemptToDeleteItem',
    docs: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/',
    label: 'delete',
  },
} as const satisfies Rules;
