/**
 * What follows when the manifest of a static pod changes: does the kubelet see another pod, are containers replaced or
 * restarted in place, what becomes of the mirror. Decides with the kubelet's own functions (staticPods.ts) from the
 * manifest before and after; when it happens is the simulator's business. Stands for pkg/kubelet/config/file.go,
 * config.go and pod_workers.go together.
 */
import type { ApiObject, Pod } from './objects';
import { canonicalText } from './podHash';
import { tryDecodeSinglePod, type ManifestOrigin } from './staticPods';

/** A manifest in the kubelet's folder. */
export interface ManifestFile {
  readonly path: string;
  readonly object: ApiObject | null;
}

export interface StaticPodChange {
  /** `ends`: no pod any more; `starts`: there was none; `replaced`: the old one ends completely, then the new one starts. */
  readonly pod: 'none' | 'unchanged' | 'starts' | 'ends' | 'replaced' | 'updatedInPlace';
  /** Only a replaced pod's mirror is made anew; one updated in place keeps its old mirror, which then shows the old spec. */
  readonly mirror: 'none' | 'untouched' | 'created' | 'deleted' | 'recreated';
  /** The pod that runs afterwards. */
  readonly after?: Pod;
  /** Names of containers that are restarted by an update in place. */
  readonly restarted: readonly string[];
  readonly because: string;
}

export interface ChangeContext {
  readonly nodeName: string;
  /** Is the file a pod's single staticPodPath? Then a file that cannot be read keeps the old pod. */
  readonly singleFile?: boolean;
  /** A kubelet without an API server makes no mirrors. */
  readonly standalone?: boolean;
}

function decoded(file: ManifestFile | undefined, nodeName: string): Pod | undefined {
  if (!file) return undefined;
  const origin: ManifestOrigin = { source: 'file', location: file.path, nodeName };
  const result = tryDecodeSinglePod(file.object, origin);
  return result.accepted ? result.pod : undefined;
}

/** Containers whose spec differs: an update in place restarts them. */
const changedContainers = (before: Pod, after: Pod): readonly string[] =>
  (after.spec?.containers ?? [])
    .filter((container) => {
      const old = before.spec?.containers?.find((each) => each.name === container.name);
      return old !== undefined && canonicalText(old) !== canonicalText(container);
    })
    .map(({ name }) => name);

/** What happens when the folder's manifest changes from `before` to `after`; undefined means that there is no file. */
export function staticPodChange(before: ManifestFile | undefined, after: ManifestFile | undefined, context: ChangeContext): StaticPodChange {
  const old = decoded(before, context.nodeName);
  const next = decoded(after, context.nodeName);
  const change = old ? (next ? compare(old, next) : ended(old, after, context)) : arrived(next);
  return context.standalone ? { ...change, mirror: 'none' } : change;
}

function arrived(next: Pod | undefined): StaticPodChange {
  return next
    ? { pod: 'starts', mirror: 'created', after: next, restarted: [], because: 'A manifest appeared: the kubelet runs its pod.' }
    : { pod: 'none', mirror: 'none', restarted: [], because: 'There is no manifest that the kubelet accepts.' };
}

function ended(old: Pod, after: ManifestFile | undefined, context: ChangeContext): StaticPodChange {
  if (after && context.singleFile) {
    const because = 'The single file cannot be read as a pod: the last good one is kept.';
    return { pod: 'unchanged', mirror: 'untouched', after: old, restarted: [], because };
  }
  const because = after
    ? 'At the next listing the kubelet skips the file that it cannot read, and ends its pod.'
    : 'The manifest is gone: the kubelet ends the pod; its mirror is deleted when it has ended.';
  return { pod: 'ends', mirror: 'deleted', restarted: [], because };
}

function compare(old: Pod, next: Pod): StaticPodChange {
  if (old.metadata?.uid !== next.metadata?.uid) {
    const because = 'The content or the path is part of the UID: it is another pod, which starts when the old one has ended.';
    return { pod: 'replaced', mirror: 'recreated', after: next, restarted: [], because };
  }
  if (canonicalText(old) === canonicalText(next)) {
    const because = 'The object is the same: comments and layout do not count.';
    return { pod: 'unchanged', mirror: 'untouched', after: next, restarted: [], because };
  }
  const because = 'The manifest gives its own UID, so it is the same pod: changed containers are restarted, and the mirror keeps showing the old version.';
  return { pod: 'updatedInPlace', mirror: 'untouched', after: next, restarted: changedContainers(old, next), because };
}
