/**
 * The StatefulSet controller. Its pods have names that stay: web-0, web-1, … One of a name at a time, so a pod is made
 * again only when the old object is gone; in order, unless the policy is Parallel.
 *
 * updateStatefulSet: lowest ordinal first, create what is missing and wait until it is Ready → too many: delete the
 * highest → rolling update: delete the highest that is out of date → status.
 *
 * Stands for: pkg/controller/statefulset/{stateful_set_control,stateful_pod_control}.go.
 * Left out: the retention policy of claims. A claim counts as bound at once.
 */
import type { Pod, PodTemplateSpec, StatefulSet } from '../../kubernetes/objects';
import { keyOf as kindKey } from '../kinds';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { controllerRef, create, remove, update } from './apiServer';
import { forgetRevision, keptTemplate, REVISION_LABEL, surplusRevisions, wantedNumber, writeRevision } from './controllerRevisions';
import { deepEqual, isNamespaceTerminating, keyOf, nameOf, uidOf } from './controllerUtils';
import { emit, regarding } from './events';
import { type Claim, claimPod, claimPods } from './podClaims';
import { labelSelector } from './selectors';
import {
  claimsOf, isHealthy, isParallel, isRunningAndAvailable, isRunningAndReady, isTerminating, ordinalOf, podTemplate, replicasOf,
  revisionName, revisionOfPod, startOrdinal,
} from './statefulSetUtil';
import { type Controller, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/statefulset';
const COMPONENT = 'statefulset-controller';

type Deed =
  | Claim
  | { readonly do: 'revision'; readonly name: string; readonly revision: number }
  | { readonly do: 'claim' | 'create'; readonly ordinal: number; readonly revision: string }
  | { readonly do: 'delete' | 'recreate'; readonly pod: string }
  | { readonly do: 'forget'; readonly name: string }
  | { readonly do: 'status' };

export const statefulSetController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: syncStatefulSet, perform };

/** stateful_set_control.go:performUpdate. */
function syncStatefulSet(tx: Tx, key: string): readonly Deed[] {
  const set = tx.get('statefulSets', key);
  if (!set) return [];
  const claims = set.metadata?.deletionTimestamp ? [] : claimPods(tx, set, labelSelector(set.spec?.selector), (pod) => ordinalOf(set, pod) >= 0);
  if (claims.length > 0) return claims;
  const name = revisionName(set);
  const revision = wantedNumber(tx, set, name);
  const missing: readonly Deed[] = revision === undefined ? [] : [{ do: 'revision', name, revision }];
  return [...missing, ...updateStatefulSet(tx, set), { do: 'status' }, ...surplus(tx, set)];
}

/** stateful_set_control.go:truncateHistory. */
function surplus(tx: Tx, set: StatefulSet): readonly Deed[] {
  const live = (): readonly string[] => [revisionName(set), set.status?.currentRevision ?? '', ...tx.rows('pods', 'podsByOwner', uidOf(set)).map(revisionOfPod)];
  return surplusRevisions(tx, set, set.spec?.revisionHistoryLimit ?? 10, 'dead', live).map((name) => ({ do: 'forget', name }));
}

// ── What to do ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Situation {
  /** By ordinal, from the first; undefined where a pod is missing. */
  readonly replicas: readonly (Pod | undefined)[];
  /** Pods beyond spec.replicas, the highest ordinal first. */
  readonly condemned: readonly Pod[];
}

