/**
 * WHERE: nodes as frames, in them the kubelet, its manifests folder, the runtime and the pods. Positions are fixed for the
 * whole run; only what changed is drawn again. From 150 boxes on, React Flow draws what is in sight only.
 */
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useBranch, usePageStore, useWorld, useStep } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { IconButton } from '../shared/Button';
import { EdgeMarkers } from '../shared/Edge';
import { PanelHeader } from '../shared/PanelHeader';
import { sceneEdges, sidesOf } from './edges';
import { type Box, layoutCluster } from './layout';
import { MessageEdge, type MessageFlowEdge } from './MessageEdge';
import { drawnMotion, actingPlace, nodeId } from './motion';
import { podScene, podsOnNode } from './scene';
import { podLabel, type SceneData, type SceneNode, sceneNodeTypes, StoredObjects } from './SceneNodes';
import { roomFor, slotKey } from './slots';

const edgeTypes = { message: MessageEdge };

export function WherePanel() {
  return (
    <section className="flex h-full min-h-0 flex-col bg-canvas" aria-label="Where it runs, and who starts it" data-panel="where" tabIndex={-1}>
      <div className="flex flex-none flex-wrap items-center gap-x-4 gap-y-1 pr-4">
        <PanelHeader title="Where" detail="it runs, and who starts it" />
        <StoredObjects />
      </div>
      <ReactFlowProvider>
        <Canvas />
      </ReactFlowProvider>
    </section>
  );
}

/** Width of an element, followed as it changes. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}

/** The places of the whole run: computed once a branch and width. */
function useLayout(width: number) {
  const branch = useBranch();
  return useMemo(() => {
    const { simulation } = branch;
    const here = simulation.cursor;
    simulation.seek(0);
    const room = roomFor(simulation.world, simulation.history.steps);
    const nodes = simulation.world.indexes.get('allMachines', '').flatMap((name) => {
      const machine = simulation.world.tables.machines.get(name);
      return machine ? [{ name, role: machine.role }] : [];
    });
    simulation.seek(here);
    // A panel that is not laid out yet has no width: nothing is placed.
    return { room, layout: width > 0 ? layoutCluster({ nodes, room, width: Math.min(width, 1500) }) : null };
  }, [branch, width]);
}

function Canvas() {
  const store = usePageStore();
  const { ref, size } = useWidth();
  const { room, layout } = useLayout(size.width);
  const step = useStep();
  const alive = useWorldValue((world) => world.indexes.get('allMachines', '').map((node) => [node, podsOnNode(world, node)] as const));
  const motion = useWorldValue((world) => (step ? drawnMotion(step, world) : null), step);
  const acting = useWorldValue((world) => (step ? actingPlace(step, world) : null), step);
  const kept = useRef(new Map<string, SceneNode>());

  const nodes = useMemo(() => {
    const next = new Map<string, SceneNode>();
    const put = (id: string, what: SceneData['what'], node: string, box: Box, pod = '') => {
      const now = id === motion?.to ? ('receiving' as const) : id === acting || id === motion?.from ? ('acting' as const) : null;
      const before = kept.current.get(id);
      const same = before && before.data.now === now && before.position.x === box.x && before.position.y === box.y && before.data.width === box.width && before.data.height === box.height && before.type === what;
      next.set(
        id,
        same
          ? before
          : {
              id,
              type: what,
              position: { x: box.x, y: box.y },
              width: box.width,
              height: box.height,
              zIndex: what === 'frame' ? 0 : 1,
              data: { what, node, pod, now, width: box.width, height: box.height },
            },
      );
    };
    if (!layout) return [];
    put(nodeId.user, 'user', '', layout.user);
    for (const frame of layout.frames) {
      const { x, y } = frame.frame;
      const inside = (box: Box): Box => ({ ...box, x: x + box.x, y: y + box.y });
      put(nodeId.frame(frame.node), 'frame', frame.node, frame.frame);
      if (frame.detail !== 'cells') {
        put(nodeId.folder(frame.node), 'folder', frame.node, inside(frame.folder));
        put(nodeId.kubelet(frame.node), 'kubelet', frame.node, inside(frame.kubelet));
        put(nodeId.containerd(frame.node), 'containerd', frame.node, inside(frame.containerd));
        put(nodeId.network(frame.node), 'network', frame.node, inside(frame.network));
      }
      for (const id of alive.find(([node]) => node === frame.node)?.[1] ?? []) {
        const slot = room.slots.get(slotKey(frame.node, id));
        if (!slot) continue;
        const card = frame.detail === 'cards' && slot.form === 'card';
        const cards = frame.detail === 'cards' ? 0 : (room.cards.get(frame.node)?.length ?? 0);
        const box = card ? frame.cards[slot.index] : frame.minis[slot.form === 'mini' ? cards + slot.index : slot.index];
        if (box) put(nodeId.pod(frame.node, id), card ? 'card' : frame.detail === 'cells' ? 'cell' : 'mini', frame.node, inside(box), id);
      }
    }
    kept.current = next;
    return [...next.values()];
  }, [layout, room, alive, motion, acting]);

  const wanted = useWorldValue((world) => sceneEdges(world, motion), motion);
  const edges = useMemo(() => {
    const boxes = new Map(nodes.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }]));
    return wanted.flatMap((edge): MessageFlowEdge[] => {
      const from = boxes.get(edge.from);
      const to = boxes.get(edge.to);
      if (!from || !to) return [];
      const sides = sidesOf(from, to);
      return [{ id: edge.id, type: 'message', source: edge.from, target: edge.to, sourceHandle: sides.source, targetHandle: sides.target, data: { edge }, zIndex: edge.now ? 5 : 1, focusable: false, selectable: false }];
    });
  }, [nodes, wanted]);

  return (
    <div ref={ref} className="relative min-h-0 flex-1">
      <EdgeMarkers />
      {layout && (
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={sceneNodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          onlyRenderVisibleElements={nodes.length > 150}
          minZoom={0.2}
          maxZoom={2}
          panOnScroll
          zoomOnDoubleClick={false}
          proOptions={{ hideAttribution: true }}
          onPaneClick={() => store.getState().select(null)}
          aria-label="Nodes and their pods"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--color-line)" />
          <FitOnce width={layout.width} height={layout.height} size={size} />
        </ReactFlow>
      )}
      <Legend />
      <PodList />
    </div>
  );
}

