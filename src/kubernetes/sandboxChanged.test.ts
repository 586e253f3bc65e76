import { describe, expect, it } from 'vitest';
import type { Pod } from './objects';
import { podSandboxChanged, type SandboxStatus } from './sandboxChanged';

const ready: SandboxStatus = { id: 'one', attempt: 0, state: 'SANDBOX_READY', networkMode: 'POD', ip: '10.0.0.1' };
const pod: Pod = { spec: {} };
const hostPod: Pod = { spec: { hostNetwork: true } };

describe('podSandboxChanged', () => {
  it.each<[string, Pod, SandboxStatus[], object]>([
    ['no sandbox', pod, [], { changed: true, attempt: 0, sandboxID: '', reason: 'NoSandbox' }],
    ['kept', pod, [ready], { changed: false, attempt: 0, sandboxID: 'one', reason: 'Kept' }],
    ['no network status at all', pod, [{ id: 'one', attempt: 0, state: 'SANDBOX_READY', networkMode: 'POD' }], { changed: false }],
    ['not ready', pod, [{ ...ready, state: 'SANDBOX_NOTREADY', attempt: 2 }], { changed: true, attempt: 3, sandboxID: 'one', reason: 'NotReady' }],
    ['two ready', pod, [{ ...ready, id: 'two', attempt: 1 }, ready], { changed: true, attempt: 2, sandboxID: 'two', reason: 'SeveralReady' }],
    ['an old one not ready', pod, [{ ...ready, id: 'two', attempt: 1 }, { ...ready, state: 'SANDBOX_NOTREADY' }], { changed: false, attempt: 1, sandboxID: 'two' }],
    ['other network', hostPod, [ready], { changed: true, attempt: 1, sandboxID: '', reason: 'NetworkModeChanged' }],
    ['no address', pod, [{ ...ready, ip: '' }], { changed: true, attempt: 1, sandboxID: 'one', reason: 'NoAddress' }],
    ['no address with hostNetwork', hostPod, [{ ...ready, networkMode: 'NODE', ip: '' }], { changed: false }],
  ])('%s', (_name, of, sandboxes, expected) => {
    expect(podSandboxChanged(of, sandboxes)).toMatchObject(expected);
  });
});
