/** The list twin of the picture, for screen readers: node by node, pod by pod. Each line follows its own pod only. */
import { useCallback } from 'react';
import { podIdsOnNode } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import { nodeLabel } from './nodeScene';
import { podLabel } from './podScene';
import { useNodeScene, usePodScene, useSlice } from './sceneContext';

const machines = (world: World): readonly string[] => [...world.indexes.get('allMachines', '')];

export function PodList() {
  const nodes = useSlice(machines);
  return (
    <div className="sr-only">
      <h3>Nodes and pods</h3>
      <ul>{nodes.map((node) => <NodeLine key={node} node={node} />)}</ul>
    </div>
  );
}

function NodeLine({ node }: { readonly node: string }) {
  const scene = useNodeScene(node);
  const ids = useSlice(useCallback((world: World) => podIdsOnNode(world, node), [node]));
  if (!scene) return null;
  return (
    <li>
      {nodeLabel(scene)}{ids.length === 0 ? ', no pods' : ''}
      {ids.length > 0 && <ul>{ids.map((id) => <PodLine key={id} id={id} node={node} />)}</ul>}
    </li>
  );
}

function PodLine({ id, node }: { readonly id: string; readonly node: string }) {
  const scene = usePodScene(id, node);
  return scene && <li>{podLabel(scene)}</li>;
}
