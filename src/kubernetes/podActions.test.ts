import { describe, expect, test } from 'vitest';
import type { Container, Pod, PodSpec } from './objects';
import { computePodActions, type PodActionOptions } from './podActions';
import type { ProbeResult } from './probes';
import { EMPTY_RUNTIME_VIEW, hashContainer, type RuntimeContainer, type RuntimeView, type SandboxStatus } from './runtimeView';

const ready: SandboxStatus = { id: 's0', attempt: 0, state: 'SANDBOX_READY', networkMode: 'POD', ip: '10.0.0.1' };
const app: Container = { name: 'app', image: 'app:1' };
const db: Container = { name: 'db', image: 'db:1' };
const podOf = (spec: PodSpec): Pod => ({ metadata: { name: 'p', uid: 'u' }, spec });
const made = (container: Container, state: RuntimeContainer['state'], exitCode = 0): RuntimeContainer => ({
  id: `${container.name}-1`, name: container.name, state, image: container.image ?? '', exitCode,
});
const viewOf = (...containers: RuntimeContainer[]): RuntimeView => ({ sandboxes: [ready], containers });
const none: PodActionOptions = { liveness: () => undefined, startup: () => undefined };
const failing = (kind: 'liveness' | 'startup', id: string): PodActionOptions => ({
  ...none, [kind]: (containerID: string): ProbeResult | undefined => (containerID === id ? 'Failure' : undefined),
});

describe('the sandbox', () => {
  const pod = podOf({ containers: [app, db] });

  test('a new pod gets one, and its containers', () => {
    expect(computePodActions(pod, EMPTY_RUNTIME_VIEW, none)).toMatchObject({ killPod: true, createSandbox: true, attempt: 0, sandboxID: '', containersToStart: [0, 1] });
  });

  test('a dead one is replaced with everything in it', () => {
    const view: RuntimeView = { sandboxes: [{ ...ready, state: 'SANDBOX_NOTREADY' }], containers: [made(app, 'exited', 137), made(db, 'exited', 137)] };
    expect(computePodActions(pod, view, none)).toMatchObject({ killPod: true, createSandbox: true, attempt: 1, sandboxID: 's0', containersToStart: [0, 1] });
    const done = podOf({ restartPolicy: 'Never', containers: [app] });
    expect(computePodActions(done, view, none)).toMatchObject({ killPod: true, createSandbox: false, containersToStart: [] });
  });

  test('under OnFailure what has succeeded is not started again', () => {
    const onFailure = podOf({ restartPolicy: 'OnFailure', containers: [app, db] });
    const dead = { ...ready, state: 'SANDBOX_NOTREADY' as const };
    expect(computePodActions(onFailure, { sandboxes: [dead], containers: [made(app, 'exited'), made(db, 'exited', 1)] }, none).containersToStart).toEqual([1]);
    expect(computePodActions(onFailure, { sandboxes: [dead], containers: [made(app, 'exited'), made(db, 'exited')] }, none)).toMatchObject({ killPod: true, createSandbox: false });
  });

  test('under OnFailure one that was made but never started has no exit code, and counts as succeeded', () => {
    const onFailure = podOf({ restartPolicy: 'OnFailure', containers: [app, db] });
    const dead = { ...ready, state: 'SANDBOX_NOTREADY' as const };
    const started = (state: RuntimeContainer['state']) => computePodActions(onFailure, { sandboxes: [dead], containers: [made(app, state)] }, none).containersToStart;
    expect([started('created'), started('unknown'), started('running')]).toEqual([[1], [1], [0, 1]]);
  });
});

describe('app containers', () => {
  test('all running: nothing to do', () => {
    const pod = podOf({ containers: [app, db] });
    expect(computePodActions(pod, viewOf(made(app, 'running'), made(db, 'running')), none)).toEqual({
      killPod: false, createSandbox: false, sandboxID: 's0', attempt: 0, initContainersToStart: [], containersToStart: [], ephemeralContainersToStart: [],
      containersToKill: [], containersToReset: [],
    });
  });

  test('a new image kills and restarts, whatever the policy', () => {
    const pod = podOf({ restartPolicy: 'Never', containers: [{ ...app, image: 'app:2' }] });
    const actions = computePodActions(pod, viewOf(made(app, 'running')), none);
    expect(actions.containersToStart).toEqual([0]);
    expect(actions.containersToKill[0]).toMatchObject({ containerID: 'app-1', message: 'Container app definition changed, will be restarted', reason: '' });
    const sameHash = viewOf({ ...made(app, 'running'), hash: hashContainer({ ...app, image: 'app:2' }) });
    expect(computePodActions(pod, sameHash, none).containersToKill).toEqual([]);
  });

  test('a failed probe kills; the policy decides about the restart', () => {
    const view = viewOf(made(app, 'running'));
    const always = computePodActions(podOf({ containers: [app] }), view, failing('liveness', 'app-1'));
    expect(always).toMatchObject({ containersToStart: [0], containersToKill: [{ message: 'Container app failed liveness probe, will be restarted', reason: 'LivenessProbe' }] });
    const never = computePodActions(podOf({ restartPolicy: 'Never', containers: [app] }), view, failing('startup', 'app-1'));
    expect(never).toMatchObject({ killPod: true, containersToStart: [], containersToKill: [{ message: 'Container app failed startup probe', reason: 'StartupProbe' }] });
  });

  test('nothing left to run ends the pod, and sidecars do not hold it', () => {
    const sidecar: Container = { name: 'side', image: 's:1', restartPolicy: 'Always' };
    const pod = podOf({ restartPolicy: 'Never', initContainers: [sidecar], containers: [app] });
    const actions = computePodActions(pod, viewOf(made(app, 'exited'), made(sidecar, 'running')), none);
    expect(actions).toMatchObject({ killPod: true, containersToStart: [], initContainersToStart: [] });
  });
});

