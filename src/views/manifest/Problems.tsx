/** What is wrong with the text, each with its line; a click goes there. */
import type { Report } from './report';

const MOST_PROBLEMS = 20;

export function Problems({ report, onGoTo }: { readonly report: Report | null; readonly onGoTo: (line: number) => void }) {
  const problems = (report?.problems ?? []).slice(0, MOST_PROBLEMS);
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" aria-label="Problems">
      {problems.map(({ line, column, severity, message, detail, hint }) => (
        <li key={`${line}:${column}:${message}`}>
          <button
            type="button"
            className={`w-full rounded-control border-l-4 bg-sunken px-3 py-2 text-left text-sm hover:bg-canvas ${severity === 'error' ? 'border-failed' : severity === 'warning' ? 'border-waiting' : 'border-line-strong'}`}
            onClick={() => onGoTo(line)}
          >
            <span className="block"><b className="wrap-anywhere">{message}</b> <span className="text-muted">line {line}, {severity}</span></span>
            {detail && <span className="block wrap-anywhere text-ink-2">{detail}</span>}
            {hint && <span className="block wrap-anywhere text-ink-2">{hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
