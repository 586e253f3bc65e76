/**
 * What the controllers share: making and deleting pods of an owner with the events that tell of it, and the small
 * questions about pods that they all ask.
 * Stands for: pkg/controller/controller_utils.go, pkg/api/v1/pod/util.go.
 */
import { canonicalText } from '../../kubernetes/podHash';
import type { ApiObject, Condition, IntOrString, Pod, PodTemplateSpec } from '../../kubernetes/objects';
import type { RuleId } from '../../kubernetes/rules/catalogue';
import { fnv1a } from '../../lib/prng';
import { parseRfc3339 } from '../../lib/time';
import type { Address } from '../messages';
import type { About } from '../step';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { type Answer, controllerRef, create, type Refusal, remove } from './apiServer';
import { emit, regarding } from './events';

/** `namespace/name` of a namespaced object. */
export const keyOf = (object: ApiObject): string => `${object.metadata?.namespace ?? 'default'}/${object.metadata?.name ?? ''}`;

/** `namespace/name` of an object that lives beside another one. */
export const siblingKey = (key: string, name: string): string => `${key.slice(0, key.indexOf('/'))}/${name}`;

export const nameOf = (object: ApiObject): string => object.metadata?.name ?? '';
export const uidOf = (object: ApiObject): string => object.metadata?.uid ?? '';

// ── Pods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Counts towards its owner's replicas (controller_utils.go:IsPodActive). */
export const isPodActive = (pod: Pod): boolean => !isTerminal(pod) && pod.metadata?.deletionTimestamp === undefined;

/** Asked to stop and not yet at its end (controller_utils.go:IsPodTerminating). */
export const isPodTerminating = (pod: Pod): boolean => !isTerminal(pod) && pod.metadata?.deletionTimestamp !== undefined;

export function podCondition(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export const isPodReady = (pod: Pod): boolean => podCondition(pod, 'Ready')?.status === 'True';

/** The instant (ms of the wall clock) from which a Ready pod counts as available, or null while it is not Ready. */
export function availableFrom(pod: Pod, minReadySeconds: number): number | null {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return null;
  return (parseRfc3339(ready.lastTransitionTime ?? '') ?? 0) + minReadySeconds * 1000;
}

/** Ready for at least minReadySeconds (pkg/api/v1/pod/util.go:IsPodAvailable). */
export function isPodAvailable(tx: Tx, pod: Pod, minReadySeconds = 0): boolean {
  if (minReadySeconds <= 0) return isPodReady(pod);
  const from = availableFrom(pod, minReadySeconds);
  return from !== null && from <= wallClock(tx);
}

/** The wall clock now, milliseconds since 1970. */
export function wallClock(tx: Tx): number {
  const { clock, origin } = tx.cluster;
  return clock + tx.now - origin;
}

/** How long until the wall clock shows this RFC 3339 time plus so many seconds; 0 when it is past. */
export function untilTime(tx: Tx, time: string | null | undefined, plusSeconds = 0): number {
  return Math.max(0, (parseRfc3339(time ?? '') ?? 0) + plusSeconds * 1000 - wallClock(tx));
}

// ── Making and deleting pods ─────────────────────────────────────────────────────────────────────────────────────────

export interface PodControl {
  readonly caller: Address;
  /** As events name it: `replicaset-controller`. */
  readonly component: string;
}

export interface PodToMake {
  readonly owner: ApiObject;
  readonly template: PodTemplateSpec;
  /** What the name begins with; without it `<owner>-`. Five characters follow. */
  readonly generateName?: string;
  readonly finalizers?: readonly string[];
  /** The rule of the step, and what its sentence needs besides `pod` and `owner`. */
  readonly rule: RuleId;
  readonly about: About;
}

/**
 * Creates a pod from a template, owned by a controller; an event tells how it went
 * (controller_utils.go:RealPodControl.CreatePodsWithGenerateName, GetPodFromTemplate).
 */
export function createPod(tx: Tx, control: PodControl, make: PodToMake): Answer<Pod> {
  const { owner, template } = make;
  const namespace = owner.metadata?.namespace ?? 'default';
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: make.generateName ?? `${nameOf(owner)}-`,
      namespace,
      ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      ...(make.finalizers ? { finalizers: make.finalizers } : {}),
      ownerReferences: [controllerRef(owner)],
    },
    spec: template.spec ?? {},
  };
  const answer = create(tx, control.caller, pod);
  if (answer.ok) {
    tx.because(make.rule, { ...make.about, pod: nameOf(answer.object), owner: nameOf(owner), namespace });
    emit(tx, control.component, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(answer.object)}`, regarding(owner));
  } else if (answer.code !== 0 && !isNamespaceTerminating(answer)) {
    tx.because('controllers.podRefused', { owner: nameOf(owner), kind: owner.kind ?? '', namespace, message: answer.message });
    emit(tx, control.component, 'Warning', 'FailedCreate', `Error creating: ${answer.message}`, regarding(owner));
  }
  return answer;
}

/** Nothing can be created any more: no event, and no use trying again (meta.HasStatusCause NamespaceTerminating). */
export const isNamespaceTerminating = (refusal: Refusal): boolean => refusal.code === 403 && refusal.message.endsWith('because it is being terminated');

/** Deletes a pod of an owner, with the event (controller_utils.go:RealPodControl.DeletePod). */
export function deletePod(tx: Tx, control: PodControl, owner: ApiObject, key: string, rule: RuleId, about: About = {}): boolean {
  const pod = tx.get('pods', key);
  if (!pod || pod.metadata?.deletionTimestamp) return false;
  const answer = remove(tx, control.caller, 'pods', key, pod.metadata?.uid === undefined ? {} : { uid: pod.metadata.uid });
  if (!answer.ok) return false;
  tx.because(rule, {
    ...about,
    pod: nameOf(pod),
    owner: nameOf(owner),
    namespace: pod.metadata?.namespace ?? '',
    ...(pod.spec?.nodeName ? { node: pod.spec.nodeName } : {}),
  });
  emit(tx, control.component, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`, regarding(owner));
  return true;
}

/** The next size of a batch of creations: 1, 2, 4, … (controller_utils.go:slowStartBatch). */
export const nextBatch = (before: number, left: number): number => Math.min(before === 0 ? 1 : before * 2, left);

// ── Hashes and numbers ───────────────────────────────────────────────────────────────────────────────────────────────

const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A number as letters that spell no words (k8s.io/apimachinery/pkg/util/rand:SafeEncodeString). */
export function safeEncode(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++) encoded += SAFE_LETTERS[text.charCodeAt(i) % SAFE_LETTERS.length];
  return encoded;
}

/**
 * The hash of a pod template that goes into names and labels (controller_utils.go:ComputeHash). Upstream hashes Go's
 * print of the template; here it is a canonical JSON text, so the letters differ from a real cluster's.
 */
export function computeHash(template: PodTemplateSpec, collisionCount?: number): string {
  const text = canonicalText(template) + (collisionCount === undefined ? '' : String(collisionCount));
  return safeEncode(String(fnv1a(text)));
}

/** A count, or a percentage of `total` rounded up or down (apimachinery util/intstr:GetScaledValueFromIntOrPercent). */
export function scaledValue(value: IntOrString | undefined, total: number, roundUp: boolean): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = Number(value.replace(/%$/, ''));
  if (!value.endsWith('%') || Number.isNaN(percent)) return 0;
  return roundUp ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}

/** Are two plain values equal? Fields that are undefined count as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => deepEqual(each, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) if (!deepEqual(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}
