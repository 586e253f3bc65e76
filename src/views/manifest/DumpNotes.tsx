/** What is told of a dump beside its table: how far it is read, what makes no pods, what could not be read. */
import { Button } from '../shared/Button';
import { count } from '../shared/format';
import { PathField } from './PathField';
import { useDumpProgress, useLongEnough, type DumpReader, type DumpState } from './useDump';

/** Nothing for what is over in 300 ms; then count, bar and Stop. What was read stays. */
export function DumpProgress({ reader }: { readonly reader: DumpReader }) {
  const { read, total, rows, state } = useDumpProgress(reader);
  const long = useLongEnough(state === 'reading', 300);
  const share = total > 0 ? read / total : 0;
  if (state === 'stopped') return <p className="text-sm text-ink-2">Stopped at {megabytes(read)} of {megabytes(total)}: {count(rows, 'pod')} of the part that was read.</p>;
  if (!long) return null;
  return (
    <div className="flex items-center gap-3 text-sm">
      <span className="tabular-nums">{total > 0 ? `${count(rows, 'pod')}, ${megabytes(read)} of ${megabytes(total)}` : 'Finding the files'}</span>
      <progress className="h-2 min-w-20 flex-1 appearance-none overflow-hidden rounded-tag bg-line [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-ink" aria-label="Reading" max={1} value={share} />
      <Button size="sm" onClick={() => reader.stop()}>Stop</Button>
    </div>
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 10e6 ? 1 : 0 })} MB`;

/** Pods in files of which nobody knows whose folder they lie in: the user may say it. */
export function Folder({ dump: { folder, view }, reader }: { readonly dump: DumpState; readonly reader: DumpReader }) {
  if (folder === null || (folder === '' && !view?.counts.undecided)) return null;
  return <PathField label="These files lie in" value={folder} placeholder="/etc/kubernetes/manifests" onSay={(said) => reader.placeIn(said)} />;
}

/** Objects that make no pods, and what could not be read. */
export function Unread({ dump }: { readonly dump: DumpState }) {
  const { problems, problemCount, others } = dump;
  return (
    <>
      {others.length > 0 && (
        <p className="text-sm text-muted">
          Makes no pods: {others.slice(0, 8).map(([kind, n]) => `${n.toLocaleString('en')} ${kind}`).join(', ')}{others.length > 8 ? ` and ${count(others.length - 8, 'more kind')}` : ''}.
        </p>
      )}
      {problemCount > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer font-semibold text-failed">{count(problemCount, 'object')} could not be read</summary>
          <ul className="scroll-thin mt-1 max-h-40 overflow-y-auto" aria-label="Not read">
            {problems.map(({ file, offset, line, message, detail }) => (
              <li key={`${file}:${offset}:${message}`} className="border-l-4 border-failed py-1 pl-2">
                <b className="wrap-anywhere">{message}</b> <span className="text-muted">line {line.toLocaleString('en')}, byte {offset.toLocaleString('en')}</span>
                <span className="block text-ink-2">{detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
