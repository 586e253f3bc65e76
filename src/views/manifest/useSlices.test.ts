/** Rows reach the screen in slices: never more new ones at a time, never a gap, and in the end all of them. */
import { describe, expect, test } from 'vitest';
import { towards, type Placed } from './useSlices';

const placed = (from: number, ...rows: readonly string[]): Placed<string>[] => rows.map((row, i) => ({ at: from + i, row }));
const isSame = (a: string, b: string): boolean => a === b;
const step = (drawn: readonly Placed<string>[], wanted: readonly Placed<string>[]): string => towards(drawn, wanted, isSame, 2).map(({ at, row }) => `${at}${row}`).join(' ');

describe('the next slice', () => {
  test('an empty table fills from its top', () => {
    expect(step([], placed(0, 'a', 'b', 'c'))).toBe('0a 1b');
    expect(step(placed(0, 'a', 'b'), placed(0, 'a', 'b', 'c'))).toBe('0a 1b 2c');
  });

  test('another order: those whose turn has not come stay as they are', () => {
    expect(step(placed(0, 'a', 'b', 'c', 'd'), placed(0, 'd', 'c', 'b', 'a'))).toBe('0d 1c 2c 3d');
    expect(step(placed(0, 'd', 'c', 'c', 'd'), placed(0, 'd', 'c', 'b', 'a'))).toBe('0d 1c 2b 3a');
  });

  test('a window that moved: rows that are known cost nothing', () => {
    expect(step(placed(0, 'a', 'b', 'c'), placed(1, 'b', 'c', 'd', 'e'))).toBe('1b 2c 3d 4e');
    expect(step(placed(2, 'c', 'd'), placed(0, 'a', 'b', 'c', 'd'))).toBe('0a 1b 2c 3d');
  });

  test('a jump: nothing is known, and no row stands at a wrong place', () => {
    expect(step(placed(0, 'a', 'b'), placed(90, 'x', 'y', 'z'))).toBe('90x 91y');
  });

  test('fewer rows: those that are left over go at once', () => {
    expect(step(placed(0, 'a', 'b', 'c'), placed(0, 'c'))).toBe('0c');
    expect(step(placed(0, 'a'), [])).toBe('');
  });
});
