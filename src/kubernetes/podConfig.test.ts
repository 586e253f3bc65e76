import { describe, expect, it } from 'vitest';
import type { Pod } from './objects';
import { mergeSet, unseenSource, type SourceState } from './podConfig';

const pod = (name: string, change: Pod = {}, uid = name): Pod => ({ ...change, metadata: { name, namespace: 'ns', uid, ...change.metadata }, spec: { ...change.spec } });
const run = (...sets: readonly (readonly Pod[])[]): readonly string[] => {
  let state: SourceState = unseenSource;
  return sets.map((set) => {
    const merged = mergeSet(state, set);
    state = merged.state;
    return merged.updates.map(({ op, pods }) => `${op}:${pods.map(({ metadata }) => metadata?.name ?? '').join('+')}`).join(' ');
  });
};

describe('mergeSet', () => {
  it('adds, removes, and says nothing of what stays', () => {
    expect(run([pod('a')], [pod('a'), pod('b')], [pod('b')], [pod('b')])).toEqual(['ADD:a', 'ADD:b', 'REMOVE:a', '']);
  });
  it('announces a source that has no pods once', () => {
    expect(run([], [], [pod('a')])).toEqual(['ADD:', '', 'ADD:a']);
  });
  it('tells changes of the pod, of its end, of its status', () => {
    const deleted = pod('a', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(run([pod('a')], [pod('a', { spec: { hostNetwork: true } })])).toEqual(['ADD:a', 'UPDATE:a']);
    expect(run([pod('a')], [deleted])).toEqual(['ADD:a', 'DELETE:a']);
    expect(run([pod('a')], [pod('a', { status: { phase: 'Running' } })])).toEqual(['ADD:a', 'RECONCILE:a']);
  });
  it('takes another UID for another pod: it goes and comes, in that order', () => {
    expect(run([pod('a')], [pod('a', {}, 'new')])).toEqual(['ADD:a', 'REMOVE:a ADD:a']);
  });
  it('does not look at the kubelet’s own annotations', () => {
    expect(run([pod('a')], [pod('a', { metadata: { annotations: { 'kubernetes.io/config.seen': 'x' } } })])).toEqual(['ADD:a', '']);
    expect(run([pod('a')], [pod('a', { metadata: { annotations: { mine: 'x' } } })])).toEqual(['ADD:a', 'UPDATE:a']);
  });
  it('ignores the second pod of a name', () => {
    expect(run([pod('a'), pod('a', {}, 'other')])).toEqual(['ADD:a']);
  });
});
