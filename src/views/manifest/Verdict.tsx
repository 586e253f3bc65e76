/** What a document is, how sure that is, and why; and the two doors through which it can come into the cluster. */
import type { Confidence } from '../../kubernetes/classification';
import type { LineRange } from '../../manifest/causes';
import { AsFile } from './AsFile';
import { ClassBadge } from '../shared/ClassBadge';
import { Meter } from '../shared/Evidence';
import { Icon } from '../shared/icons';
import { NarrationText } from '../shared/Narration';
import { PathField, type SaidPath } from './PathField';
import type { ReportedEvidence, ReportedPod } from './report';

const METER: Readonly<Record<Confidence, 0 | 1 | 2 | 3>> = { certain: 3, probable: 2, possible: 1, undecidable: 0 };
const WORDS: Readonly<Record<Confidence, string>> = { certain: 'certain', probable: 'probable', possible: 'possible', undecidable: 'undecided' };

/** The badge's `role` is a pod's, not ARIA's. */
const SYSTEM = { role: 'system' } as const;
const NON_SYSTEM = { role: 'nonSystem' } as const;

/** How sure: the word and its meter, one above the other where there is no room beside. */
const SURE = 'flex flex-col items-end gap-1 font-bold @min-[480px]:flex-row @min-[480px]:items-center @min-[480px]:gap-2';

export interface VerdictProps {
  readonly pod: ReportedPod;
  readonly path: SaidPath | null;
  readonly pointed: readonly LineRange[];
  readonly onPoint: (lines: LineRange | null) => void;
  readonly onGoTo: (line: number, column?: number) => void;
}

/** Lines that pieces of evidence begin in at several places: there only the column tells them apart. */
const crowdedLines = (evidence: readonly ReportedEvidence[]): ReadonlySet<number> =>
  new Set(evidence.flatMap(({ lines, column }) => (lines && evidence.some((other) => other.lines?.[0] === lines[0] && other.column !== column) ? [lines[0]] : [])));

export function Verdict({ pod, path, pointed, onPoint, onGoTo }: VerdictProps) {
  const { startedBy, confidence, system } = pod;
  const crowded = crowdedLines(pod.evidence);
  return (
    <div>
      <h3 className="line-clamp-2 text-xl font-bold wrap-anywhere" title={pod.title}>{pod.title}</h3>
      <dl className="mt-3 grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-2 @min-[480px]:gap-x-4 text-sm">
        <dt className="text-ink-2 @min-[360px]:whitespace-nowrap">Who starts it</dt>
        <dd className="flex flex-wrap items-center gap-2"><WhoStartsIt pod={pod} /></dd>
        <dd className={SURE}>{WORDS[confidence.startedBy]} <Meter value={METER[confidence.startedBy]} label={`${METER[confidence.startedBy]} of 3`} /></dd>
        <dt className="text-ink-2">Role</dt>
        <dd>{system === 'unsure' ? <span className="flex items-center gap-2"><ClassBadge {...SYSTEM} undecided="role" /> or <ClassBadge {...NON_SYSTEM} undecided="role" /></span> : <ClassBadge {...(system === 'system' ? SYSTEM : NON_SYSTEM)} />}</dd>
        <dd className={SURE}>{WORDS[confidence.system]} <Meter value={METER[confidence.system]} label={`${METER[confidence.system]} of 3`} /></dd>
      </dl>
      <p className="mt-3"><NarrationText text={conclusion(pod)} /></p>
      <ul className="mt-3 border-t border-line" aria-label="Evidence">
        {pod.evidence.map((evidence) => (
          <EvidenceRow key={`${evidence.letter}${evidence.because}`} evidence={evidence} crowded={evidence.lines !== null && crowded.has(evidence.lines[0])} on={pointed.some(([from]) => evidence.lines?.[0] === from)} onPoint={onPoint} onGoTo={onGoTo} />
        ))}
      </ul>
      {path && (path.value !== '' || (pod.asFile && pod.templatePath === '')) && (
        <div className="mt-3"><PathField label="The file’s path" value={path.value} placeholder={pod.asFile?.path ?? '/etc/kubernetes/manifests/'} onSay={path.say} /></div>
      )}
      {pod.settle.length > 0 && (
        <div className="mt-3 rounded-card border border-dashed border-line-strong px-3 py-2 text-sm">
          <b>What would settle it</b>
          <ul className="mt-1 flex flex-col gap-1">
            {pod.settle.map((line) => (
              <li key={line}><NarrationText text={line} /></li>
            ))}
          </ul>
        </div>
      )}
      {pod.asFile && <AsFile file={pod.asFile} onPoint={onPoint} onGoTo={onGoTo} />}
      {startedBy.controllerChain.length > 0 && (
        <p className="mt-3 text-sm text-ink-2">
          Made by {startedBy.controllerChain.map(({ kind, name, inferred }) => `${kind}${name ? ` ${name}` : ''}${inferred ? ' (inferred)' : ''}`).join(', of ')}
        </p>
      )}
    </div>
  );
}

