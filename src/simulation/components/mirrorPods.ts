/**
 * The mirror pods of a kubelet: copies of its static pods, posted to the API server so that they can be seen there.
 * Nothing is ever run from them. Stands for pkg/kubelet/pod/mirror_client.go and kubelet.go:tryReconcileMirrorPods; what
 * a mirror looks like and when it is right stands in src/kubernetes/mirrorPod.ts.
 */
import { type MirrorDecision, makeMirror, reconcileMirror } from '../../kubernetes/mirrorPod';
import { annotationOf, configMirrorAnnotation, isMirrorPod } from '../../kubernetes/podOrigin';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { create, remove } from './apiServer';
import { aboutPod, kubeletAddress, nodeObject } from './kubeletState';
import { apiPodOf, sendStatusAtNextPass } from './statusManager';

/** What is to be done with the mirror of this static pod now. Nothing can be posted before the node is registered. */
export function mirrorDecision(tx: Tx, row: PodWorkerRow): MirrorDecision {
  const node = nodeObject(tx, row.node);
  return reconcileMirror(row.pod, apiPodOf(tx, row), node === undefined || node.metadata?.deletionTimestamp !== undefined);
}

/** Posts the mirror. A refusal is only logged: the next sync tries again (mirror_client.go:CreateMirrorPod). */
export function createMirrorPod(tx: Tx, row: PodWorkerRow): void {
  const mirror = makeMirror(row.pod, nodeObject(tx, row.node));
  if (!mirror) return;
  const answer = create(tx, kubeletAddress(row.node), { ...mirror, apiVersion: 'v1', kind: 'Pod' });
  if (answer.ok) {
    tx.because('kubelet.createMirrorPod', aboutPod(row));
    sendStatusAtNextPass(tx, row);
    return;
  }
  tx.because('kubelet.mirrorRefused', aboutPod(row, { error: answer.message }));
}

/** Deletes the mirror at once. Returns whether it is gone (mirror_client.go:DeleteMirrorPod). */
export function deleteMirrorPod(tx: Tx, row: PodWorkerRow): boolean {
  const uid = apiPodOf(tx, row)?.metadata?.uid;
  const answer = remove(tx, kubeletAddress(row.node), 'pods', row.fullName, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
  if (answer.ok) tx.because('kubelet.deleteMirrorPod', aboutPod(row));
  else tx.because('kubelet.mirrorRefused', aboutPod(row, { error: answer.message }));
  return answer.ok;
}

/** Deletes a mirror whose static pod is gone (kubelet_pods.go:HandlePodCleanups). Returns false when nobody answered. */
export function deleteOrphanedMirrorPod(tx: Tx, node: string, key: string): boolean {
  const pod = tx.get('pods', key);
  if (!pod || !isMirrorPod(pod)) return true;
  const answer = remove(tx, kubeletAddress(node), 'pods', key, { gracePeriodSeconds: 0 });
  const about = { pod: pod.metadata?.name ?? '', namespace: pod.metadata?.namespace ?? '', node };
  if (answer.ok) tx.because('kubelet.deleteOrphanedMirror', about);
  else tx.because('kubelet.mirrorRefused', { ...about, error: answer.message });
  return answer.ok || answer.code !== 0;
}

/** The mirrors of a node that no static pod of its kubelet stands behind. */
export const mirrorsOf = (tx: Tx, node: string): string[] =>
  tx.keys('podsByNode', node).filter((key) => {
    const pod = tx.get('pods', key);
    return pod !== undefined && annotationOf(pod, configMirrorAnnotation) !== undefined;
  });
