import { describe, expect, it } from 'vitest';
import { alignToWindow, backoffDuration, backoffExpiration, compareQueuedPods, isBackingOff } from './queue';

describe('the scheduling queue', () => {
  it('puts priority before age', () => {
    const pods = [{ priority: 0, timestamp: 1 }, { priority: 10, timestamp: 9 }, { priority: 10, timestamp: 5 }, { priority: -1, timestamp: 0 }];
    expect(pods.toSorted(compareQueuedPods).map(({ timestamp }) => timestamp)).toEqual([5, 9, 1, 0]);
  });

  it('doubles the back-off from 1 s to 10 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 100].map(backoffDuration)).toEqual([0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('ends back-offs at whole seconds', () => {
    expect(alignToWindow(1999)).toBe(1000);
    expect(backoffExpiration(1500, 1, 0)).toBe(2000);
    expect(backoffExpiration(1500, 3, 1)).toBe(2000);
    expect(backoffExpiration(1500, 3, 0)).toBe(5000);
    expect(backoffExpiration(1500, 0, 0)).toBe(0);
    expect([isBackingOff(2000, 1999), isBackingOff(2000, 2000), isBackingOff(0, 0)]).toEqual([true, false, false]);
  });
});
