/** Rules of the controllers of kube-controller-manager. */
import type { Rules } from './rule';

const deployment = {
  'deployment.createReplicaSet': {
    title: 'Create a ReplicaSet',
    sentence: 'finds no ReplicaSet for the pod template of Deployment {deployment}, and creates **{replicaSet}** with replicas: {replicas}.',
    upstream: 'pkg/controller/deployment/sync.go:getNewReplicaSet',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/',
    simplification: 'The hash in the name is computed from a JSON text, so its letters differ from a real cluster.',
    label: 'create ReplicaSet',
    beat: true,
  },
  'deployment.replicaSetRefused': {
    title: 'ReplicaSet refused',
    sentence: 'cannot create {replicaSet}: **{message}**. It tries again later.',
    upstream: 'pkg/controller/deployment/sync.go:getNewReplicaSet',
  },
  'deployment.adoptReplicaSet': {
    title: 'Adopt a ReplicaSet',
    sentence: 'finds {replicaSet} without an owner, its labels match the selector of {deployment}: **it adopts it**.',
    upstream: 'pkg/controller/controller_ref_manager.go:ClaimReplicaSets',
  },
  'deployment.reviseReplicaSet': {
    title: 'Renumber a ReplicaSet',
    sentence: 'marks {replicaSet} as revision **{revision}** of {deployment}.',
    upstream: 'pkg/controller/deployment/sync.go:getNewReplicaSet',
    quiet: true,
  },
  'deployment.scaleUp': {
    title: 'Scale up a ReplicaSet',
    sentence: 'scales {replicaSet} up from {from} to **{to}**.',
    upstream: 'pkg/controller/deployment/rolling.go:reconcileNewReplicaSet',
    label: 'scale',
  },
  'deployment.scaleDown': {
    title: 'Scale down a ReplicaSet',
    sentence: 'scales {replicaSet} down from {from} to **{to}**: enough pods of {deployment} are available without these.',
    upstream: 'pkg/controller/deployment/rolling.go:reconcileOldReplicaSets',
    label: 'scale',
  },
  'deployment.deleteOldReplicaSet': {
    title: 'Forget an old revision',
    sentence: 'deletes {replicaSet}: it is empty, and {deployment} keeps only so many old revisions.',
    upstream: 'pkg/controller/deployment/sync.go:cleanupDeployment',
  },
  'deployment.updateStatus': {
    title: 'Count replicas',
    sentence: 'writes the counts of {deployment} into its status.',
    upstream: 'pkg/controller/deployment/progress.go:syncRolloutStatus',
    quiet: true,
  },
  'deployment.complete': {
    title: 'Rollout complete',
    sentence: 'finds every replica of Deployment {deployment} up to date and available, {replicas} of {replicas}: **the rollout is complete**.',
    upstream: 'pkg/controller/deployment/progress.go:syncRolloutStatus',
    beat: true,
  },
  'deployment.deadlineExceeded': {
    title: 'Rollout stuck',
    sentence: 'has seen no progress of {deployment} within its deadline. It writes **ProgressDeadlineExceeded** into the status, and goes on trying.',
    upstream: 'pkg/controller/deployment/progress.go:syncRolloutStatus',
    beat: true,
  },
} as const satisfies Rules;

const replicaSet = {
  'replicaSet.createPod': {
    title: 'Create a pod',
    sentence: 'counts too few pods of {owner}, which wants {replicas}, and creates **{pod}** from its template.',
    upstream: 'pkg/controller/replicaset/replica_set.go:manageReplicas',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/',
    label: 'create pod',
  },
  'replicaSet.deletePod': {
    title: 'Delete a pod',
    sentence: 'counts too many pods of {owner}, which wants {replicas}, and deletes **{pod}**: it matters least.',
    upstream: 'pkg/controller/replicaset/replica_set.go:manageReplicas, getPodsToDelete',
    label: 'delete pod',
  },
  'replicaSet.releasePod': {
    title: 'Let go of a pod',
    sentence: 'sees that the labels of {pod} no longer match the selector of {owner}: **it lets go of it**. The pod runs on, owned by nobody.',
    upstream: 'pkg/controller/controller_ref_manager.go:ReleasePod',
  },
  'replicaSet.adoptPod': {
    title: 'Adopt a pod',
    sentence: 'finds {pod} without an owner, its labels match the selector of {owner}: **it adopts it**, and counts it.',
    upstream: 'pkg/controller/controller_ref_manager.go:AdoptPod',
  },
  'replicaSet.updateStatus': {
    title: 'Count pods',
    sentence: 'writes the counts of {replicaSet} into its status: {replicas} pods, {ready} ready.',
    upstream: 'pkg/controller/replicaset/replica_set_utils.go:updateReplicaSetStatus',
    quiet: true,
  },
} as const satisfies Rules;

