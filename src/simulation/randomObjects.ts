/**
 * Objects that a person could apply, sensible and senseless ones alike, drawn from a seed: for random runs. Each kind of
 * the simulation occurs, with the parts of a pod whose rules differ.
 */
import type { ApiObject, Container, Pod, PodTemplateSpec } from '../kubernetes/objects';
import { draw } from '../lib/prng';
import type { ClusterSpec } from './clusterSpec';

/** A source of choices; the only state is the seed that it moves on. */
export class Dice {
  constructor(private seed: number) {}

  /** A whole number in [0, below). */
  below(below: number): number {
    const { value, next } = draw(this.seed);
    this.seed = next;
    return Math.floor(value * below);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** The fields, so many times out of a hundred; else none. */
  maybe<T extends object>(percent: number, fields: () => T): T | object {
    return this.chance(percent) ? fields() : {};
  }
}

const ONCE = (run: number, exit: number) => ({ sequence: [{ run, exit }] });

export const RANDOM_IMAGES: NonNullable<ClusterSpec['images']> = {
  'ok:1': { sizeMB: 20, exists: true },
  'ok:2': { sizeMB: 30, exists: true, present: true },
  'short:1': { sizeMB: 5, exists: true, program: ONCE(1500, 0) },
  'crash:1': { sizeMB: 5, exists: true, program: ONCE(400, 1) },
  'flaky:1': { sizeMB: 5, exists: true, present: true, program: { sequence: [{ run: 900, exit: 3 }, { run: 2500, exit: 0 }] } },
  'deaf:1': { sizeMB: 5, exists: true, program: { sequence: [{ run: 'forever' }], sigterm: 'ignore' } },
  'sick:1': { sizeMB: 5, exists: true, present: true, program: { sequence: [{ run: 'forever' }], probes: { liveness: [{ at: 6000, ok: false }], readiness: [{ at: 3000, ok: false }, { at: 9000, ok: true }], startup: [{ at: 0, ok: false }, { at: 2500, ok: true }] } } },
  'hook:1': { sizeMB: 5, exists: true, present: true, program: { sequence: [{ run: 'forever' }], hooks: { preStop: { takes: 3000, ok: true }, postStart: { takes: 700, ok: false } } } },
  'absent:1': { sizeMB: 5, exists: false },
};

export const NAMES = ['a', 'b', 'c'] as const;
export const imageOf = (dice: Dice): string => dice.pick(Object.keys(RANDOM_IMAGES));

const probe = (dice: Dice) => ({ httpGet: { port: 8080 }, periodSeconds: 1 + dice.below(3), ...dice.maybe(30, () => ({ failureThreshold: 1 + dice.below(3), initialDelaySeconds: dice.below(4) })) });

function container(dice: Dice, name: string): Container {
  return {
    name,
    image: imageOf(dice),
    ...dice.maybe(40, () => ({ resources: { requests: { cpu: `${100 * (1 + dice.below(30))}m`, memory: `${64 * (1 + dice.below(20))}Mi` } } })),
    ...dice.maybe(15, () => ({ ports: [{ containerPort: 8080, ...dice.maybe(50, () => ({ hostPort: 8080 })) }] })),
    ...dice.maybe(15, () => ({ readinessProbe: probe(dice) })),
    ...dice.maybe(15, () => ({ livenessProbe: probe(dice) })),
    ...dice.maybe(10, () => ({ startupProbe: probe(dice) })),
    ...dice.maybe(10, () => ({ lifecycle: { preStop: dice.pick([{ exec: { command: ['bye'] } }, { sleep: { seconds: 2 } }]) } })),
    ...dice.maybe(5, () => ({ lifecycle: { postStart: { exec: { command: ['hello'] } } } })),
    ...dice.maybe(10, () => ({ imagePullPolicy: dice.pick(['Always', 'Never'] as const) })),
    ...dice.maybe(5, () => ({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }] })),
  };
}

function initContainers(dice: Dice): Container[] {
  const first: Container = { name: 'i0', image: dice.pick(['short:1', 'flaky:1', 'crash:1']) };
  const sidecar: Container = { ...container(dice, 's0'), restartPolicy: 'Always' };
  return dice.pick([[first], [sidecar], [first, sidecar], [sidecar, first]]);
}

function podSpec(dice: Dice): NonNullable<Pod['spec']> {
  return {
    containers: Array.from({ length: 1 + dice.below(2) }, (_, i) => container(dice, `c${i}`)),
    ...dice.maybe(25, () => ({ initContainers: initContainers(dice) })),
    ...dice.maybe(15, () => ({ hostNetwork: true })),
    ...dice.maybe(10, () => ({ shareProcessNamespace: true })),
    ...dice.maybe(30, () => ({ terminationGracePeriodSeconds: dice.below(8) })),
    ...dice.maybe(10, () => ({ priorityClassName: dice.pick(['system-node-critical', 'system-cluster-critical', 'nonsense']) })),
    ...dice.maybe(10, () => ({ tolerations: [{ operator: 'Exists' as const }] })),
    ...dice.maybe(5, () => ({ schedulingGates: [{ name: 'wait' }] })),
    ...dice.maybe(5, () => ({ activeDeadlineSeconds: 3 + dice.below(20) })),
    ...dice.maybe(5, () => ({ nodeName: dice.pick(['worker-1', 'nowhere']) })),
    ...dice.maybe(10, () => ({ volumes: [dice.pick([{ name: 'v', emptyDir: {} }, { name: 'v', configMap: { name: 'settings' } }])] })),
    ...dice.maybe(10, () => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: 'kubernetes.io/hostname' }] } } })),
  };
}

