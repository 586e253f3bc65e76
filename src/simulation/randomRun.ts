/**
 * Random runs: from a seed a small cluster and a list of actions that a person could do, and faults that could happen.
 * The same seed gives the same run. For property tests and for `npm run fuzz`.
 */
import type { TimedAction, UserAction } from './actions';
import type { ClusterSpec } from './clusterSpec';
import { MANIFESTS_FOLDER } from './kubeadm';
import { Dice, imageOf, NAMES, RANDOM_IMAGES, randomNeighbour, randomPod, randomWorkload, WORKLOADS, type WorkloadKind } from './randomObjects';

export interface RandomRun {
  readonly seed: number;
  readonly cluster: ClusterSpec;
  readonly actions: readonly TimedAction[];
  /** Simulated ms. */
  readonly until: number;
}

const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
const KINDS = Object.keys(WORKLOADS) as WorkloadKind[];
const BAD_FILES = ['kind: Pod\n  broken', '', 'apiVersion: v1\nkind: Service\nmetadata: {name: x}', '{{ .Values }}'];

/** What an action is drawn for: the choices so far, and where they may fall. */
interface Draw {
  readonly dice: Dice;
  readonly node: string;
  readonly name: string;
  readonly file: string;
  readonly component: (typeof COMPONENTS)[number];
  readonly controlPlane: string;
  readonly inNamespace: { readonly namespace: string };
}

function target({ dice, name, inNamespace }: Draw, kinds: readonly WorkloadKind[] = KINDS) {
  const kind = dice.pick(kinds);
  return { kind, name: `${WORKLOADS[kind]}${name}`, ...inNamespace };
}

const componentFile = (component: string): string => `${MANIFESTS_FOLDER}/${component}.yaml`;
/** Pods by pattern: those of the user, of a workload, or the cluster's own. */
const somePods = (dice: Dice): string => dice.pick(['default/.*', 'default/[dsn][abc]-.*', 'kube-system/.*']);

