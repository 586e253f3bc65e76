import { describe, expect, it } from 'vitest';
import type { Taint, Toleration } from './objects';
import { findUntoleratedTaint, isDoNotScheduleTaint, noExecuteTolerationSeconds, toleratesTaint, tolerationsTolerateTaint } from './tolerations';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

describe('a toleration', () => {
  it.each<[Toleration, boolean]>([
    [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }, true],
    [{ key: 'dedicated', value: 'gpu' }, true],
    [{ key: 'dedicated', value: 'cpu' }, false],
    [{ key: 'dedicated', operator: 'Exists' }, true],
    [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ operator: 'Exists' }, true],
    [{ operator: 'Exists', effect: 'NoSchedule' }, true],
    [{}, false],
    [{ key: 'dedicated', operator: 'Gt', value: '1' }, false],
  ])('%j tolerates the taint: %s', (toleration, expected) => {
    expect(toleratesTaint(toleration, taint)).toBe(expected);
  });

  it('without a value tolerates a taint without one', () => {
    expect(toleratesTaint({ key: 'a' }, { key: 'a', effect: 'NoSchedule' })).toBe(true);
  });

  it('compares numbers only with the gate', () => {
    const sla: Taint = { key: 'sla', value: '950', effect: 'NoSchedule' };
    expect(toleratesTaint({ key: 'sla', operator: 'Gt', value: '900' }, sla)).toBe(false);
    expect(toleratesTaint({ key: 'sla', operator: 'Gt', value: '900' }, sla, true)).toBe(true);
    expect(toleratesTaint({ key: 'sla', operator: 'Gt', value: '950' }, sla, true)).toBe(false);
    expect(toleratesTaint({ key: 'sla', operator: 'Lt', value: '1000' }, sla, true)).toBe(true);
    expect(toleratesTaint({ key: 'sla', operator: 'Lt', value: '01000' }, sla, true)).toBe(false);
    expect(toleratesTaint({ key: 'sla', operator: 'Lt', value: '1000' }, { ...sla, value: 'high' }, true)).toBe(false);
  });
});

describe('tolerations', () => {
  it('find the first taint that none of them tolerates', () => {
    const taints: Taint[] = [{ key: 'soft', effect: 'PreferNoSchedule' }, { key: 'a', effect: 'NoSchedule' }, { key: 'b', effect: 'NoExecute' }];
    const tolerations: Toleration[] = [{ key: 'a', operator: 'Exists' }];
    expect(findUntoleratedTaint(taints, tolerations, isDoNotScheduleTaint)?.key).toBe('b');
    expect(findUntoleratedTaint(taints, [{ operator: 'Exists' }], isDoNotScheduleTaint)).toBeUndefined();
    expect(findUntoleratedTaint(undefined, undefined, isDoNotScheduleTaint)).toBeUndefined();
    expect(tolerationsTolerateTaint(null, taint)).toBe(false);
  });

  it('limit the stay on a node with NoExecute taints', () => {
    const notReady: Taint = { key: 'not-ready', effect: 'NoExecute' };
    const other: Taint = { key: 'other', effect: 'NoExecute' };
    const forMinutes: Toleration = { key: 'not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
    expect(noExecuteTolerationSeconds([notReady], [])).toBe(0);
    expect(noExecuteTolerationSeconds([notReady], [forMinutes])).toBe(300);
    expect(noExecuteTolerationSeconds([notReady], [{ operator: 'Exists' }, forMinutes])).toBe(Number.POSITIVE_INFINITY);
    expect(noExecuteTolerationSeconds([notReady, other], [forMinutes])).toBe(0);
    expect(noExecuteTolerationSeconds([notReady, other], [forMinutes, { key: 'other', operator: 'Exists', tolerationSeconds: 20 }])).toBe(20);
    expect(noExecuteTolerationSeconds([notReady], [{ ...forMinutes, tolerationSeconds: -1 }])).toBe(0);
    expect(noExecuteTolerationSeconds([taint], [])).toBe(Number.POSITIVE_INFINITY);
  });
});
