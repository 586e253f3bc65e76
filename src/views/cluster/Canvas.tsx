/** The canvas: React Flow with the things of this instant, the lines between them, and the view that follows what happens. */
import { Background, BackgroundVariant, ReactFlow, useReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { podIdsOnNode } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import { useBranch, usePage, usePageStore, useStep } from '../../state/usePage';
import { IconButton } from '../shared/Button';
import { ContainerdNode, KubeletNode, NetworkNode, UserNode } from './ActorNodes';
import { around, type Box } from './box';
import { LEAST, type Size } from './camera';
import { EdgeLayer } from './EdgeLayer';
import { possibleEdges, standingEdges } from './edges';
import { FolderNode } from './FolderNode';
import { FrameNode, TileNode } from './FrameNode';
import type { SceneLayout } from './layout';
import { freshSteps } from './freshSteps';
import { leavingPods } from './leaving';
import { drawnMotion, partsOf, thingId } from './motion';
import { BriefNode, CardNode } from './PodCard';
import { LeavingNode, MiniNode } from './PodMini';
import { Routes } from './routes';
import { SceneContext, useSlice } from './sceneContext';
import { nodeKeeper } from './flowNodes';
import type { Room } from './slots';
import { StoreNode } from './StoredRows';
import { drawnPlace, placesOf, STORE, type ThingKind, thingsOf, wordsOf } from './things';
import { useCamera } from './useCamera';
import { useRoving } from './useRoving';

const nodeTypes = {
  user: UserNode, store: StoreNode, frame: FrameNode, tile: TileNode, folder: FolderNode, kubelet: KubeletNode, containerd: ContainerdNode,
  network: NetworkNode, card: CardNode, brief: BriefNode, mini: MiniNode, leaving: LeavingNode,
} satisfies Record<ThingKind, unknown>;

const podsByNode = (world: World) => world.indexes.get('allMachines', '').map((node) => [node, podIdsOnNode(world, node)] as const);

/** Ways and places of a layout; the ways that can stand in the run are found first, so that none changes. */
function useRoutes(layout: SceneLayout, room: Room, nodes: readonly { readonly name: string; readonly role: 'control-plane' | 'worker' }[], header: number) {
  return useMemo(() => {
    const places = placesOf(layout, room);
    const cases = new Set(layout.frames.filter(({ inside }) => inside).map(({ node }) => thingId.frame(node)));
    const words = wordsOf(layout, header);
    // Lines pass behind the shelf, which is as wide as the panel.
    const things = new Map([...places].filter(([id]) => !cases.has(id) && !id.startsWith('network:') && id !== STORE));
    const routes = new Routes({ things, words: layout.store ? [...words, layout.store] : words, cases: layout.frames.map(({ frame }) => frame) });
    for (const { from, to } of possibleEdges(nodes)) routes.lay(from, to);
    return { places, words, routes };
  }, [layout, room, nodes, header]);
}

interface CanvasProps {
  readonly layout: SceneLayout;
  readonly room: Room;
  readonly nodes: readonly { readonly name: string; readonly role: 'control-plane' | 'worker' }[];
  readonly joins: ReadonlyMap<string, number>;
  readonly panel: Size;
  readonly header: number;
  readonly opened: string | null;
  readonly onOpened: (node: string | null) => void;
}

/** In a frame of another page, wheel and drag belong to that page until something here has the focus. */
const isFramed = (): boolean => window.parent !== window;

export function Canvas({ layout, room, nodes: machines, joins, panel, header, opened, onOpened }: CanvasProps) {
  const store = usePageStore();
  const root = useRef<HTMLDivElement>(null);
  const step = useStep();
  const branch = useBranch();
  const version = usePage((page) => page.version);
  const movement = usePage((page) => page.movement);
  const [used, setUsed] = useState(!isFramed());
  const pods = useSlice(podsByNode);
  const standing = useSlice(standingEdges);
  const { places, words, routes } = useRoutes(layout, room, machines, header);

  const { motion, parts, leaving } = useMemo(() => {
    const { world } = branch.simulation;
    const moving = step ? drawnMotion(step, world) : null;
    return { motion: moving, parts: step ? partsOf(step, moving, world) : new Map<string, never>(), leaving: leavingPods(freshSteps(branch.simulation.history, step), world) };
    // The World is what `version` stands for.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [branch, step, version]);
  const drawnParts = useMemo(() => new Map([...parts].map(([id, part]) => [drawnPlace(id, places) ?? id, part])), [parts, places]);
  const things = useMemo(() => thingsOf(layout, room, { pods: new Map(pods), leaving, parts: drawnParts }), [layout, room, pods, leaving, drawnParts]);
  const [toNodes] = useState(nodeKeeper);
  const nodes = useMemo(() => toNodes(things), [toNodes, things]);
  const boxes = useMemo(() => things.filter(({ kind }) => kind !== 'frame').map(({ box }) => box), [things]);
  const bounds = useMemo(() => ({ x: 0, y: 0, width: layout.width, height: layout.height }), [layout]);

  const near = layout.frames.find(({ node }) => node === opened)?.frame ?? null;
  const { showAll, reveal } = useCamera({ content: layout, panel, top: header > 0 || !layout.frames[0] ? 0 : layout.frames[0].frame.y - 5, header, wanted: wantedBox([...drawnParts.keys()], motion?.to, places, panel), near, version });
  const roving = useRoving(root, (element) => root.current && reveal(element, root.current));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && opened !== null) {
      event.stopPropagation();
      onOpened(null);
      return;
    }
    roving.onKeyDown(event);
  };
  const context = useMemo(() => ({ layout, room, joins, opened, toggle: (node: string) => onOpened(opened === node ? null : node) }), [layout, room, joins, opened, onOpened]);

  return (
    <SceneContext value={context}>
      {/* Keys are those of the buttons inside, which all have names. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div ref={root} data-own-arrows className={`absolute inset-0 ${movement === 'forward' ? '' : 'scene-cut'}`} onFocus={(event) => { setUsed(true); roving.onFocus(event); }} onPointerDown={() => setUsed(true)} onKeyDown={onKeyDown}>
        <ReactFlow
          nodes={nodes}
          nodeTypes={nodeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          onlyRenderVisibleElements={nodes.length > 150}
          minZoom={LEAST}
          maxZoom={2}
          panOnScroll={used}
          preventScrolling={used}
          zoomOnPinch={used}
          zoomOnDoubleClick={false}
          disableKeyboardA11y
          translateExtent={[[-40, -40], [Math.max(layout.width, panel.width) + 40, Math.max(layout.height, panel.height) + 40]]}
          proOptions={{ hideAttribution: true }}
          onPaneClick={() => store.getState().select(null)}
          aria-label="Nodes and their pods"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--color-line)" />
          <TitleStrip height={header} />
          <EdgeLayer routes={routes} places={places} standing={standing} motion={motion} things={boxes} words={words} bounds={bounds} />
        </ReactFlow>
        {panel.width >= 480 && panel.height >= 300 && <ZoomButtons onShowAll={opened === null ? showAll : () => onOpened(null)} />}
      </div>
    </SceneContext>
  );
}

/** As much of a thing as tells what it is. */
const HEADING = 64;

/** What a step is about, as one box: all of it, or its headings, or at least where the message ends. */
function wantedBox(ids: readonly string[], to: string | undefined, places: ReadonlyMap<string, Box>, panel: Size): Box | null {
  const boxes = ids.flatMap((id) => places.get(id) ?? []);
  const headings = boxes.map((box) => ({ ...box, height: Math.min(box.height, HEADING) }));
  const fits = (box: Box | null): boolean => box !== null && box.width <= panel.width && box.height <= panel.height;
  const place = to === undefined ? null : drawnPlace(to, places);
  const end = (place === null ? null : places.get(place)) ?? null;
  return [around(boxes), around(headings), end].find(fits) ?? end;
}

/** Once the picture has moved from where the panel's title has its own room, it passes under the title at one straight edge. */
function TitleStrip({ height }: { readonly height: number }) {
  const moved = useStore(({ transform: [, y] }) => y < 0);
  return moved && height > 0 ? <div className="pointer-events-none absolute inset-x-0 top-0 z-[6] border-b border-line bg-canvas" style={{ height }} /> : null;
}

function ZoomButtons({ onShowAll }: { readonly onShowAll: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="absolute right-2 bottom-0.5 z-10 flex rounded-control bg-canvas/85">
      <IconButton icon="minus" label="Zoom out" size="sm" onClick={() => void zoomOut()} />
      <IconButton icon="plus" label="Zoom in" size="sm" onClick={() => void zoomIn()} />
      <IconButton icon="fit" label="Show all" size="sm" onClick={onShowAll} />
    </div>
  );
}
