/**
 * Images: what is there, what must be pulled, and when a pull that failed may be tried again. Pulls of one node wait in
 * one queue. Stands for pkg/kubelet/images/image_manager.go (EnsureImageExists, pullImage) and puller.go
 * (serialImagePuller). Left out: pull secrets, and the check whether a pod may use an image that is there.
 */
import { IMAGE_PULL_BACKOFF, isInBackOffSinceUpdate, nextBackoff } from '../../kubernetes/backoff';
import { imageTag } from '../../kubernetes/defaults';
import type { WaitingReason } from '../../kubernetes/containerStatuses';
import type { Container } from '../../kubernetes/objects';
import { goDuration } from '../../lib/time';
import type { PullRequest } from '../kubeletMemory';
import type { CriReturn } from '../messages';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { CANCELLED, pullName } from './containerd/answers';
import { isImageReference } from './imageReference';
import { aboutPod, callRuntime, emitPodEvent, kubeletAddress, kubeletMemory, setKubelet, setWorker, workerOf } from './kubeletState';

/** `present`: go on. `pulling`: the worker waits for {@link afterPull}. Or why it cannot be had now. */
export type ImageOutcome = 'present' | 'pulling' | WaitingReason;

const BYTES_PER_MB = 1_000_000;

/** Sees to it that the image of a container is on the node (image_manager.go:EnsureImageExists). */
export function ensureImageExists(tx: Tx, row: PodWorkerRow, container: Container, path: string): ImageOutcome {
  const image = container.image ?? '';
  if (!isImageReference(image)) {
    const message = `Failed to apply default image tag ${JSON.stringify(image)}: couldn't parse image name ${JSON.stringify(image)}: invalid reference format`;
    emitPodEvent(tx, row, 'Warning', 'InspectFailed', message, path);
    return { reason: 'InvalidImageName', message };
  }
  const policy = container.imagePullPolicy ?? (imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent');
  const isPresent = tx.get('images', `${row.node}/${image}`) !== undefined;
  if (isPresent && policy !== 'Always') {
    emitPodEvent(tx, row, 'Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`, path);
    return 'present';
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    emitPodEvent(tx, row, 'Warning', 'ErrImageNeverPull', message, path);
    return { reason: 'ErrImageNeverPull', message };
  }
  return pullImage(tx, row, image, path);
}

/** image_manager.go:pullImage, up to the wait for the pull. */
function pullImage(tx: Tx, row: PodWorkerRow, image: string, path: string): ImageOutcome {
  const failure = row.memory.pullFailures[image];
  if (failure && isInBackOffSinceUpdate(failure.entry, tx.now, IMAGE_PULL_BACKOFF)) {
    const message = `Back-off pulling image "${image}"`;
    emitPodEvent(tx, row, 'Normal', 'BackOff', message, path);
    return { reason: 'ImagePullBackOff', message: `${message}: ${failure.error}` };
  }
  emitPodEvent(tx, row, 'Normal', 'Pulling', `Pulling image "${image}"`, path);
  const { pulls } = setKubelet(tx, row.node, {
    pulls: [...(kubeletMemory(tx, row.node)?.pulls ?? []), { podUid: row.uid, image, queuedAt: tx.now }],
  });
  if (pulls.length === 1) startPull(tx, row, pulls);
  else tx.because('kubelet.queuePull', aboutPod(row, { image }));
  return 'pulling';
}

/** The turn of the first pull of the queue has come: it is the one of this pod. Nobody asks for what was given up meanwhile. */
function startPull(tx: Tx, row: PodWorkerRow, [first, ...others]: readonly PullRequest[]): void {
  if (!first) return;
  const { image, cancelled } = first;
  setKubelet(tx, row.node, { pulls: [{ ...first, startedAt: tx.now }, ...others] });
  if (cancelled) {
    tx.send({ type: 'criReturn', to: kubeletAddress(row.node), op: 'PullImage', podUid: row.uid, image, ok: false, error: CANCELLED }, 0);
    return;
  }
  tx.because('kubelet.pullImage', aboutPod(row, { image }));
  callRuntime(tx, row, { op: 'PullImage', image, sandbox: row.memory.sync?.sandbox ?? '' });
}

/**
 * The pod is to end while it waits for an image: the pull under way is given up; one that is still queued fails when its
 * turn comes, and the pod waits for that (puller.go:processImagePullRequests uses the context of each request).
 */
export function cancelPull(tx: Tx, row: PodWorkerRow): void {
  const pulls = kubeletMemory(tx, row.node)?.pulls ?? [];
  if (pulls[0]?.podUid === row.uid) tx.send({ type: 'note', to: `containerd/${row.node}`, kind: 'cancel', about: pullName(row.node, row.uid) }, 0);
  else setKubelet(tx, row.node, { pulls: pulls.map((pull) => (pull.podUid === row.uid ? { ...pull, cancelled: true as const } : pull)) });
}

/**
 * The pull at the head of the queue has ended: returns it, and has the next one started. An answer to a kubelet that
 * stopped meanwhile is none of the new one's.
 */
export function takePull(tx: Tx, node: string, answer: CriReturn): PullRequest | undefined {
  const [done, ...waiting] = kubeletMemory(tx, node)?.pulls ?? [];
  if (done?.podUid !== answer.podUid || done.image !== answer.image) return undefined;
  while (waiting[0] && !isWanted(tx, node, waiting[0])) waiting.shift();
  setKubelet(tx, node, { pulls: waiting });
  if (waiting.length > 0) tx.send({ type: 'note', to: kubeletAddress(node), kind: 'nextPull' }, 0, `kubelet/${node}/nextPull`);
  return done;
}

/** The queue has moved on (puller.go:processImagePullRequests). */
export function startNextPull(tx: Tx, node: string): void {
  const pulls = kubeletMemory(tx, node)?.pulls ?? [];
  const [first] = pulls;
  const row = first && first.startedAt === undefined ? workerOf(tx, node, first.podUid) : undefined;
  if (row) startPull(tx, row, pulls);
}

/** Does the pod still wait for this image? Not when its sync was cancelled. */
function isWanted(tx: Tx, node: string, pull: PullRequest): boolean {
  const row = workerOf(tx, node, pull.podUid);
  return row?.memory.sync?.start?.at === 'image';
}

/** The end of the pull that this pod waited for: null when the image is there, or why not (image_manager.go:pullImage). */
export function afterPull(tx: Tx, row: PodWorkerRow, pull: PullRequest, answer: CriReturn, path: string): { row: PodWorkerRow; failure: WaitingReason | null } {
  const { image } = pull;
  const { [image]: failedBefore, ...others } = row.memory.pullFailures;
  if (answer.ok) {
    const size = (tx.get('images', `${row.node}/${image}`)?.sizeMB ?? 0) * BYTES_PER_MB;
    const own = goDuration(tx.now - (pull.startedAt ?? pull.queuedAt));
    const all = goDuration(tx.now - pull.queuedAt);
    emitPodEvent(tx, row, 'Normal', 'Pulled', `Successfully pulled image "${image}" in ${own} (${all} including waiting). Image size: ${size} bytes.`, path);
    return { row: failedBefore ? setWorker(tx, row, { pullFailures: others }) : row, failure: null };
  }
  const error = answer.error ?? 'unknown error';
  emitPodEvent(tx, row, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, path);
  const entry = nextBackoff(failedBefore?.entry, tx.now, tx.now, IMAGE_PULL_BACKOFF);
  const worker = setWorker(tx, row, { pullFailures: { ...others, [image]: { entry, error: `ErrImagePull: ${error}` } } });
  return { row: worker, failure: { reason: 'ErrImagePull', message: error } };
}

