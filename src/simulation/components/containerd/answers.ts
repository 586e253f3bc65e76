/**
 * How containerd takes and answers a call of the CRI: the two log lines of each call (`call`, `return`), the message
 * back to the kubelet, and the message by which containerd comes back to a call that takes time.
 */
import { LATENCY } from '../../latencies';
import { type CriCall, type CriWork, instanceOf } from '../../messages';
import type { About, RuntimeFact } from '../../step';
import type { Tx } from '../../tx';
import type { ContainerRow, SandboxRow } from '../../world';

export const nodeOf = (call: CriCall): string => instanceOf(call.to);

/** `namespace/name` of the pod of a call, as far as the runtime or the kubelet knows it. */
export function podNameOf(tx: Tx, node: string, podUid: string, sandbox?: string): string {
  const known = sandbox === undefined ? undefined : tx.get('sandboxes', sandbox)?.pod;
  return known ?? tx.get('podWorkers', `${node}/${podUid}`)?.fullName ?? `/${podUid}`;
}

/** The pod of a fact: name, namespace, and the UID that the kubelet knows it by. */
export function factPod(pod: string, uid: string): NonNullable<RuntimeFact['pod']> {
  const slash = pod.indexOf('/');
  return { namespace: pod.slice(0, slash), name: pod.slice(slash + 1), uid };
}

/** What a step about a pod on a node is about. */
export function aboutPod(pod: string, node: string, more: About = {}): About {
  const slash = pod.indexOf('/');
  return { pod: pod.slice(slash + 1), namespace: pod.slice(0, slash), node, ...more };
}

/** {@link aboutPod} for one of its containers. */
export const aboutContainer = (tx: Tx, row: ContainerRow, more: About = {}): About =>
  aboutPod(podNameOf(tx, row.node, row.podUid, row.sandbox), row.node, { container: row.name, ...more });

export type FactDetails = Partial<Omit<RuntimeFact, 'type' | 'op' | 'node' | 'pod'>>;

/** Logs a fact. Field by field: there are a dozen to a pod, and a spread that adds fields is slow. */
function tell(tx: Tx, op: string, node: string, pod: RuntimeFact['pod'], { container, edge, ok, error, image, attempt, exitCode, timeout, pidMode }: FactDetails): void {
  tx.fact({ type: 'runtime', op, node, pod, container, edge, ok, error, image, attempt, exitCode, timeout, pidMode });
}

/** Logs one fact about a sandbox or a container in it. */
export function sandboxFact(tx: Tx, sandbox: SandboxRow, op: string, details: FactDetails = {}): void {
  tell(tx, op, sandbox.node, factPod(sandbox.pod, sandbox.podUid), details);
}

export function containerFact(tx: Tx, row: ContainerRow, op: string, details: FactDetails = {}): void {
  const pod = podNameOf(tx, row.node, row.podUid, row.sandbox);
  tell(tx, op, row.node, factPod(pod, row.podUid), { container: row.name, ...details });
}

const factOp = (call: CriCall): string => (call.op === 'ExecSync' ? `exec ${call.hook ?? ''}` : call.op);

/** Logs one edge of a call. */
export function callFact(tx: Tx, call: CriCall, edge: 'call' | 'return', details: FactDetails = {}): void {
  const node = nodeOf(call);
  const row = call.container === undefined ? undefined : tx.get('containers', call.container);
  tell(tx, factOp(call), node, factPod(podNameOf(tx, node, call.podUid, call.sandbox ?? row?.sandbox), call.podUid), {
    edge,
    container: call.containerName ?? row?.name,
    image: call.op === 'PullImage' ? call.image : undefined,
    timeout: call.op === 'StopContainer' ? (call.timeout ?? 0) : undefined,
    ...details,
  });
}

/** What an answer carries besides the call's own fields. */
export interface AnswerDetails {
  readonly sandbox?: string;
  readonly container?: string;
  readonly fact?: FactDetails;
}

/** Answers a call: the `return` line and the message to the kubelet. With `error` it has failed. */
export function answer(tx: Tx, call: CriCall, error: string | undefined, details: AnswerDetails = {}): void {
  const ok = error === undefined;
  callFact(tx, call, 'return', { ok, error, ...details.fact });
  const { op, podUid, containerName, image, hook } = call;
  const sandbox = details.sandbox ?? call.sandbox;
  const container = details.container ?? call.container;
  tx.send({ type: 'criReturn', to: `kubelet/${nodeOf(call)}`, op, podUid, ok, error, sandbox, container, containerName, image, hook }, 0);
}

/** Takes a call without a step of its own on the page: its work is told when it is done. */
export function takeQuietly(tx: Tx, call: CriCall, details: FactDetails = {}): void {
  const node = nodeOf(call);
  tx.because('containerd.takeCall', aboutPod(podNameOf(tx, node, call.podUid, call.sandbox), node, { op: call.op }));
  callFact(tx, call, 'call', details);
}

/** Refuses a call at once. */
export function refuseCall(tx: Tx, call: CriCall, error: string): void {
  const node = nodeOf(call);
  tx.because('containerd.refuseCall', aboutPod(podNameOf(tx, node, call.podUid, call.sandbox), node, { op: call.op, error }));
  tx.motion(call.to, `kubelet/${node}`);
  callFact(tx, call, 'call');
  answer(tx, call, error);
}

/** The runtime's boot: rises when the machine loses power, and with it all work in progress is void. */
export function bootOf(tx: Tx, node: string): number {
  const memory = tx.get('memory', `containerd/${node}`);
  return memory?.kind === 'containerd' ? memory.boot : 0;
}

/** Comes back to a call after `delay` ms. With a `name` it can be ended earlier: {@link endEarly}. */
export function workOn(tx: Tx, call: CriCall, delay: number, work: Omit<CriWork, 'boot'> = {}, name?: string): void {
  const { error, namespaces, spec } = call.work ?? {};
  const boot = bootOf(tx, nodeOf(call));
  tx.send({ ...call, work: { boot, error: work.error ?? error, namespaces: work.namespaces ?? namespaces, spec: work.spec ?? spec } }, delay, name);
}

/** What a caller that gave up is told (google.golang.org/grpc: codes.Canceled). */
export const CANCELLED = 'rpc error: code = Canceled desc = context canceled';

/** Names of work that can be ended early. A kubelet that restarts may have one pull of its own and one of its past. */
export const pullName = (node: string, podUid: string): string => `containerd/${node}/pull/${podUid}`;
export const hookName = (container: string, hook: 'preStop' | 'postStart'): string => `exec/${container}/${hook}`;

/** Work of that name, if it is under way, comes to its end now, and fails. */
export function endEarly(tx: Tx, name: string, error: string): void {
  const call = tx.pending(name)?.message;
  if (call?.type === 'cri' && call.work) tx.send({ ...call, work: { ...call.work, error } }, 0, name);
}

/** An id as crictl shows it: 13 hexadecimal digits. */
export const runtimeId = (hash: number, number: number): string =>
  hash.toString(16).padStart(8, '0') + number.toString(16).padStart(5, '0');

/** Inode numbers of namespaces, as `lsns` prints them, begin about here. */
export const FIRST_INODE = 4_026_532_000;
export const INODES_EACH = 8;

/** Time until the network plugin has the call: the namespace has to be made first. */
export const networkDelay = LATENCY.networkNamespace;