const daemonSet = {
  'daemonSet.recordRevision': {
    title: 'Record a revision',
    sentence: 'keeps the present template of {daemonSet} as revision {revision}.',
    upstream: 'pkg/controller/daemon/update.go:constructHistory',
    quiet: true,
  },
  'daemonSet.createPod': {
    title: 'Create a pod for a node',
    sentence: 'finds no pod of {owner} for {node} and creates **{pod}**, with an affinity to that node. The scheduler will bind it.',
    upstream: 'pkg/controller/daemon/daemon_controller.go:syncNodes',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/',
    label: 'create pod',
  },
  'daemonSet.deletePod': {
    title: 'Delete a daemon pod',
    sentence: 'deletes **{pod}** of {owner}: it is out of date, or its node shall have none.',
    upstream: 'pkg/controller/daemon/daemon_controller.go:syncNodes, update.go:rollingUpdate',
    label: 'delete pod',
  },
  'daemonSet.deleteFailedPod': {
    title: 'Clear away a failed pod',
    sentence: 'finds that {pod} of {owner} has failed on {node}, and deletes it: **a new one can follow**.',
    upstream: 'pkg/controller/daemon/daemon_controller.go:podsShouldBeOnNode',
    label: 'delete pod',
  },
  'daemonSet.deleteSucceededPod': {
    title: 'Clear away a finished pod',
    sentence: 'finds that {pod} of {owner} has ended on {node}, and deletes it: a daemon pod shall run for ever.',
    upstream: 'pkg/controller/daemon/daemon_controller.go:podsShouldBeOnNode',
    label: 'delete pod',
  },
  'daemonSet.updateStatus': {
    title: 'Count daemon pods',
    sentence: 'writes the counts of {daemonSet} into its status: {ready} of {desired} ready.',
    upstream: 'pkg/controller/daemon/daemon_controller.go:updateDaemonSetStatus',
    quiet: true,
  },
} as const satisfies Rules;

const statefulSet = {
  'statefulSet.recordRevision': {
    title: 'Record a revision',
    sentence: 'keeps the present template of {statefulSet} as revision {revision}.',
    upstream: 'pkg/controller/statefulset/stateful_set_control.go:getStatefulSetRevisions',
    quiet: true,
  },
  'statefulSet.createClaim': {
    title: 'Create a claim',
    sentence: 'creates the claim **{claim}** for {pod}. It stays when the pod goes.',
    upstream: 'pkg/controller/statefulset/stateful_pod_control.go:createPersistentVolumeClaims',
    simplification: 'The claim counts as bound at once; no volume is provisioned.',
    label: 'create claim',
  },
  'statefulSet.createPod': {
    title: 'Create a pod by its name',
    sentence: 'finds {pod} of {owner} missing, and its turn come: it creates **{pod}**.',
    upstream: 'pkg/controller/statefulset/stateful_set_control.go:processReplica',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/',
    label: 'create pod',
  },
  'statefulSet.deletePod': {
    title: 'Delete a pod',
    sentence: 'deletes **{pod}** of {owner}, the highest that is too many or out of date. The next one waits until it is gone.',
    upstream: 'pkg/controller/statefulset/stateful_set_control.go:processCondemned, updateStatefulSet',
    label: 'delete pod',
  },
  'statefulSet.recreatePod': {
    title: 'Clear away an ended pod',
    sentence: 'finds that {pod} of {owner} has ended, and deletes it: **the name must be free** before it is made again.',
    upstream: 'pkg/controller/statefulset/stateful_set_control.go:processReplica',
    label: 'delete pod',
  },
  'statefulSet.updateStatus': {
    title: 'Count pods',
    sentence: 'writes the counts of {statefulSet} into its status: {replicas} pods, {ready} ready.',
    upstream: 'pkg/controller/statefulset/stateful_set_control.go:updateStatefulSetStatus',
    quiet: true,
  },
} as const satisfies Rules;

