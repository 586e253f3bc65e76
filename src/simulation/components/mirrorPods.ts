/**
 * The mirror pods of a kubelet: copies of its static pods, posted to the API server so that they can be seen there.
 * Nothing is ever run from them. Stands for pkg/kubelet/pod/mirror_client.go and kubelet.go:tryReconcileMirrorPods; what
 * a mirror looks like and when it is right stands in src/kubernetes/mirrorPod.ts.
 */
import { type MirrorDecision, makeMirror, reconcileMirror } from '../../kubernetes/mirrorPod';
import { annotationOf, configMirrorAnnotation, isMirrorPod } from '../../kubernetes/podOrigin';
import type { Pod } from '../../kubernetes/objects';
import type { RuleId } from '../../kubernetes/rules/catalogue';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { type Answer, create, remove } from './apiServer';
import { kubeletAddress, kubeletMemory, nodeObject, setKubelet } from './kubeletState';
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
  tell(tx, 'kubelet.createMirrorPod', row.node, row.pod, answer);
  if (answer.ok) sendStatusAtNextPass(tx, row);
}

/** Deletes the mirror at once. Returns whether it is gone (mirror_client.go:DeleteMirrorPod). */
export function deleteMirrorPod(tx: Tx, row: PodWorkerRow): boolean {
  const uid = apiPodOf(tx, row)?.metadata?.uid;
  const answer = remove(tx, kubeletAddress(row.node), 'pods', row.fullName, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
  tell(tx, 'kubelet.deleteMirrorPod', row.node, row.pod, answer);
  return answer.ok;
}

/** Deletes a mirror whose static pod is gone (kubelet_pods.go:HandlePodCleanups). Returns false when nobody answered. */
export function deleteOrphanedMirrorPod(tx: Tx, node: string, key: string): boolean {
  const pod = tx.get('pods', key);
  if (!pod || !isMirrorPod(pod)) return true;
  const answer = remove(tx, kubeletAddress(node), 'pods', key, { gracePeriodSeconds: 0 });
  tell(tx, 'kubelet.deleteOrphanedMirror', node, pod, answer);
  return answer.ok || answer.code !== 0;
}

/** Names the deed, or the refusal; while nobody answers, only the first refusal is a step of its own. */
function tell(tx: Tx, deed: RuleId, node: string, { metadata }: Pod, answer: Answer<unknown>): void {
  const about = { pod: metadata?.name ?? '', namespace: metadata?.namespace ?? '', node };
  const tries = kubeletMemory(tx, node)?.mirrorTries ?? 0;
  if (answer.ok) {
    tx.because(deed, about);
    if (tries > 0) setKubelet(tx, node, { mirrorTries: 0 });
    return;
  }
  const isSilence = answer.code === 0;
  tx.because(isSilence && tries > 0 ? 'kubelet.mirrorRefusedAgain' : 'kubelet.mirrorRefused', { ...about, error: answer.message });
  if (isSilence) setKubelet(tx, node, { mirrorTries: tries + 1 });
}

/** The mirrors of a node that no static pod of its kubelet stands behind. */
export const mirrorsOf = (tx: Tx, node: string): string[] =>
  tx.keys('podsByNode', node).filter((key) => {
    const pod = tx.get('pods', key);
    return pod !== undefined && annotationOf(pod, configMirrorAnnotation) !== undefined;
  });
