/**
 * The model of the timeline: one column a step, one lane a component (or a pod). A step is a line from sender to receiver
 * with a dot at the receiver. Pure; computed once a branch, not once a step.
 */
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { type Address, componentOf, instanceOf } from '../../simulation/messages';
import { podOfStep, type Step } from '../../simulation/step';
import type { ActorKind } from '../shared/kinds';

export interface Lane {
  readonly id: string;
  readonly label: string;
  readonly icon: ActorKind | 'folder' | 'pod';
}

export interface Mark {
  /** Column: the number of the step, from 1. */
  readonly column: number;
  /** Index of the lane of the sender, equal to `to` when nothing travels. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'done' | 'refused' | 'crashed';
}

/** While a component was up: from one column to another. */
export interface UpBar {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  /** It ended by an exit with an error. */
  readonly crashed: boolean;
}

export interface TimelineModel {
  readonly lanes: readonly Lane[];
  readonly marks: readonly Mark[];
  readonly bars: readonly UpBar[];
  readonly columns: number;
}

/** The lane on which an address is drawn. A control-plane process has one lane for all its nodes. */
function laneOf(address: Address, step: Step): Lane {
  const instance = instanceOf(address);
  switch (componentOf(address)) {
    case 'user':
      return { id: 'user', label: 'You', icon: 'user' };
    case 'apiserver':
      return { id: 'apiserver', label: 'API server', icon: 'apiServer' };
    case 'etcd':
      return { id: 'etcd', label: 'etcd', icon: 'etcd' };
    case 'controllers':
      return { id: 'controllers', label: 'Controllers', icon: 'controllers' };
    case 'scheduler':
      return { id: 'scheduler', label: 'Scheduler', icon: 'scheduler' };
    case 'kubelet':
      return { id: `kubelet/${instance}`, label: `kubelet ${instance}`, icon: 'kubelet' };
    case 'containerd':
    case 'network':
      return { id: `containerd/${instance}`, label: `containerd ${instance}`, icon: 'runtime' };
    case 'process':
      return processLane(step);
  }
}

const CONTROL_PLANE: Readonly<Record<string, Lane>> = {
  'kube-apiserver': { id: 'apiserver', label: 'API server', icon: 'apiServer' },
  etcd: { id: 'etcd', label: 'etcd', icon: 'etcd' },
  'kube-controller-manager': { id: 'controllers', label: 'Controllers', icon: 'controllers' },
  'kube-scheduler': { id: 'scheduler', label: 'Scheduler', icon: 'scheduler' },
};

function processLane(step: Step): Lane {
  const node = step.about['node'] ?? '';
  return CONTROL_PLANE[step.about['container'] ?? ''] ?? { id: `containerd/${node}`, label: `containerd ${node}`, icon: 'runtime' };
}

/** Lanes in reading order: who asks, who stores, who decides, then node by node who does. */
const ORDER: readonly string[] = ['user', 'apiserver', 'etcd', 'controllers', 'scheduler'];
const rank = ({ id }: Lane): string => {
  const at = ORDER.indexOf(id);
  if (at >= 0) return `0${at}`;
  const [component, node = ''] = id.split('/');
  return `1${node.startsWith('cp') ? '0' : '1'}${node}/${component === 'kubelet' ? 0 : 1}`;
};

function sortLanes(lanes: Map<string, Lane>): Lane[] {
  return [...lanes.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

const kindOf = (step: Step): Mark['kind'] => {
  if (step.motion?.refused !== undefined) return 'refused';
  return step.about['exitCode'] !== undefined && step.about['exitCode'] !== '0' ? 'crashed' : 'done';
};

/** Lanes by component. `steps` are the loud steps of a whole branch. */
export function componentTimeline(steps: readonly Step[]): TimelineModel {
  const known = new Map<string, Lane>();
  const ends = steps.map((step) => {
    const to = laneOf(step.motion?.to ?? step.actor, step);
    const from = step.motion ? laneOf(step.motion.from, step) : to;
    known.set(to.id, to).set(from.id, from);
    return [from.id, to.id] as const;
  });
  const lanes = sortLanes(known);
  const indexOf = new Map(lanes.map(({ id }, index) => [id, index]));
  const marks = steps.map((step, i): Mark => {
    const [from, to] = ends[i] ?? ['', ''];
    return { column: i + 1, from: indexOf.get(from) ?? 0, to: indexOf.get(to) ?? 0, kind: kindOf(step) };
  });
  return { lanes, marks, bars: upBars(steps, marks, lanes), columns: steps.length };
}

/**
 * When each component was up. A control-plane component is up while it runs by the word of its rules (`process.*`); a
 * kubelet and its runtime from the first thing they do.
 */
function upBars(steps: readonly Step[], marks: readonly Mark[], lanes: readonly Lane[]): UpBar[] {
  const bars: UpBar[] = [];
  const openSince = new Map<number, number>();
  const close = (lane: number, to: number, crashed: boolean) => {
    const from = openSince.get(lane);
    if (from !== undefined) bars.push({ lane, from, to, crashed });
    openSince.delete(lane);
  };
  steps.forEach((step, i) => {
    const mark = marks[i];
    if (!mark) return;
    const isExit = step.about['exitCode'] !== undefined && lanes[mark.to]?.id !== 'user';
    const isControlPlane = ['apiserver', 'etcd', 'controllers', 'scheduler'].includes(lanes[mark.to]?.id ?? '');
    if (isExit && isControlPlane) close(mark.to, mark.column, mark.kind === 'crashed');
    else if (mark.kind !== 'refused' && !openSince.has(mark.to)) openSince.set(mark.to, mark.column);
  });
  openSince.forEach((_from, lane) => close(lane, steps.length, false));
  return bars;
}

/** Lanes by pod: each step stands on the lane of the pod it is about; steps about no pod are left out. */
export function podTimeline(steps: readonly Step[]): TimelineModel {
  const indexOf = new Map<string, number>();
  const lanes: Lane[] = [];
  const marks: Mark[] = [];
  steps.forEach((step, i) => {
    const pod = step.about['pod'];
    if (pod === undefined) return;
    let lane = indexOf.get(pod);
    if (lane === undefined) {
      lane = lanes.length;
      indexOf.set(pod, lane);
      lanes.push({ id: `pod/${pod}`, label: pod, icon: 'pod' });
    }
    marks.push({ column: i + 1, from: lane, to: lane, kind: kindOf(step) });
  });
  const bars = lanes.map((_, lane): UpBar => {
    const own = marks.filter((mark) => mark.to === lane);
    return { lane, from: own[0]?.column ?? 0, to: own.at(-1)?.column ?? 0, crashed: false };
  });
  return { lanes, marks, bars, columns: steps.length };
}

/** The same timeline with a lane above all others: the steps that are about one pod. */
export function withPodLane(model: TimelineModel, steps: readonly Step[], id: string): TimelineModel {
  const columns = steps.flatMap((step, i) => (podOfStep(step) === id ? [i + 1] : []));
  if (columns.length === 0) return model;
  const lane: Lane = { id: `selected/${id}`, label: id.slice(id.indexOf('/') + 1), icon: 'pod' };
  return {
    ...model,
    lanes: [lane, ...model.lanes],
    marks: [...model.marks.map((mark) => ({ ...mark, from: mark.from + 1, to: mark.to + 1 })), ...columns.map((column): Mark => ({ column, from: 0, to: 0, kind: 'done' }))],
    bars: [...model.bars.map((bar) => ({ ...bar, lane: bar.lane + 1 })), { lane: 0, from: columns[0] ?? 0, to: columns.at(-1) ?? 0, crashed: false }],
  };
}

/** Most columns that are drawn one by one; beyond it neighbours share a column. */
export const MOST_COLUMNS = 1500;

/** How many steps share a column. */
export const groupSize = (columns: number): number => Math.max(1, Math.ceil(columns / MOST_COLUMNS));

/** The title of a step's rule: shown when the pointer is over its column. */
export const titleOf = (step: Step): string => ruleOf(step.rule).title;
