/**
 * INSIDE: the selected pod, or an example, with each Linux namespace as a chip at the level of whoever shares it.
 * Switches try a field on the picture at once; making it so is an action of its own, and a fork.
 */
import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Pod } from '../../kubernetes/objects';
import { containersOfPod, podView, sandboxOf } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import { classificationOf } from '../../state/classes';
import { EXAMPLE_POD } from '../../state/examplePod';
import { isOn, refusal, SWITCHES, switchAction, type SwitchName, type SwitchState, withSwitches } from '../../state/switches';
import { usePage, usePageStore, useWorld } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Button } from '../shared/Button';
import { NarrationText } from '../shared/Narration';
import { PanelHeader } from '../shared/PanelHeader';
import type { Origin, Role } from '../shared/kinds';
import { Switch } from '../shared/Switch';
import { insideNodeTypes, type InsideData, type InsideNode } from './InsideNodes';
import { consequences, insideScene, type Chip, type InsideFacts, type InsideScene } from './inside';
import { chipKey, ghostKey, layoutInside, type Placed } from './insideLayout';
import { Proof } from './Proof';

interface Shown {
  readonly id: string | null;
  readonly pod: Pod;
  readonly facts: InsideFacts;
  readonly origin: Origin;
  readonly role: Role;
  readonly undecided: boolean;
}

const EXAMPLE_FACTS: InsideFacts = {
  node: 'worker-1',
  nodeAddress: '10.0.0.21',
  podAddress: '10.244.1.7',
  hasSandbox: true,
  containers: {
    fetch: { running: false, created: true, words: 'done, exit 0' },
    'log-shipper': { running: true, created: true, words: 'running' },
    nginx: { running: true, created: true, words: 'running' },
    metrics: { running: true, created: true, words: 'running' },
  },
};

const EXAMPLE: Shown = { id: null, pod: EXAMPLE_POD, facts: EXAMPLE_FACTS, origin: 'workload', role: 'nonSystem', undecided: false };

function shownPod(world: World, id: string): Shown | null {
  const view = podView(world, id);
  if (!view) return null;
  const uid = view.worker?.uid;
  const sandbox = uid ? sandboxOf(world, uid) : undefined;
  const rows = uid ? containersOfPod(world, uid) : new Map<string, never>();
  const containers: Record<string, InsideFacts['containers'][string]> = {};
  for (const [name, row] of rows) {
    const words = row.state === 'exited' ? `exit ${row.exitCode ?? '?'}` : row.state;
    containers[name] = { running: row.state === 'running', created: true, words };
  }
  return {
    id,
    pod: view.pod,
    facts: {
      node: view.node ?? 'not chosen yet',
      nodeAddress: (view.node && world.tables.machines.get(view.node)?.address) || 'the node’s address',
      podAddress: sandbox?.ip ?? null,
      hasSandbox: sandbox !== undefined && sandbox.state !== 'notReady',
      containers,
    },
    origin: view.startedBy,
    role: classificationOf(view).system === 'system' ? 'system' : 'nonSystem',
    undecided: false,
  };
}

/** `withInspector`: the page has an inspector, so that a question may lead there. */
export function InsidePanel({ withInspector = false }: { readonly withInspector?: boolean }) {
  const store = usePageStore();
  const selection = usePage((page) => page.selection);
  const id = selection?.kind === 'pod' ? selection.id : null;
  const found = useWorldValue((world) => (id ? shownPod(world, id) : null), id);
  const shown = found ?? EXAMPLE;
  const waits = useWorldValue((world) => id !== null && world.tables.pods.has(id) && !world.tables.pods.get(id)?.spec?.nodeName, id);
  return (
    <section className="flex h-full min-h-0 flex-col bg-surface" aria-label="Inside, what its containers share" data-panel="inside" tabIndex={-1}>
      <div className="flex-none">
        <PanelHeader title="Inside" detail={found ? 'what its containers share' : id ? 'this pod does not exist at this step; an example' : 'what containers share: an example'}>
          {withInspector && waits && <Button size="sm" trailing="right" onClick={() => store.getState().setInspector(true)}>Why no node?</Button>}
        </PanelHeader>
      </div>
      <Inside key={shown.id ?? ''} shown={shown} />
    </section>
  );
}

function Inside({ shown }: { readonly shown: Shown }) {
  const [switches, setSwitches] = useState<SwitchState>({});
  const pod = useMemo(() => withSwitches(shown.pod, switches), [shown.pod, switches]);
  const scene = useMemo(() => insideScene(pod, shown.facts), [pod, shown.facts]);
  const moved = useMovedChips(shown.pod, scene, shown.facts);
  const lines = consequences(pod, shown.facts);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3 pt-1 pb-4 scroll-thin">
      <ReactFlowProvider>
        <Picture scene={scene} shown={shown} moved={moved} />
      </ReactFlowProvider>
      <Switches shown={shown} pod={pod} switches={switches} onChange={setSwitches} scene={scene} moved={moved} />
      <ul className="mt-3 flex flex-col gap-1.5 border-t border-line pt-3 text-sm text-ink-2" aria-label="So">
        {lines.map((line) => (
          <li key={line} className="flex gap-2">
            <span aria-hidden="true">›</span>
            <span><NarrationText text={line} /></span>
          </li>
        ))}
        {scene.hiddenTokens > 0 && <li className="pl-4 text-xs text-muted">The service account’s token volume is not drawn.</li>}
      </ul>
      {shown.id && <Proof id={shown.id} />}
    </div>
  );
}

/** Chips whose level differs from the pod as it stands. */
function useMovedChips(original: Pod, scene: InsideScene, facts: InsideFacts): ReadonlySet<string> {
  return useMemo(() => {
    const before = new Set(insideScene(original, facts).chips.map(chipKey));
    return new Set(scene.chips.map(chipKey).filter((key) => !before.has(key)));
  }, [original, scene, facts]);
}

