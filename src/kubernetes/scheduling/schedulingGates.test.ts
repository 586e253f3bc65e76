import { expect, it } from 'vitest';
import { preEnqueueSchedulingGates } from './schedulingGates';
import { testPod } from './testObjects';

it('keeps gated pods out of the queue', () => {
  expect(preEnqueueSchedulingGates(testPod('p'))).toBeUndefined();
  expect(preEnqueueSchedulingGates(testPod('p', { spec: { schedulingGates: [{ name: 'foo' }, { name: 'bar' }] } }))).toEqual({
    plugin: 'SchedulingGates',
    code: 'UnschedulableAndUnresolvable',
    reasons: ['waiting for scheduling gates: [foo bar]'],
  });
});
