/**
 * Inside a pasted pod or template: the same picture, from the text alone. Pressing a chip, a container or a volume shows
 * the lines that cause it, and pointing at a line rings what it causes.
 */
import { useCallback, useMemo, useState } from 'react';
import { causeKey, type Causes, type LineRange, type PictureThing } from '../../manifest/causes';
import type { PageState } from '../../state/store';
import { usePage, usePageStore } from '../../state/usePage';
import { Switch } from '../shared/Switch';
import { consequences, insideScene } from './inside';
import { pastedFacts } from './pastedFacts';
import { Picture, type Shown } from './Picture';
import { SoLines } from './SoLines';

type Pasted = NonNullable<PageState['pasted']>;

/** A badge half that is open keeps its place, dashed. */
function shownOf({ name, pod, classification }: Pasted): Shown {
  const { class: podClass, system } = classification;
  const open = { origin: podClass === 'unknown', role: system === 'unsure' };
  return {
    id: null,
    pod: pod.metadata?.name ? pod : { ...pod, metadata: { ...pod.metadata, name } },
    facts: pastedFacts(pod),
    origin: podClass === 'static' || podClass === 'mirror' ? 'static' : 'workload',
    role: system === 'system' ? 'system' : 'nonSystem',
    undecided: open.origin && open.role ? 'both' : open.origin ? 'origin' : open.role ? 'role' : null,
  };
}

/** The lines that cause a thing. What is written for the pod decides over a container of which nothing else is. */
const linesOf = (causes: Causes, thing: PictureThing): readonly LineRange[] | undefined =>
  causes[causeKey(thing)] ?? (thing.kind === 'namespace' ? causes[causeKey({ kind: 'namespace', namespace: thing.namespace })] : undefined);

export function PastedInside({ pasted }: { readonly pasted: Pasted }) {
  const store = usePageStore();
  const [tokens, showTokens] = useState(false);
  const shown = useMemo(() => shownOf(pasted), [pasted]);
  const plain = useMemo(() => insideScene(shown.pod, shown.facts), [shown]);
  const scene = useMemo(() => (tokens ? insideScene(shown.pod, shown.facts, { tokens }) : plain), [shown, tokens, plain]);
  const { causes } = pasted;
  const line = usePage((page) => page.pointedLine);
  const lit = useCallback((thing: PictureThing) => line !== null && (linesOf(causes, thing)?.some(([from, to]) => from <= line && line <= to) ?? false), [causes, line]);
  const press = useCallback((thing: PictureThing) => {
    const own = linesOf(causes, thing);
    if (!own) return null;
    return () => {
      store.getState().setPaste({ view: 'text' });
      store.getState().setTab('where');
      store.getState().revealLines(own);
    };
  }, [store, causes]);
  return (
    <div className="h-full min-h-0 flex-1 overflow-y-auto px-3 pt-1 pb-4 scroll-thin">
      <Picture scene={scene} shown={shown} press={press} lit={lit} />
      <SoLines lines={consequences(shown.pod, shown.facts)}>
        <li className="pl-4 text-xs text-muted">Press a container, a volume or a namespace that the text decides: its lines are marked. Point at a line: what it causes is ringed. Dashed: nothing exists yet.</li>
      </SoLines>
      {plain.hiddenTokens > 0 && <Switch className="mt-3" mono={false} label="Show the service account’s token volume" checked={tokens} onCheckedChange={showTokens} />}
    </div>
  );
}
