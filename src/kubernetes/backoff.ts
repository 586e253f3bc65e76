/**
 * Back-off: how long a crashed container, or an image that could not be pulled, has to wait. State in, state out.
 * Stands for k8s.io/client-go/util/flowcontrol/backoff.go, kuberuntime_manager.go:doBackOff and
 * pkg/kubelet/images/image_manager.go:pullImage. All times are milliseconds of one clock.
 */
import { goDuration } from '../lib/time';
import type { Container, Pod } from './objects';
import { canonicalText } from './podHash';
import type { RuntimeView } from './runtimeView';

export interface BackoffConfig {
  readonly initialMs: number;
  readonly maxMs: number;
  /** An entry is forgotten when the event that asks is later than this after the entry's last change. */
  readonly expiresAfterMs: number;
}

/** pkg/kubelet/kubelet.go: initialNodeBackOff 10 s, MaxCrashLoopBackOff 300 s, HasExpiredFunc 600 s. */
export const CRASH_LOOP_BACKOFF: BackoffConfig = { initialMs: 10_000, maxMs: 300_000, expiresAfterMs: 600_000 };
/** pkg/kubelet/kubelet.go: imageBackOff, kept for each pod and image. */
export const IMAGE_PULL_BACKOFF: BackoffConfig = { initialMs: 10_000, maxMs: 300_000, expiresAfterMs: 600_000 };

/** flowcontrol/backoff.go:backoffEntry. */
export interface BackoffEntry {
  readonly backoffMs: number;
  readonly lastUpdate: number;
}

const hasExpired = (entry: BackoffEntry, eventTime: number, config: BackoffConfig): boolean =>
  eventTime - entry.lastUpdate > config.expiresAfterMs;

/** The entry after one more event: the first one waits the initial time, each further one twice as long. backoff.go:Next. */
export function nextBackoff(entry: BackoffEntry | undefined, eventTime: number, now: number, config: BackoffConfig): BackoffEntry {
  if (!entry || hasExpired(entry, eventTime, config)) return { backoffMs: config.initialMs, lastUpdate: now };
  return { backoffMs: Math.min(entry.backoffMs * 2, config.maxMs), lastUpdate: now };
}

/** Is the wait since the event not over? backoff.go:IsInBackOffSince. */
export const isInBackOffSince = (entry: BackoffEntry | undefined, eventTime: number, now: number, config: BackoffConfig): boolean =>
  entry !== undefined && !hasExpired(entry, eventTime, config) && now - eventTime < entry.backoffMs;

/** Is the wait since the entry's last change not over? backoff.go:IsInBackOffSinceUpdate. */
export const isInBackOffSinceUpdate = (entry: BackoffEntry | undefined, now: number, config: BackoffConfig): boolean =>
  entry !== undefined && !hasExpired(entry, now, config) && now - entry.lastUpdate < entry.backoffMs;

/** `name_namespace(uid)`, as kubelet messages name a pod. pkg/kubelet/util/format/pod.go:Pod. */
export const formatPod = (pod: Pod): string => `${pod.metadata?.name ?? ''}_${pod.metadata?.namespace ?? ''}(${pod.metadata?.uid ?? ''})`;

export interface StartPermission {
  /** May the container be started now? */
  readonly start: boolean;
  /** What to remember for this container. */
  readonly entry?: BackoffEntry;
  /** When it may, if not now. */
  readonly retryAt?: number;
  /** The message of the waiting reason CrashLoopBackOff, if not now. */
  readonly message?: string;
}

/**
 * When the newest container of each name that has ended did so, by the runtime's report. A sync looks once, at its
 * beginning: a container that it kills itself has not ended for it (kuberuntime_manager.go:SyncPod hands doBackOff the
 * status it was given).
 */
export function lastEnds(view: RuntimeView, now: number): Readonly<Record<string, number>> {
  const ends: Record<string, number> = {};
  for (const { name, state, finishedAt } of view.containers) {
    if (state === 'exited' && ends[name] === undefined) ends[name] = finishedAt ?? now;
  }
  return ends;
}

/**
 * May this container be started now? The wait counts from its last end, `finishedAt`, as the sync has seen it; a first
 * end starts it at once and begins counting. kuberuntime_manager.go:doBackOff.
 */
export function doBackOff(
  pod: Pod, container: Container, finishedAt: number | undefined, entry: BackoffEntry | undefined, now: number, config = CRASH_LOOP_BACKOFF,
): StartPermission {
  if (finishedAt === undefined) return { start: true, ...(entry ? { entry } : {}) };
  if (entry && isInBackOffSince(entry, finishedAt, now, config)) {
    const message = `back-off ${goDuration(entry.backoffMs)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
    return { start: false, entry, retryAt: finishedAt + entry.backoffMs, message };
  }
  return { start: true, entry: nextBackoff(entry, finishedAt, now, config) };
}

/**
 * What the back-off of a container is remembered under, within its pod: another image, or other resources, begin the
 * count anew. kuberuntime_manager.go:GetBackoffKey.
 */
export const backoffKey = ({ name, image, resources }: Container): string => [name, image ?? '', canonicalText(resources ?? {})].join('/');
