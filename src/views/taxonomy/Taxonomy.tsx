/**
 * WHAT: the chart of kinds with its counts, the path of one pod through it, and the verdict with its reasons. Choosing
 * a kind is told to whoever listens; a line of the chart explains itself. Plain props, no state of the page.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Evidence } from '../../kubernetes/classification';
import type { TaxonomyEdgeId, TaxonomyNodeId } from '../../kubernetes/taxonomy';
import { Button, IconButton } from '../shared/Button';
import { EmptyState } from '../shared/EmptyState';
import { NarrationText } from '../shared/Narration';
import { PanelHeader } from '../shared/PanelHeader';
import { chartForm, chartModel, nodeNames, type ChartPath, type ClassCounts } from './chartModel';
import { edgeNotes } from './edgeNotes';
import { SourceDialog } from './SourceDialog';
import { TaxonomyChart } from './TaxonomyChart';
import type { Verdict } from './verdict';
import { VerdictCard } from './VerdictCard';

export interface TaxonomyProps {
  readonly counts: ClassCounts;
  /** The path of the selected or pasted pod; null while there is none. */
  readonly path: ChartPath | null;
  readonly verdict: Verdict | null;
  /** The kind that is kept bright in Where. */
  readonly selectedClass: TaxonomyNodeId | null;
  /** Null when the choice is taken back; Pod stands for all, and takes it back too. */
  readonly onSelectClass: (id: TaxonomyNodeId | null) => void;
  readonly onSelectEdge?: (id: TaxonomyEdgeId) => void;
  readonly onOpenEvidence?: (evidence: Evidence) => void;
  /** Whose counts they are. */
  readonly detail?: string;
  /** The name of what is selected and does not exist now. */
  readonly absent?: string | null;
  /** Draws the chart folded. Left out, the panel's own width decides: under 380 px. */
  readonly narrow?: boolean;
  /** Without the title, where a tab has it already. */
  readonly bare?: boolean;
}

const foldedUnder = 380;

/** Is the element narrower than the whole chart wants? */
function useNarrow(forced: boolean | undefined): [React.RefObject<HTMLDivElement | null>, boolean] {
  const place = useRef<HTMLDivElement>(null);
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) setNarrow(width < foldedUnder); // hidden is not narrow
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, forced ?? narrow];
}

function LineNote({ id, onClose }: { readonly id: TaxonomyEdgeId; readonly onClose: () => void }): ReactNode {
  const note = edgeNotes[id];
  return (
    <section aria-label={note.title} aria-live="polite" className="flex animate-appear gap-2 rounded-card bg-sunken py-2 pr-1 pl-3.5 text-sm">
      <div className="min-w-0 flex-1 py-1">
        <h3 className="font-semibold">{note.title}</h3>
        <p><NarrationText text={note.text} /></p>
      </div>
      <IconButton icon="close" label="Close" size="sm" onClick={onClose} />
    </section>
  );
}

function ChosenKind({ id, onClear }: { readonly id: TaxonomyNodeId; readonly onClear: () => void }): ReactNode {
  return (
    <p aria-live="polite" className="flex items-center gap-2 rounded-card bg-sunken py-1 pr-1 pl-3.5 text-sm">
      <span className="min-w-0 flex-1"><b>{nodeNames[id]}</b> stays bright in Where.</span>
      <Button size="sm" variant="quiet" onClick={onClear}>Show all</Button>
    </p>
  );
}

/** The panel. It scrolls by itself when it is low. */
export function Taxonomy({ counts, path, verdict, selectedClass, onSelectClass, onSelectEdge, onOpenEvidence, narrow, bare = false, detail = 'kind of pod', absent = null }: TaxonomyProps): ReactNode {
  const [place, isNarrow] = useNarrow(narrow);
  const [line, setLine] = useState<TaxonomyEdgeId | null>(null);
  const model = useMemo(() => chartModel(counts, path, selectedClass), [counts, path, selectedClass]);
  const selectNode = useCallback((id: TaxonomyNodeId) => {
    onSelectClass(id === 'A' || id === selectedClass ? null : id);
  }, [onSelectClass, selectedClass]);
  const selectEdge = useCallback((id: TaxonomyEdgeId) => {
    setLine((before) => (before === id ? null : id));
    onSelectEdge?.(id);
  }, [onSelectEdge]);
  return (
    <div ref={place} className="flex h-full min-h-0 flex-col overflow-y-auto bg-surface">
      {bare ? null : <PanelHeader title="What" detail={detail}><SourceDialog /></PanelHeader>}
      <div className="-mt-1.5 flex-none px-1">
        <TaxonomyChart form={chartForm(isNarrow, path, selectedClass)} model={model} onNode={selectNode} onEdge={selectEdge} />
      </div>
      <div className={`flex flex-none flex-col gap-2 px-3.5 pt-1 pb-3.5 ${bare ? '' : 'mt-auto'}`}>
        {line === null ? null : <LineNote id={line} onClose={() => setLine(null)} />}
        {selectedClass === null ? null : <ChosenKind id={selectedClass} onClear={() => onSelectClass(null)} />}
        {verdict === null
          ? <EmptyState title={absent === null ? 'Nothing selected.' : `${absent} does not exist at this step.`}>Pick a pod in Where to see its path, or a kind here to find its pods.</EmptyState>
          : <VerdictCard key={verdict.name} verdict={verdict} onOpenEvidence={onOpenEvidence} />}
      </div>
    </div>
  );
}