function situationOf(tx: Tx, set: StatefulSet): Situation {
  const replicas: (Pod | undefined)[] = Array.from({ length: replicasOf(set) });
  const condemned: Pod[] = [];
  for (const pod of tx.rows('pods', 'podsByOwner', uidOf(set))) {
    const ordinal = ordinalOf(set, pod);
    const index = ordinal - startOrdinal(set);
    if (ordinal >= 0 && index >= 0 && index < replicas.length) replicas[index] = pod;
    else if (ordinal >= 0) condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
  return { replicas, condemned };
}

/** stateful_set_control.go:updateStatefulSet: what can be done now. In order means: at most one thing. */
function updateStatefulSet(tx: Tx, set: StatefulSet): readonly Deed[] {
  if (set.metadata?.deletionTimestamp) return [];
  const { replicas, condemned } = situationOf(tx, set);
  const monotonic = !isParallel(set);
  const deeds: Deed[] = [];
  for (const [index, pod] of replicas.entries()) {
    const { deeds: more, exit } = processReplica(tx, set, pod, index + startOrdinal(set), monotonic);
    deeds.push(...more);
    if (exit && monotonic) return deeds;
  }
  const firstUnhealthy = [...replicas, ...condemned.toReversed()].find((pod) => pod && !isHealthy(pod));
  for (const pod of condemned) {
    const { deeds: more, exit } = processCondemned(tx, set, pod, firstUnhealthy, monotonic);
    deeds.push(...more);
    if (exit && monotonic) return deeds;
  }
  return deeds.length > 0 || set.spec?.updateStrategy?.type === 'OnDelete' ? deeds : rollingUpdate(tx, set, replicas);
}

interface Processed {
  readonly deeds: readonly Deed[];
  /** In order: go no further now. */
  readonly exit: boolean;
}
const WAIT: Processed = { deeds: [], exit: true };
const GO_ON: Processed = { deeds: [], exit: false };

/** stateful_set_control.go:processReplica. */
function processReplica(tx: Tx, set: StatefulSet, pod: Pod | undefined, ordinal: number, monotonic: boolean): Processed {
  if (!pod) {
    const revision = revisionFor(set, ordinal);
    const claims: readonly Deed[] = claimsOf(set, ordinal).length > 0 ? [{ do: 'claim', ordinal, revision }] : [];
    return { deeds: [...claims, { do: 'create', ordinal, revision }], exit: monotonic };
  }
  const phase = pod.status?.phase;
  if ((phase === 'Failed' || phase === 'Succeeded') && !isTerminating(pod)) return { deeds: [{ do: 'recreate', pod: keyOf(pod) }], exit: true };
  if (isTerminating(pod) || !isRunningAndReady(pod)) return WAIT;
  if (isRunningAndAvailable(tx, set, pod)) return GO_ON;
  enqueueAfter(tx, ADDRESS, keyOf(set), 1000);
  return WAIT;
}

/** stateful_set_control.go:processCondemned. */
function processCondemned(tx: Tx, set: StatefulSet, pod: Pod, firstUnhealthy: Pod | undefined, monotonic: boolean): Processed {
  if (isTerminating(pod)) return WAIT;
  if (monotonic && pod !== firstUnhealthy && !(isRunningAndReady(pod) && isRunningAndAvailable(tx, set, pod))) return WAIT;
  return { deeds: [{ do: 'delete', pod: keyOf(pod) }], exit: true };
}

/** The highest pod that is out of date, if all above it are healthy again (updateStatefulSet, its last part). */
function rollingUpdate(tx: Tx, set: StatefulSet, replicas: readonly (Pod | undefined)[]): readonly Deed[] {
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const name = revisionName(set);
  for (let index = replicas.length - 1; index >= Math.max(0, partition - startOrdinal(set)); index--) {
    const pod = replicas[index];
    if (!pod) return [];
    if (revisionOfPod(pod) !== name && !isTerminating(pod)) return [{ do: 'delete', pod: keyOf(pod) }];
    if (!isHealthy(pod) || !isRunningAndAvailable(tx, set, pod)) return [];
  }
  return [];
}

/** Pods below the partition keep the old revision; without one, as many as still have it (newVersionedStatefulSetPod). */
function revisionFor(set: StatefulSet, ordinal: number): string {
  const { type, rollingUpdate: strategy } = set.spec?.updateStrategy ?? {};
  const kept = strategy ? (strategy.partition ?? 0) : (set.status?.currentReplicas ?? 0);
  const current = set.status?.currentRevision;
  return current && type !== 'OnDelete' && ordinal < startOrdinal(set) + kept ? current : revisionName(set);
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

const about = (set: StatefulSet) => ({ statefulSet: nameOf(set), namespace: set.metadata?.namespace ?? '' });

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const set = tx.get('statefulSets', key);
  if (!set) return 'nothing';
  switch (deed.do) {
    case 'release':
    case 'adopt':
      return claimPod(tx, ADDRESS, set, deed);
    case 'revision':
      return recordRevision(tx, set, deed.name, deed.revision);
    case 'claim':
      return createClaims(tx, set, deed.ordinal);
    case 'create':
      return createPod(tx, set, deed.ordinal, deed.revision);
    case 'delete':
    case 'recreate':
      return deletePod(tx, set, deed.pod, deed.do === 'recreate');
    case 'forget':
      return forgetRevision(tx, ADDRESS, set, deed.name);
    case 'status':
      return writeStatus(tx, set);
  }
}

function recordRevision(tx: Tx, set: StatefulSet, name: string, revision: number): Outcome<Deed> {
  const labels = { ...set.spec?.selector?.matchLabels, [REVISION_LABEL]: name };
  if (!writeRevision(tx, ADDRESS, set, name, revision, set.spec?.template ?? {}, labels)) return 'refused';
  tx.because('statefulSet.recordRevision', { ...about(set), revision: String(revision) });
  return 'written';
}

/** One claim a message; a claim that is there is used again. */
function createClaims(tx: Tx, set: StatefulSet, ordinal: number): Outcome<Deed> {
  for (const claim of claimsOf(set, ordinal)) {
    if (tx.get('others', kindKey('PersistentVolumeClaim', claim.metadata?.namespace, nameOf(claim)))) continue;
    const answer = create(tx, ADDRESS, claim);
    if (!answer.ok) return 'refused';
    const pod = `${nameOf(set)}-${ordinal}`;
    tx.because('statefulSet.createClaim', { ...about(set), claim: nameOf(claim), pod });
    emit(tx, COMPONENT, 'Normal', 'SuccessfulCreate', `create Claim ${nameOf(claim)} Pod ${pod} in StatefulSet ${nameOf(set)} success`, regarding(set));
    return { next: { do: 'claim', ordinal, revision: '' }, delay: 0 };
  }
  return 'nothing';
}

const templateOf = (tx: Tx, set: StatefulSet, revision: string): PodTemplateSpec =>
  (revision === revisionName(set) ? undefined : keptTemplate(tx, set, revision)) ?? set.spec?.template ?? {};

function createPod(tx: Tx, set: StatefulSet, ordinal: number, revision: string): Outcome<Deed> {
  const name = `${nameOf(set)}-${ordinal}`;
  const { metadata, spec } = podTemplate(set, templateOf(tx, set, revision), ordinal, revision);
  const pod: Pod = {
    apiVersion: 'v1', kind: 'Pod', spec: spec ?? {},
    metadata: { ...metadata, name, namespace: set.metadata?.namespace ?? 'default', ownerReferences: [controllerRef(set)] },
  };
  const answer = create(tx, ADDRESS, pod);
  if (!answer.ok) {
    if (isNamespaceTerminating(answer)) return 'nothing';
    if (answer.code !== 0) {
      tx.because('controllers.podRefused', { owner: nameOf(set), kind: 'StatefulSet', namespace: set.metadata?.namespace ?? '', message: answer.message });
      emit(tx, COMPONENT, 'Warning', 'FailedCreate', `Create Pod ${name} in StatefulSet ${nameOf(set)} failed error: ${answer.message}`, regarding(set));
    }
    return answer.code === 0 ? 'refused' : 'failed';
  }
  tx.because('statefulSet.createPod', { ...about(set), owner: nameOf(set), pod: name });
  emit(tx, COMPONENT, 'Normal', 'SuccessfulCreate', `Create Pod ${name} in StatefulSet ${nameOf(set)} successful`, regarding(set));
  return 'written';
}

function deletePod(tx: Tx, set: StatefulSet, key: string, finished: boolean): Outcome<Deed> {
  const pod = tx.get('pods', key);
  if (!pod || isTerminating(pod)) return 'nothing';
  const rule = finished ? 'statefulSet.recreatePod' : 'statefulSet.deletePod';
  tx.because(rule, { ...about(set), owner: nameOf(set), pod: nameOf(pod), ...(pod.spec?.nodeName ? { node: pod.spec.nodeName } : {}) });
  if (!remove(tx, ADDRESS, 'pods', key, { uid: uidOf(pod) }).ok) return 'refused';
  emit(tx, COMPONENT, 'Normal', 'SuccessfulDelete', `Delete Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)} successful`, regarding(set));
  return 'written';
}

/** stateful_set_control.go:updateStatus, completeRollingUpdate. */
function writeStatus(tx: Tx, set: StatefulSet): Outcome<Deed> {
  const updateRevision = revisionName(set);
  let currentRevision = set.status?.currentRevision ?? updateRevision;
  const pods = tx.rows('pods', 'podsByOwner', uidOf(set));
  const live = pods.filter((pod) => !isTerminating(pod));
  const ready = pods.filter(isRunningAndReady).length;
  const available = pods.filter((pod) => isRunningAndAvailable(tx, set, pod)).length;
  const updated = live.filter((pod) => revisionOfPod(pod) === updateRevision).length;
  if (set.spec?.updateStrategy?.type !== 'OnDelete' && updated === pods.length && ready === pods.length) currentRevision = updateRevision;
  const current = live.filter((pod) => revisionOfPod(pod) === currentRevision).length;
  const status: NonNullable<StatefulSet['status']> = {
    observedGeneration: set.metadata?.generation ?? 0,
    replicas: pods.length,
    availableReplicas: available,
    collisionCount: 0,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(current > 0 ? { currentReplicas: current } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision,
    updateRevision,
  };
  if (deepEqual(status, set.status ?? {})) return 'nothing';
  const answer = update(tx, ADDRESS, 'statefulSets', keyOf(set), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('statefulSet.updateStatus', { ...about(set), replicas: String(pods.length), ready: String(ready) });
  return 'written';
}

