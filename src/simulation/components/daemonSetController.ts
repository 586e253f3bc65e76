/**
 * The DaemonSet controller. It makes one pod for each node that the template's affinity and tolerations allow. The pod
 * carries an affinity to its node; the scheduler binds it like any other.
 *
 * syncDaemonSet: whose pods → revision of the template → manage (too few, too many, failed pods) → rolling update → status.
 *
 * Stands for: pkg/controller/daemon/daemon_controller.go, update.go.
 */
import type { DaemonSet, Pod } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { update } from './apiServer';
import { forgetRevision, REVISION_LABEL, revisionNumber, surplusRevisions, wantedNumber, writeRevision } from './controllerRevisions';
import {
  createPod, deepEqual, deletePod, isNamespaceTerminating, isPodAvailable, isPodReady, keyOf, nameOf, nextBatch, type PodControl, uidOf,
} from './controllerUtils';
import { type Changes, isUpdated, manage, podsByNode, type PodsByNode, rollingUpdate } from './daemonSetUpdate';
import { daemonTemplate, nodeShouldRunDaemonPod, oldestFirst, revisionHash, templateForNode } from './daemonSetUtil';
import { emit, regarding } from './events';
import { type Claim, claimPod, claimPods } from './podClaims';
import { labelSelector } from './selectors';
import { type Controller, enqueue, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/daemonset';
const COMPONENT = 'daemonset-controller';
const CONTROL: PodControl = { caller: ADDRESS, component: COMPONENT };
/** Pods created, and pods deleted, in one sync (daemon_controller.go:BurstReplicas). */
const BURST = 250;
const FIRST_BACKOFF = 1000;
const MAX_BACKOFF = 15 * 60_000;

type Deed =
  | Claim
  | { readonly do: 'revision'; readonly hash: string; readonly revision: number }
  /** Creations still to do: in all, in this batch, and the size of this batch. */
  | { readonly do: 'create'; readonly nodes: readonly string[]; readonly at: number; readonly left: number; readonly batch: number; readonly failed?: true }
  | { readonly do: 'delete' | 'deleteFinished'; readonly pod: string; readonly node: string }
  | { readonly do: 'forget'; readonly name: string }
  | { readonly do: 'status' };

const CONTROLLER: Controller<Deed> = {
  address: ADDRESS,
  sync: syncDaemonSet,
  perform,
  isParallel: (deed) => deed.do === 'delete',
  // One look goes over all nodes.
  extraRest: (tx) => tx.nodeInfos.size / 2,
};

/** A change of a node concerns every DaemonSet. */
export function daemonSetController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && message.table === 'nodes') {
    for (const key of tx.keys('allDaemonSets')) enqueue(tx, ADDRESS, key, 0);
    return;
  }
  work(tx, message, CONTROLLER);
}

/** daemon_controller.go:syncDaemonSet, updateDaemonSet. */
function syncDaemonSet(tx: Tx, key: string): readonly Deed[] {
  const set = tx.get('daemonSets', key);
  if (!set) return [];
  if (set.metadata?.deletionTimestamp) return [{ do: 'status' }];
  const claims = claimPods(tx, set, labelSelector(set.spec?.selector));
  if (claims.length > 0) return claims;
  const hash = revisionHash(set.spec?.template ?? {});
  const revision = missingRevision(tx, set, hash);
  const nodes = tx.rows('nodes', 'allNodes');
  const pods = podsByNode(tx, set);
  let changes = manage(tx, set, nodes, pods, hash, (pod, node) => backsOff(tx, set, node, pod));
  if (isNothing(changes) && set.spec?.updateStrategy?.type !== 'OnDelete' && hasOutdated(pods, hash)) changes = rollingUpdate(tx, set, nodes, pods, hash);
  const deeds = [...revision, ...deedsOf(changes), ...surplus(tx, set, pods, hash)];
  return deeds.length === 0 && isStatusRight(tx, set, pods) ? [] : [...deeds, { do: 'status' }];
}

function hasOutdated(pods: PodsByNode, hash: string): boolean {
  for (const here of pods.values()) if (here.some((pod) => !isUpdated(pod, hash))) return true;
  return false;
}

const isNothing = (changes: Changes): boolean => changes.create.length + changes.delete.length + changes.deleteFinished.length === 0;

