/**
 * What a person does to a computer and to processes on it: power, the kubelet's service, killing a process, using
 * memory. And what they change in the image registry.
 */
import { quantityValue } from '../../../kubernetes/quantities';
import type { UserAction } from '../../actions';
import { LATENCY } from '../../latencies';
import type { Address } from '../../messages';
import type { Tx } from '../../tx';
import type { ContainerRow, MachineRow, SandboxRow } from '../../world';
import { machineOff } from '../containerRuntime';
import { aboutContainer, aboutPod } from '../containerd/answers';
import { pauseKilled } from '../containerd/exit';
import { registryImage } from '../containerd/images';
import { kubeletStopped } from '../kubelet';
import { refused, succeed } from './outcome';
import { namePattern } from './targets';

type Action<D extends UserAction['do']> = Extract<UserAction, { readonly do: D }>;

/** The machine of an action, or a refusal. */
function machineOf(tx: Tx, id: string, command: string, node: string): MachineRow | undefined {
  const machine = tx.get('machines', node);
  if (!machine) refused(tx, id, command, `there is no machine ${node}`);
  return machine;
}

const startKubeletAfter = (tx: Tx, node: string, delay: number): void => {
  tx.send({ type: 'note', to: `kubelet/${node}`, kind: 'start' }, delay, `kubeletStart/${node}`);
};

export function power(tx: Tx, id: string, action: Action<'startKubelet' | 'stopKubelet' | 'stopNode' | 'startNode'>): void {
  const { node } = action;
  const command = { startKubelet: 'systemctl start kubelet', stopKubelet: 'systemctl stop kubelet', stopNode: 'power off', startNode: 'power on' }[action.do];
  const machine = machineOf(tx, id, command, node);
  if (!machine) return;
  const isOn = machine.power === 'on';
  if (action.do === 'startNode' ? isOn : !isOn) return refused(tx, id, command, `${node} is switched ${isOn ? 'on' : 'off'}`);
  switch (action.do) {
    case 'startKubelet':
      tx.because('user.startKubelet', { node });
      startKubeletAfter(tx, node, LATENCY.kubeletStart);
      break;
    case 'stopKubelet':
      stopKubelet(tx, machine);
      break;
    case 'stopNode':
      powerOff(tx, machine);
      break;
    case 'startNode':
      tx.because('user.powerOn', { node });
      tx.fact({ type: 'runtime', op: 'power on', node });
      tx.put('machines', node, { ...machine, power: 'on' });
      startKubeletAfter(tx, node, LATENCY.boot);
      break;
  }
  tx.motion('user/you', `kubelet/${node}`);
  succeed(tx, id);
}

/** The kubelet's process ends. What it has started runs on: containerd is the parent, not the kubelet. */
function stopKubelet(tx: Tx, machine: MachineRow): void {
  const { name } = machine;
  tx.because('user.stopKubelet', { node: name });
  tx.cancel(`kubeletStart/${name}`);
  if (machine.kubelet === 'running') tx.fact({ type: 'runtime', op: 'kubelet stop', node: name });
  tx.put('machines', name, { ...machine, kubelet: 'stopped' });
  kubeletStopped(tx, name);
}

/** All processes and the kubelet are gone at once; files stay. */
function powerOff(tx: Tx, machine: MachineRow): void {
  const { name } = machine;
  tx.because('user.powerOff', { node: name });
  tx.cancel(`kubeletStart/${name}`);
  tx.fact({ type: 'runtime', op: 'power off', node: name });
  tx.put('machines', name, { ...machine, power: 'off', kubelet: 'stopped' });
  kubeletStopped(tx, name);
  machineOff(tx, name);
  tx.delete('memory', `usage/${name}`);
}

// ── Processes ────────────────────────────────────────────────────────────────────────────────────────────────────────

interface PodOnNode {
  readonly node: string;
  readonly pod?: string;
  readonly podPattern?: string;
}