function Picture({ scene, shown, moved }: { readonly scene: InsideScene; readonly shown: Shown; readonly moved: ReadonlySet<string> }) {
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
    return [
      ...node('node', layout.node, 0, { what: 'node', name: shown.facts.node, address: shown.facts.nodeAddress, known: true }),
      ...node('pod', layout.pod, 1, { what: 'pod', name: shown.pod.metadata?.name ?? 'pod', origin: shown.origin, role: shown.role, undecided: shown.undecided, planned: !shown.facts.hasSandbox }),
      ...node('pod-label', layout.podShelfLabel, 2, { what: 'label', title: 'Pod', detail: 'shared by its containers' }),
      ...node('containers-label', layout.containersLabel, 2, { what: 'label', title: scene.containers.length === 1 ? 'Container' : 'Containers', detail: scene.containers.length === 1 ? 'its own' : 'each has its own' }),
      ...scene.ghosts.flatMap((ghost) => node(`ghost/${ghostKey(ghost)}`, layout.ghosts.get(ghostKey(ghost)), 2, { what: 'ghost', ghost })),
      ...scene.containers.flatMap((box) => node(`container/${box.name}`, layout.containers.get(box.name), 3, { what: 'container', box })),
      ...scene.volumes.flatMap((tray) => node(`volume/${tray.name}`, layout.volumes.get(tray.name), 3, { what: 'volume', tray })),
      ...scene.chips.flatMap((chip) => node(`chip/${chip.id}`, joinedPlace(chip, layout.chips.get(chipKey(chip)), layout.containers), 4, { what: 'chip', chip, moved: moved.has(chipKey(chip)) })),
    ];
  }, [layout, scene, shown, moved]);
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

/** A PID chip that another container joined reaches over to that container's box, where the two stand side by side. */
function joinedPlace(chip: Chip, own: Placed | undefined, boxes: ReadonlyMap<string, Placed>): Placed | undefined {
  const other = chip.joined[0] === undefined ? undefined : boxes.get(chip.joined[0]);
  if (!own || !other) return own;
  const box = boxes.get(chip.container ?? '');
  if (!box || box.y !== other.y || other.x < box.x) return own;
  return { ...own, width: other.x + other.width - own.x - 8 };
}

/** The picture is as large as its box: no moving, no zooming. */
function KeepStill() {
  const { setViewport } = useReactFlow();
  useEffect(() => void setViewport({ x: 0, y: 0, zoom: 1 }), [setViewport]);
  return null;
}

/** The list twin: level by level, for screen readers. */
function ListTwin({ scene, name }: { readonly scene: InsideScene; readonly name: string }) {
  const at = (level: Chip['level'], container: string | null = null) => scene.chips.filter((chip) => chip.level === level && chip.container === container);
  const words = (chips: readonly Chip[]) => chips.map(({ kind, value }) => `${kind} ${value}`).join(', ') || 'none';
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

interface SwitchesProps {
  readonly shown: Shown;
  readonly pod: Pod;
  readonly switches: SwitchState;
  readonly onChange: (switches: SwitchState) => void;
  readonly scene: InsideScene;
  readonly moved: ReadonlySet<string>;
}

function Switches({ shown, pod, switches, onChange, scene, moved }: SwitchesProps) {
  const store = usePageStore();
  const changed = SWITCHES.some((name) => switches[name] !== undefined && switches[name] !== isOn(shown.pod.spec, name));
  const made = useWorld((world) => {
    const view = shown.id ? podView(world, shown.id) : undefined;
    return view && changed ? switchAction(world, view, switches) : null;
  }, shown.id, switches, changed);
  const set = (name: SwitchName, on: boolean) => onChange({ ...switches, [name]: on });
  const reasons = scene.chips.filter((chip) => moved.has(chipKey(chip)));
  return (
    <div className="mt-3">
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="text-base font-bold">Change the pod, watch the chips move</h3>
        {changed && (
          <button type="button" className="text-sm font-semibold underline" onClick={() => onChange({})}>
            Reset
          </button>
        )}
      </div>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-2">
        {SWITCHES.map((name) => {
          const on = isOn(pod.spec, name);
          const reason = on ? null : refusal(pod, name, true);
          return (
            <Switch
              key={name}
              label={name === 'hostUsers' ? 'hostUsers: false' : name}
              checked={on}
              onCheckedChange={(value) => set(name, value)}
              disabled={reason !== null}
              {...(reason === null ? {} : { reason })}
            />
          );
        })}
      </div>
      {reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 rounded-card bg-now-soft px-3 py-2 text-sm" aria-live="polite">
          {uniqueReasons(reasons).map(({ kinds, because }) => (
            <li key={because}>
              <b>{kinds.toUpperCase()}</b> {because}
            </li>
          ))}
        </ul>
      )}
      {made && (
        <Button className="mt-2" variant="solid" icon="fork" onClick={() => store.getState().act(made.action)}>
          Make it so: {made.words}
        </Button>
      )}
      {changed && shown.id && !made && <p className="mt-2 text-sm text-muted">Tried on the picture only: these fields of a pod are fixed once it exists, and nothing makes this pod anew.</p>}
    </div>
  );
}

/** One line a reason, with all namespaces that it moved. */
function uniqueReasons(chips: readonly Chip[]): { readonly kinds: string; readonly because: string }[] {
  const byReason = new Map<string, Set<string>>();
  for (const { kind, because } of chips) byReason.set(because, (byReason.get(because) ?? new Set()).add(kind));
  return [...byReason].map(([because, kinds]) => ({ kinds: [...kinds].join(', '), because }));
}
