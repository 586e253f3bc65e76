/**
 * INSIDE: the selected pod, or an example, with each Linux namespace as a chip at the level of whoever shares it.
 * Switches try a field on the picture at once; making it so is an action of its own, and a fork.
 */
import { useDeferredValue, useMemo, useState } from 'react';
import type { Pod } from '../../kubernetes/objects';
import { containersOf } from '../../kubernetes/podContainers';
import { containersOfPod, isUnready, podView, sandboxOf } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import { classificationOf } from '../../state/classes';
import { EXAMPLE_POD } from '../../state/examplePod';
import { branchOf } from '../../state/page';
import { type PodOfRun, podOfRun } from '../../state/podOfRun';
import { isOn, refusal, SWITCHES, switchAction, type SwitchName, type SwitchState, withSwitches } from '../../state/switches';
import { usePage, usePageStore, useWorld } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Button } from '../shared/Button';
import { PanelHeader } from '../shared/PanelHeader';
import { Switch } from '../shared/Switch';
import { consequences, insideScene, type Chip, type ContainerFacts, type InsideFacts, type InsideScene } from './inside';
import { chipKey } from './insideLayout';
import { PastedInside } from './PastedInside';
import { Picture, type Shown } from './Picture';
import { Proof } from './Proof';
import { SoLines } from './SoLines';

const EXAMPLE_FACTS: InsideFacts = {
  node: 'worker-1',
  nodeHostname: 'worker-1',
  nodeAddress: '10.0.0.21',
  podAddress: '10.244.1.7',
  hasSandbox: true,
  containers: {
    fetch: { running: false, created: true, ended: true, words: 'done, exit 0' },
    'log-shipper': { running: true, created: true, words: 'running' },
    nginx: { running: true, created: true, words: 'running' },
    metrics: { running: true, created: true, words: 'running' },
  },
};

const EXAMPLE: Shown = { id: null, pod: EXAMPLE_POD, facts: EXAMPLE_FACTS, origin: 'workload', role: 'nonSystem', undecided: null };

function shownPod(world: World, id: string): Shown | null {
  const view = podView(world, id);
  if (!view) return null;
  const uid = view.worker?.uid;
  const sandbox = uid ? sandboxOf(world, uid) : undefined;
  const rows = uid ? containersOfPod(world, uid) : new Map<string, never>();
  const containers: Record<string, ContainerFacts> = {};
  for (const [name, row] of rows) {
    const words = row.state === 'exited' ? `exit ${row.exitCode ?? '?'}` : row.state === 'running' && isUnready(view, name) ? 'running, not ready' : row.state;
    containers[name] = { running: row.state === 'running', created: true, ended: row.state === 'exited', words };
  }
  return {
    id,
    pod: view.pod,
    facts: {
      node: view.node ?? 'not chosen yet',
      nodeHostname: view.node ?? null,
      nodeAddress: (view.node && world.tables.machines.get(view.node)?.address) || null,
      podAddress: sandbox?.ip ?? null,
      hasSandbox: sandbox !== undefined && sandbox.state !== 'notReady',
      isOver: sandbox?.state === 'notReady',
      containers,
    },
    origin: view.startedBy,
    role: roleOf(view),
    undecided: null,
  };
}

const roleOf = (told: Parameters<typeof classificationOf>[0]) => (classificationOf(told).system === 'system' ? 'system' : 'nonSystem');

/** A pod that does not exist at this step, as it will be or as it was. */
function absentPod(id: string, { pod, time, startedBy, node, address }: PodOfRun): Shown {
  const isOver = time === 'gone';
  const gone = { running: false, created: isOver, ended: isOver, words: 'gone' };
  return {
    id,
    pod,
    facts: {
      node: node ?? 'not chosen yet', nodeHostname: node ?? null, nodeAddress: null, podAddress: isOver ? (address ?? null) : null, hasSandbox: false, isOver,
      containers: isOver ? Object.fromEntries(containersOf(pod.spec).map(({ name }) => [name, gone])) : {},
    },
    origin: startedBy,
    role: roleOf({ pod, stored: undefined, startedBy }),
    undecided: null,
  };
}

/** `withInspector`: the page has an inspector, so that a question may lead there. `bare`: the panel around it has a title. */
export function InsidePanel({ withInspector = false, bare = false }: { readonly withInspector?: boolean; readonly bare?: boolean }) {
  const store = usePageStore();
  // The panel comes after the others: what it draws is much, and a key is answered before.
  const pasted = useDeferredValue(usePage((page) => (page.paste.open ? page.pasted : null)));
  const selection = usePage((page) => page.selection);
  const id = selection?.kind === 'pod' ? selection.id : null;
  const found = useWorldValue((world) => (id ? shownPod(world, id) : null), id);
  const other = useWorld(() => (id && !found ? podOfRun(branchOf(store.getState()), id) : null), id, found === null);
  const planned = useMemo(() => (id && other ? absentPod(id, other) : EXAMPLE), [id, other]);
  const shown = useDeferredValue(found ?? planned);
  const waits = useWorldValue((world) => id !== null && world.tables.pods.has(id) && !world.tables.pods.get(id)?.spec?.nodeName, id);
  return (
    <section className="flex h-full min-h-0 flex-col bg-surface" aria-label="Inside, what its containers share" data-panel="inside" tabIndex={-1}>
      <div className={bare ? 'hidden' : 'flex-none'}>
        <PanelHeader title="Inside" detail={pasted ? `what you pasted: ${pasted.name}` : found ? 'what its containers share' : other ? (other.time === 'gone' ? 'this pod is gone; what it was' : 'this pod does not exist yet; a plan') : 'what containers share: an example'}>
          {withInspector && waits && !pasted && <Button size="sm" trailing="right" onClick={() => store.getState().setInspector(true)}>Why no node?</Button>}
        </PanelHeader>
      </div>
      {pasted ? <PastedInside key={pasted.name} pasted={pasted} /> : <Inside key={shown.id ?? ''} shown={shown} />}
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
      <Picture scene={scene} shown={shown} moved={moved} />
      <Switches shown={shown} pod={pod} switches={switches} onChange={setSwitches} scene={scene} moved={moved} />
      <SoLines lines={lines}>
        {scene.hiddenTokens > 0 && <li className="pl-4 text-xs text-muted">The service account’s token volume is not drawn.</li>}
      </SoLines>
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
  // Each asks the whole validation of a pod.
  const refusals = useMemo(() => new Map(SWITCHES.map((name) => [name, isOn(pod.spec, name) ? null : refusal(pod, name, true)])), [pod]);
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
          const reason = refusals.get(name) ?? null;
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
