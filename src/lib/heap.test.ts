import { describe, expect, it } from 'vitest';
import { Heap } from './heap';

const inOrder = (heap: Heap<number>): number[] => {
  const taken: number[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) taken.push(next);
  return taken;
};

const smaller = (a: number, b: number): boolean => a < b;

describe('a heap', () => {
  const numbers = [5, 3, 9, 1, 7, 2, 8, 6, 4];
  const sorted = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('gives what was pushed, the smallest first', () => {
    const heap = new Heap(smaller);
    for (const number of numbers) heap.push(number);
    expect(inOrder(heap)).toEqual(sorted);
  });

  it('gives what it was filled with, and what comes later', () => {
    for (let size = 0; size <= numbers.length; size++) {
      const heap = new Heap(smaller, numbers.slice(0, size));
      for (const number of numbers.slice(size)) heap.push(number);
      expect(inOrder(heap)).toEqual(sorted);
    }
  });
});
