/** The picture of one pod: frames, chips, boxes and trays at their places, and the same as a list. */
import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Pod } from '../../kubernetes/objects';
import type { PictureThing } from '../../manifest/causes';
import type { Origin, Role } from '../shared/kinds';
import { insideNodeTypes, type InsideData, type InsideNode } from './InsideNodes';
import type { Chip, InsideFacts, InsideScene } from './inside';
import { chipKey, ghostKey, layoutInside, type Placed } from './insideLayout';

export interface Shown {
  readonly id: string | null;
  readonly pod: Pod;
  readonly facts: InsideFacts;
  readonly origin: Origin;
  readonly role: Role;
  /** Which halves of its badge are open. */
  readonly undecided: 'origin' | 'role' | 'both' | null;
}

interface PictureProps {
  readonly scene: InsideScene;
  readonly shown: Shown;
  /** Keys of the chips whose level a switch has changed. */
  readonly moved?: ReadonlySet<string>;
  /** What pressing a thing does; null for a thing of which nothing is known. */
  readonly press?: (thing: PictureThing) => (() => void) | null;
  /** Is a thing pointed at from elsewhere? It gets a ring. */
  readonly lit?: (thing: PictureThing) => boolean;
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_PRESS = () => null;
const NOT_LIT = () => false;

export const Picture = (props: PictureProps) => <ReactFlowProvider><Flow {...props} /></ReactFlowProvider>;

function Flow({ scene, shown, moved = NOTHING, press = NO_PRESS, lit = NOT_LIT }: PictureProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const layout = useMemo(() => (width > 0 ? layoutInside(scene, Math.max(300, width)) : null), [scene, width]);
  const nodes = useMemo((): InsideNode[] => {
    if (!layout) return [];
    const node = (id: string, placed: Placed | undefined, zIndex: number, data: DataWithoutSize): InsideNode[] =>
      placed
        ? [{ id, type: data.what, position: { x: placed.x, y: placed.y }, width: placed.width, height: placed.height, zIndex, data: { ...data, width: placed.width, height: placed.height } as InsideData }]
        : [];
    const linked = (thing: PictureThing) => ({ onPress: press(thing), isLit: lit(thing) });
    return [
      ...node('node', layout.node, 0, { what: 'node', name: shown.facts.node, known: shown.facts.nodeHostname !== null }),
      ...node('pod', layout.pod, 1, { what: 'pod', name: shown.pod.metadata?.name ?? 'pod', origin: shown.origin, role: shown.role, undecided: shown.undecided, planned: !shown.facts.hasSandbox, over: shown.facts.isOver === true }),
      ...node('pod-label', layout.podShelfLabel, 2, { what: 'label', title: 'Pod', detail: 'shared by its containers' }),
      ...node('containers-label', layout.containersLabel, 2, { what: 'label', title: scene.containers.length === 1 ? 'Container' : 'Containers', detail: scene.containers.length === 1 ? 'its own' : 'each has its own' }),
      ...scene.ghosts.flatMap((ghost) => node(`ghost/${ghostKey(ghost)}`, layout.ghosts.get(ghostKey(ghost)), 2, { what: 'ghost', ghost })),
      ...scene.containers.flatMap((box) => node(`container/${box.name}`, layout.containers.get(box.name), 3, { what: 'container', box, ...linked({ kind: 'container', name: box.name }) })),
      ...scene.volumes.flatMap((tray) => node(`volume/${tray.name}`, layout.volumes.get(tray.name), 3, { what: 'volume', tray, ...linked({ kind: 'volume', name: tray.name }) })),
      ...scene.chips.filter((chip) => !isReached(chip, scene.chips, layout.containers)).flatMap((chip) => node(`chip/${chip.id}`, joinedPlace(chip, layout.chips.get(chipKey(chip)), layout.containers), 4, { what: 'chip', chip, moved: moved.has(chipKey(chip)), ...linked({ kind: 'namespace', namespace: chip.kind, ...(chip.container === null ? {} : { container: chip.container }) }) })),
    ];
  }, [layout, scene, shown, moved, press, lit]);
  return (
    <div ref={ref} className="inside-flow w-full" style={{ height: layout?.height ?? 420 }}>
      {layout && (
        <ReactFlow
          nodes={nodes}
          edges={[]}
          nodeTypes={insideNodeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          proOptions={{ hideAttribution: true }}
          aria-label={`Inside ${shown.pod.metadata?.name ?? 'the pod'}`}
        >
          <KeepStill />
        </ReactFlow>
      )}
      <ListTwin scene={scene} name={shown.pod.metadata?.name ?? 'pod'} />
    </div>
  );
}

type DataWithoutSize = InsideData extends infer D ? (D extends { readonly width: number; readonly height: number } ? Omit<D, 'width' | 'height'> & { what: InsideData['what'] } : never) : never;

/** The box of the first container that joined this one's PID namespace, where it is the next in the row. */
function boxBeside(chip: Chip, boxes: ReadonlyMap<string, Placed>): Placed | undefined {
  const box = boxes.get(chip.container ?? '');
  const other = boxes.get(chip.joined[0] ?? '');
  return box && other && box.y === other.y && Math.abs(other.x - box.x - box.width) < NEXT ? other : undefined;
}

/** Boxes that are no farther apart than this stand side by side. */
const NEXT = 16;

/** A PID chip that another container joined reaches over to that container's box, where the two stand side by side. */
function joinedPlace(chip: Chip, own: Placed | undefined, boxes: ReadonlyMap<string, Placed>): Placed | undefined {
  const other = boxBeside(chip, boxes);
  return own && other ? { ...own, width: other.x + other.width - own.x - 8 } : own;
}

/** Does the target's chip stand in this chip's place? */
const isReached = (chip: Chip, chips: readonly Chip[], boxes: ReadonlyMap<string, Placed>): boolean =>
  chip.kind === 'pid' && chips.some((target) => target.kind === 'pid' && target.joined[0] === chip.container && boxBeside(target, boxes) !== undefined);

/** The picture is as large as its box: no moving, no zooming. */
function KeepStill() {
  const { setViewport } = useReactFlow();
  useEffect(() => void setViewport({ x: 0, y: 0, zoom: 1 }), [setViewport]);
  return null;
}

/** The list twin: level by level, for screen readers. */
function ListTwin({ scene, name }: { readonly scene: InsideScene; readonly name: string }) {
  const at = (level: Chip['level'], container: string | null = null) => scene.chips.filter((chip) => chip.level === level && chip.container === container);
  const words = (chips: readonly Chip[]) => chips.map(({ kind, value, gone }) => `${kind} ${value}${gone ? ' (gone)' : ''}`).join(', ') || 'none';
  return (
    <ul className="sr-only" aria-label={`Linux namespaces of ${name}`}>
      <li>the node’s: {words(at('node'))}</li>
      <li>the pod’s, shared by its containers: {words(at('pod'))}</li>
      {scene.containers.map((box) => (
        <li key={box.name}>
          {box.kind} container {box.name}, {box.words}, its own: {words(at('container', box.name))}
        </li>
      ))}
      {scene.volumes.map((tray) => (
        <li key={tray.name}>
          volume {tray.name}, {tray.type}: {tray.mounts.map(({ container, path }) => `${container} at ${path}`).join(', ') || 'mounted by none'}
        </li>
      ))}
    </ul>
  );
}
