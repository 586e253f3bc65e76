import { describe, expect, it } from 'vitest';
import { nextStop, stopsOf, type ChartKey, type ChartStop } from './chartKeys';
import type { ChartForm } from './chart';

/** The stops that a row of keys leads through. */
function walk(from: ChartStop, keys: readonly ChartKey[], form: ChartForm = 'full', lit: readonly ChartStop[] = []): string {
  const seen: ChartStop[] = [from];
  for (const key of keys) seen.push(nextStop(seen.at(-1) ?? from, key, form, new Set(lit)));
  return seen.join(' ');
}

describe('moving in the chart', () => {
  it('follows the lines down and up', () => {
    expect(walk('A', ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'])).toBe('A A-B B B-F F');
    expect(walk('H', ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp'])).toBe('H G-H G B-G B');
  });

  it('takes the lit line where there are two', () => {
    expect(walk('A', ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'], 'full', ['A-C', 'C-E'])).toBe('A A-C C C-E E');
  });

  it('stays in the row to the left and right, and stops at its ends', () => {
    expect(walk('F', ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight'])).toBe('F G E D D');
    expect(walk('A-C', ['ArrowLeft', 'ArrowLeft'])).toBe('A-C A-B A-B');
  });

  it('does not leave the chart', () => {
    expect(walk('A', ['ArrowUp', 'Home', 'End', 'ArrowDown'])).toBe('A A A H H');
    expect(walk('D', ['ArrowDown'])).toBe('D D');
  });

  it('skips what a folded chart does not draw', () => {
    expect(stopsOf('static').join(' ')).toBe('A A-B A-C B C C-E C-D E D E-H H');
    expect(walk('B', ['ArrowDown'], 'static')).toBe('B B');
  });
});
