/**
 * Back-off: how long a crashed container, or an image that could not be pulled, has to wait. State in, state out.
 * Stands for k8s.io/client-go/util/flowcontrol/backoff.go, kuberuntime_manager.go:doBackOff and
 * pkg/kubelet/images/image_manager.go:pullImage. All times are milliseconds of one clock.
 */
import { goDuration } from '../lib/time';
import type { Container, Pod } from './objects';
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
 * May this container be started now? The wait counts from the last end of the container; a first end starts it at once
 * and begins counting. kuberuntime_manager.go:doBackOff.
 */
export function doBackOff(pod: Pod, container: Container, view: RuntimeView, entry: BackoffEntry | undefined, now: number, config = CRASH_LOOP_BACKOFF): StartPermission {
  const ended = view.containers.find((each) => each.name === container.name && each.state === 'exited');
  if (!ended) return { start: true, ...(entry ? { entry } : {}) };
  const finishedAt = ended.finishedAt ?? now;
  if (entry && isInBackOffSince(entry, finishedAt, now, config)) {
    const message = `back-off ${goDuration(entry.backoffMs)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
    return { start: false, entry, retryAt: finishedAt + entry.backoffMs, message };
  }
  return { start: true, entry: nextBackoff(entry, finishedAt, now, config) };
}

/** What a back-off of a container is remembered under. kuberuntime_manager.go:GetBackoffKey. */
export const backoffKey = (pod: Pod, container: Container): string =>
  `${formatPod(pod)}_${container.name}_${container.image ?? ''}`;
