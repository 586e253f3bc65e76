import { describe, expect, it } from 'vitest';
import { handlerSupportsUserNamespaces, isHostNetworkPod, namespacesForPod, pidNamespaceForContainer, userNamespaceForPod } from './criNamespaces';
import type { Pod, PodSpec } from './objects';

const pod = (spec: PodSpec): Pod => ({ spec: { containers: [{ name: 'app' }], ...spec } });
const context = { featureEnabled: true, handler: '', handlers: [{ name: '', supportsUserNamespaces: true }] };
const modes = (spec: PodSpec) => namespacesForPod(pod(spec), context);

describe('namespacesForPod', () => {
  it('gives the pod its own network and ipc, each container its own pid, the node’s users', () => {
    expect(modes({})).toEqual({ ok: true, value: { network: 'POD', ipc: 'POD', pid: 'CONTAINER', user: 'NODE' } });
    expect(namespacesForPod(undefined, context)).toEqual(modes({}));
  });
  it('gives what the host fields ask for', () => {
    const value = { network: 'NODE', ipc: 'NODE', pid: 'NODE', user: 'POD' };
    expect(modes({ hostNetwork: true, hostIPC: true, hostPID: true, hostUsers: false })).toEqual({ ok: true, value });
  });
  it('lets hostPID win over shareProcessNamespace', () => {
    expect(modes({ shareProcessNamespace: true })).toMatchObject({ value: { pid: 'POD' } });
    expect(modes({ shareProcessNamespace: true, hostPID: true })).toMatchObject({ value: { pid: 'NODE' } });
  });
  it('tells hostNetwork pods', () => {
    expect([{}, { hostNetwork: true }].map((spec) => isHostNetworkPod(pod(spec)))).toEqual([false, true]);
  });
});

describe('userNamespaceForPod', () => {
  it('asks for nothing when the feature is off, and refuses the field', () => {
    const off = { ...context, featureEnabled: false };
    expect(userNamespaceForPod(pod({}), off)).toEqual({ ok: true, value: null });
    for (const hostUsers of [true, false]) {
      expect(userNamespaceForPod(pod({ hostUsers }), off)).toMatchObject({ ok: false, error: expect.stringContaining('is disabled') });
    }
  });
  it('needs a handler that supports it', () => {
    const without = { ...context, handlers: [{ name: '', supportsUserNamespaces: false }] };
    expect(userNamespaceForPod(pod({ hostUsers: false }), without)).toEqual({
      ok: false, error: "can't set `spec.hostUsers: false`, runtime does not support user namespaces",
    });
    expect(userNamespaceForPod(pod({ hostUsers: false }), { ...context, handler: 'kata' })).toMatchObject({
      ok: false, error: expect.stringContaining('RuntimeClass handler "kata" does not support user namespaces: the handler "kata" is not known'),
    });
    expect(userNamespaceForPod(pod({ hostUsers: true }), without)).toEqual({ ok: true, value: 'NODE' });
  });
  it('does not know every handler', () => {
    expect(handlerSupportsUserNamespaces(context.handlers, '')).toEqual({ ok: true, value: true });
    expect(handlerSupportsUserNamespaces(context.handlers, 'x').ok).toBe(false);
  });
});

describe('pidNamespaceForContainer', () => {
  const debug = { ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }, { name: 'alone' }] };
  it('joins the target of an ephemeral container', () => {
    expect(pidNamespaceForContainer(pod(debug), 'debug')).toEqual({ mode: 'TARGET', target: 'app' });
    expect(pidNamespaceForContainer(pod(debug), 'alone')).toEqual({ mode: 'CONTAINER' });
    expect(pidNamespaceForContainer(pod(debug), 'app')).toEqual({ mode: 'CONTAINER' });
  });
  it('ignores the target when the pod’s mode is another', () => {
    expect(pidNamespaceForContainer(pod({ ...debug, shareProcessNamespace: true }), 'debug')).toEqual({ mode: 'POD' });
    expect(pidNamespaceForContainer(pod({ ...debug, hostPID: true }), 'debug')).toEqual({ mode: 'NODE' });
  });
});
