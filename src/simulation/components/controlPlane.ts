/**
 * The programs that the control plane is made of, when they run as main processes of containers: etcd, kube-apiserver,
 * kube-controller-manager, kube-scheduler, and the cni container. They find each other by node, not by name: an API
 * server serves while its own node's etcd answers.
 * Stands for: cmd/kube-apiserver, cmd/kube-controller-manager, cmd/kube-scheduler as kubeadm sets them up. Left out:
 * certificates, aggregation, etcd's own consensus.
 */
import type { ApiServerMemory, EtcdMemory } from '../componentMemory';
import { LATENCY } from '../latencies';
import { type Address, instanceOf, type NoteMessage } from '../messages';
import type { Program } from '../programs';
import type { Tx } from '../tx';
import type { ContainerRow } from '../world';
import { create } from './apiServer';
import { endElection, releaseLease, runForElection } from './leaderElection';

/** kube-apiserver waits so long for its first connection to an etcd (storagebackend/factory/etcd3.go: dialTimeout). */
const ETCD_DEADLINE = 20_000;

const programOf = (tx: Tx, row: ContainerRow): Program['name'] => tx.get('registry', row.image)?.program.name;

const etcdOf = (tx: Tx, node: string): EtcdMemory | undefined => {
  const memory = tx.get('memory', `etcd/${node}`);
  return memory?.kind === 'etcd' ? memory : undefined;
};
const apiServerOf = (tx: Tx, node: string): ApiServerMemory | undefined => {
  const memory = tx.get('memory', `apiserver/${node}`);
  return memory?.kind === 'apiserver' ? memory : undefined;
};

const tell = (tx: Tx, to: Address, kind: string, about: string, delay: number): void => {
  tx.send({ type: 'note', to, kind, about }, delay, `${kind}/${about}`);
};

/** The main process of a container with a named program begins. */
export function programStarted(tx: Tx, row: ContainerRow, name: NonNullable<Program['name']>): void {
  const { node, id } = row;
  switch (name) {
    case 'etcd':
      tx.put('memory', `etcd/${node}`, { kind: 'etcd', node, serving: false, container: id });
      return tell(tx, `etcd/${node}`, 'serve', id, LATENCY.etcdStart);
    case 'kube-apiserver':
      tx.put('memory', `apiserver/${node}`, { kind: 'apiserver', node, serving: false, container: id });
      becomeControlPlane(tx, node);
      if (etcdOf(tx, node)?.serving) tell(tx, `apiserver/${node}`, 'serve', id, LATENCY.apiServerStart);
      return tell(tx, `apiserver/${node}`, 'deadline', id, ETCD_DEADLINE);
    case 'kube-controller-manager':
    case 'kube-scheduler':
      return runForElection(tx, row, name, LATENCY.componentStart);
    case 'cni':
      return tell(tx, `process/${id}`, 'configure', id, LATENCY.cniWritesConfig);
  }
}

/** A machine is a control plane because an API server runs there; nothing else makes it one. */
function becomeControlPlane(tx: Tx, node: string): void {
  const machine = tx.get('machines', node);
  if (machine && machine.role !== 'control-plane') tx.put('machines', node, { ...machine, role: 'control-plane' });
}

/**
 * The node has an API server of its own: from now on its kubelet calls that one only, also after a restart (kubeadm's
 * ControlPlaneKubeletLocalMode). Until then, while it joins, the others answer it.
 */
function callOwnApiServer(tx: Tx, node: string): void {
  const machine = tx.get('machines', node);
  if (machine && !machine.callsOwnApiServer) tx.put('machines', node, { ...machine, callsOwnApiServer: true });
}

/** A main process with a named program has ended, whatever the cause. */
export function programEnded(tx: Tx, row: ContainerRow): void {
  const name = programOf(tx, row);
  const { node, id } = row;
  switch (name) {
    case 'etcd':
      if (etcdOf(tx, node)?.container !== id) return;
      tx.delete('memory', `etcd/${node}`);
      if (apiServerOf(tx, node)?.serving) tell(tx, `apiserver/${node}`, 'etcdGone', node, 0);
      return;
    case 'kube-apiserver':
      if (apiServerOf(tx, node)?.container === id) tx.delete('memory', `apiserver/${node}`);
      return;
    case 'kube-controller-manager':
    case 'kube-scheduler':
      return endElection(tx, row);
    case 'cni':
    case undefined:
      return;
  }
}

