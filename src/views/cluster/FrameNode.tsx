/** A node of the cluster as a case on a base, with its plate; and far away, as a tile with a cell for each pod. */
import { memo, type KeyboardEvent, useCallback } from 'react';
import type { NodeProps } from '@xyflow/react';
import { podIdsOnNode } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import { usePage, usePageStore } from '../../state/usePage';
import { Icon } from '../shared/icons';
import { StateGlyph, StateMark } from '../shared/StateGlyph';
import type { FrameLayout } from './frameLayout';
import { nodeLabel, type NodeScene, shortWords } from './nodeScene';
import { PodCell } from './PodCell';
import { useNodeScene, useScene, useSlice } from './sceneContext';
import { ringOf, Shell, type ThingNode } from './Shell';
import { podPlace } from './things';
import { useArrival } from './useArrival';

const CASES: Readonly<Record<NodeScene['form'], string>> = {
  absent: 'border-[1.5px] border-dashed border-line-strong bg-surface/55',
  off: 'border-[1.5px] border-dashed border-line-strong bg-surface',
  standing: 'border-[1.5px] border-b-[5px] border-line-strong bg-surface',
  lost: 'border-[1.5px] border-b-[5px] border-failed bg-surface',
};

/** Clicks and keys of a plate: select; from near with Enter or a double click. */
function usePlate(node: string) {
  const store = usePageStore();
  const { toggle } = useScene();
  const selected = usePage((page) => page.selection?.kind === 'node' && page.selection.id === node);
  const select = () => store.getState().select({ kind: 'node', id: node });
  return {
    selected,
    handlers: {
      onClick: select,
      onDoubleClick: () => toggle(node),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        if (event.shiftKey) store.getState().select(selected ? null : { kind: 'node', id: node });
        else {
          select();
          toggle(node);
        }
      },
    },
  };
}

/** A sentence where pods would be: when a machine joins, or that a node is empty. */
function useGroundWords(scene: NodeScene | null, node: string): string | null {
  const { joins } = useScene();
  const isEmpty = useSlice(useCallback((world: World) => podIdsOnNode(world, node).length === 0, [node]));
  if (!scene || !isEmpty) return null;
  if (scene.form !== 'absent') return 'No pods yet.';
  const step = joins.get(node);
  return step === undefined ? 'Does not join in this story.' : `Joins at step ${step}.`;
}

export const FrameNode = memo(function FrameNode({ data }: NodeProps<ThingNode>) {
  const { node, width } = data;
  const scene = useNodeScene(node);
  const ref = useArrival<HTMLDivElement>(data.part);
  const { layout, opened } = useScene();
  const words = useGroundWords(scene, node);
  const { selected, handlers } = usePlate(node);
  const frame = layout.frames.find((one) => one.node === node);
  if (!scene || !frame) return null;
  return (
    <Shell ref={ref} data={data} className={`rounded-node ${CASES[scene.form]} ${ringOf(data.part, selected)}`}>
      {scene.cordoned && <span aria-hidden className="hatched absolute inset-x-0 -bottom-[5px] h-[5px] rounded-b-node" />}
      <button
        type="button"
        className="nodrag absolute inset-x-0 top-0 flex h-8 items-center gap-2 rounded-t-node px-3 text-left whitespace-nowrap"
        aria-pressed={selected}
        aria-expanded={opened === node}
        {...handlers}
      >
        <Icon name="node" size={16} className={scene.form === 'absent' ? 'text-muted' : ''} />
        <span className="sr-only">node</span>
        <b className="text-md">{node}</b>
        {/* An address that has no room goes to a second line, which is not seen. */}
        <span className="flex h-5 min-w-0 flex-1 flex-wrap overflow-hidden text-sm text-muted">
          <span className="h-5 w-px" />
          <span>{width > 460 && scene.role === 'control-plane' ? 'control-plane node, ' : ''}{scene.address}</span>
        </span>
        <PlateState scene={scene} width={width} />
      </button>
      {words && <Ground frame={frame} words={words} />}
    </Shell>
  );
});

/** Below these widths a plate has room for fewer words. */
const NARROW = 340;
const NARROWEST = 280;

function PlateState({ scene, width }: { readonly scene: NodeScene; readonly width: number }) {
  const words = width < NARROW ? shortWords(scene) : scene.words;
  const only = scene.cordoned && width < NARROWEST;
  return (
    <span className="flex flex-none items-center gap-2">
      {scene.cordoned && <span className="text-xs font-semibold text-waiting">cordoned</span>}
      {only ? <StateMark state={scene.state} /> : scene.form === 'absent' ? <span className="text-xs text-muted">{words}</span> : <StateGlyph state={scene.state}>{words}</StateGlyph>}
    </span>
  );
}

function Ground({ frame, words }: { readonly frame: FrameLayout; readonly words: string }) {
  const { ground } = frame;
  return (
    <p
      className="pointer-events-none absolute flex items-center text-sm text-muted"
      style={{ left: ground.x - frame.frame.x, top: ground.y - frame.frame.y, width: ground.width, height: Math.min(28, ground.height) }}
    >
      {words}
    </p>
  );
}

export const TileNode = memo(function TileNode({ data }: NodeProps<ThingNode>) {
  const { node } = data;
  const scene = useNodeScene(node);
  const ref = useArrival<HTMLDivElement>(data.part);
  const { layout, room } = useScene();
  const pods = useSlice(useCallback((world: World) => podIdsOnNode(world, node), [node]));
  const { selected, handlers } = usePlate(node);
  const frame = layout.frames.find((one) => one.node === node);
  if (!scene || !frame) return null;
  const isControlPlane = scene.role === 'control-plane';
  return (
    <Shell ref={ref} data={data} className={`rounded-card ${CASES[scene.form].replace('border-b-[5px]', 'border-b-[3px]')} ${isControlPlane ? 'border-pod-line' : ''} ${ringOf(data.part, selected)}`}>
      {scene.cordoned && <span aria-hidden className="hatched absolute inset-x-0 -bottom-[3px] h-[3px]" />}
      <button
        type="button"
        className="nodrag absolute inset-x-0 top-0 flex h-6 items-center gap-1 rounded-t-card px-2 text-left text-xs whitespace-nowrap"
        aria-label={nodeLabel(scene)}
        aria-pressed={selected}
        title={nodeLabel(scene)}
        {...handlers}
      >
        <b className="min-w-0 flex-1 overflow-hidden text-ellipsis">{node}</b>
        <StateMark state={scene.state} />
      </button>
      {pods.map((id) => {
        const place = podPlace(frame, room, id);
        return place && <PodCell key={id} id={id} node={node} x={place.box.x - frame.frame.x} y={place.box.y - frame.frame.y} size={place.box.width} />;
      })}
    </Shell>
  );
});
