import { describe, expect, it } from 'vitest';
import { formatSelection, parseSelection, sameSelection, type Selection } from './selection';

const ALL: readonly Selection[] = [
  { kind: 'pod', id: 'kube-system/etcd-cp-1' },
  { kind: 'node', id: 'worker-1' },
  { kind: 'file', id: 'cp-1:/etc/kubernetes/manifests/etcd.yaml' },
  { kind: 'actor', id: 'kubelet/cp-1' },
  { kind: 'object', table: 'deployments', id: 'default/web' },
  { kind: 'object', table: 'cronJobs', id: 'default/nightly' },
];

describe('the text of a selection', () => {
  it.each(ALL)('comes back as it was: $kind $id', (selection) => {
    expect(parseSelection(formatSelection(selection))).toEqual(selection);
  });

  it('keeps colons inside an id', () => {
    expect(parseSelection('file:cp-1:/a:b')).toEqual({ kind: 'file', id: 'cp-1:/a:b' });
  });

  it.each(['', 'pod', ':x', 'pod:', 'secrets:default/token', 'object:deployments', 'constructor:x'])('is no selection: "%s"', (text) => {
    expect(parseSelection(text)).toBeNull();
  });
});

describe('sameSelection', () => {
  it('compares what is meant, not the object', () => {
    expect(sameSelection({ kind: 'pod', id: 'a/b' }, { kind: 'pod', id: 'a/b' })).toBe(true);
    expect(sameSelection(null, null)).toBe(true);
  });

  it('tells kinds of one id apart', () => {
    expect(sameSelection({ kind: 'pod', id: 'x' }, { kind: 'node', id: 'x' })).toBe(false);
    expect(sameSelection({ kind: 'object', table: 'jobs', id: 'x' }, { kind: 'object', table: 'cronJobs', id: 'x' })).toBe(false);
    expect(sameSelection({ kind: 'pod', id: 'x' }, null)).toBe(false);
  });
});
