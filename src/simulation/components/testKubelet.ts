/**
 * For tests: a whole cluster (control plane cp-1, worker w-1), what its kubelets did as a readable text, and a check that
 * the run can be undone and redone. The cluster is started once for each set of images and forked for each test.
 */
import { expect } from 'vitest';
import type { ApiObject, Container, Pod } from '../../kubernetes/objects';
import { printPod } from '../../kubernetes/kubectlColumns';
import type { UserAction } from '../actions';
import { startCluster } from '../cluster';
import type { ClusterSpec, ImageSpec } from '../clusterSpec';
import type { Program } from '../programs';
import type { Simulation } from '../simulation';
import type { Step } from '../step';
import type { PodWorkerRow } from '../world';

const started = new Map<string, Simulation>();

/** An image that is on every node, with this program. */
export const image = (program: Partial<Program> = {}, more: Partial<ImageSpec> = {}): ImageSpec => ({
  sizeMB: 20, exists: true, present: true, program: { sequence: [{ run: 'forever' }], ...program }, ...more,
});

/** A container `c` of image `app`, present, restarted by its pod's policy. */
export const container = (more: Partial<Container> = {}): Container => ({ name: 'c', image: 'app', imagePullPolicy: 'IfNotPresent', ...more });

/** A Pod `p` in the API namespace default, bound to w-1. */
export const pod = (spec: Partial<NonNullable<Pod['spec']>> = {}, name = 'p'): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' },
  spec: { nodeName: 'w-1', containers: [container()], ...spec },
});

export class TestCluster {
  private inputs = 0;
  /** Until when time has passed: the clock of the run stands at its last message. */
  private at = 0;
  private shown: number;

  private constructor(readonly run: Simulation) {
    this.shown = run.history.steps.length;
  }

  static ready(images: Readonly<Record<string, ImageSpec>> = {}, more: Partial<ClusterSpec> = {}): TestCluster {
    const spec: ClusterSpec = { controlPlanes: ['cp-1'], workers: ['w-1'], ready: true, images: { app: image(), ...images }, ...more };
    const key = JSON.stringify(spec);
    const known = started.get(key) ?? startCluster(spec, 1, { check: true });
    started.set(key, known);
    return new TestCluster(known.asBeginning());
  }

  do(action: UserAction): this {
    this.run.input(`i${++this.inputs}`, action);
    return this;
  }

  apply(...objects: ApiObject[]): this {
    return this.do({ do: 'apply', objects });
  }

  /** Puts a manifest file into the folder of w-1. */
  write(name: string, manifest: ApiObject | string, node = 'w-1'): this {
    return this.do({ do: 'writeFile', node, path: `/etc/kubernetes/manifests/${name}`, content: manifest });
  }

  remove(name: string, node = 'w-1'): this {
    return this.do({ do: 'removeFile', node, path: `/etc/kubernetes/manifests/${name}` });
  }

  delete(name: string, gracePeriodSeconds?: number): this {
    return this.do({ do: 'delete', kind: 'Pod', namespace: 'default', name, ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }) });
  }

  /** Lets so many seconds pass. */
  wait(seconds: number): this {
    this.at += seconds * 1000;
    this.run.run(this.at);
    return this;
  }

  /** Steps since the last look. */
  private newSteps(): Step[] {
    const steps = this.run.history.steps.slice(this.shown);
    this.shown = this.run.history.steps.length;
    return steps;
  }

  /** What the kubelets told about this pod (or about no pod) since the last look: one line a rule, indented as in the tests. */
  told(name?: string): string {
    const lines: string[] = [];
    for (const step of this.newSteps()) {
      if (!step.actor.startsWith('kubelet/')) continue;
      for (const { rule, about } of [step, ...(step.also ?? [])]) {
        if (name === undefined ? about['pod'] !== undefined : about['pod'] !== name) continue;
        const what = about['container'] ?? about['status'] ?? about['file'] ?? about['image'] ?? about['phase'] ?? about['reason'] ?? '';
        const quiet = step.quiet && name === undefined;
        if (!quiet) lines.push(`${rule.replace('kubelet.', '')}${what ? ` ${what}` : ''}`);
      }
    }
    return `\n    ${lines.join('\n    ')}\n  `;
  }

  /** Events of the kubelet about this pod, in order: "Reason [container] message". */
  events(name: string): string[] {
    return this.rows('events')
      .filter((event) => event.component === 'kubelet' && event.regarding.name === name)
      .map(({ reason, regarding, message }) => `${reason}${regarding.fieldPath ? ` ${regarding.fieldPath}` : ''}: ${message}`);
  }

  private rows<T extends 'events' | 'podWorkers' | 'containers' | 'sandboxes'>(table: T) {
    return [...this.run.world.tables[table].values()];
  }

  stored(name: string): Pod | undefined {
    return this.run.world.tables.pods.get(`default/${name}`);
  }

  /** READY, STATUS and RESTARTS as kubectl prints them. */
  kubectl(name: string): string {
    const stored = this.stored(name);
    if (!stored) return 'NotFound';
    const { READY, STATUS, RESTARTS } = printPod(stored, this.run.cluster.clock + this.at);
    return `${READY} ${STATUS} ${RESTARTS.replace(/ \(.*$/, '')}`;
  }

  worker(name: string): PodWorkerRow | undefined {
    return this.rows('podWorkers').find((row) => row.fullName === `default/${name}`);
  }

  /** Names of the containers of a pod that run, in the order of their start. */
  running(name: string): string[] {
    const uids = this.rows('podWorkers').filter((row) => row.fullName === `default/${name}`).map((row) => row.uid);
    return this.rows('containers').filter((row) => uids.includes(row.podUid) && row.state === 'running').map((row) => row.name);
  }

  /** Milliseconds since the run's origin of each fact of that kind about the pod: `signal SIGTERM c`, `StopContainer return`. */
  times(name: string, op: string, edge?: 'call' | 'return'): number[] {
    const found: number[] = [];
    for (const step of this.run.history.steps) {
      for (const fact of step.facts) {
        if (fact.type !== 'runtime' || fact.pod?.name !== name || (edge && fact.edge !== edge)) continue;
        if (`${fact.op}${fact.container ? ` ${fact.container}` : ''}` === op || fact.op === op) found.push(step.time - this.run.cluster.origin);
      }
    }
    return found;
  }

  /** Undoes the whole run and does it again: both ends must be as they were. */
  checkUndo(): void {
    const { world, history } = this.run;
    history.dropTail();
    const end = dump(world.tables);
    history.seek(0);
    history.seek(history.length);
    expect(dump(world.tables)).toBe(end);
  }
}

/** All rows as text; Maps keep their order of insertion, so the keys are sorted. */
function dump(tables: Simulation['world']['tables']): string {
  return Object.entries(tables).map(([name, rows]) => {
    const map = rows as ReadonlyMap<string, unknown>;
    return `${name}\n${[...map.keys()].sort((a, b) => (a < b ? -1 : 1)).map((key) => `  ${key} ${JSON.stringify(map.get(key))}`).join('\n')}`;
  }).join('\n');
}
