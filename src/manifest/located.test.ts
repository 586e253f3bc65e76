import { describe, expect, it } from 'vitest';
import { fieldSteps, findField, joinField, locatedList, locatedMap, locatedScalar } from './located';

describe('field paths', () => {
  it.each([
    ['metadata.annotations[kubernetes.io/config.mirror]', ['metadata', 'annotations', 'kubernetes.io/config.mirror']],
    ['spec.containers[0].ports[1].hostPort', ['spec', 'containers', '0', 'ports', '1', 'hostPort']],
    ['[3].spec', ['3', 'spec']], ['', []], ['spec[unclosed', ['spec', 'unclosed']], ['a..b', ['a', 'b']],
  ])('splits %s', (path, steps) => {
    expect(fieldSteps(path)).toEqual(steps);
  });

  it('joins what it splits', () => {
    const steps = ['metadata', 'labels', 'app.kubernetes.io/name'];
    expect(fieldSteps(steps.reduce(joinField, ''))).toEqual(steps);
    expect(joinField('spec.containers', 2)).toBe('spec.containers[2]');
  });
});

describe('findField', () => {
  const list = locatedList([locatedScalar('a', 20, 21), locatedScalar('b', 30, 31)], 18, 31);
  const root = locatedMap(new Map([['items', { keyStart: 10, keyEnd: 15, value: list }]]), 10, 31);

  it('answers with the key and the end of its value', () => {
    expect(findField(root, 'items')).toMatchObject({ start: 10, end: 31, exact: true });
    expect(findField(root, 'items[1]')).toMatchObject({ start: 30, end: 31, exact: true });
  });

  it('answers with the nearest ancestor that exists', () => {
    expect(findField(root, 'items[7].name')).toMatchObject({ start: 10, exact: false });
    expect(findField(root, 'items[1].name')).toMatchObject({ start: 30, exact: false });
    expect(findField(root, 'nothing.here')).toMatchObject({ start: 10, end: 31, exact: false });
  });

  it('counts a shared node each time', () => {
    const shared = locatedList([list, list], 0, 40);
    expect(shared).toMatchObject({ size: 7, depth: 2 });
  });
});
