/**
 * What differs between two Worlds that a person would compare: who answers, nodes, files, workloads, pods. Each thing is
 * told in a few words; only what reads differently is a difference. Pure.
 */
import { nodeStatusColumn, printPod } from '../../kubernetes/kubectlColumns';
import { servingNodes, leaderNode } from '../../simulation/leaders';
import { allPodIds, podView } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';

export interface Difference {
  readonly id: string;
  /** The thing, as one names it: `pod default/web`. */
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

interface Told {
  readonly what: string;
  readonly text: string;
  /** Two things of one name are the same only with the same of these: a UID, a file's text. */
  readonly identity?: string | undefined;
  /** In place of `text`, where the identities differ. */
  readonly other?: string;
}

const GONE = 'not there';

/** The things that differ, in the order of the rows; empty when both futures are alike. Walks both Worlds. */
export function differences(a: World, b: World): readonly Difference[] {
  const [left, right] = [tell(a), tell(b)];
  const ids = [...new Set([...left.keys(), ...right.keys()])].sort(byRank);
  return ids.flatMap((id): Difference[] => {
    const [one, two] = [left.get(id), right.get(id)];
    const what = one?.what ?? two?.what ?? '';
    if (!one || !two) return [{ id, what, a: one?.text ?? GONE, b: two?.text ?? GONE }];
    if (one.text !== two.text) return [{ id, what, a: one.text, b: two.text }];
    return one.identity === two.identity ? [] : [{ id, what, a: one.other ?? one.text, b: two.other ?? two.text }];
  });
}

/** First what the cluster is, then what runs in it; each kind by name. Ids begin with the rank of their kind. */
const byRank = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function tell(world: World): Map<string, Told> {
  return new Map([...components(world), ...nodes(world), ...files(world), ...workloads(world), ...pods(world)]);
}

type Row = readonly [string, Told];

function components(world: World): Row[] {
  const leader = (name: 'kube-controller-manager' | 'kube-scheduler') => leaderNode(world, name) ?? 'nobody';
  return [
    ['0 api', { what: 'API server', text: servingNodes(world).length > 0 ? 'answers' : 'does not answer' }],
    ['0 kcm', { what: 'leading controller manager', text: leader('kube-controller-manager') }],
    ['0 scheduler', { what: 'leading scheduler', text: leader('kube-scheduler') }],
  ];
}

function nodes({ tables }: World): Row[] {
  return [...tables.machines.values()].map(({ name, power, kubelet }): Row => {
    const node = tables.nodes.get(name);
    const taints = (node?.spec?.taints ?? []).map(({ key, effect }) => `${key.replace(/^node\.kubernetes\.io\//, '')}:${effect}`);
    const own = power === 'off' ? 'powered off' : kubelet === 'running' ? '' : 'kubelet stopped';
    return [`1 ${name}`, { what: `node ${name}`, text: [own, node ? nodeStatusColumn(node) : 'not registered', ...taints].filter(Boolean).join(', ') }];
  });
}

function files({ tables }: World): Row[] {
  return [...tables.files.values()].map(({ node, path, text }): Row => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return [`2 ${node} ${path}`, { what: `${name} on ${node}`, text: 'in the folder', identity: text, other: `${text.split('\n').length} lines, another text` }];
  });
}

const count = (ready: number | undefined, wanted: number | undefined): string => `${ready ?? 0} of ${wanted ?? 0} ready`;

function workloads({ tables }: World): Row[] {
  const named = (kind: string, key: string, text: string): Row => [`3 ${kind} ${key}`, { what: `${kind} ${key}`, text }];
  return [
    ...[...tables.deployments].map(([key, { spec, status }]) => named('Deployment', key, count(status?.readyReplicas, spec?.replicas ?? 1))),
    ...[...tables.statefulSets].map(([key, { spec, status }]) => named('StatefulSet', key, count(status?.readyReplicas, spec?.replicas ?? 1))),
    ...[...tables.daemonSets].map(([key, { status }]) => named('DaemonSet', key, count(status?.numberReady, status?.desiredNumberScheduled))),
    ...[...tables.jobs].map(([key, { status }]) => named('Job', key, `${status?.succeeded ?? 0} succeeded, ${status?.failed ?? 0} failed`)),
  ];
}

/** A pod as kubectl shows it; one that only its kubelet knows, as that. */
function pods(world: World): Row[] {
  return allPodIds(world).flatMap((id): Row[] => {
    const view = podView(world, id);
    if (!view) return [];
    const what = `pod ${id}`;
    if (!view.stored) return [[`4 ${id}`, { what, text: 'runs, and kubectl does not see it' }]];
    const { READY, STATUS, RESTARTS } = printPod(view.stored, 0);
    const restarts = RESTARTS.replace(/ .*/, '');
    const text = [STATUS, READY, restarts === '0' ? '' : `${restarts} restarts`, view.node ? `on ${view.node}` : ''].filter(Boolean).join(', ');
    return [[`4 ${id}`, { what, text, identity: view.stored.metadata?.uid, other: `${text}, made ${view.stored.metadata?.creationTimestamp?.slice(11, 19) ?? ''}` }]];
  });
}