function WhoStartsIt({ pod }: { readonly pod: ReportedPod }) {
  switch (pod.startedBy.kind) {
    case 'undecided':
      return (
        <>
          <ClassBadge origin="static" undecided="origin" /> or <ClassBadge origin="workload" undecided="origin" />
        </>
      );
    case 'static':
    case 'mirror':
      return <ClassBadge origin="static" />;
    default:
      return <ClassBadge origin="workload" />;
  }
}

function conclusion({ startedBy }: ReportedPod): string {
  switch (startedBy.kind) {
    case 'undecided':
      return `Static if it is put in a kubelet’s manifests folder, workload if it is applied. **The text alone cannot decide.**`;
    case 'static':
      return 'A kubelet runs it from a file, **without asking anyone**.';
    case 'mirror':
      return 'This is the mirror of a static pod: **a picture of it in the API server**.';
    case 'bare':
      return 'A pod without a controller: when it is deleted, **nothing makes it again**.';
    case 'workload':
      return 'Its controller makes the pods, the scheduler gives each a node, **the kubelet there starts it**.';
    default:
      return 'There is no pod in it.';
  }
}

const LEAD: Readonly<Record<ReportedEvidence['about'], string>> = { origin: 'Who starts it', role: 'Role' };

function EvidenceRow({ evidence, crowded, on, onPoint, onGoTo }: { readonly evidence: ReportedEvidence; readonly crowded: boolean; readonly on: boolean; readonly onPoint: VerdictProps['onPoint']; readonly onGoTo: VerdictProps['onGoTo'] }) {
  const { letter, because, field, verdict, lines, column, about } = evidence;
  const counts = verdict !== 'does-not-count';
  const inner = (
    <>
      {lines ? <span className="mt-0.5 inline-flex size-[18px] flex-none items-center justify-center rounded-full bg-actor text-xs font-semibold text-on-actor">{letter}</span> : <Icon name={counts ? 'check' : 'info'} className="mt-0.5 flex-none" />}
      <span className="min-w-0 flex-1">
        {field && <code className="block font-mono text-xs break-all text-ink-2">{field}</code>}
        <span className={counts ? '' : 'text-muted'}>
          <b>{counts ? (verdict === 'leans' ? `${LEAD[about]}, a hint` : LEAD[about]) : 'Does not count'}:</b> <NarrationText text={because} />
        </span>
      </span>
      {lines && <span className="flex-none text-xs text-muted">{lines[0] !== lines[1] ? `${lines[0]}–${lines[1]}` : crowded ? `line ${lines[0]}, column ${column.toLocaleString('en')}` : `line ${lines[0]}`}</span>}
    </>
  );
  const row = `flex w-full gap-2.5 px-1 py-2 text-left text-sm ${on ? 'bg-now-soft' : ''}`;
  return (
    <li className="border-b border-line">
      {lines ? (
        <button type="button" data-line={lines[0]} className={`${row} hover:bg-sunken`} onPointerEnter={() => onPoint(lines)} onPointerLeave={() => onPoint(null)} onFocus={() => onPoint(lines)} onBlur={() => onPoint(null)} onClick={() => onGoTo(lines[0], column)}>
          {inner}
        </button>
      ) : (
        <div className={row}>{inner}</div>
      )}
    </li>
  );
}
