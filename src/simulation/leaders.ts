/** Which node's process leads, as the leader election's row tells. */
import type { World } from './worldState';

export function leaderNode(world: World, name: 'kube-controller-manager' | 'kube-scheduler'): string | undefined {
  const row = world.tables.memory.get(`leader/${name}`) as { readonly node?: unknown } | undefined;
  return typeof row?.node === 'string' ? row.node : undefined;
}

/** Nodes whose API server answers, sorted. */
export const servingNodes = (world: World): readonly string[] =>
  world.indexes.get('controlPlanes', '').filter((node) => {
    const row = world.tables.memory.get(`apiserver/${node}`);
    return row?.kind === 'apiserver' && row.serving;
  });