function deedsOf(changes: Changes): readonly Deed[] {
  const deletion = (what: 'delete' | 'deleteFinished') => (pod: Pod): Deed => ({ do: what, pod: keyOf(pod), node: pod.spec?.nodeName ?? '' });
  const deletions = [...changes.deleteFinished.map(deletion('deleteFinished')), ...changes.delete.map(deletion('delete'))].slice(0, BURST);
  const nodes = changes.create.slice(0, BURST);
  const creations: readonly Deed[] = nodes.length > 0 ? [{ do: 'create', nodes, at: 0, left: 1, batch: 1 }] : [];
  return [...creations, ...deletions];
}

// ── Revisions ────────────────────────────────────────────────────────────────────────────────────────────────────────

const revisionName = (set: DaemonSet, hash: string): string => `${nameOf(set)}-${hash}`;

/** update.go:constructHistory: the present template has a ControllerRevision, with the highest number. */
function missingRevision(tx: Tx, set: DaemonSet, hash: string): readonly Deed[] {
  const revision = wantedNumber(tx, set, revisionName(set, hash));
  return revision === undefined ? [] : [{ do: 'revision', hash, revision }];
}

/** update.go:cleanupHistory. */
function surplus(tx: Tx, set: DaemonSet, pods: PodsByNode, hash: string): readonly Deed[] {
  const live = (): readonly string[] => [hash, ...[...pods.values()].flat().map((pod) => pod.metadata?.labels?.[REVISION_LABEL] ?? '')];
  return surplusRevisions(tx, set, set.spec?.revisionHistoryLimit ?? 10, 'old', () => live().map((each) => revisionName(set, each)))
    .map((name) => ({ do: 'forget', name }));
}

function recordRevision(tx: Tx, set: DaemonSet, hash: string, revision: number): Outcome<Deed> {
  const template = set.spec?.template ?? {};
  const labels = { ...template.metadata?.labels, [REVISION_LABEL]: hash };
  if (!writeRevision(tx, ADDRESS, set, revisionName(set, hash), revision, template, labels)) return 'refused';
  tx.because('daemonSet.recordRevision', { ...about(set), revision: String(revision) });
  return 'written';
}

// ── Failed pods ──────────────────────────────────────────────────────────────────────────────────────────────────────

const backoffKey = (set: DaemonSet, node: string): string => `daemonBackoff/${uidOf(set)}/${node}`;

/** Must the failed pod of this node wait? Then the set is looked at again when it need not (client-go util/flowcontrol:Backoff). */
function backsOff(tx: Tx, set: DaemonSet, node: string, pod: Pod): boolean {
  const memory = tx.get('memory', backoffKey(set, node));
  if (memory?.kind !== 'daemonBackoff' || pod.status?.phase !== 'Failed') return false;
  const left = memory.since + memory.backoff - tx.now;
  if (left <= 0) return false;
  enqueueAfter(tx, ADDRESS, keyOf(set), left);
  return true;
}

function noteFailure(tx: Tx, set: DaemonSet, node: string): void {
  const memory = tx.get('memory', backoffKey(set, node));
  const fresh = memory?.kind !== 'daemonBackoff' || tx.now - memory.since > 2 * MAX_BACKOFF;
  const backoff = fresh ? FIRST_BACKOFF : Math.min(memory.backoff * 2, MAX_BACKOFF);
  tx.put('memory', backoffKey(set, node), { kind: 'daemonBackoff', backoff, since: tx.now });
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

const about = (set: DaemonSet) => ({ daemonSet: nameOf(set), namespace: set.metadata?.namespace ?? '' });

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const set = tx.get('daemonSets', key);
  if (!set) return 'nothing';
  switch (deed.do) {
    case 'release':
    case 'adopt':
      return claimPod(tx, ADDRESS, set, deed);
    case 'revision':
      return recordRevision(tx, set, deed.hash, deed.revision);
    case 'create':
      return createOne(tx, set, deed);
    case 'delete':
      return deletePod(tx, CONTROL, set, deed.pod, 'daemonSet.deletePod', { node: deed.node }) ? 'written' : 'nothing';
    case 'deleteFinished':
      return deleteFinished(tx, set, deed.pod, deed.node);
    case 'forget':
      return forgetRevision(tx, ADDRESS, set, deed.name);
    case 'status':
      return writeStatus(tx, set);
  }
}