export function randomPod(dice: Dice): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: dice.pick(NAMES), ...dice.maybe(30, () => ({ namespace: 'kube-system' })), ...dice.maybe(20, () => ({ labels: { app: `d${dice.pick(NAMES)}` } })) },
    spec: { ...podSpec(dice), ...dice.maybe(20, () => ({ restartPolicy: dice.pick(['Always', 'OnFailure', 'Never'] as const) })) },
  };
}

const selector = (app: string) => ({ selector: { matchLabels: { app } } });

function template(dice: Dice, app: string, more: Partial<NonNullable<Pod['spec']>> = {}): PodTemplateSpec {
  const { activeDeadlineSeconds: _, nodeName: __, ...spec } = podSpec(dice);
  return { metadata: { labels: { app } }, spec: { ...spec, ...more } };
}

/** An object of a kind whose fields are not checked here: what a person writes may be anything. */
const written = (apiVersion: string, kind: string, name: string, rest: object): ApiObject => ({ apiVersion, kind, metadata: { name }, ...rest });

const amount = (dice: Dice): number | string => dice.pick([0, 1, 2, '25%', '50%']);

/** The kinds of workload, by their letter of the name: a Deployment is `da`, `db`, `dc`. */
export const WORKLOADS = { Deployment: 'd', StatefulSet: 's', DaemonSet: 'n', Job: 'j', CronJob: 'q', ReplicaSet: 'r' } as const;
export type WorkloadKind = keyof typeof WORKLOADS;

export function randomWorkload(dice: Dice, kind: WorkloadKind): ApiObject {
  const name = `${WORKLOADS[kind]}${dice.pick(NAMES)}`;
  switch (kind) {
    case 'Deployment': {
      const strategy = dice.pick([{}, { strategy: { type: 'Recreate' } }, { strategy: { rollingUpdate: { maxSurge: amount(dice), maxUnavailable: amount(dice) } } }]);
      return written('apps/v1', kind, name, { spec: { replicas: dice.below(5), ...selector(name), template: template(dice, name), ...strategy, ...dice.maybe(15, () => ({ paused: true })), ...dice.maybe(20, () => ({ minReadySeconds: 5 })), ...dice.maybe(20, () => ({ progressDeadlineSeconds: 12 })) } });
    }
    case 'ReplicaSet':
      return written('apps/v1', kind, name, { spec: { replicas: dice.below(4), ...selector(name), template: template(dice, name) } });
    case 'StatefulSet':
      return written('apps/v1', kind, name, { spec: { serviceName: name, replicas: dice.below(4), ...selector(name), template: template(dice, name), ...dice.maybe(40, () => ({ podManagementPolicy: 'Parallel' })), ...dice.maybe(20, () => ({ updateStrategy: { type: 'OnDelete' } })) } });
    case 'DaemonSet':
      return written('apps/v1', kind, name, { spec: { ...selector(name), template: template(dice, name), ...dice.maybe(20, () => ({ updateStrategy: { type: 'OnDelete' } })) } });
    case 'Job':
      return written('batch/v1', kind, name, { spec: jobSpec(dice, name) });
    case 'CronJob':
      return written('batch/v1', kind, name, { spec: { schedule: '* * * * *', concurrencyPolicy: dice.pick(['Allow', 'Forbid', 'Replace']), jobTemplate: { spec: jobSpec(dice, name) } } });
  }
}

const jobSpec = (dice: Dice, name: string) => ({
  template: template(dice, name, { restartPolicy: dice.pick(['Never', 'OnFailure'] as const), containers: [{ name: 'c0', image: dice.pick(['short:1', 'crash:1', 'flaky:1', 'ok:1']) }] }),
  ...dice.maybe(50, () => ({ completions: 1 + dice.below(3), parallelism: 1 + dice.below(2) })),
  ...dice.maybe(30, () => ({ completionMode: 'Indexed', completions: 2 })),
  ...dice.maybe(50, () => ({ backoffLimit: dice.below(3) })),
  ...dice.maybe(20, () => ({ activeDeadlineSeconds: 15 })),
  ...dice.maybe(20, () => ({ ttlSecondsAfterFinished: 5 })),
  ...dice.maybe(10, () => ({ suspend: true })),
});

/** What stands beside pods: budgets, services, quotas, settings, namespaces, classes. */
export function randomNeighbour(dice: Dice): ApiObject {
  const app = { app: `d${dice.pick(NAMES)}` };
  return dice.pick<() => ApiObject>([
    () => written('policy/v1', 'PodDisruptionBudget', 'budget', { spec: { selector: { matchLabels: app }, ...dice.pick([{ minAvailable: 1 }, { maxUnavailable: 0 }, { minAvailable: '50%' }]) } }),
    () => written('v1', 'Service', 'front', { spec: { selector: app, ports: [{ port: 80 }] } }),
    () => written('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: `${dice.below(6)}` } } }),
    () => written('v1', 'ConfigMap', 'settings', { data: { a: '1' } }),
    () => written('v1', 'Namespace', 'shop', {}),
    () => written('scheduling.k8s.io/v1', 'PriorityClass', 'nonsense', { value: 1000, ...dice.maybe(30, () => ({ preemptionPolicy: 'Never' })) }),
  ])();
}