describe('init containers', () => {
  const i1: Container = { name: 'i1', image: 'i:1' };
  const side: Container = { name: 'side', image: 's:1', restartPolicy: 'Always', startupProbe: {} };
  const i2: Container = { name: 'i2', image: 'i:2' };
  const pod = podOf({ initContainers: [i1, side, i2], containers: [app] });
  const started: PodActionOptions = { ...none, startup: () => 'Success' };
  const next = (view: RuntimeView, options = none) => computePodActions(pod, view, options);

  test('one after the other; a sidecar when it has started', () => {
    expect(next(viewOf()).initContainersToStart).toEqual([0]);
    expect(next(viewOf(made(i1, 'running'))).initContainersToStart).toEqual([]);
    expect(next(viewOf(made(i1, 'exited'))).initContainersToStart).toEqual([1]);
    expect(next(viewOf(made(side, 'running'), made(i1, 'exited'))).initContainersToStart).toEqual([]);
    expect(next(viewOf(made(side, 'running'), made(i1, 'exited')), started).initContainersToStart).toEqual([2]);
    expect(next(viewOf(made(i2, 'exited'), made(side, 'running')), started)).toMatchObject({ initContainersToStart: [], containersToStart: [0] });
  });

  test('a failure is tried again, or ends the pod', () => {
    expect(next(viewOf(made(i1, 'exited', 1)))).toMatchObject({ killPod: false, initContainersToStart: [0] });
    const never = podOf({ ...pod.spec, restartPolicy: 'Never' });
    expect(computePodActions(never, viewOf(made(i1, 'exited', 1)), none)).toMatchObject({ killPod: true, initContainersToStart: [] });
  });

  test('a sidecar that died beside a running app container is started again', () => {
    expect(next(viewOf(made(app, 'running'), made(side, 'exited', 1)), started)).toMatchObject({ killPod: false, initContainersToStart: [1], containersToStart: [] });
  });

  test('a sidecar that failed its startup probe is killed and started again', () => {
    expect(next(viewOf(made(side, 'running'), made(i1, 'exited')), failing('startup', 'side-1'))).toMatchObject({
      initContainersToStart: [1], containersToKill: [{ name: 'side', reason: 'StartupProbe', message: 'Init container side failed startup probe' }],
    });
  });

  test('ephemeral containers start at any time, and once', () => {
    const debug = { name: 'debug', image: 'd:1' };
    const debugged = podOf({ ...pod.spec, ephemeralContainers: [debug] });
    expect(computePodActions(debugged, viewOf(made(i1, 'running')), none).ephemeralContainersToStart).toEqual([0]);
    expect(computePodActions(debugged, viewOf(made(debug, 'exited', 1), made(i1, 'running')), none).ephemeralContainersToStart).toEqual([]);
  });
});

test('a restart in place resets all, the container that caused it last', () => {
  const trigger: Container = { name: 'a', restartPolicy: 'Never', restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [7] } }] };
  const pod = podOf({ initContainers: [db], containers: [trigger, app] });
  const actions = computePodActions(pod, viewOf(made(trigger, 'exited', 7), made(app, 'running'), made(db, 'exited')), { ...none, restartAllContainers: true });
  expect(actions.containersToReset.map(({ name, kill }) => [name, kill])).toEqual([['app', true], ['db', false], ['a', false]]);
  expect(actions).toMatchObject({ killPod: false, containersToStart: [] });
});

describe('an init container that failed', () => {
  const init: Container = { name: 'init', image: 'i:1' };
  const failed = (more: Partial<RuntimeContainer>) => viewOf({ ...made(init, 'exited'), ...more });

  test('for want of memory has failed even with exit code 0', () => {
    const pod = podOf({ restartPolicy: 'Always', initContainers: [init], containers: [app] });
    expect(computePodActions(pod, failed({}), none)).toMatchObject({ killPod: false, initContainersToStart: [], containersToStart: [0] });
    expect(computePodActions(pod, failed({ reason: 'OOMKilled' }), none)).toMatchObject({ killPod: false, initContainersToStart: [0] });
  });

  test('is not run again in a pod that is being deleted', () => {
    const pod = podOf({ restartPolicy: 'Always', initContainers: [init], containers: [app] });
    const deleted: Pod = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(computePodActions(pod, failed({ exitCode: 1 }), none)).toMatchObject({ killPod: false, initContainersToStart: [0] });
    expect(computePodActions(deleted, failed({ exitCode: 1 }), none)).toMatchObject({ killPod: true, initContainersToStart: [] });
  });
});
