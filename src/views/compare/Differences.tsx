/** Between two futures: what differs now, thing by thing, and the step at which they part. */
import type { ReactNode } from 'react';
import { narrate } from '../../simulation/narrate';
import { sharedSteps } from '../../state/compare';
import { loudStepsOf } from '../../state/loudSteps';
import type { Branch } from '../../state/session';
import { branchOf, type PageStore } from '../../state/store';
import { usePage, usePageStore } from '../../state/usePage';
import { Button, IconButton } from '../shared/Button';
import { EmptyState } from '../shared/EmptyState';
import { NarrationText } from '../shared/Narration';
import { PanelHeader } from '../shared/PanelHeader';
import { differences } from './differences';
import { FutureLetter } from './FutureLetter';

/** A future on the screen: its letter, and the page that stands in it. */
export interface Shown {
  readonly letter: string;
  readonly store: PageStore;
}

export function Differences({ futures: [first, second] }: { readonly futures: readonly [Shown, Shown] }): ReactNode {
  const store = usePageStore();
  const [a, b] = [branchOf(first.store.getState()), branchOf(second.store.getState())];
  // Both Worlds stand at one time whenever the page shows a version.
  usePage((page) => page.version);
  const rows = differences(a.simulation.world, b.simulation.world);
  const keep = (kept: Branch, left: Branch) => {
    store.getState().switchBranch(kept.id);
    store.getState().dismissBranch(left.id);
  };
  return (
    <section className="flex h-full min-h-0 flex-col bg-surface" aria-label="What differs now" data-panel="compare" tabIndex={-1}>
      <div className="flex flex-none items-center justify-between gap-2 pr-2">
        <PanelHeader title="What differs now" />
        <IconButton className="ml-auto" icon="close" label="Close compare" size="sm" shortcut="D" onClick={() => store.getState().compare(null)} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-3">
        <FirstDifference futures={[[first.letter, a], [second.letter, b]]} />
        {rows.length === 0 ? <EmptyState title="Nothing, at this time.">Step on, or back, until the futures part.</EmptyState> : (
          <table className="w-full table-fixed border-collapse text-sm">
            <thead>
              <tr><th scope="col" className="py-1"><FutureLetter letter={first.letter} /></th><th scope="col" className="py-1"><FutureLetter letter={second.letter} /></th></tr>
            </thead>
            {rows.map(({ id, what, a: left, b: right }) => (
              <tbody key={id} className="border-t border-line">
                <tr><th scope="colgroup" colSpan={2} className="pt-1.5 text-center text-xs font-normal wrap-anywhere text-muted">{what}</th></tr>
                <tr className="align-top">
                  <td className="relative py-1 pr-3 text-center wrap-anywhere">{left}<span aria-hidden="true" className="absolute top-1 -right-1.5 font-bold text-muted">≠</span></td>
                  <td className="py-1 pl-3 text-center wrap-anywhere">{right}</td>
                </tr>
              </tbody>
            ))}
          </table>
        )}
      </div>
      <div className="flex flex-none gap-2 border-t border-line px-4 py-2">
        <Button size="sm" className="flex-1" onClick={() => keep(a, b)}>Keep {first.letter}</Button>
        <Button size="sm" className="flex-1" onClick={() => keep(b, a)}>Keep {second.letter}</Button>
      </div>
    </section>
  );
}

/** The step after the shared past, in each future. */
function FirstDifference({ futures }: { readonly futures: readonly [readonly [string, Branch], readonly [string, Branch]] }): ReactNode {
  const store = usePageStore();
  const shared = sharedSteps(futures[0][1], futures[1][1]);
  const told = futures.map(([letter, branch]) => {
    const step = loudStepsOf(branch)[shared];
    return { letter, said: step ? narrate(step) : null };
  });
  return (
    <div className="mb-3 rounded-card border border-line-strong px-3 py-2 text-sm">
      <p className="font-bold">
        First difference: <button type="button" className="font-bold underline" onClick={() => store.getState().seek(shared + 1)}>step {shared + 1}</button>
      </p>
      {told.map(({ letter, said }) => (
        <p key={letter} className="mt-1 flex gap-2">
          <b>{letter}</b>
          <span className="min-w-0 wrap-anywhere">{said ? <>{said.subject} <NarrationText text={said.sentence} /></> : 'has come to its end.'}</span>
        </p>
      ))}
    </div>
  );
}
