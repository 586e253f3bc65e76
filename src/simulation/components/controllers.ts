/**
 * kube-controller-manager: many controllers in one process, of which one instance leads. While none leads, nothing here
 * happens. A new leader knows nothing: it lists everything and looks at it once.
 * Stands for: cmd/kube-controller-manager/app/controllermanager.go.
 */
import type { IndexName } from '../indexes';
import { type Address, instanceOf, type Message } from '../messages';
import type { Tx } from '../tx';
import { cronJobController } from './cronJobController';
import { daemonSetController } from './daemonSetController';
import { deploymentController } from './deploymentController';
import { disruptionController } from './disruptionController';
import { endpointSliceController, startEndpointSlices } from './endpointSliceController';
import { garbageCollector, startGarbageCollector } from './garbageCollector';
import { jobController, startJobs } from './jobController';
import { leaderOf } from './leaderElection';
import { nodeLifecycleController, startNodeLifecycle } from './nodeLifecycleController';
import { namespaceController, startNamespaces } from './namespaceController';
import { orphans } from './orphans';
import { podGarbageCollector, startPodGarbageCollector } from './podGarbageCollector';
import { replicaSetController } from './replicaSetController';
import { resourceQuotaController, startResourceQuotas } from './resourceQuotaController';
import { serviceAccountController } from './serviceAccountController';
import { statefulSetController } from './statefulSetController';
import { startTaintEviction, taintEviction } from './taintEviction';
import { enqueue } from './workQueue';

type Handler = (tx: Tx, message: Message) => void;

/** By the second part of the address. */
const CONTROLLERS: Readonly<Record<string, Handler>> = {
  deployment: deploymentController,
  replicaset: replicaSetController,
  daemonset: daemonSetController,
  statefulset: statefulSetController,
  job: jobController,
  cronjob: cronJobController,
  disruption: disruptionController,
  endpointslice: endpointSliceController,
  nodelifecycle: nodeLifecycleController,
  tainteviction: taintEviction,
  garbagecollector: garbageCollector,
  namespace: namespaceController,
  serviceaccount: serviceAccountController,
  resourcequota: resourceQuotaController,
  podgc: podGarbageCollector,
  orphans,
  manager: (tx, message) => {
    if (message.type === 'note' && message.kind === 'startedLeading') startControllers(tx);
  },
};

/** Hands a message to its controller, if a kube-controller-manager leads. */
export function controllers(tx: Tx, message: Message): void {
  if (!leaderOf(tx, 'kube-controller-manager')) return;
  CONTROLLERS[instanceOf(message.to)]?.(tx, message);
}

/** Each controller's objects, all of which a new leader looks at. */
const LISTS: readonly (readonly [Address, IndexName])[] = [
  ['controllers/deployment', 'allDeployments'],
  ['controllers/replicaset', 'allReplicaSets'],
  ['controllers/daemonset', 'allDaemonSets'],
  ['controllers/statefulset', 'allStatefulSets'],
  ['controllers/job', 'allJobs'],
  ['controllers/cronjob', 'allCronJobs'],
  ['controllers/disruption', 'allBudgets'],
  ['controllers/serviceaccount', 'allNamespaces'],
];

/** controllermanager.go:StartControllers: informers list, every object is queued. */
function startControllers(tx: Tx): void {
  for (const key of tx.keys('backoffs').slice()) tx.delete('memory', key);
  for (const [address, index] of LISTS) for (const key of tx.keys(index)) enqueue(tx, address, key);
  startNamespaces(tx);
  startNodeLifecycle(tx);
  startTaintEviction(tx);
  startGarbageCollector(tx);
  startPodGarbageCollector(tx);
  startEndpointSlices(tx);
  startResourceQuotas(tx);
  startJobs(tx);
}
