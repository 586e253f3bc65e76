/** WHAT, connected: counts at this instant or of what is pasted, and the path of the pasted or the selected pod with its evidence. */
import { useMemo } from 'react';
import { podView } from '../../simulation/podView';
import { classificationOf, countClasses } from '../../state/classes';
import { usePage, usePageStore, useWorld } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import type { ChartPath } from './chartModel';
import { Taxonomy } from './Taxonomy';
import { verdictOf } from './verdict';

export function WhatPanel() {
  const store = usePageStore();
  const inWorld = useWorldValue(countClasses);
  const pastedCounts = usePage((page) => (page.paste.open ? page.pastedCounts : null));
  const selection = usePage((page) => page.selection);
  const pasted = usePage((page) => (page.paste.open ? page.pasted : null));
  const chosen = usePage((page) => page.classFilter);
  const id = selection?.kind === 'pod' ? selection.id : null;
  const selected = useWorld((world) => {
    const view = id ? podView(world, id) : undefined;
    return view ? { name: view.name, classification: classificationOf(view) } : null;
  }, id);
  const shown = pasted ?? selected;
  const path = useMemo(
    (): ChartPath | null => (shown && shown.classification.paths.length > 0 ? { settled: shown.classification.path, open: shown.classification.paths } : null),
    // The classification of a pod is one object as long as its metadata is: a step that changes nothing here draws nothing.
    // oxlint-disable-next-line react/exhaustive-deps
    [shown?.classification],
  );
  // oxlint-disable-next-line react/exhaustive-deps
  const verdict = useMemo(() => (shown ? verdictOf(shown.name, shown.classification) : null), [shown?.name, shown?.classification]);
  return (
    <section className="h-full" aria-label="What kind of pod" data-panel="what" tabIndex={-1}>
      <Taxonomy
        counts={pastedCounts ?? inWorld}
        detail={pastedCounts ? `of ${pastedCounts.A.toLocaleString('en')} pasted` : 'kind of pod'}
        path={path}
        absent={id && !shown ? id.slice(id.indexOf('/') + 1) : null}
        // The verdict on a pasted text stands beside it with all its evidence: here is only what is open.
        verdict={verdict && pasted && verdict.paths > 1 ? { ...verdict, lines: [], more: [] } : verdict}
        selectedClass={chosen}
        onSelectClass={(node) => store.getState().setClassFilter(node)}
      />
    </section>
  );
}