/** Sandboxes on the node whose pod is meant, the newest first. */
function sandboxesOf(tx: Tx, { node, pod, podPattern }: PodOnNode): SandboxRow[] {
  const fits = pod === undefined ? namePattern(podPattern ?? '.*') : undefined;
  return tx
    .rows('sandboxes', 'sandboxesByNode', node)
    .filter((row) => (fits ? fits.test(row.pod) : row.pod === pod))
    .sort((a, b) => b.createdAt - a.createdAt);
}

function runningContainer(tx: Tx, where: PodOnNode, container: string): ContainerRow | undefined {
  for (const sandbox of sandboxesOf(tx, where)) {
    const found = tx.rows('containers', 'containersBySandbox', sandbox.id).find((row) => row.name === container && row.state === 'running');
    if (found) return found;
  }
  return undefined;
}

/** The main process of a container ends: by itself, by a signal from outside, or for want of memory. */
export function endProcess(tx: Tx, id: string, action: Action<'exitContainer' | 'killContainer'>): void {
  if (action.do === 'killContainer' && action.container === 'pause') return killPause(tx, id, action);
  const row = runningContainer(tx, action, action.container);
  const command = action.do === 'killContainer' ? 'kill -9' : 'exit';
  if (!row) return refused(tx, id, command, `no container ${action.container} of ${action.pod ?? action.podPattern ?? ''} runs on ${action.node}`);
  const to: Address = `process/${row.id}`;
  const about = aboutContainer(tx, row);
  tx.motion('user/you', to);
  if (action.do === 'exitContainer') {
    tx.because('user.exitContainer', { ...about, exitCode: String(action.exitCode) });
    tx.send({ type: 'note', to, kind: 'exit', data: { exitCode: action.exitCode } }, 0, `exit/${row.id}`);
  } else {
    const isMemory = action.reason === 'OOM';
    tx.because(isMemory ? 'user.useUpMemory' : 'user.killContainer', about);
    tx.send({ type: 'note', to, kind: isMemory ? 'outOfMemory' : 'kill' }, 0, `exit/${row.id}`);
  }
  succeed(tx, id);
}

function killPause(tx: Tx, id: string, action: Action<'killContainer'>): void {
  const sandbox = sandboxesOf(tx, action).find((row) => row.state === 'ready');
  if (!sandbox) return refused(tx, id, 'kill -9', `no sandbox of ${action.pod ?? action.podPattern ?? ''} runs on ${action.node}`);
  tx.because('user.killPause', aboutPod(sandbox.pod, sandbox.node));
  tx.motion('user/you', `containerd/${sandbox.node}`);
  pauseKilled(tx, sandbox);
  succeed(tx, id);
}

/** The working sets on a node from now on; what is not named counts nothing. */
export function setUsage(tx: Tx, id: string, action: Action<'setUsage'>): void {
  if (!machineOf(tx, id, 'use memory', action.node)) return;
  const bytes: Record<string, number> = {};
  for (const { pod, podPattern, container, memory } of action.usage) {
    const where = { node: action.node, ...(pod !== undefined ? { pod } : {}), ...(podPattern !== undefined ? { podPattern } : {}) };
    const sandbox = sandboxesOf(tx, where)[0];
    if (sandbox) bytes[`${sandbox.podUid}/${container}`] = quantityValue(memory);
  }
  tx.because('user.setUsage', { node: action.node });
  tx.motion('user/you', `kubelet/${action.node}`);
  tx.put('memory', `usage/${action.node}`, { kind: 'usage', node: action.node, bytes });
  succeed(tx, id);
}

export function setImageExists(tx: Tx, id: string, { image, exists }: Action<'setImageExists'>): void {
  tx.because(exists ? 'user.pushImage' : 'user.deleteImage', { image });
  tx.put('registry', image, { ...registryImage(tx, image), exists });
  succeed(tx, id);
}
