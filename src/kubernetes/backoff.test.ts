import { expect, test } from 'vitest';
import { backoffKey, CRASH_LOOP_BACKOFF, doBackOff, IMAGE_PULL_BACKOFF, isInBackOffSinceUpdate, lastEnds, nextBackoff, type BackoffEntry } from './backoff';
import type { Pod } from './objects';
import type { RuntimeView } from './runtimeView';

const S = 1000;
const pod: Pod = { metadata: { name: 'web', namespace: 'shop', uid: 'u1' } };
const container = { name: 'c', image: 'app:1' };

/** Crashes `runs` times, each time after running for `ranFor`; gives the waits between an end and the next start. */
function waits(runs: number, ranFor: number): number[] {
  const waited: number[] = [];
  let entry: BackoffEntry | undefined;
  let now = 0;
  for (let run = 0; run < runs; run++) {
    const finishedAt = now + ranFor;
    const asked = doBackOff(pod, container, finishedAt, entry, finishedAt);
    const startAt = asked.retryAt ?? finishedAt;
    if (!asked.start) {
      expect(doBackOff(pod, container, finishedAt, asked.entry, startAt - 1).start).toBe(false);
      entry = doBackOff(pod, container, finishedAt, asked.entry, startAt).entry;
    } else {
      entry = asked.entry;
    }
    waited.push((startAt - finishedAt) / S);
    now = startAt;
  }
  return waited;
}

test('the first restart is at once, then 10, 20, 40, 80, 160, 300, 300 s', () => {
  expect(waits(8, 1 * S)).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test('a run of more than ten minutes begins the count anew', () => {
  expect(waits(4, 601 * S)).toEqual([0, 0, 0, 0]);
  expect(waits(3, 599 * S)).toEqual([0, 10, 20]);
});

test('a container that never ended may start', () => {
  expect(doBackOff(pod, container, undefined, undefined, 0)).toEqual({ start: true });
});

test('of each name the newest container that ended counts', () => {
  const view: RuntimeView = {
    sandboxes: [],
    containers: [
      { id: 'z', name: 'c', state: 'running' },
      { id: 'y', name: 'c', state: 'exited', finishedAt: 9 * S },
      { id: 'x', name: 'c', state: 'exited', finishedAt: 4 * S },
      { id: 'w', name: 'd', state: 'created' },
    ],
  };
  expect(lastEnds(view, 20 * S)).toEqual({ c: 9 * S });
});

test('the message', () => {
  const entry = { backoffMs: 80 * S, lastUpdate: 0 };
  const answer = doBackOff(pod, container, 5 * S, entry, 6 * S);
  expect(answer).toEqual({
    start: false, entry, retryAt: 85 * S, message: 'back-off 1m20s restarting failed container=c pod=web_shop(u1)',
  });
});

test('another image or other resources begin the count anew, other fields do not', () => {
  const key = backoffKey(container);
  expect(backoffKey({ ...container, command: ['x'] })).toBe(key);
  expect(backoffKey({ ...container, image: 'app:2' })).not.toBe(key);
  expect(backoffKey({ ...container, resources: { limits: { memory: '1Gi' } } })).not.toBe(key);
});

test('image pulls wait from the last failure, and forget after ten minutes', () => {
  const first = nextBackoff(undefined, 0, 0, IMAGE_PULL_BACKOFF);
  expect(first.backoffMs).toBe(10 * S);
  expect(isInBackOffSinceUpdate(undefined, 0, IMAGE_PULL_BACKOFF)).toBe(false);
  expect(isInBackOffSinceUpdate(first, 9_999, IMAGE_PULL_BACKOFF)).toBe(true);
  expect(isInBackOffSinceUpdate(first, 10_000, IMAGE_PULL_BACKOFF)).toBe(false);
  expect(nextBackoff(first, 12 * S, 12 * S, IMAGE_PULL_BACKOFF)).toEqual({ backoffMs: 20 * S, lastUpdate: 12 * S });
  expect(nextBackoff({ backoffMs: 300 * S, lastUpdate: 0 }, 300 * S, 300 * S, IMAGE_PULL_BACKOFF).backoffMs).toBe(300 * S);
  expect(nextBackoff({ backoffMs: 300 * S, lastUpdate: 0 }, 601 * S, 601 * S, CRASH_LOOP_BACKOFF).backoffMs).toBe(10 * S);
});
