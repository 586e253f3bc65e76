/**
 * For tests: a control plane without machines. An API server that serves, leaders, nodes; and for each node something in
 * place of a kubelet, which reports its pods Running after half a second, lets those go that are asked to stop, and
 * renews its Lease. Every run is undone to its beginning and redone, and must come out the same.
 */
import { expect } from 'vitest';
import type { ApiObject, Node, Pod, PodTemplateSpec } from '../../kubernetes/objects';
import { ms } from '../../lib/brand';
import { formatMicroTime } from '../../lib/time';
import { History } from '../history';
import { componentOf, instanceOf, type Message } from '../messages';
import { narrate } from '../narrate';
import type { Step } from '../step';
import { Tx } from '../tx';
import { TABLES } from '../world';
import { API_TABLES, type ApiTableName, type ApiTables } from '../apiTables';
import { World } from '../worldState';
import { create, type DeleteOptions, patchPodStatus, remove, update } from './apiServer';
import { controllers } from './controllers';
import { scheduler } from './scheduler';

const USER = 'user/you';
const START = 300;
const STOP = 600;
export const CLOCK = 1_767_225_600_000;

export interface BenchOptions {
  /** Nodes by name: their allocatable cpu, labels, taints. */
  readonly nodes?: Readonly<Record<string, Partial<Node['status']> & { readonly labels?: Readonly<Record<string, string>>; readonly taints?: NonNullable<Node['spec']>['taints'] }>>;
  /** Who leads: both by default. */
  readonly leaders?: readonly string[];
  readonly seed?: number;
}

export class ControlPlane {
  readonly world = World.empty();
  readonly history = new History(this.world);
  /** Nodes whose stand-in for a kubelet does nothing. */
  readonly dead = new Set<string>();
  /** Pods (by a part of the name) that never become Ready. */
  readonly broken: string[] = [];
  /** Pods (by a part of the name) that end by themselves, so many ms after their start. */
  readonly ending: { readonly part: string; readonly after: number; readonly phase: 'Succeeded' | 'Failed' }[] = [];

