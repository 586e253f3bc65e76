/**
 * How the kubelet starts one container: back-off, image, create, start, postStart, each when the runtime has answered
 * the one before. Stands for pkg/kubelet/kuberuntime/kuberuntime_container.go:startContainer and the function `start` in
 * kuberuntime_manager.go:SyncPod. The answers come back to {@link continueStart}, {@link afterPulled} and
 * {@link afterUndo}; each ends with 'waiting' or the fate of the container.
 */
import { backoffKey, doBackOff, formatPod } from '../../kubernetes/backoff';
import type { WaitingReason } from '../../kubernetes/containerStatuses';
import type { Container, EphemeralContainer, LifecycleHandler } from '../../kubernetes/objects';
import { targetContainerNameOf } from '../../kubernetes/podContainers';
import type { ContainerToStart, PullRequest, StartStage } from '../kubeletMemory';
import type { CriReturn } from '../messages';
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow } from '../world';
import { environmentError } from './containerConfig';
import { afterPull, ensureImageExists } from './images';
import { killContainers } from './killPod';
import { aboutPod, callRuntime, emitPodEvent, fieldPath, podNote, podTimer, setWorker } from './kubeletState';
import { noticeContainerChange } from './pleg';
import { isTerminationRequested } from './podWorkers';
import { containersOf } from './podRuntimeView';
import { hookOf } from './programOf';

/** The container is on its way, or what became of it: null when it runs. `retryAt`: when its back-off ends. */
export type StartOutcome =
  | 'waiting'
  | { readonly failure: WaitingReason | null; readonly retryAt?: number };

export interface Start {
  readonly tx: Tx;
  readonly row: PodWorkerRow;
  readonly next: ContainerToStart;
  readonly spec: Container | EphemeralContainer;
}

const pathOf = ({ next, spec }: Start): string => fieldPath(next.kind, spec.name);

const waitAt = ({ tx, row }: Start, stage: StartStage): 'waiting' => {
  const { sync } = row.memory;
  if (sync) setWorker(tx, row, { sync: { ...sync, start: stage, didWork: true } });
  return 'waiting';
};

const fail = (reason: string, message?: string, retryAt?: number): StartOutcome =>
  ({ failure: { reason, ...(message ? { message } : {}) }, ...(retryAt === undefined ? {} : { retryAt }) });

/** Begins to start a container. */
export function beginStart(start: Start): StartOutcome {
  const { tx, row, spec } = start;
  const key = backoffKey(spec);
  const permission = doBackOff(row.pod, spec, row.memory.sync?.ended[spec.name], row.memory.restarts[key], tx.now);
  if (!permission.start) {
    const text = `Back-off restarting failed container ${spec.name} in pod ${formatPod(row.pod)}`;
    emitPodEvent(tx, row, 'Warning', 'BackOff', text, pathOf(start));
    const seconds = String(Math.max(0, Math.round(((permission.retryAt ?? tx.now) - tx.now) / 1000)));
    tx.because('kubelet.crashBackOff', aboutPod(row, { container: spec.name, seconds }));
    return fail('CrashLoopBackOff', permission.message, permission.retryAt);
  }
  const { entry } = permission;
  const worker = entry ? setWorker(tx, row, { restarts: { ...row.memory.restarts, [key]: entry } }) : row;
  const image = ensureImageExists(tx, worker, spec, pathOf(start));
  if (image === 'present') return createContainer({ ...start, row: worker });
  if (image === 'pulling') return waitAt({ ...start, row: workerNow(tx, worker) }, { at: 'image' });
  return imageFailed({ ...start, row: worker }, image);
}

/** The row after functions that changed it without returning it. */
const workerNow = (tx: Tx, row: PodWorkerRow): PodWorkerRow => tx.get('podWorkers', `${row.node}/${row.uid}`) ?? row;

function imageFailed(start: Start, failure: WaitingReason): StartOutcome {
  const { tx, row, spec } = start;
  emitPodEvent(tx, row, 'Warning', 'Failed', `Error: ${failure.reason}`, pathOf(start));
  tx.because('kubelet.noImage', aboutPod(row, { container: spec.name, image: spec.image ?? '', reason: failure.reason }));
  return { failure };
}

/** The pull that the container waited for has ended. */
export function afterPulled(start: Start, pull: PullRequest, answer: CriReturn): StartOutcome {
  const { row, failure } = afterPull(start.tx, start.row, pull, answer, pathOf(start));
  const now = { ...start, row };
  return failure ? imageFailed(now, failure) : createContainer(now);
}

/** The container that an ephemeral one looks into (kuberuntime_container.go:getTargetID). */
function targetOf({ tx, row, spec }: Start): { readonly id?: string; readonly error?: string } {
  const name = targetContainerNameOf(spec);
  if (!name) return {};
  const id = containersOf(tx, row.uid).find((container) => container.name === name)?.id;
  return id ? { id } : { error: `unable to find target container ${name}` };
}