/** Shows the whole layout when it is new or the panel changed its size, never larger than it was drawn for. */
function FitOnce({ width, height, size }: { readonly width: number; readonly height: number; readonly size: { readonly width: number; readonly height: number } }) {
  const { setViewport } = useReactFlow();
  useEffect(() => {
    const zoom = Math.max(0.8, Math.min(1, size.width / width, size.height / height));
    void setViewport({ x: Math.max(0, (size.width - width * zoom) / 2), y: 0, zoom });
  }, [setViewport, width, height, size.width, size.height]);
  return <ZoomButtons width={width} height={height} size={size} />;
}

function ZoomButtons({ width, height, size }: { readonly width: number; readonly height: number; readonly size: { readonly width: number; readonly height: number } }) {
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  const fit = () => {
    const zoom = Math.min(1.2, size.width / width, size.height / height);
    void setViewport({ x: (size.width - width * zoom) / 2, y: 0, zoom });
  };
  return (
    <div className="absolute right-2 bottom-1.5 z-10 flex rounded-control bg-canvas/85">
      <IconButton icon="minus" label="Zoom out" size="sm" onClick={() => void zoomOut()} />
      <IconButton icon="plus" label="Zoom in" size="sm" onClick={() => void zoomIn()} />
      <IconButton icon="fit" label="Show all" size="sm" onClick={fit} />
    </div>
  );
}

function Legend() {
  const line = (dash: string | undefined, color: string, width: number) => (
    <svg width={34} height={6} aria-hidden="true">
      <path d="M1 3H33" stroke={color} strokeWidth={width} {...(dash ? { strokeDasharray: dash } : {})} />
    </svg>
  );
  return (
    <ul className="pointer-events-none absolute bottom-2 left-3 hidden items-center gap-4 rounded-control bg-canvas/85 px-2 py-0.5 text-xs text-ink-2 sm:flex" aria-label="Legend">
      <li className="flex items-center gap-1.5">{line(undefined, 'var(--color-line-strong)', 1.75)} call</li>
      <li className="flex items-center gap-1.5">{line('7 5', 'var(--color-line-strong)', 1.75)} watch</li>
      <li className="flex items-center gap-1.5">{line('2 4', 'var(--color-line-strong)', 2)} file</li>
      <li className="flex items-center gap-1.5">{line(undefined, 'var(--color-now)', 3)} now</li>
    </ul>
  );
}

/** The list twin of the picture, for screen readers: node by node, pod by pod. */
function PodList() {
  const list = useWorld((world) =>
    world.indexes.get('allMachines', '').map((node) => ({ node, pods: podsOnNode(world, node).flatMap((id) => podScene(world, id, node) ?? []) })),
  );
  return (
    <div className="sr-only">
      <h3>Nodes and pods</h3>
      <ul>
        {list.map(({ node, pods }) => (
          <li key={node}>
            node {node}: {pods.length === 0 ? 'no pods' : pods.map(podLabel).join('; ')}
          </li>
        ))}
      </ul>
    </div>
  );
}
