import { describe, expect, it } from 'vitest';
import type { Change } from '../../simulation/world';
import { changesOf } from './changes';

/** Rows only as far as a change shows them. */
const change = (table: Change['table'], key: string, before: unknown, after: unknown): Change => ({ table, key, before, after }) as unknown as Change;
const of = (...changes: readonly Change[]) => changesOf({ changes });

describe('changesOf', () => {
  it('tells what was made, changed and gone, by its kind and name', () => {
    const told = of(
      change('pods', 'default/web', undefined, { kind: 'Pod' }),
      change('nodes', 'worker-1', { spec: { unschedulable: false } }, { spec: { unschedulable: true } }),
      change('files', 'cp-1:/etc/kubernetes/manifests/etcd.yaml', { text: 'x' }, undefined),
    );
    expect(told.map(({ title, kind }) => `${title} ${kind}`)).toEqual([
      'Pod default/web made', 'Node worker-1 changed', 'file cp-1:/etc/kubernetes/manifests/etcd.yaml gone',
    ]);
    expect(told[1]?.fields).toEqual([{ field: 'spec.unschedulable', before: 'false', after: 'true' }]);
    expect(told[0]?.fields).toEqual([]);
  });

  it('calls a container and a sandbox by what they are called, not by their id', () => {
    expect(of(change('containers', '0df1a9', undefined, { name: 'etcd' }), change('sandboxes', '77aa', undefined, { pod: 'kube-system/etcd-cp-1' })).map(({ title }) => title)).toEqual([
      'container etcd', 'sandbox of kube-system/etcd-cp-1',
    ]);
  });

  it('says nothing of the machinery', () => {
    for (const table of ['timers', 'cluster', 'memory', 'podWorkers', 'events', 'registry'] as const) expect(of(change(table, 'x', undefined, { a: 1 }))).toEqual([]);
  });

  it('tells several writes of one object as one, from the first state to the last', () => {
    const [a, b, c] = [{ status: { phase: 'Pending' } }, { status: { phase: 'Running' } }, { status: { phase: 'Failed' } }];
    expect(of(change('pods', 'x/y', a, b), change('pods', 'x/y', b, c))).toEqual([
      { table: 'pods', title: 'Pod x/y', kind: 'changed', fields: [{ field: 'status.phase', before: 'Pending', after: 'Failed' }] },
    ]);
    expect(of(change('pods', 'x/y', undefined, a), change('pods', 'x/y', a, undefined))).toEqual([]);
    expect(of(change('pods', 'x/y', a, undefined), change('pods', 'x/y', undefined, b))[0]).toMatchObject({ kind: 'changed' });
    expect(of(change('pods', 'x/y', a, b), change('pods', 'x/y', b, { ...a }))).toEqual([]);
  });

  it('names conditions by type and containers by name, wherever they stand in their list', () => {
    const before = { status: { conditions: [{ type: 'Ready', status: 'False' }, { type: 'PodScheduled', status: 'True' }], containerStatuses: [{ name: 'web', restartCount: 0 }] } };
    const after = { status: { conditions: [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status: 'True' }], containerStatuses: [{ name: 'web', restartCount: 1 }] } };
    expect(of(change('pods', 'x/y', before, after))[0]?.fields).toEqual([
      { field: 'status.conditions[Ready].status', before: 'False', after: 'True' },
      { field: 'status.containerStatuses[web].restartCount', before: '0', after: '1' },
    ]);
  });

  it('says that a field was not there', () => {
    expect(of(change('pods', 'x/y', { spec: {} }, { spec: { nodeName: 'worker-1' } }))[0]?.fields).toEqual([{ field: 'spec.nodeName', before: 'unset', after: 'worker-1' }]);
    expect(of(change('pods', 'x/y', { metadata: { labels: { a: 'b' } } }, { metadata: { labels: {} } }))[0]?.fields).toEqual([{ field: 'metadata.labels.a', before: 'b', after: 'unset' }]);
  });

  it('passes over what changes with every write', () => {
    const at = (version: string, time: string) => ({
      metadata: { resourceVersion: version, generation: Number(version) },
      status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: time, lastTransitionTime: time }] },
    });
    expect(of(change('nodes', 'x', at('1', 'then'), at('2', 'now')))).toEqual([]);
  });

  it('cuts long values and long lists of fields', () => {
    const [told] = of(change('files', 'x', { text: 'a'.repeat(500) }, { text: 'b'.repeat(500) }));
    expect(told?.fields[0]?.before.length).toBe(80);
    expect(told?.fields[0]?.after.endsWith('…')).toBe(true);
    const many = (value: string) => ({ spec: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`field${i}`, value])) });
    expect(of(change('pods', 'x/y', many('a'), many('b')))[0]?.fields.length).toBe(14);
  });
});