/** How often containers of this name were made before, also those that are removed (calcRestartCountByLogDir). */
function restartCountOf({ tx, row, spec }: Start): number {
  const newest = containersOf(tx, row.uid).find((container) => container.name === spec.name);
  return (newest?.restartCount ?? row.memory.removed[spec.name] ?? -1) + 1;
}

function createContainer(start: Start): StartOutcome {
  const { tx, row, next, spec } = start;
  const target = targetOf(start);
  const error = target.error ?? environmentError(tx, row.pod, spec);
  if (error) {
    emitPodEvent(tx, row, 'Warning', 'Failed', `Error: ${error}`, pathOf(start));
    tx.because('kubelet.cannotCreate', aboutPod(row, { container: spec.name, error }));
    return fail('CreateContainerConfigError', error);
  }
  tx.because('kubelet.createContainer', aboutPod(row, { container: spec.name }));
  callRuntime(tx, row, {
    op: 'CreateContainer',
    sandbox: row.memory.sync?.sandbox ?? '',
    containerName: spec.name,
    image: spec.image ?? '',
    data: { kind: next.kind, restartCount: restartCountOf(start), ...(target.id ? { target: target.id } : {}) },
  });
  return waitAt(start, { at: 'create' });
}

/** The runtime has answered CreateContainer, StartContainer or ExecSync for the container being started. */
export function continueStart(start: Start, answer: CriReturn): StartOutcome {
  switch (answer.op) {
    case 'CreateContainer':
      return afterCreate(start, answer);
    case 'StartContainer':
      return afterStart(start, answer);
    default:
      return afterPostStart(start, answer.ok);
  }
}

function afterCreate(start: Start, answer: CriReturn): StartOutcome {
  const { tx, row, spec } = start;
  if (!answer.ok) return runtimeFailed(start, 'CreateContainerError', answer.error);
  const container = answer.container ?? '';
  emitPodEvent(tx, row, 'Normal', 'Created', 'Container created', pathOf(start));
  tx.because('kubelet.startContainer', aboutPod(row, { container: spec.name }));
  callRuntime(tx, row, { op: 'StartContainer', container, containerName: spec.name });
  return waitAt(start, { at: 'start', container });
}

function runtimeFailed(start: Start, reason: string, error = 'unknown error'): StartOutcome {
  const { tx, row, spec } = start;
  emitPodEvent(tx, row, 'Warning', 'Failed', `Error: ${error}`, pathOf(start));
  tx.because('kubelet.cannotCreate', aboutPod(row, { container: spec.name, error }));
  return fail(reason, error);
}

function afterStart(start: Start, answer: CriReturn): StartOutcome {
  const { tx, row, spec } = start;
  noticeContainerChange(tx, row.node, row.uid);
  if (!answer.ok) return runtimeFailed(start, 'RunContainerError', answer.error);
  emitPodEvent(tx, row, 'Normal', 'Started', 'Container started', pathOf(start));
  const hook = spec.lifecycle?.postStart;
  const container = tx.get('containers', answer.container ?? '');
  if (!hook || !container) return { failure: null };
  runPostStart(start, container, hook);
  return waitAt(start, { at: 'postStart', container: container.id });
}

/** Nothing else is started while the hook runs. The runtime runs exec hooks; the others are the kubelet's own. */
function runPostStart({ tx, row, spec }: Start, container: ContainerRow, hook: LifecycleHandler): void {
  tx.because('kubelet.postStart', aboutPod(row, { container: spec.name }));
  if (hook.exec) {
    callRuntime(tx, row, { op: 'ExecSync', container: container.id, containerName: spec.name, hook: 'postStart' });
    return;
  }
  const { takes, ok } = hook.sleep ? { takes: hook.sleep.seconds * 1000, ok: true } : hookOf(tx, container, 'postStart');
  tx.send(podNote(row, 'hookDone', { ok }), takes, podTimer('sync', row.node, row.uid));
}

/** A postStart hook that fails costs the container its life. */
export function afterPostStart(start: Start, ok: boolean): StartOutcome {
  const { tx, row, spec } = start;
  const stage = row.memory.sync?.start;
  if (ok || stage?.at !== 'postStart') return { failure: null };
  emitPodEvent(tx, row, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', pathOf(start));
  tx.because('kubelet.postStartFailed', aboutPod(row, { container: spec.name }));
  // A pod that is to end has cancelled the context of this sync: the stop is left to its end.
  if (isTerminationRequested(row)) {
    emitPodEvent(tx, row, 'Normal', 'Killing', 'FailedPostStartHook', pathOf(start));
    return fail('PostStartHookError');
  }
  waitAt(start, { at: 'undo', container: stage.container, error: '' });
  const container = tx.get('containers', stage.container);
  if (container) killContainers(tx, workerNow(tx, row), [{ container, message: 'FailedPostStartHook', reason: 'FailedPostStartHook' }]);
  return 'waiting';
}

/** The container whose hook failed has been killed. */
export const afterUndo = (): StartOutcome => fail('PostStartHookError');