/** SIGTERM at a named program, before it ends: the scheduler gives its Lease back, the controller manager does not. */
export function programStopping(tx: Tx, row: ContainerRow): void {
  const name = programOf(tx, row);
  if (name === 'kube-scheduler') releaseLease(tx, row);
  if (name === 'kube-scheduler' || name === 'kube-controller-manager') endElection(tx, row);
}

/** Messages to `etcd/<node>`. */
export function etcd(tx: Tx, message: NoteMessage): void {
  const node = instanceOf(message.to);
  const memory = etcdOf(tx, node);
  if (message.kind !== 'serve' || memory?.container !== message.about || memory?.serving) return;
  tx.because('etcd.serve', { node });
  tx.put('memory', `etcd/${node}`, { ...memory, serving: true } as EtcdMemory);
  const server = apiServerOf(tx, node);
  if (!server?.container) return;
  const delay = server.hasServed ? LATENCY.etcdReconnect : LATENCY.apiServerStart;
  tell(tx, `apiserver/${node}`, 'serve', server.container, delay);
}

/** Messages to `apiserver/<node>`. */
export function apiServerProcess(tx: Tx, message: NoteMessage): void {
  const node = instanceOf(message.to);
  const memory = apiServerOf(tx, node);
  if (!memory) return;
  switch (message.kind) {
    case 'serve':
      if (memory.container === message.about && !memory.serving && etcdOf(tx, node)?.serving) serve(tx, memory);
      return;
    case 'etcdGone':
      return loseEtcd(tx, memory);
    case 'deadline':
      if (memory.container === message.about && !memory.hasServed && !etcdOf(tx, node)?.serving) giveUp(tx, memory);
      return;
    case 'createNamespaces':
      return createSystemNamespaces(tx, memory);
    case 'createPriorityClasses':
      return createSystemPriorityClasses(tx, memory);
  }
}

function serve(tx: Tx, memory: ApiServerMemory): void {
  const { node } = memory;
  tx.because('apiServer.serve', { node });
  tx.motion(`apiserver/${node}`, `etcd/${node}`);
  tx.put('memory', `apiserver/${node}`, { ...memory, serving: true, hasServed: true });
  callOwnApiServer(tx, node);
  if (!tx.get('namespaces', 'kube-system')) tell(tx, `apiserver/${node}`, 'createNamespaces', node, LATENCY.postStart);
  else if (!tx.get('priorityClasses', 'system-node-critical')) tell(tx, `apiserver/${node}`, 'createPriorityClasses', node, LATENCY.postStart);
}

function loseEtcd(tx: Tx, memory: ApiServerMemory): void {
  if (!memory.serving || etcdOf(tx, memory.node)?.serving) return;
  tx.because('apiServer.loseEtcd', { node: memory.node });
  tx.motion(`apiserver/${memory.node}`, `etcd/${memory.node}`, { refused: 'connection refused' });
  tx.put('memory', `apiserver/${memory.node}`, { ...memory, serving: false });
}

function giveUp(tx: Tx, { node, container }: ApiServerMemory): void {
  if (container === undefined) return;
  const row = tx.get('containers', container);
  tx.because('process.giveUpEtcd', { node, container: row?.name ?? 'kube-apiserver' }, `process/${container}`);
  tx.motion(`apiserver/${node}`, `etcd/${node}`, { via: 'call', label: 'connect', refused: 'connection refused' });
  tx.send({ type: 'note', to: `process/${container}`, kind: 'exit', data: { exitCode: 1 } }, 0, `exit/${container}`);
}

// ── What the first API server on an empty store creates ──────────────────────────────────────────────────────────────

const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'] as const;
const SYSTEM_CLASSES = [
  ['system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'],
  ['system-cluster-critical', 2_000_000_000, 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.'],
] as const;

function createSystemNamespaces(tx: Tx, { node, serving }: ApiServerMemory): void {
  if (!serving) return;
  const me: Address = `apiserver/${node}`;
  tx.because('apiServer.createSystemNamespaces', { node });
  for (const name of SYSTEM_NAMESPACES) create(tx, me, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  tx.motion(me, `etcd/${node}`);
  tell(tx, me, 'createPriorityClasses', node, LATENCY.postStart);
}

function createSystemPriorityClasses(tx: Tx, { node, serving }: ApiServerMemory): void {
  if (!serving) return;
  const me: Address = `apiserver/${node}`;
  tx.because('apiServer.createSystemPriorityClasses', { node });
  for (const [name, value, description] of SYSTEM_CLASSES) {
    create(tx, me, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description } as never);
  }
  tx.motion(me, `etcd/${node}`);
}
