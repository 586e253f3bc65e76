import { describe, expect, it } from 'vitest';
import type { PodSpec, PriorityClass } from './objects';
import { admitPriority, defaultPriorityClass, systemPriorityClasses } from './priority';

const priorityClass = (name: string, value: number, more: Partial<PriorityClass> = {}): PriorityClass => ({ metadata: { name }, value, ...more });
const classes = [priorityClass('low', 100), priorityClass('usual', 1000, { globalDefault: true }), priorityClass('never', 500, { preemptionPolicy: 'Never' })];
const admit = (spec: PodSpec, of: readonly PriorityClass[] = classes) => admitPriority({ spec }, of);

describe('admitPriority', () => {
  it('writes the class’s number into the pod', () => {
    expect(admit({ priorityClassName: 'low' })).toMatchObject({ admitted: true, priority: 100, pod: { spec: { priority: 100, priorityClassName: 'low' } } });
    expect(admit({ priorityClassName: 'never' })).toMatchObject({ pod: { spec: { preemptionPolicy: 'Never' } } });
  });
  it('takes the default class, or 0', () => {
    expect(admit({})).toMatchObject({ priority: 1000, pod: { spec: { priorityClassName: 'usual' } } });
    expect(admit({}, [])).toMatchObject({ priority: 0, pod: { spec: { preemptionPolicy: 'PreemptLowerPriority' } } });
  });
  it('accepts what the class says, and refuses what differs', () => {
    expect(admit({ priorityClassName: 'low', priority: 100 }).admitted).toBe(true);
    expect(admit({ priorityClassName: 'low', priority: 1 })).toMatchObject({ admitted: false, message: expect.stringContaining('priority admission controller computed 100') });
    expect(admit({ priority: 5 }).admitted).toBe(false);
    expect(admit({ priorityClassName: 'never', preemptionPolicy: 'PreemptLowerPriority' })).toMatchObject({ message: expect.stringContaining('the string value of PreemptionPolicy') });
  });
  it('does not know every class', () => {
    expect(admit({ priorityClassName: 'x' })).toEqual({ admitted: false, message: 'no PriorityClass with name x was found' });
  });
  it('lets any namespace use the system’s classes', () => {
    expect(admit({ priorityClassName: 'system-node-critical' }, systemPriorityClasses)).toMatchObject({ priority: 2_000_001_000 });
  });
});

describe('defaultPriorityClass', () => {
  it('is the lowest of several', () => {
    const of = [priorityClass('b', 5, { globalDefault: true }), priorityClass('a', 3, { globalDefault: true }), priorityClass('c', 1)];
    expect(defaultPriorityClass(of)?.metadata?.name).toBe('a');
    expect(defaultPriorityClass([])).toBeUndefined();
  });
});