  constructor({ nodes = { w1: {}, w2: {} }, leaders = ['kube-controller-manager', 'kube-scheduler'], seed = 1 }: BenchOptions = {}) {
    const tx = new Tx(this.world, null, 0, USER);
    tx.put('cluster', 'cluster', { now: ms(0), origin: ms(0), clock: CLOCK, nextSequence: 0, resourceVersion: 0, seed, nextId: 1, pullMBps: 50 });
    tx.put('machines', 'cp1', {
      name: 'cp1', role: 'control-plane', address: '192.168.1.1', podCIDR: '10.244.0.0/24', power: 'on', kubelet: 'stopped', cniConfigured: true,
      staticPodPath: '/etc/kubernetes/manifests', cpu: 4, memory: '8Gi', maxPods: 110,
    });
    tx.put('memory', 'apiserver/cp1', { kind: 'apiserver', node: 'cp1', serving: true });
    const put = (object: ApiObject) => expect(create(tx, USER, object)).toMatchObject({ ok: true });
    for (const name of ['default', 'kube-system', 'kube-node-lease']) put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } });
    for (const [name, { labels, taints, ...status }] of Object.entries(nodes)) {
      this.putNode(tx, name, { labels: { 'kubernetes.io/hostname': name, ...labels }, ...(taints ? { taints } : {}), status });
    }
    for (const name of leaders) this.lead(tx, name);
    tx.commit();
  }

  private putNode(tx: Tx, name: string, { labels, taints, status }: { labels: Readonly<Record<string, string>>; taints?: NonNullable<Node['spec']>['taints']; status: Node['status'] }): void {
    const condition = (type: string, value: 'True' | 'False') => ({ type, status: value, lastHeartbeatTime: tx.timestamp, lastTransitionTime: tx.timestamp });
    const room = { cpu: '4', memory: '8Gi', pods: '110' };
    const node: Node = {
      apiVersion: 'v1', kind: 'Node',
      metadata: { name, labels, uid: `uid-of-${name}`, resourceVersion: '1', creationTimestamp: tx.timestamp },
      spec: taints ? { taints } : {},
      status: {
        allocatable: room, capacity: room, ...status,
        conditions: [condition('MemoryPressure', 'False'), condition('DiskPressure', 'False'), condition('PIDPressure', 'False'), condition('Ready', 'True')],
      },
    };
    tx.put('nodes', name, node);
    this.renew(tx, name, true);
  }

  private renew(tx: Tx, node: string, alive: boolean): void {
    if (alive) tx.put('leases', `kube-node-lease/${node}`, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: node, namespace: 'kube-node-lease' }, spec: { renewTime: formatMicroTime(CLOCK + tx.now) } });
    tx.send({ type: 'note', to: `kubelet/${node}`, kind: 'renew' }, 10_000, `renew/${node}`);
  }

  private lead(tx: Tx, name: string): void {
    tx.put('memory', `leader/${name}`, { kind: 'leader', node: 'cp1', container: name });
    const to = name === 'kube-scheduler' ? 'scheduler/default-scheduler' : 'controllers/manager';
    tx.send({ type: 'note', to, kind: 'startedLeading' }, 0);
  }

  // ── What a test does ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes outside of any component, at the present instant. */
  act(deed: (tx: Tx) => void): void {
    const tx = new Tx(this.world, null, this.history.steps.length, USER);
    deed(tx);
    this.close(tx);
  }

  startLeading(name: string): void {
    this.act((tx) => this.lead(tx, name));
  }

  stopLeading(name: string): void {
    this.act((tx) => tx.delete('memory', `leader/${name}`));
  }

  apply(object: ApiObject): void {
    this.act((tx) => expect(create(tx, USER, object)).toMatchObject({ ok: true }));
  }

  change<T extends ApiTableName>(table: T, key: string, change: (object: ApiTables[T]) => ApiTables[T]): void {
    this.act((tx) => expect(update(tx, USER, table, key, change)).toMatchObject({ ok: true }));
  }

  remove(table: ApiTableName, key: string, options: DeleteOptions = {}): void {
    this.act((tx) => expect(remove(tx, USER, table, key, options)).toMatchObject({ ok: true }));
  }

  /** Delivers what is due until `until`, in ms. */
  run(until: number): this {
    for (;;) {
      const next = this.world.nextTimer();
      if (!next || next.timer.at > until) break;
      const tx = new Tx(this.world, next.timer.cause, this.history.steps.length, next.timer.message.to);
      tx.delete('timers', next.key);
      tx.put('cluster', 'cluster', { ...tx.cluster, now: next.timer.at });
      this.deliver(tx, next.timer.message);
      this.close(tx);
    }
    this.act((tx) => tx.put('cluster', 'cluster', { ...tx.cluster, now: ms(until) }));
    return this;
  }

  private deliver(tx: Tx, message: Message): void {
    const component = componentOf(message.to);
    if (component === 'controllers') controllers(tx, message);
    else if (component === 'scheduler') scheduler(tx, message);
    else if (component === 'kubelet' && message.type === 'note') this.kubelet(tx, message.kind, instanceOf(message.to), message.about ?? '', message.data?.['uid']);
    if (!tx.told && component !== 'kubelet') expect(tx.changes.filter(({ table }) => (API_TABLES as readonly string[]).includes(table))).toEqual([]);
  }

  private close(tx: Tx): void {
    for (const change of tx.changes) {
      if (change.table !== 'pods' || !change.after?.spec?.nodeName) continue;
      const { before, after, key } = change;
      const to = `kubelet/${after.spec?.nodeName ?? ''}` as const;
      const data = { uid: after.metadata?.uid };
      if (!before?.spec?.nodeName) tx.send({ type: 'note', to, kind: 'start', about: key, data }, START);
      if (after.metadata?.deletionTimestamp && !before?.metadata?.deletionTimestamp) tx.send({ type: 'note', to, kind: 'stop', about: key, data }, STOP);
    }
    const step = tx.close(this.history.pending);
    if (step) this.history.append(step);
    else this.history.addSilent(tx.changes);
  }

  private kubelet(tx: Tx, kind: string, node: string, about: string, uid: unknown): void {
    const dead = this.dead.has(node);
    if (kind === 'renew') return this.renew(tx, node, !dead);
    if (dead) return;
    const pod = tx.get('pods', about);
    if (!pod || pod.metadata?.uid !== uid) return;
    if (kind === 'start' && !pod.metadata?.deletionTimestamp) {
      report(tx, about, pod, 'Running', !this.broken.some((part) => about.includes(part)));
      const end = this.ending.find(({ part }) => about.includes(part));
      if (end) tx.send({ type: 'note', to: `kubelet/${node}`, kind: end.phase, about, data: { uid } }, end.after);
    }
    if (kind === 'Succeeded' || kind === 'Failed') report(tx, about, pod, kind, false);
    if (kind === 'stop') {
      report(tx, about, pod, 'Succeeded', false);
      remove(tx, `kubelet/${pod.spec?.nodeName ?? ''}`, 'pods', about, { gracePeriodSeconds: 0 });
    }
  }

  // ── What a test sees ───────────────────────────────────────────────────────────────────────────────────────────────

  pods(): Pod[] {
    return [...this.world.tables.pods.values()];
  }

  get<T extends ApiTableName>(table: T, key: string): ApiTables[T] | undefined {
    return (this.world.tables[table] as ReadonlyMap<string, ApiTables[T]>).get(key);
  }

  steps(rule?: string): readonly Step[] {
    return this.history.steps.filter((step) => rule === undefined || step.rule === rule);
  }

  /** Loud steps as `1.25 replicaSet.createPod pod=web-… owner=web`, from a time on. Random parts of names are left out. */
  transcript(from = 0): string[] {
    const value = (text: string) => text.replace(/\b(web|agent)-[a-z0-9]+(-[a-z0-9]+)?\b/g, '$1-…');
    const about = (step: Step) => Object.entries(step.about).filter(([name]) => name !== 'namespace').map(([name, text]) => ` ${name}=${value(text)}`).join('');
    return this.history.steps.filter((step) => !step.quiet && step.time >= from).map((step) => `${(step.time / 1000).toFixed(2)} ${step.rule}${about(step)}`);
  }

  /** Rules of the loud steps, in order, runs of the same one counted. */
  rules(from = 0): string[] {
    const found: { rule: string; count: number }[] = [];
    for (const step of this.history.steps) {
      if (step.quiet || step.time < from) continue;
      const last = found.at(-1);
      if (last?.rule === step.rule) last.count++;
      else found.push({ rule: step.rule, count: 1 });
    }
    return found.map(({ rule, count }) => (count === 1 ? rule : `${rule} ×${count}`));
  }

  events(name?: string): string[] {
    return [...this.world.tables.events.values()].filter((event) => name === undefined || event.regarding.name === name).map((event) => `${event.reason}: ${event.message}`);
  }

  /** Undoes everything and redoes it: rows and look-ups must come out the same. No sentence may have a gap. */
  checkUndo(): void {
    for (const step of this.history.steps) expect(narrate(step).plain).not.toMatch(/\{\w+\}/);
    this.history.dropTail();
    const before = snapshot(this.world);
    this.history.seek(0);
    this.history.seek(this.history.length);
    expect(snapshot(this.world)).toEqual(before);
  }
}

function report(tx: Tx, key: string, pod: Pod, phase: 'Running' | 'Succeeded' | 'Failed', ready: boolean): void {
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'Ready');
  const status = ready ? 'True' : 'False';
  patchPodStatus(tx, `kubelet/${pod.spec?.nodeName ?? ''}`, key, pod.metadata?.uid ?? '', {
    ...pod.status, phase, podIP: '10.244.1.2', startTime: pod.status?.startTime ?? tx.timestamp, conditions: [...others, { type: 'Ready', status, lastTransitionTime: tx.timestamp }],
  });
}

function snapshot(world: World): unknown {
  const rows = TABLES.map((table) => [table, [...(world.tables[table] as ReadonlyMap<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1))]);
  const nodes = world.indexes.nodeInfos.nodes;
  const sums = Array.from({ length: nodes.size }, (_, i) => {
    const info = nodes.at(i);
    return [info.name, info.requested, [...info.pods.keys()].sort()];
  });
  return { rows, sums };
}

/** A pod template with one container. */
export const template = (app: string, image = 'app', spec: PodTemplateSpec['spec'] = {}): PodTemplateSpec => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image }], ...spec },
});
