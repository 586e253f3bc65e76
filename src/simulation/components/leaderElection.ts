/**
 * Leader election of kube-controller-manager and kube-scheduler over a Lease in kube-system: 15 s lease, 10 s to renew,
 * a try every 2 s. A candidate judges a Lease by its own clock: by when it saw it change last.
 * Stands for: client-go tools/leaderelection (LeaderElector: acquire, renew, tryAcquireOrRenew, release). Left out:
 * conflicts of two writers, which cannot happen here because a rule reads and writes in one step.
 */
import type { Lease } from '../../kubernetes/objects';
import { formatMicroTime } from '../../lib/time';
import type { ElectionMemory } from '../componentMemory';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import type { ContainerRow } from '../world';
import { create, servingApiServer, update } from './apiServer';

const LEASE_SECONDS = 15;
const RENEW_DEADLINE = 10_000;
const RETRY_PERIOD = 2_000;
/** A candidate that does not lead waits RETRY_PERIOD × U[1, 2.2). */
const ACQUIRE_JITTER = 1.2;

/** The programs that elect a leader, by the name of their Lease. */
export type ElectedProgram = 'kube-controller-manager' | 'kube-scheduler';

/** Who is told that it leads. */
const TOLD: Readonly<Record<ElectedProgram, Address>> = {
  'kube-controller-manager': 'controllers/manager',
  'kube-scheduler': 'scheduler/default-scheduler',
};

/** Where the program of that name leads at present: the node and the container, or undefined when nobody leads. */
export function leaderOf(tx: Tx, name: string): { readonly node: string; readonly container: string } | undefined {
  const memory = tx.get('memory', `leader/${name}`);
  return memory?.kind === 'leader' ? memory : undefined;
}

const memoryKey = (container: string): string => `process/${container}`;

const electionOf = (tx: Tx, container: string): ElectionMemory | undefined => {
  const memory = tx.get('memory', memoryKey(container));
  return memory?.kind === 'election' ? memory : undefined;
};

const tryLater = (tx: Tx, container: string, delay: number): void => {
  tx.send({ type: 'note', to: `process/${container}`, kind: 'elect' }, delay, `elect/${container}`);
};

/** A program has started: it runs for the Lease after `delay` ms. */
export function runForElection(tx: Tx, row: ContainerRow, lease: ElectedProgram, delay: number): void {
  tx.put('memory', memoryKey(row.id), {
    kind: 'election', lease, node: row.node, identity: `${row.node}_${row.id}`, leading: false, observedAt: tx.now, renewedAt: tx.now,
  });
  tryLater(tx, row.id, delay);
}

/** One try of a candidate or of the leader. Ends the process by itself when the Lease is lost. */
export function elect(tx: Tx, row: ContainerRow): void {
  const memory = electionOf(tx, row.id);
  if (!memory) return;
  if (tryAcquireOrRenew(tx, row, memory)) {
    if (!memory.leading) startLeading(tx, row, memory);
    return tryLater(tx, row.id, RETRY_PERIOD);
  }
  if (!memory.leading) return tryLater(tx, row.id, tx.jitter(RETRY_PERIOD, ACQUIRE_JITTER));
  // The first try comes RETRY_PERIOD after the last renewal; the deadline runs from there.
  if (tx.now - memory.renewedAt < RETRY_PERIOD + RENEW_DEADLINE) return tryLater(tx, row.id, RETRY_PERIOD);
  tx.because('process.loseLease', aboutLease(row, memory));
  endElection(tx, row);
  tx.send({ type: 'note', to: `process/${row.id}`, kind: 'exit', data: { exitCode: 1 } }, 0, `exit/${row.id}`);
}

const aboutLease = (row: ContainerRow, { lease }: ElectionMemory) => ({ container: row.name, node: row.node, lease });

function startLeading(tx: Tx, row: ContainerRow, memory: ElectionMemory): void {
  tx.put('memory', `leader/${memory.lease}`, { kind: 'leader', node: row.node, container: row.id });
  const to = TOLD[memory.lease as ElectedProgram];
  tx.send({ type: 'note', to, from: `process/${row.id}`, kind: 'startedLeading' }, 0);
}

