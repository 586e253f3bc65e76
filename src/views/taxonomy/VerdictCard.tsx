/**
 * The card under the chart: the pod, its badge and why. While the answer is open it says which ways there are and what
 * would settle it, and never guesses.
 */
import { useState, type ReactNode } from 'react';
import type { Evidence } from '../../kubernetes/classification';
import { ClassBadge } from '../shared/ClassBadge';
import { EvidenceList } from '../shared/Evidence';
import { Icon } from '../shared/icons';
import { NarrationText } from '../shared/Narration';
import { PodName } from '../shared/PodName';
import type { Verdict, VerdictLine } from './verdict';

export interface VerdictCardProps {
  readonly verdict: Verdict;
  /** Goes to the field, the file or the owner that a line speaks of. */
  readonly onOpenEvidence?: ((evidence: Evidence) => void) | undefined;
}

const counted = ['No', 'One', 'Two', 'Three', 'Four'];

function Lines({ lines, onOpenEvidence }: { readonly lines: readonly VerdictLine[]; readonly onOpenEvidence: VerdictCardProps['onOpenEvidence'] }): ReactNode {
  return (
    <EvidenceList
      items={lines.map(({ proves, lead, text, evidence }) => ({
        proves,
        lead,
        text,
        // Evidence without a field is outside the text: there is nowhere to go.
        onOpen: onOpenEvidence && evidence.field !== '' ? () => onOpenEvidence(evidence) : undefined,
      }))}
    />
  );
}

function Ways({ verdict }: { readonly verdict: Verdict }): ReactNode {
  return (
    <>
      <h3 className="text-md font-semibold">{`${counted[verdict.paths] ?? 'Several'} paths are open`}</h3>
      <p className="mt-1 text-sm text-muted"><PodName name={verdict.name} max={30} />: a dashed path means possible, not decided.</p>
      <ul className="text-sm">
        {verdict.ways.map((way) => (
          <li key={way.lead} className="mt-[7px] flex gap-2">
            <Icon name={way.icon} className="mt-px" />
            <span><b>{way.lead}</b> {way.text}</span>
          </li>
        ))}
      </ul>
      {verdict.settle.length === 0 ? null : (
        <div className="mt-3 border-t border-line pt-2.5 text-sm">
          <b>What would settle it</b>
          {verdict.settle.map((way) => <p key={way} className="mt-0.5 wrap-anywhere"><NarrationText text={way} /></p>)}
        </div>
      )}
    </>
  );
}

function Head({ verdict }: { readonly verdict: Verdict }): ReactNode {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1.5">
      <h3 className="max-w-full text-md font-semibold"><PodName name={verdict.name} max={16} /></h3>
      {verdict.paths === 0
        ? <span className="text-sm text-muted">no pod in it</span>
        : <ClassBadge origin={verdict.origin} role={verdict.role} />}
    </div>
  );
}

/** The card. */
export function VerdictCard({ verdict, onOpenEvidence }: VerdictCardProps): ReactNode {
  const [all, setAll] = useState(false);
  const open = verdict.paths > 1;
  const more = verdict.more.length;
  return (
    <section aria-label={`Verdict on ${verdict.name}`} className="rounded-card border border-line-strong bg-surface px-3.5 pt-[11px] pb-[13px]">
      {open ? <Ways verdict={verdict} /> : <Head verdict={verdict} />}
      {open && verdict.lines.length > 0 ? <div className="mt-3 border-t border-line" /> : null}
      <Lines lines={all ? [...verdict.lines, ...verdict.more] : verdict.lines} onOpenEvidence={onOpenEvidence} />
      {more === 0 ? null : (
        <button
          type="button"
          aria-expanded={all}
          className="mt-1 -mb-1.5 -ml-1 flex min-h-6 items-center gap-1.5 rounded-tag px-1 text-xs text-muted hover:text-ink"
          onClick={() => setAll(!all)}
        >
          <Icon name={all ? 'up' : 'down'} size={14} />
          {all ? 'Fewer reasons' : `${more} more ${more === 1 ? 'reason' : 'reasons'}`}
        </button>
      )}
    </section>
  );
}
