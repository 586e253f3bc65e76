/**
 * What must hold after every step. A broken one is a defect of a rule, never of the input. The cost of a check follows
 * the step's changes, not the size of the World.
 */
import type { Pod } from '../kubernetes/objects';
import { isMirrorPod, isStaticPod } from '../kubernetes/podOrigin';
import { podRequests } from '../kubernetes/resources';
import { quantityMilliValue, quantityValue } from '../kubernetes/quantities';
import { assert } from '../lib/assert';
import type { Step } from './step';
import type { Change, ContainerRow, PodWorkerRow, SandboxRow } from './world';
import type { World } from './worldState';
import { isTerminal } from './watch';

/** Throws an AssertionError that names the broken invariant and the step. */
export function checkInvariants(world: World, step: Step): void {
  for (const change of step.changes) {
    const broken = brokenBy(world, step, change);
    assert(broken === undefined, `${broken ?? ''} (step ${step.index}, ${step.rule})`);
  }
}

function brokenBy(world: World, step: Step, change: Change): string | undefined {
  switch (change.table) {
    case 'containers':
      return change.after && brokenContainer(world, change.before, change.after);
    case 'sandboxes':
      return change.after && brokenAddress(world, change.after);
    case 'pods':
      return brokenPod(world, step, change.before, change.after);
    default:
      return undefined;
  }
}

// ── Each invariant ───────────────────────────────────────────────────────────────────────────────────────────────────

/** A container begins to run only in a ready sandbox of its node, and never comes back from the dead. */
function brokenContainer(world: World, before: ContainerRow | undefined, after: ContainerRow): string | undefined {
  const sandbox = world.tables.sandboxes.get(after.sandbox);
  if (!sandbox && after.state === 'running') return `container ${after.name} runs without a sandbox`;
  if (sandbox && sandbox.node !== after.node) return `container ${after.name} is on ${after.node}, its sandbox on ${sandbox.node}`;
  if (before?.state === 'exited' && after.state !== 'exited') return `container ${after.name} runs again after its end`;
  const begins = after.state === 'running' && before?.state !== 'running';
  return begins && sandbox?.state === 'notReady' ? `container ${after.name} starts in a sandbox that is not ready` : undefined;
}

/** Two ready sandboxes never share an address. */
function brokenAddress(world: World, after: SandboxRow): string | undefined {
  if (after.ip === undefined || after.hostNetwork || after.state === 'notReady') return undefined;
  const holders = world.indexes.get('sandboxesByIP', after.ip);
  return holders.length > 1 ? `${after.ip} is given to ${holders.length} sandboxes` : undefined;
}

function brokenPod(world: World, step: Step, before: Pod | undefined, after: Pod | undefined): string | undefined {
  return brokenBinding(before, after) ?? brokenPast(before, after) ?? brokenAllocation(world, step, before, after) ?? brokenMirror(world, step, before, after);
}

/** What has happened to a pod stays so: an end, a delete, a restart. (`pkg/apis/core/validation/validation.go:ValidatePodStatusUpdate`, `ValidateObjectMetaUpdate`) */
function brokenPast(before: Pod | undefined, after: Pod | undefined): string | undefined {
  if (!before || !after || before.metadata?.uid !== after.metadata?.uid) return undefined;
  const name = after.metadata?.name ?? '';
  // A mirror shows its static pod, which may begin anew under the same mirror.
  if (isTerminal(before) && !isTerminal(after) && !isMirrorPod(after)) return `pod ${name} goes from ${before.status?.phase ?? ''} to ${after.status?.phase ?? 'no phase'}`;
  if (before.metadata?.deletionTimestamp && !after.metadata?.deletionTimestamp) return `pod ${name} is no longer being deleted`;
  const grace = [before, after].map((pod) => pod.metadata?.deletionGracePeriodSeconds ?? Infinity);
  if ((grace[1] ?? 0) > (grace[0] ?? 0)) return `pod ${name} is given more time to end`;
  const fewer = (after.status?.containerStatuses ?? []).find(({ name: container, restartCount }) =>
    (restartCount ?? 0) < (before.status?.containerStatuses?.find((status) => status.name === container)?.restartCount ?? 0));
  return fewer && !isMirrorPod(after) ? `container ${fewer.name} of pod ${name} has fewer restarts than before` : undefined;
}

/** A pod is bound once: its node is never changed. */
function brokenBinding(before: Pod | undefined, after: Pod | undefined): string | undefined {
  const was = before?.spec?.nodeName;
  if (!was || !after || before.metadata?.uid !== after.metadata?.uid) return undefined;
  return after.spec?.nodeName === was ? undefined : `pod ${after.metadata?.name ?? ''} moves from ${was} to ${after.spec?.nodeName ?? 'no node'}`;
}

