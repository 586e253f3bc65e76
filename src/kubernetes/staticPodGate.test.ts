import { describe, expect, it } from 'vitest';
import type { Pod } from './objects';
import { allowPodStart, enterGate, leaveGate, openGate, type StaticPodGate } from './staticPodGate';

const pod = (uid: string, source = 'file'): Pod => ({ metadata: { uid, annotations: { 'kubernetes.io/config.source': source } } });
const enter = (gate: StaticPodGate, ...uids: string[]): StaticPodGate => uids.reduce((before, uid) => enterGate(before, pod(uid), 'web_ns'), gate);

describe('static pods of one name', () => {
  it('start one after the other, in order of arrival', () => {
    const one = allowPodStart(enter(openGate, 'a', 'b', 'c'), pod('a'));
    expect(one).toMatchObject({ allowed: true, gate: { started: { web_ns: 'a' }, waiting: { web_ns: ['b', 'c'] } } });
    expect(allowPodStart(one.gate, pod('a')).allowed).toBe(true);
    expect(allowPodStart(one.gate, pod('b'))).toMatchObject({ allowed: false, allowedEver: true });
    const gone = leaveGate(one.gate, 'a');
    expect(allowPodStart(gone, pod('c')).allowed).toBe(false);
    expect(allowPodStart(gone, pod('b'))).toMatchObject({ allowed: true, gate: { started: { web_ns: 'b' }, waiting: { web_ns: ['c'] } } });
  });
  it('skip those that ended while they waited', () => {
    const gate = leaveGate(leaveGate(allowPodStart(enter(openGate, 'a', 'b', 'c'), pod('a')).gate, 'b'), 'a');
    expect(gate.waiting).toEqual({ web_ns: ['b', 'c'] });
    expect(allowPodStart(gate, pod('b'))).toMatchObject({ allowed: false, allowedEver: false });
    expect(allowPodStart(gate, pod('c'))).toMatchObject({ allowed: true, gate: { waiting: {} } });
  });
  it('may not start without a worker', () => {
    expect(allowPodStart(openGate, pod('a'))).toMatchObject({ allowed: false, allowedEver: false });
    expect(leaveGate(openGate, 'a')).toBe(openGate);
  });
});

describe('API pods', () => {
  it('are not held back', () => {
    const gate = enterGate(enter(openGate, 'a'), pod('b', 'api'), 'web_ns');
    expect(gate.waiting).toEqual({ web_ns: ['a'] });
    expect(allowPodStart(gate, pod('b', 'api'))).toEqual({ allowed: true, allowedEver: true, gate });
  });
});
