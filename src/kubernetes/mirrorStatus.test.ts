import { describe, expect, it } from 'vitest';
import { environmentError, mirrorStatusCalls } from './mirrorStatus';

describe('mirrorStatusCalls', () => {
  it.each<[boolean, boolean, boolean, string[]]>([
    [false, true, false, []], [true, true, false, ['get', 'patch']], [true, false, false, []], [true, true, true, ['get']], [true, false, true, ['get']],
  ])('mirror %s, changed %s, another UID %s', (hasMirror, changed, mirrorUidChanged, calls) => {
    expect(mirrorStatusCalls({ hasMirror, changed, mirrorUidChanged })).toEqual(calls);
  });
});

describe('environmentError', () => {
  it('holds back API pods until services were read', () => {
    expect(environmentError(false, false)).toContain('services have not yet been read');
    expect([environmentError(true, false), environmentError(false, true)]).toEqual([undefined, undefined]);
  });
});