/** With kubectl. */
const ASKED: readonly ((draw: Draw) => UserAction)[] = [
  ({ dice }) => ({ do: 'apply', objects: [randomPod(dice)] }),
  ({ dice }) => ({ do: 'apply', objects: [randomPod(dice)] }),
  ({ dice }) => ({ do: 'apply', objects: [randomWorkload(dice, 'Deployment')] }),
  ({ dice }) => ({ do: 'apply', objects: [randomWorkload(dice, 'Deployment')] }),
  ({ dice }) => ({ do: 'apply', objects: [randomWorkload(dice, dice.pick(KINDS))] }),
  ({ dice }) => ({ do: 'apply', objects: [randomWorkload(dice, dice.pick(KINDS)), randomWorkload(dice, dice.pick(KINDS))] }),
  ({ dice }) => ({ do: 'apply', objects: [randomNeighbour(dice)] }),
  ({ dice, name, inNamespace }) => ({ do: 'delete', kind: 'Pod', name, ...inNamespace, ...dice.maybe(30, () => ({ force: true, gracePeriodSeconds: 0 })) }),
  ({ dice }) => ({ do: 'delete', kind: 'Pod', namespace: 'default', namePattern: '[dsnjqr][abc]-.*', ...dice.maybe(30, () => ({ gracePeriodSeconds: dice.below(3) })) }),
  (draw) => ({ do: 'delete', ...target(draw) }),
  ({ dice }) => ({ do: 'delete', kind: dice.pick(['PodDisruptionBudget', 'ResourceQuota', 'ConfigMap', 'Service']), namespace: 'default', name: dice.pick(['budget', 'quota', 'settings', 'front']) }),
  ({ component, controlPlane }) => ({ do: 'delete', kind: 'Pod', namespace: 'kube-system', name: `${component}-${controlPlane}` }),
  (draw) => ({ do: 'scale', ...target(draw, ['Deployment', 'StatefulSet', 'ReplicaSet']), replicas: draw.dice.below(6) }),
  (draw) => ({ do: 'setImage', ...target(draw, ['Deployment', 'StatefulSet', 'DaemonSet']), container: 'c0', image: imageOf(draw.dice) }),
  (draw) => ({ do: 'rolloutUndo', ...target(draw, ['Deployment', 'StatefulSet', 'DaemonSet']) }),
  ({ dice, name, inNamespace }) => ({ do: 'patch', kind: 'Pod', name, ...inNamespace, patch: dice.pick([{ metadata: { labels: { app: 'other' } } }, { spec: { schedulingGates: null } }, { spec: { activeDeadlineSeconds: 2 } }]) }),
  ({ dice, node }) => ({ do: dice.pick(['cordon', 'uncordon'] as const), node }),
  ({ dice, node }) => ({ do: 'taint', node, key: 'broken', effect: dice.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule']), ...dice.maybe(40, () => ({ remove: true })) }),
  ({ dice, node }) => ({ do: 'drain', node, ignoreDaemonsets: dice.chance(80), force: dice.chance(60), deleteEmptydirData: dice.chance(60) }),
  ({ dice, name, inNamespace }) => ({ do: 'debug', pod: name, image: 'ok:2', ...inNamespace, ...dice.maybe(60, () => ({ target: dice.pick(['c0', 'c9']) })) }),
];

/** With a shell on a node, or by chance. */
const DONE: readonly ((draw: Draw) => UserAction)[] = [
  ({ dice, node, file }) => ({ do: 'writeFile', node, path: file, manifest: randomPod(dice) }),
  ({ dice, node, file }) => ({ do: 'writeFile', node, path: file, manifest: randomPod(dice) }),
  ({ dice, node, file }) => ({ do: 'writeFile', node, path: file, content: dice.pick(BAD_FILES) }),
  ({ node, file }) => ({ do: 'removeFile', node, path: file }),
  ({ dice, node, file }) => ({ do: 'renameFile', node, from: file, to: `${MANIFESTS_FOLDER}/${dice.pick(NAMES)}.yaml.bak` }),
  ({ component, controlPlane }) => ({ do: 'removeFile', node: controlPlane, path: componentFile(component) }),
  ({ component, controlPlane }) => ({ do: 'writeFile', node: controlPlane, path: componentFile(component), manifest: { $kubeadm: component } }),
  ({ dice, node }) => ({ do: dice.pick(['stopKubelet', 'startKubelet', 'stopNode', 'startNode'] as const), node }),
  ({ dice, node }) => ({ do: dice.pick(['startKubelet', 'startNode'] as const), node }),
  ({ dice, node, component }) => ({ do: 'killContainer', node, podPattern: somePods(dice), container: dice.pick(['c0', 'pause', component]), ...dice.maybe(30, () => ({ reason: 'OOM' as const })) }),
  ({ dice, node }) => ({ do: 'exitContainer', node, podPattern: somePods(dice), container: dice.pick(['c0', 'c1', 's0']), exitCode: dice.below(3) }),
  ({ dice, node }) => ({ do: 'setUsage', node, usage: dice.chance(70) ? [{ podPattern: 'default/.*', container: 'c0', memory: dice.pick(['500Mi', '3Gi', '9Gi']) }] : [] }),
  ({ dice }) => ({ do: 'setImageExists', image: dice.pick(['absent:1', 'ok:1']), exists: dice.chance(60) }),
];

function action(dice: Dice, { controlPlanes, workers, machines = [] }: ClusterSpec): UserAction {
  const draw: Draw = {
    dice,
    node: dice.pick([...controlPlanes, ...workers, ...machines]),
    name: dice.pick(NAMES),
    file: `${MANIFESTS_FOLDER}/${dice.pick([...NAMES, '.hidden'])}.yaml`,
    component: dice.pick(COMPONENTS),
    controlPlane: dice.pick(controlPlanes),
    inNamespace: { namespace: dice.chance(85) ? 'default' : 'kube-system' },
  };
  return dice.pick(dice.chance(65) ? ASKED : DONE)(draw);
}

export function randomRun(seed: number, count = 12): RandomRun {
  const dice = new Dice(seed);
  const cluster: ClusterSpec = {
    controlPlanes: dice.chance(80) ? ['cp-1'] : ['cp-1', 'cp-2'],
    workers: Array.from({ length: dice.below(4) }, (_, i) => `worker-${i + 1}`),
    ...dice.maybe(20, () => ({ machines: ['spare-1'] })),
    ready: dice.chance(90),
    images: RANDOM_IMAGES,
  };
  const first = cluster.ready ? [] : [{ id: 'power', at: 0, action: { do: 'startKubelet', node: 'cp-1' } as const }];
  let at = 500;
  const actions = Array.from({ length: count }, (_, i): TimedAction => {
    at += dice.pick([0, 20, 400, 3000, 12_000]);
    return { id: `a${i}`, at, action: action(dice, cluster) };
  });
  return { seed, cluster, actions: [...first, ...actions], until: at + dice.pick([5000, 40_000, 90_000, 400_000]) };
}

/** How long a healed cluster takes to come to rest: the longest back-off and the longest grace of a lost node, in ms. */
const REST = 900_000;

/**
 * The same run with everything put back and switched on at its end, and time to come to rest. What checkSettled finds
 * then is a defect: outages leave nothing behind.
 */
export function healed({ cluster, actions, until, ...run }: RandomRun): RandomRun {
  const at = until + 100;
  const control = cluster.controlPlanes.flatMap((node) => COMPONENTS.map((component): UserAction => ({ do: 'writeFile', node, path: componentFile(component), manifest: { $kubeadm: component } })));
  const machines = [...cluster.controlPlanes, ...cluster.workers].flatMap((node): UserAction[] => [{ do: 'startNode', node }, { do: 'startKubelet', node }]);
  const all = [...control, ...machines].map((action, i): TimedAction => ({ id: `heal${i}`, at, action }));
  return { ...run, cluster, actions: [...actions, ...all], until: at + REST };
}