/** The API server that these programs call: kubeadm points them at that of their own node. */
const localServer = (tx: Tx, node: string): Address | undefined => {
  const server = servingApiServer(tx, node);
  return server === `apiserver/${node}` ? server : undefined;
};

/** Did this try end with the Lease in this candidate's hands? */
function tryAcquireOrRenew(tx: Tx, row: ContainerRow, memory: ElectionMemory): boolean {
  const server = localServer(tx, row.node);
  if (!server) return false;
  const key = `kube-system/${memory.lease}`;
  const held = tx.get('leases', key);
  if (held && !mayTake(tx, row, memory, held)) return false;
  const me: Address = `process/${row.id}`;
  const answer = held
    ? update(tx, me, 'leases', key, (before) => ({ ...before, spec: renewed(tx, before, memory.identity) }))
    : create<Lease>(tx, me, {
        apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: memory.lease, namespace: 'kube-system' },
        spec: renewed(tx, undefined, memory.identity),
      });
  if (!answer.ok) return false;
  tx.because(memory.leading ? 'process.renewLease' : 'process.takeLead', aboutLease(row, memory));
  tx.motion(me, server);
  const observed = answer.object.metadata?.resourceVersion;
  tx.put('memory', memoryKey(row.id), {
    ...memory, leading: true, ...(observed !== undefined ? { observed } : {}), observedAt: tx.now, renewedAt: tx.now,
  });
  return true;
}

/** May this candidate write the Lease: its own, one given back, or one that did not change for its duration? */
function mayTake(tx: Tx, row: ContainerRow, memory: ElectionMemory, held: Lease): boolean {
  const version = held.metadata?.resourceVersion ?? '';
  const isNew = version !== memory.observed;
  if (isNew) tx.put('memory', memoryKey(row.id), { ...memory, observed: version, observedAt: tx.now });
  const holder = held.spec?.holderIdentity ?? '';
  if (holder === '' || holder === memory.identity) return true;
  const observedAt = isNew ? tx.now : memory.observedAt;
  return observedAt + (held.spec?.leaseDurationSeconds ?? LEASE_SECONDS) * 1000 <= tx.now;
}

const microTime = (tx: Tx): string => formatMicroTime(tx.cluster.clock + tx.now - tx.cluster.origin);

function renewed(tx: Tx, before: Lease | undefined, identity: string): NonNullable<Lease['spec']> {
  const spec = before?.spec;
  const isMine = spec?.holderIdentity === identity;
  const now = microTime(tx);
  return {
    holderIdentity: identity,
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: isMine ? (spec?.acquireTime ?? now) : now,
    renewTime: now,
    leaseTransitions: spec ? (spec.leaseTransitions ?? 0) + (isMine ? 0 : 1) : 0,
  };
}

/** SIGTERM at a leader that gives its Lease back (ReleaseOnCancel): an empty holder, one second long. */
export function releaseLease(tx: Tx, row: ContainerRow): void {
  const memory = electionOf(tx, row.id);
  const server = localServer(tx, row.node);
  if (!memory?.leading || !server) return;
  const me: Address = `process/${row.id}`;
  const now = microTime(tx);
  update(tx, me, 'leases', `kube-system/${memory.lease}`, (before) => ({
    ...before,
    spec: { ...before.spec, holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now },
  }));
  tx.because('process.releaseLease', aboutLease(row, memory));
  tx.motion(me, server);
}

/** The candidate is out: nothing more is tried, and nobody leads if it did. */
export function endElection(tx: Tx, row: ContainerRow): void {
  const memory = electionOf(tx, row.id);
  if (!memory) return;
  tx.cancel(`elect/${row.id}`);
  tx.delete('memory', memoryKey(row.id));
  if (leaderOf(tx, memory.lease)?.container === row.id) tx.delete('memory', `leader/${memory.lease}`);
}
