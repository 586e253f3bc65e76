/**
 * Random runs: from a seed a small cluster and a list of actions that a person could do, sensible and senseless ones alike.
 * The same seed gives the same run. For property tests and for `npm run fuzz`.
 */
import type { Deployment, Pod } from '../kubernetes/objects';
import { draw } from '../lib/prng';
import type { TimedAction, UserAction } from './actions';
import type { ClusterSpec } from './clusterSpec';
import { MANIFESTS_FOLDER } from './kubeadm';

export interface RandomRun {
  readonly seed: number;
  readonly cluster: ClusterSpec;
  readonly actions: readonly TimedAction[];
  /** Simulated ms. */
  readonly until: number;
}

/** A source of choices; the only state is the seed that it moves on. */
class Dice {
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
}

const IMAGES: NonNullable<ClusterSpec['images']> = {
  'ok:1': { sizeMB: 20, exists: true },
  'ok:2': { sizeMB: 30, exists: true, present: true },
  'short:1': { sizeMB: 5, exists: true, program: { sequence: [{ run: 1500, exit: 0 }] } },
  'crash:1': { sizeMB: 5, exists: true, program: { sequence: [{ run: 400, exit: 1 }] } },
  'deaf:1': { sizeMB: 5, exists: true, program: { sequence: [{ run: 'forever' }], sigterm: 'ignore' } },
  'absent:1': { sizeMB: 5, exists: false },
};

const imageOf = (dice: Dice): string => dice.pick(Object.keys(IMAGES));

function podSpec(dice: Dice): NonNullable<Pod['spec']> {
  const containers = Array.from({ length: 1 + dice.below(2) }, (_, i) => ({
    name: `c${i}`,
    image: imageOf(dice),
    ...(dice.chance(40) ? { resources: { requests: { cpu: `${100 * (1 + dice.below(30))}m`, memory: `${64 * (1 + dice.below(20))}Mi` } } } : {}),
    ...(dice.chance(15) ? { ports: [{ containerPort: 8080, ...(dice.chance(50) ? { hostPort: 8080 } : {}) }] } : {}),
    ...(dice.chance(15) ? { readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 2 } } : {}),
  }));
  return {
    containers,
    ...(dice.chance(25) ? { initContainers: [{ name: 'i0', image: 'short:1' }, ...(dice.chance(50) ? [{ name: 's0', image: 'ok:1', restartPolicy: 'Always' as const }] : [])] } : {}),
    ...(dice.chance(20) ? { hostNetwork: true } : {}),
    ...(dice.chance(10) ? { shareProcessNamespace: true } : {}),
    ...(dice.chance(20) ? { terminationGracePeriodSeconds: dice.below(8) } : {}),
    ...(dice.chance(10) ? { priorityClassName: dice.pick(['system-node-critical', 'system-cluster-critical', 'nonsense']) } : {}),
    ...(dice.chance(10) ? { tolerations: [{ operator: 'Exists' as const }] } : {}),
  };
}

const NAMES = ['a', 'b', 'c'] as const;

function pod(dice: Dice): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: dice.pick(NAMES), ...(dice.chance(30) ? { namespace: 'kube-system' } : {}) },
    spec: { ...podSpec(dice), ...(dice.chance(20) ? { restartPolicy: dice.pick(['Always', 'OnFailure', 'Never'] as const) } : {}) },
  };
}

function deployment(dice: Dice): Deployment {
  const name = `d${dice.pick(NAMES)}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas: dice.below(5), selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: podSpec(dice) } },
  };
}

const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

function action(dice: Dice, { controlPlanes, workers }: ClusterSpec): UserAction {
  const node = dice.pick([...controlPlanes, ...workers]);
  const name = dice.pick(NAMES);
  const path = `${MANIFESTS_FOLDER}/${dice.pick([...NAMES, '.hidden'])}.yaml`;
  const component = dice.pick(COMPONENTS);
  const componentPath = `${MANIFESTS_FOLDER}/${component}.yaml`;
  const inNamespace = { namespace: dice.chance(80) ? 'default' : 'kube-system' };
  switch (dice.below(17)) {
    case 0:
    case 1:
      return { do: 'apply', objects: [pod(dice)] };
    case 2:
    case 3:
      return { do: 'apply', objects: [deployment(dice)] };
    case 4:
      return { do: 'delete', kind: 'Pod', name, ...inNamespace, ...(dice.chance(30) ? { force: true, gracePeriodSeconds: 0 } : {}) };
    case 5:
      return { do: 'delete', kind: 'Deployment', name: `d${name}`, ...inNamespace };
    case 6:
      return { do: 'scale', kind: 'Deployment', name: `d${name}`, ...inNamespace, replicas: dice.below(6) };
    case 7:
    case 8:
      return { do: 'writeFile', node, path, manifest: pod(dice) };
    case 9:
      return { do: 'writeFile', node, path, content: dice.pick(['kind: Pod\n  broken', '', 'apiVersion: v1\nkind: Service\nmetadata: {name: x}', '{{ .Values }}']) };
    case 10:
      return { do: 'removeFile', node, path };
    case 11:
      return { do: 'delete', kind: 'Pod', namespace: 'kube-system', name: `${component}-${dice.pick(controlPlanes)}` };
    case 12:
      return { do: 'removeFile', node: dice.pick(controlPlanes), path: componentPath };
    case 13:
      return { do: 'writeFile', node: dice.pick(controlPlanes), path: componentPath, manifest: { $kubeadm: component } };
    case 14:
      return { do: dice.pick(['stopKubelet', 'startKubelet', 'stopNode', 'startNode'] as const), node };
    case 15:
      return { do: 'killContainer', node, podPattern: dice.pick(['default/.*', 'kube-system/.*']), container: dice.pick(['c0', 'pause', component]) };
    default:
      return { do: dice.pick(['cordon', 'uncordon'] as const), node };
  }
}

export function randomRun(seed: number, count = 12): RandomRun {
  const dice = new Dice(seed);
  const cluster: ClusterSpec = {
    controlPlanes: dice.chance(80) ? ['cp-1'] : ['cp-1', 'cp-2'],
    workers: Array.from({ length: dice.below(4) }, (_, i) => `worker-${i + 1}`),
    ready: dice.chance(90),
    images: IMAGES,
  };
  const first = cluster.ready ? [] : [{ id: 'power', at: 0, action: { do: 'startKubelet', node: 'cp-1' } as const }];
  let at = 500;
  const actions = Array.from({ length: count }, (_, i): TimedAction => {
    at += dice.pick([0, 20, 400, 3000, 12_000]);
    return { id: `a${i}`, at, action: action(dice, cluster) };
  });
  return { seed, cluster, actions: [...first, ...actions], until: at + dice.pick([5000, 40_000, 90_000]) };
}
