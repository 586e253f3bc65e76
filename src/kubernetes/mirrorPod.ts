/**
 * Mirror pods: the copies of static pods that a kubelet posts to the API server so that they can be seen there. Stands
 * for pkg/kubelet/pod/mirror_client.go and the pairing in pod_manager.go. When they are made and deleted is decided by
 * {@link reconcileMirror} and {@link orphanMirrors}; doing it is the simulator's.
 */
import type { Node, OwnerReference, Pod } from './objects';
import { annotationOf, configHashAnnotation, configMirrorAnnotation, isMirrorPod, isStaticPod, podFullName } from './podOrigin';

/** The owner of every mirror: the Node, as its controller (mirror_client.go:CreateMirrorPod). */
export const mirrorOwner = (node: Node): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'Node',
  name: node.metadata?.name ?? '',
  uid: node.metadata?.uid ?? '',
  controller: true,
});

/**
 * What the kubelet posts for a static pod: a copy with config.mirror and the Node as owner, without UID, which the API
 * server gives. Null while the node's UID is not known: no mirror can be made yet (mirror_client.go:CreateMirrorPod).
 */
export function makeMirror(staticPod: Pod, node: Node | null | undefined): Pod | null {
  if (!node?.metadata?.uid) return null;
  const { uid: _uid, ...metadata } = staticPod.metadata ?? {};
  const hash = annotationOf(staticPod, configHashAnnotation) ?? '';
  return {
    ...staticPod,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [configMirrorAnnotation]: hash },
      ownerReferences: [mirrorOwner(node)],
    },
  };
}

/** Is `mirror` the mirror of exactly this static pod: same name, namespace and hash? (pod_manager.go:IsMirrorPodOf) */
export const isMirrorPodOf = (mirror: Pod, pod: Pod): boolean =>
  mirror.metadata?.name === pod.metadata?.name &&
  mirror.metadata?.namespace === pod.metadata?.namespace &&
  annotationOf(mirror, configMirrorAnnotation) === (annotationOf(pod, configHashAnnotation) ?? '');

/** How the pod manager files a pod (pod_manager.go:updatePodsInternal). */
export type KubeletPodClass = 'mirror' | 'static' | 'api';
export const kubeletPodClass = (pod: Pod): KubeletPodClass =>
  isMirrorPod(pod) ? 'mirror' : isStaticPod(pod) ? 'static' : 'api';

/** The pods of one kubelet, filed as its pod manager files them. */
export interface FiledPods {
  /** Static and API pods: those that the kubelet runs. */
  readonly pods: readonly Pod[];
  readonly mirrors: readonly Pod[];
  /** UID of a static pod → UID of its mirror, empty when it has none. */
  readonly staticToMirror: ReadonlyMap<string, string>;
  /** Full names of mirrors that have no static pod. */
  readonly orphans: readonly string[];
}

/** Files a kubelet's pods; static pods and mirrors are paired by name and namespace (pkg/kubelet/pod/pod_manager.go). */
export function filePods(all: readonly Pod[]): FiledPods {
  const mirrors = all.filter(isMirrorPod);
  const pods = all.filter((pod) => !isMirrorPod(pod));
  const mirrorByName = new Map(mirrors.map((mirror) => [podFullName(mirror), mirror]));
  const names = new Set(pods.map(podFullName));
  return {
    pods,
    mirrors,
    staticToMirror: new Map(
      pods.filter(isStaticPod).map((pod) => [pod.metadata?.uid ?? '', mirrorByName.get(podFullName(pod))?.metadata?.uid ?? '']),
    ),
    orphans: mirrors.map(podFullName).filter((name) => !names.has(name)),
  };
}

/** The UID under which the API server knows a pod: a mirror's UID becomes its static pod's (pod_manager.go:TranslatePodUID). */
export function translatePodUID(filed: FiledPods, uid: string): string {
  for (const [staticUid, mirrorUid] of filed.staticToMirror) if (mirrorUid === uid && uid !== '') return staticUid;
  return uid;
}

/** What a sync of a static pod does with its mirror. */
export interface MirrorDecision {
  readonly deletes: boolean;
  readonly creates: boolean;
  readonly because: string;
}

/**
 * What to do with the mirror of a static pod on a sync: a mirror that is being deleted or is another pod's is deleted,
 * and a missing one made, unless the node is missing or going (pkg/kubelet/kubelet.go:tryReconcileMirrorPods).
 * `nodeGone`: the Node object does not exist or is being deleted.
 */
export function reconcileMirror(staticPod: Pod, mirror: Pod | null | undefined, nodeGone = false): MirrorDecision {
  const stale = mirror !== null && mirror !== undefined &&
    (mirror.metadata?.deletionTimestamp !== undefined || !isMirrorPodOf(mirror, staticPod));
  if (mirror && !stale) return { deletes: false, creates: false, because: 'The mirror is that of this very static pod.' };
  const creates = !nodeGone;
  const deletes = stale;
  const because = !creates
    ? 'The Node object is missing or being deleted, so no mirror is made.'
    : deletes
      ? 'The mirror is being deleted or shows another version of the static pod, so it is replaced.'
      : 'The static pod has no mirror, so one is made.';
  return { deletes, creates, because };
}

/**
 * The mirrors that housekeeping deletes: those without a static pod, unless the static pod of that name is still
 * terminating (pkg/kubelet/kubelet_pods.go:HandlePodCleanups, deleteOrphanedMirrorPods). `terminating`: full names.
 */
export const orphanMirrors = (all: readonly Pod[], terminating: ReadonlySet<string> = new Set()): readonly string[] =>
  filePods(all).orphans.filter((name) => !terminating.has(name));