/** One pod for one node (daemon_controller.go:syncNodes): batches of 1, 2, 4, …; a refused one stops the rest. */
function createOne(tx: Tx, set: DaemonSet, deed: Deed & { readonly do: 'create' }): Outcome<Deed> {
  const node = deed.nodes[deed.at] ?? '';
  const template = set.spec?.template ?? {};
  const revision = revisionNumber(tx, set, revisionName(set, revisionHash(template))) ?? 1;
  const answer = createPod(tx, CONTROL, {
    owner: set,
    template: templateForNode(daemonTemplate(template, revision), node),
    rule: 'daemonSet.createPod',
    about: { node },
  });
  if (!answer.ok && answer.code === 0) return 'refused';
  if (!answer.ok && isNamespaceTerminating(answer)) return 'nothing';
  const at = deed.at + 1;
  const failed = deed.failed || !answer.ok ? { failed: true as const } : {};
  if (deed.left > 1) return { next: { ...deed, ...failed, at, left: deed.left - 1 }, delay: 0 };
  if ('failed' in failed) return 'failed';
  if (at === deed.nodes.length) return 'written';
  const batch = nextBatch(deed.batch, deed.nodes.length - at);
  return { next: { do: 'create', nodes: deed.nodes, at, left: batch, batch }, delay: 1 };
}

/** A failed daemon pod is deleted, so that the next sync makes another one. */
function deleteFinished(tx: Tx, set: DaemonSet, key: string, node: string): Outcome<Deed> {
  const pod = tx.get('pods', key);
  if (!pod || pod.metadata?.deletionTimestamp) return 'nothing';
  const failed = pod.status?.phase === 'Failed';
  if (failed) {
    noteFailure(tx, set, node);
    emit(tx, COMPONENT, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${key} on node ${node}, will try to kill it`, regarding(set));
  } else {
    emit(tx, COMPONENT, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${key} on node ${node}, will try to delete it`, regarding(set));
  }
  const rule = failed ? 'daemonSet.deleteFailedPod' : 'daemonSet.deleteSucceededPod';
  return deletePod(tx, CONTROL, set, key, rule, { node }) ? 'written' : 'nothing';
}

/** Is there nothing to write? Pods that are Ready but not yet available are looked at again when they may be. */
function isStatusRight(tx: Tx, set: DaemonSet, pods: PodsByNode, status = statusOf(tx, set, pods)): boolean {
  if ((set.spec?.minReadySeconds ?? 0) > 0 && status.numberReady !== (status.numberAvailable ?? 0)) {
    enqueueAfter(tx, ADDRESS, keyOf(set), (set.spec?.minReadySeconds ?? 0) * 1000);
  }
  return deepEqual(status, set.status ?? {});
}

/** daemon_controller.go:updateDaemonSetStatus. */
function writeStatus(tx: Tx, set: DaemonSet): Outcome<Deed> {
  const pods = podsByNode(tx, set);
  const status = statusOf(tx, set, pods);
  if (isStatusRight(tx, set, pods, status)) return 'nothing';
  const answer = update(tx, ADDRESS, 'daemonSets', keyOf(set), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('daemonSet.updateStatus', { ...about(set), ready: String(status.numberReady), desired: String(status.desiredNumberScheduled) });
  return 'written';
}

function statusOf(tx: Tx, set: DaemonSet, pods: PodsByNode): NonNullable<DaemonSet['status']> {
  const hash = revisionHash(set.spec?.template ?? {});
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 };
  for (const node of tx.rows('nodes', 'allNodes')) {
    const [pod] = oldestFirst(pods.get(nameOf(node)) ?? []);
    if (!nodeShouldRunDaemonPod(node, set).shouldRun) {
      if (pod) count.misscheduled++;
      continue;
    }
    count.desired++;
    if (!pod) continue;
    count.current++;
    if (isPodReady(pod)) count.ready++;
    if (isPodAvailable(tx, pod, set.spec?.minReadySeconds)) count.available++;
    if (isUpdated(pod, hash)) count.updated++;
  }
  const unavailable = count.desired - count.available;
  return {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    observedGeneration: set.metadata?.generation ?? 0,
    ...(count.updated > 0 ? { updatedNumberScheduled: count.updated } : {}),
    ...(count.available > 0 ? { numberAvailable: count.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
  };
}