/** The scheduler never gives away more than a node has. */
function brokenAllocation(world: World, step: Step, before: Pod | undefined, after: Pod | undefined): string | undefined {
  const name = after?.spec?.nodeName;
  if (!name || before?.spec?.nodeName || !before || !step.actor.startsWith('scheduler/')) return undefined;
  const allocatable = world.tables.nodes.get(name)?.status?.allocatable;
  if (!allocatable) return `pod ${after.metadata?.name ?? ''} is bound to ${name}, which has nothing to give`;
  let [cpu, memory, pods] = [0, 0, 0];
  for (const key of world.indexes.get('podsByNode', name)) {
    const pod = world.tables.pods.get(key);
    if (!pod || isTerminal(pod)) continue;
    const requests = podRequests(pod);
    cpu += quantityMilliValue(requests['cpu']);
    memory += quantityValue(requests['memory']);
    pods++;
  }
  if (cpu > quantityMilliValue(allocatable['cpu'])) return `${name} has less cpu than its pods request`;
  if (memory > quantityValue(allocatable['memory'])) return `${name} has less memory than its pods request`;
  return pods > quantityValue(allocatable['pods']) ? `${name} has more pods than it may` : undefined;
}

/** A kubelet makes a mirror only of a static pod that it has; deleting a mirror ends no container. */
function brokenMirror(world: World, step: Step, before: Pod | undefined, after: Pod | undefined): string | undefined {
  const mirror = after ?? before;
  if (!mirror || !isMirrorPod(mirror)) return undefined;
  const name = `${mirror.metadata?.namespace ?? ''}/${mirror.metadata?.name ?? ''}`;
  const node = mirror.spec?.nodeName ?? '';
  if (!before && step.actor === `kubelet/${node}`) {
    const hasFile = world.indexes.get('workersByFullName', `${node}/${name}`).some((key) => world.tables.podWorkers.get(key)?.origin === 'file');
    if (!hasFile) return `the mirror ${name} has no static pod`;
  }
  const ended = !after && step.changes.some((each) => each.table === 'containers' && each.before?.state === 'running' && each.after?.state !== 'running');
  return ended ? `a container ends with the mirror ${name}` : undefined;
}

// ── At rest ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What must hold when nothing is under way any more: what is wrong, as sentences; empty when all is well. Walks the
 * whole World.
 */
export function checkSettled(world: World): readonly string[] {
  return [...mirrorsThatShouldNotBe(world), ...mirrorsThatAreMissing(world), ...podsThatAreNotStarted(world), ...containersOfNobody(world)];
}

const serves = (world: World): boolean =>
  [...world.tables.memory.values()].some((memory) => memory.kind === 'apiserver' && memory.serving);

/** Nodes whose kubelet runs. */
const isTended = (world: World, node: string): boolean => world.tables.machines.get(node)?.kubelet === 'running';

/** A mirror whose kubelet runs has a static pod beside it. */
function mirrorsThatShouldNotBe(world: World): string[] {
  if (!serves(world)) return [];
  const wrong: string[] = [];
  for (const [key, pod] of world.tables.pods) {
    const node = pod.spec?.nodeName ?? '';
    if (!isMirrorPod(pod) || !isTended(world, node)) continue;
    const workers = world.indexes.get('workersByFullName', `${node}/${key}`).map((name) => world.tables.podWorkers.get(name));
    if (!workers.some((worker) => worker && isStaticPod(worker.pod))) wrong.push(`the mirror ${key} has no static pod on ${node}`);
  }
  return wrong;
}

/** A static pod that runs on a registered node has a mirror of its own hash, unless admission refuses that. */
function mirrorsThatAreMissing(world: World): string[] {
  if (!serves(world)) return [];
  const wrong: string[] = [];
  for (const worker of world.tables.podWorkers.values()) {
    const runs = worker.origin === 'file' && worker.state === 'sync' && world.indexes.get('sandboxesByPod', worker.uid).length > 0;
    if (!runs || !world.tables.nodes.has(worker.node) || mayBeRefused(world, worker)) continue;
    const mirror = world.tables.pods.get(worker.fullName);
    if (!mirror || !isMirrorPod(mirror)) wrong.push(`the static pod ${worker.fullName} has no mirror`);
  }
  return wrong;
}

/** A mirror that the API server may refuse: of no API namespace, over a quota, of no priority class. */
function mayBeRefused({ tables, indexes }: World, { fullName, pod }: PodWorkerRow): boolean {
  const namespace = fullName.slice(0, fullName.indexOf('/'));
  const className = pod.spec?.priorityClassName;
  return !tables.namespaces.has(namespace) || indexes.get('quotasByNamespace', namespace).length > 0 || (className !== undefined && !tables.priorityClasses.has(className));
}

/** A bound pod that is neither over nor going is known to its kubelet. */
function podsThatAreNotStarted(world: World): string[] {
  if (!serves(world)) return [];
  const wrong: string[] = [];
  for (const [key, pod] of world.tables.pods) {
    const node = pod.spec?.nodeName;
    if (!node || isMirrorPod(pod) || isTerminal(pod) || !isTended(world, node)) continue;
    if (!world.tables.podWorkers.has(`${node}/${pod.metadata?.uid ?? ''}`)) wrong.push(`the kubelet of ${node} does not know ${key}`);
  }
  return wrong;
}

/** A running container belongs to a pod that its kubelet knows. */
function containersOfNobody(world: World): string[] {
  const wrong: string[] = [];
  for (const row of world.tables.containers.values()) {
    if (row.state !== 'running' || !isTended(world, row.node)) continue;
    if (!world.tables.podWorkers.has(`${row.node}/${row.podUid}`)) wrong.push(`container ${row.name} on ${row.node} belongs to no pod`);
  }
  return wrong;
}
