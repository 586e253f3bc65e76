/** Rules of the controllers that make pods: Deployment, ReplicaSet, DaemonSet, StatefulSet. */
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
  'deployment.releaseReplicaSet': {
    title: 'Let go of a ReplicaSet',
    sentence: 'sees that the labels of {replicaSet} no longer match the selector of {deployment}: **it lets go of it**.',
    upstream: 'pkg/controller/controller_ref_manager.go:ReleaseReplicaSet',
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
  'replicaSet.updateStatus': {
    title: 'Count pods',
    sentence: 'writes the counts of {replicaSet} into its status: {replicas} pods, {ready} ready.',
    upstream: 'pkg/controller/replicaset/replica_set_utils.go:updateReplicaSetStatus',
    simplification: 'It counts after it has created or deleted. Upstream counts what was there before, and once more when it hears of the change.',
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
    sentence: 'finds that {pod} of {owner} is missing and that its turn has come: it creates **{pod}**.',
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

export const workloadRules = { ...deployment, ...replicaSet, ...daemonSet, ...statefulSet } as const satisfies Rules;
