import { describe, expect, it } from 'vitest';
import { present } from '../lib/assert';
import type { ClusterSpec } from './clusterSpec';
import { startCluster } from './cluster';
import { digest } from './digest';
import { Tx } from './tx';

const CLUSTER: ClusterSpec = { controlPlanes: ['cp-1'], workers: ['worker-1'], ready: false };

describe('rows written twice by one message', () => {
  const { world } = startCluster(CLUSTER);
  const before = digest(world);
  const tx = new Tx(world, null, 0, 'user/you');
  tx.put('memory', 'a', { kind: 'plain', data: { n: 1 } });
  tx.put('memory', 'a', { kind: 'plain', data: { n: 2 } });
  const machine = present(tx.get('machines', 'worker-1'), 'the machine');
  tx.put('machines', 'worker-1', { ...machine, power: 'off' });
  tx.put('machines', 'worker-1', { ...machine, maxPods: 1 });
  tx.commit();

  it('memory: one change, from the first state to the last', () => {
    const made = tx.changes.filter(({ table }) => table === 'memory');
    expect(made).toEqual([{ table: 'memory', key: 'a', before: undefined, after: { kind: 'plain', data: { n: 2 } } }]);
    expect(tx.get('memory', 'a')).toBe(made[0]?.after);
  });

  it('other tables: each state is a change', () => {
    expect(tx.changes.filter(({ table }) => table === 'machines')).toHaveLength(2);
  });

  it('taken back, the World is as before', () => {
    for (const change of tx.changes.toReversed()) world.revert(change);
    expect(digest(world)).toBe(before);
  });
});
