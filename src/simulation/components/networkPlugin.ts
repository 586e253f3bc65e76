/**
 * The network plugin of a node: CNI ADD gives a sandbox an address of the node's range, CNI DEL takes it back. It
 * refuses while nobody has written its configuration (the cni container does: controlPlane.ts).
 * Stands for: a CNI plugin with the IPAM host-local (containernetworking/plugins). Left out: interfaces, routes, port
 * mappings, network policies, IPv6.
 */
import { LATENCY } from '../latencies';
import { type CriCall, instanceOf, type Message } from '../messages';
import type { Tx } from '../tx';
import type { MachineRow, SandboxRow } from '../world';
import { aboutPod, bootOf, sandboxFact, workOn } from './containerd/answers';

export function networkPlugin(tx: Tx, message: Message): void {
  if (message.type !== 'note') return;
  const node = instanceOf(message.to);
  const call = message.data?.['call'] as CriCall | undefined;
  const machine = tx.get('machines', node);
  const sandbox = tx.get('sandboxes', message.about ?? '');
  if (!call || machine?.power !== 'on' || call.work?.boot !== bootOf(tx, node)) return;
  if (message.kind === 'add') add(tx, machine, sandbox, call);
  else del(tx, node, sandbox, call);
}

function add(tx: Tx, machine: MachineRow, sandbox: SandboxRow | undefined, call: CriCall): void {
  if (!sandbox || sandbox.state !== 'creating') return workOn(tx, call, 0);
  const given = machine.cniConfigured ? freeAddress(tx, machine) : undefined;
  const error = !machine.cniConfigured
    ? 'cni plugin not initialized'
    : given === undefined ? `no IP addresses available in range set: ${machine.podCIDR}` : undefined;
  tx.motion(`network/${machine.name}`, call.to);
  sandboxFact(tx, sandbox, 'CNI ADD', { edge: 'return', ok: error === undefined, error });
  if (given === undefined) {
    const text = error ?? '';
    tx.because('network.refuseAddress', aboutPod(sandbox.pod, machine.name, { error: text }));
    return workOn(tx, call, 0, { error: `rpc error: code = Unknown desc = failed to setup network for sandbox "${sandbox.id}": ${text}` });
  }
  tx.because('network.giveAddress', aboutPod(sandbox.pod, machine.name, { ip: given.ip }));
  tx.put('memory', `network/${machine.name}`, { kind: 'network', node: machine.name, last: given.offset });
  tx.put('sandboxes', sandbox.id, { ...sandbox, ip: given.ip });
  workOn(tx, call, LATENCY.startPause);
}

function del(tx: Tx, node: string, sandbox: SandboxRow | undefined, call: CriCall): void {
  if (sandbox?.ip !== undefined) {
    const { ip, ...without } = sandbox;
    tx.because('network.takeAddress', aboutPod(sandbox.pod, node, { ip }));
    tx.motion(`network/${node}`, call.to);
    tx.put('sandboxes', sandbox.id, without);
    sandboxFact(tx, sandbox, 'CNI DEL', { edge: 'return', ok: true });
  }
  workOn(tx, call, LATENCY.stopSandbox);
}

interface Range {
  /** The network address, as a number. */
  readonly base: number;
  readonly size: number;
}

/** The range of a CIDR such as 10.244.1.0/24. */
function rangeOf(cidr: string): Range {
  const [address = '', prefix = '24'] = cidr.split('/');
  const base = address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  return { base, size: 2 ** (32 - Number(prefix)) };
}

const addressText = (number: number): string => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/**
 * The next free address behind the one given last. Network, gateway and broadcast address are never given; an address
 * is taken until CNI DEL, also that of a sandbox that is not ready (host-local: Get).
 */
function freeAddress(tx: Tx, machine: MachineRow): { readonly ip: string; readonly offset: number } | undefined {
  const { base, size } = rangeOf(machine.podCIDR);
  const first = 2;
  const count = size - 1 - first;
  const memory = tx.get('memory', `network/${machine.name}`);
  const last = memory?.kind === 'network' ? memory.last : first - 1;
  for (let i = 1; i <= count; i++) {
    const offset = first + ((last - first + i) % count);
    const ip = addressText(base + offset);
    if (tx.keys('sandboxesByAddress', ip).length === 0) return { ip, offset };
  }
  return undefined;
}
