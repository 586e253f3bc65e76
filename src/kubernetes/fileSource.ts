/**
 * What the kubelet's file source tells when something happens at its path: sets of pods, empty or not, or an error that
 * is retried. Stands for pkg/kubelet/config/file.go and file_linux.go, and for http.go's rule on bad answers. Times are
 * not told here.
 */

/** A set that the source sends. */
export type SourceUpdate = 'empty' | 'pods';

export type FileSourceEvent =
  /** The kubelet looks at its path: what is there? */
  | { readonly kind: 'list'; readonly found: 'nothing' | 'emptyDirectory' | 'manifests' }
  /** It asks the kernel to tell of changes. */
  | { readonly kind: 'watch'; readonly exists: boolean }
  /** The kernel tells of a change, or, in a symlinked or polled folder, the next listing shows it. */
  | { readonly kind: 'change'; readonly what: 'created' | 'written' | 'removed' | 'renamedInside'; readonly dotFile?: boolean };

export interface FileSourceAnswer {
  readonly updates: readonly SourceUpdate[];
  /** An error, and after how many milliseconds it is tried again. */
  readonly retryAfter?: number;
}

/** file_linux.go:retryPeriod. */
const retryPeriod = 1000;

/**
 * A missing path is an empty set: the source counts as seen, and housekeeping may begin. Watching a missing path fails
 * and is tried again every second. A rename is a removal and an arrival (file.go:listConfig, file_linux.go:doWatch).
 */
export function fileSourceUpdates(event: FileSourceEvent): FileSourceAnswer {
  switch (event.kind) {
    case 'list':
      return { updates: [event.found === 'manifests' ? 'pods' : 'empty'] };
    case 'watch':
      return event.exists ? { updates: [] } : { updates: [], retryAfter: retryPeriod };
    case 'change':
      if (event.dotFile) return { updates: [] };
      return { updates: event.what === 'renamedInside' ? ['empty', 'pods'] : event.what === 'removed' ? ['empty'] : ['pods'] };
  }
}

/** What the URL source tells: a bad answer changes nothing, an empty one removes all its pods (http.go:extractFromURL). */
export function urlSourceUpdates(status: number | undefined, length: number): FileSourceAnswer {
  if (status !== 200) return { updates: [] };
  return { updates: [length === 0 ? 'empty' : 'pods'] };
}