const job = {
  'job.createPod': {
    title: 'Create a pod',
    sentence: 'creates **{pod}** for {owner}, with a finalizer: it cannot go before it was counted.',
    upstream: 'pkg/controller/job/job_controller.go:manageJob',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
    label: 'create pod',
  },
  'job.deletePod': {
    title: 'Delete a pod',
    sentence: 'deletes **{pod}**: {owner} needs it no more.',
    upstream: 'pkg/controller/job/job_controller.go:deleteActivePods, manageJob',
    label: 'delete pod',
  },
  'job.noteFailure': {
    title: 'Job is to fail',
    sentence: 'gives {job} up: **{message}**. First all its pods have to end.',
    upstream: 'pkg/controller/job/job_controller.go:syncJob',
    label: 'FailureTarget',
  },
  'job.noteSuccess': {
    title: 'Job is to complete',
    sentence: 'finds that enough pods of {job} have succeeded. It counts them, then it is done.',
    upstream: 'pkg/controller/job/job_controller.go:syncJob',
    label: 'SuccessCriteriaMet',
  },
  'job.removeFinalizer': {
    title: 'Take off the finalizer',
    sentence: 'has noted that {pod} ended, and takes off its finalizer: from now on **the pod may go**.',
    upstream: 'pkg/controller/job/job_controller.go:removeTrackingFinalizerFromPods',
    label: 'finalizer removed',
    quiet: true,
  },
  'job.complete': {
    title: 'Job complete',
    sentence: 'finds every pod of {job} counted: **the Job is complete**.',
    upstream: 'pkg/controller/job/job_controller.go:enactJobFinished',
    label: 'Complete',
    beat: true,
  },
  'job.fail': {
    title: 'Job failed',
    sentence: 'marks {job} as **Failed**: {message}.',
    upstream: 'pkg/controller/job/job_controller.go:enactJobFinished',
    label: 'Failed',
    beat: true,
  },
  'job.deleteAfterTime': {
    title: 'Delete a finished Job',
    sentence: 'deletes **{job}**: it has been finished as long as ttlSecondsAfterFinished says.',
    upstream: 'pkg/controller/ttlafterfinished/ttlafterfinished_controller.go:processJob',
  },
  'job.updateStatus': {
    title: 'Count pods',
    sentence: 'writes the counts of {job} into its status.',
    upstream: 'pkg/controller/job/job_controller.go:trackJobStatusAndRemoveFinalizers',
    quiet: true,
  },
  'cronJob.createJob': {
    title: 'Create a Job',
    sentence: 'sees that a time of {cronJob} has come, and creates **{job}**, named after that minute.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
    docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
    simplification: 'All times are UTC.',
    label: 'create Job',
    beat: true,
  },
  'cronJob.jobRefused': {
    title: 'Job refused',
    sentence: 'wants to create a Job for {cronJob}. The API server refuses it: **{message}**.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
  },
  'cronJob.deleteJob': {
    title: 'Delete a Job',
    sentence: 'deletes **{job}** of {cronJob}: it is replaced, or beyond the history that is kept.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:deleteJob',
    label: 'delete Job',
  },
  'cronJob.skip': {
    title: 'Skip a time',
    sentence: 'starts no Job for {cronJob} this time: {message}.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob',
  },
  'cronJob.updateStatus': {
    title: 'Remember Jobs',
    sentence: 'writes into {cronJob} which of its Jobs run.',
    upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go:sync',
    quiet: true,
  },
} as const satisfies Rules;

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
} as const satisfies Rules;

export const controllersRules = {
  'controllers.podRefused': {
    title: 'Pod refused',
    sentence: 'wants to create a pod for {owner}. The API server refuses it: **{message}**.',
    upstream: 'pkg/controller/controller_utils.go:createPods',
  },
  ...deployment,
  ...replicaSet,
  ...daemonSet,
  ...statefulSet,
  ...job,
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
    quiet: true,
  },
  'namespace.deleteContent': {
    title: 'Empty a namespace',
    sentence: 'deletes the {kind} **{name}**, because `{namespace}` is being deleted. Pods go first, the rest after the last pod.',
    upstream: 'pkg/controller/namespace/deletion/namespaced_resources_deleter.go:deleteAllContent',
    label: 'delete',
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
  'podGarbageCollector.delete': {
    title: 'Remove a pod',
    sentence: 'removes **{pod}** at once: no kubelet is there to end it.',
    upstream: 'pkg/controller/podgc/gc_controller.go:markFailedAndDeletePodWithCondition',
    docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection',
    label: 'delete pod',
  },
  'garbageCollector.deleteDependant': {
    title: 'Delete what was owned',
    sentence: 'finds that the owner of the {kind} {name}, the {ownerKind} {owner}, is gone, and **deletes it** too.',
    upstream: 'pkg/controller/garbagecollector/garbagecollector.go:attemptToDeleteItem',
    docs: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/',
    label: 'delete',
  },
} as const satisfies Rules;
