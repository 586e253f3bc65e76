/** The machines with a manifests folder, and the one whose folder the text would be put into. */
import { useMemo, useState } from 'react';
import { useWorldValue } from '../../state/useWorldValue';

export interface FolderNodes {
  readonly machines: readonly { readonly name: string; readonly folder: string }[];
  /** The chosen one: a worker until somebody chooses; '' in a cluster without machines. */
  readonly node: string;
  readonly choose: (node: string) => void;
}

export function useFolderNodes(): FolderNodes {
  const machines = useWorldValue((world) => world.indexes.get('allMachines', '').map((name) => ({ name, folder: world.tables.machines.get(name)?.staticPodPath ?? '' })));
  const [wanted, choose] = useState('');
  const node = (machines.find(({ name }) => name === wanted) ?? machines.find(({ name }) => !name.startsWith('cp')) ?? machines[0])?.name ?? '';
  return useMemo(() => ({ machines, node, choose }), [machines, node]);
}
