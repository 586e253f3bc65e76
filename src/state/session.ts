/**
 * A session: one story, and the futures made from it. The story's own run is computed to its end when it opens, so that
 * every step is known; an action of the user at the cursor makes another branch. Pure but for the Simulations it holds.
 */
import type { TimedAction, UserAction } from '../simulation/actions';
import { buildCluster } from '../simulation/clusterBuild';
import type { Simulation } from '../simulation/simulation';
import type { Step } from '../simulation/step';
import { stepKeys } from '../simulation/stepKey';
import type { ReadText } from '../simulation/tx';
import { resolveStory, type ResolvedStory } from '../stories/resolve';
import type { Story } from '../stories/story';

/** An action of the user, and the step after which it was done. `at` is that step's key; '' for the start. */
export interface SharedInput {
  readonly at: string;
  readonly action: UserAction;
}

export interface Branch {
  readonly id: number;
  readonly name: string;
  readonly simulation: Simulation;
  /** The branch it came from, and how many loud steps they share. */
  readonly parent: number | null;
  readonly forkedAt: number;
  /** All actions since the story's start, the parent's included. */
  readonly inputs: readonly SharedInput[];
  readonly resolved: ResolvedStory;
  /** Keys of the loud steps, in order. */
  readonly keys: readonly string[];
}

/** How far a new future is computed beyond the action that made it, in simulated ms. */
const HORIZON = 150_000;
/** A future that keeps busy (a crash loop, a failing probe) is cut after so many steps of either kind. */
const MOST_STEPS = 20_000;

/** All loud steps of a run, in order. */
export function loudSteps(simulation: Simulation): Step[] {
  return simulation.history.steps.filter((step) => !step.quiet);
}

function complete(simulation: Simulation, until: number): void {
  const most = simulation.history.steps.length + MOST_STEPS;
  simulation.run(until, () => simulation.history.steps.length < most);
}

/** Opens a story: runs it to its end and goes back to its start. */
export function openStory(story: Story): Branch {
  const simulation = buildCluster(story.cluster, story.seed);
  simulation.plan(story.actions satisfies readonly TimedAction[]);
  complete(simulation, story.until);
  const steps = loudSteps(simulation);
  const resolved = resolveStory(story, steps);
  simulation.seek(0);
  return { id: 0, name: story.title, simulation, parent: null, forkedAt: 0, inputs: [], resolved, keys: stepKeys(steps) };
}

/** A short name for an action: what a person would have typed. */
export function nameOfAction(action: UserAction): string {
  switch (action.do) {
    case 'apply':
      return `kubectl apply ${action.objects.map((object) => ('kind' in object ? `${object.kind} ${object.metadata?.name ?? ''}`.trim() : Object.values(object)[0])).join(', ')}`;
    case 'delete':
      return `kubectl delete ${action.kind.toLowerCase()} ${action.name ?? action.namePattern ?? ''}`;
    case 'patch':
      return `kubectl patch ${action.kind.toLowerCase()} ${action.name ?? ''}`;
    case 'scale':
      return `kubectl scale ${action.kind.toLowerCase()} ${action.name ?? ''} --replicas=${action.replicas}`;
    case 'setImage':
      return `kubectl set image ${action.kind.toLowerCase()}/${action.name ?? ''}`;
    case 'rolloutUndo':
      return `kubectl rollout undo ${action.kind.toLowerCase()}/${action.name ?? ''}`;
    case 'cordon':
    case 'uncordon':
    case 'drain':
      return `kubectl ${action.do} ${action.node}`;
    case 'taint':
      return `kubectl taint nodes ${action.node} ${action.key}${action.remove ? '-' : ''}`;
    case 'debug':
      return `kubectl debug ${action.pod}`;
    case 'writeFile':
      return `write ${fileName(action.path)} on ${action.node}`;
    case 'removeFile':
      return `remove ${fileName(action.path)} on ${action.node}`;
    case 'renameFile':
      return `rename ${fileName(action.from)} on ${action.node}`;
    case 'startKubelet':
      return `start the kubelet on ${action.node}`;
    case 'stopKubelet':
      return `stop the kubelet on ${action.node}`;
    case 'stopNode':
      return `power off ${action.node}`;
    case 'startNode':
      return `power on ${action.node}`;
    case 'exitContainer':
      return `${action.container} exits on ${action.node}`;
    case 'killContainer':
      return `kill ${action.container} on ${action.node}`;
    case 'setUsage':
      return `memory use on ${action.node}`;
    case 'setImageExists':
      return `${action.exists ? 'push' : 'delete'} image ${action.image}`;
  }
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Does an action at the cursor and computes what follows. The given branch stays as it is; the answer is the new one,
 * with its cursor behind the action's own step. Where texts are put into folders `readText` reads them.
 */
export function act(story: Story, branch: Branch, action: UserAction, id: number, readText?: ReadText): Branch {
  const { cursor } = branch.simulation;
  const simulation = branch.simulation.fork(readText ? { readText } : {});
  simulation.input(`you-${id}`, action);
  complete(simulation, Math.max(story.until, simulation.time + HORIZON));
  const steps = loudSteps(simulation);
  const input: SharedInput = { at: cursor === 0 ? '' : (branch.keys[cursor - 1] ?? ''), action };
  simulation.seek(Math.min(cursor + 1, steps.length));
  return {
    id,
    name: nameOfAction(action),
    simulation,
    parent: branch.id,
    forkedAt: cursor,
    inputs: [...branch.inputs, input],
    resolved: resolveStory(story, steps),
    keys: stepKeys(steps),
  };
}
