/** What a kubelet would make of the text as a file of its manifests folder: all that it changes, or why it runs nothing. */
import type { LineRange } from '../../manifest/causes';
import { ClassBadge } from '../shared/ClassBadge';
import { Icon } from '../shared/icons';
import type { ReportedFile } from './report';

export interface AsFileProps {
  readonly file: ReportedFile;
  readonly onPoint: (lines: LineRange | null) => void;
  readonly onGoTo: (line: number) => void;
}

export function AsFile({ file, onPoint, onGoTo }: AsFileProps) {
  const { node, path, notes } = file;
  return (
    <section aria-label="As a file" className="mt-3 rounded-card border border-line-strong px-3 py-2 text-sm">
      <h4 className="flex flex-wrap items-center gap-2 font-bold">
        {file.verdict === 'runs' ? <ClassBadge origin="static" /> : <Icon name="warning" className="text-waiting" />}
        {file.verdict === 'runs' ? `As a file on ${node}` : file.verdict === 'refused' ? 'As a file it is refused' : 'As a file it is passed over'}
      </h4>
      {file.verdict === 'runs' ? <Changes file={file} /> : <WhyNot file={file} onPoint={onPoint} onGoTo={onGoTo} />}
      {notes.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-ink-2">
          {notes.map((note) => (
            <li key={note} className="flex gap-2"><Icon name="info" size={14} className="mt-0.5" /><span className="min-w-0 wrap-anywhere">{note}</span></li>
          ))}
        </ul>
      )}
      <p className="mt-2 text-xs wrap-anywhere text-muted">As <code>{path}</code> of {node}.</p>
    </section>
  );
}

/** The last step of a field path, which says enough beside its neighbours. */
const shortName = (field: string): string => /\[(.+)\]$/.exec(field)?.[1] ?? field.slice(field.lastIndexOf('.') + 1);

function Changes({ file: { changes, mirror } }: { readonly file: Extract<ReportedFile, { verdict: 'runs' }> }) {
  return (
    <>
      <dl className="mt-2 grid gap-x-3 gap-y-0.5 @min-[480px]:gap-y-1.5 @min-[480px]:grid-cols-[minmax(84px,auto)_1fr]">
        {changes.map(({ field, from, to, because }) => (
          <div key={field} className="contents">
            <dt className="mt-1 @min-[480px]:mt-0"><code className="font-mono text-xs wrap-anywhere text-ink-2" title={field}>{shortName(field)}</code></dt>
            <dd className="min-w-0">
              <code className="font-mono text-xs wrap-anywhere">{from !== undefined && from !== to ? <><s className="text-muted">{from}</s> {to}</> : to}</code>
              <span className="block text-muted">{because}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2">
        {mirror.refused === undefined ? <>In the API its mirror <code className="font-mono text-xs">{mirror.name}</code> shows it, once a server answers.</> : <b>It runs, but its mirror is refused: kubectl does not show it.</b>}
      </p>
      {mirror.refused !== undefined && <code className="mt-1 block font-mono text-xs wrap-anywhere text-ink-2">{mirror.refused}</code>}
    </>
  );
}

function WhyNot({ file: { because, log, hint, lines }, onPoint, onGoTo }: Omit<AsFileProps, 'file'> & { readonly file: Exclude<ReportedFile, { verdict: 'runs' }> }) {
  return (
    <>
      <p className="mt-1">{because}</p>
      {log && <code className="mt-1 block font-mono text-xs wrap-anywhere text-ink-2">{log}</code>}
      {hint && <p className="mt-1 text-ink-2">{hint}</p>}
      {lines && (
        <button
          type="button" className="mt-1 min-h-6 rounded-tag underline underline-offset-3"
          onPointerEnter={() => onPoint(lines)} onPointerLeave={() => onPoint(null)} onFocus={() => onPoint(lines)} onBlur={() => onPoint(null)} onClick={() => onGoTo(lines[0])}
        >
          line {lines[0]}
        </button>
      )}
    </>
  );
}
