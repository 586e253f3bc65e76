/**
 * The API source: the pods that the API server has bound to this node, first as a list, then change by change. Of a
 * mirror nothing is run; it only has its static pod looked at. Stands for pkg/kubelet/config/apiserver.go and the
 * mirror's part of pkg/kubelet/kubelet.go (HandlePodAdditions, HandlePodUpdates, HandlePodRemoves).
 */
import type { Pod } from '../../kubernetes/objects';
import { configSeenAnnotation, isMirrorPod } from '../../kubernetes/podOrigin';
import type { WatchMessage } from '../messages';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { servingApiServer } from './apiServer';
import { scheduleHousekeeping } from './housekeepingTimer';
import { aboutPod, kubeletAddress, kubeletMemory, setKubelet, setWorker, workerOf } from './kubeletState';
import { fromApi, handlePodAddition, handlePodRemove } from './podConfig';
import { newWorker, updatePod } from './podWorkers';

/** The source is looked after this often until the node is known (apiserver.go:WaitForAPIServerSyncPeriod). */
const WAIT_FOR_SYNC = 1000;

/** A watch that broke is tried again about this often (client-go tools/cache/reflector.go, its back-off). */
const RELIST = 1000;

/** The node is registered: the pods are listed at the next look. */
export const startApiSource = (tx: Tx, node: string): void => {
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'listPods' }, WAIT_FOR_SYNC, `kubelet/${node}/listPods`);
};

/** The first list. From now on the kubelet knows what it shall run, and may take down the rest. */
export function listPods(tx: Tx, node: string): void {
  if (!servingApiServer(tx, node)) {
    startApiSource(tx, node);
    return;
  }
  const keys = [...tx.keys('podsByNode', node)];
  tx.because('kubelet.listPods', { node, count: String(keys.length) });
  setKubelet(tx, node, { apiSeen: true });
  const pods = keys.map((key) => tx.get('pods', key)).filter((pod) => pod !== undefined);
  pods.sort((a, b) => ((a.metadata?.creationTimestamp ?? '') < (b.metadata?.creationTimestamp ?? '') ? -1 : 0));
  for (const { metadata } of pods.filter((pod) => !isMirrorPod(pod))) {
    tx.send({ type: 'note', to: kubeletAddress(node), kind: 'listed', about: `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}` }, 0);
  }
  scheduleHousekeeping(tx, node);
}

/** A change of a pod of this node. While its API server is away the kubelet hears of none; it lists again later. */
export function watchPod(tx: Tx, node: string, message: WatchMessage): void {
  if (!kubeletMemory(tx, node)?.apiSeen) return;
  if (!servingApiServer(tx, node)) {
    tx.send(message, RELIST, `kubelet/${node}/missed/${message.key}/${message.uid ?? ''}`);
    return;
  }
  const pod = tx.get('pods', message.key);
  const current = pod && pod.metadata?.uid === message.uid && pod.spec?.nodeName === node ? pod : undefined;
  const row = message.uid === undefined ? undefined : workerOf(tx, node, message.uid);
  if (row?.origin === 'api') {
    if (current) updateApiPod(tx, row, current);
    else podGone(tx, row);
  } else if (current && !isMirrorPod(current)) {
    addApiPod(tx, node, current);
  } else {
    mirrorChanged(tx, node, message.key, current);
  }
}

function addApiPod(tx: Tx, node: string, pod: Pod): void {
  handlePodAddition(tx, newWorker(tx, node, fromApi(tx, pod), 'api'));
}

/** A pod of the list, or one that waited for room. */
export function addListed(tx: Tx, node: string, key: string): void {
  const pod = tx.get('pods', key);
  if (pod && !isMirrorPod(pod) && !workerOf(tx, node, pod.metadata?.uid ?? '')) addApiPod(tx, node, pod);
}

function updateApiPod(tx: Tx, row: PodWorkerRow, pod: Pod): void {
  const seen = row.pod.metadata?.annotations?.[configSeenAnnotation];
  const worker = setWorker(tx, row, {}, { pod: fromApi(tx, pod, seen) });
  if (row.memory.rejected) return;
  const isNews = pod.metadata?.deletionTimestamp !== undefined && row.pod.metadata?.deletionTimestamp === undefined;
  if (isNews) tx.because('kubelet.podIsDeleted', aboutPod(worker, { seconds: String(pod.metadata?.deletionGracePeriodSeconds ?? 0) }));
  updatePod(tx, worker, { type: 'update' });
}

/**
 * The object is gone. A delete with grace 0 was a change first, of which the kubelet took the grace period; that it
 * still runs something means that the delete was forced.
 */
function podGone(tx: Tx, row: PodWorkerRow): void {
  const { pod } = row;
  if (row.memory.terminatingAt !== undefined || row.memory.rejected) {
    handlePodRemove(tx, row);
    return;
  }
  const metadata = { ...pod.metadata, deletionTimestamp: tx.timestamp, deletionGracePeriodSeconds: 0 };
  tx.because('kubelet.podIsGone', aboutPod(row));
  handlePodRemove(tx, setWorker(tx, row, {}, { pod: { ...pod, metadata } }));
}

/**
 * A mirror came, changed or went: its static pod is synced, which puts the mirror right; without one it is cleaned up.
 * A mirror that went by somebody else's hand is handed to that sync as it was last; the sync wants to delete it, finds it
 * gone, and makes none (pod_manager.go:GetPodAndMirrorPod, mirror_client.go:DeleteMirrorPod).
 */
function mirrorChanged(tx: Tx, node: string, key: string, mirror: Pod | undefined): void {
  for (const row of tx.rows('podWorkers', 'workersByFullName', `${node}/${key}`)) {
    if (row.origin !== 'file' || !row.memory.configured || row.memory.rejected) continue;
    const mirrorGone = tx.get('pods', key) === undefined;
    if (mirrorGone && !row.memory.mirrorGone) tx.because('kubelet.mirrorIsGone', aboutPod(row));
    updatePod(tx, setWorker(tx, row, { mirrorGone }), { type: 'update' });
    return;
  }
  if (mirror) scheduleHousekeeping(tx, node);
}
