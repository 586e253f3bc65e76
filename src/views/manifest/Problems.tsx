/** What is wrong with the text, each with its line and, where that is safe, with what mends it; a click goes to the line. */
import { Button } from '../shared/Button';
import { Icon, type IconName } from '../shared/icons';
import type { Fix } from '../../manifest/fixes';
import { printedByKubernetes, type Problem, type Severity } from '../../manifest/problem';
import type { ToldProblem } from './editorProblems';

const MOST_PROBLEMS = 20;

const EDGE: Readonly<Record<Severity, string>> = { error: 'border-failed', warning: 'border-waiting', info: 'border-line-strong' };
const SIGN: Readonly<Record<Severity, { readonly icon: IconName; readonly colour: string }>> = {
  error: { icon: 'failed', colour: 'text-failed' }, warning: { icon: 'warning', colour: 'text-waiting' }, info: { icon: 'info', colour: 'text-muted' },
};

export interface ProblemsProps {
  readonly problems: readonly ToldProblem[];
  readonly onGoTo: (line: number, column?: number) => void;
  readonly onPoint: (lines: readonly [number, number] | null) => void;
  readonly onFix: (fix: Fix) => void;
}

export function Problems({ problems, onGoTo, onPoint, onFix }: ProblemsProps) {
  if (problems.length === 0) return null;
  const shown = problems.slice(0, MOST_PROBLEMS);
  return (
    <section aria-label="What is wrong">
      <ul className="flex flex-col gap-2" aria-label="Problems">
        {shown.map((problem) => {
          const { line, column, severity, message, fixes } = problem;
          return (
            <li
              key={`${line}:${column}:${message}`} className={`rounded-control border-l-4 bg-sunken ${EDGE[severity]}`}
              onPointerEnter={() => onPoint([line, line])} onPointerLeave={() => onPoint(null)}
            >
              <button
                type="button" data-line={line} className="w-full rounded-control px-3 py-2 text-left text-sm hover:bg-canvas"
                onClick={() => onGoTo(line, column)} onFocus={() => onPoint([line, line])} onBlur={() => onPoint(null)}
              >
                <Words problem={problem} />
              </button>
              {fixes.length > 0 && (
                <div className="flex flex-wrap gap-2 pr-3 pb-2 pl-9">
                  {fixes.map((fix) => (
                    <Button key={fix.label} size="sm" icon="edit" shrinks className="max-w-full" onClick={() => onFix(fix)}>
                      <span className="overflow-hidden text-ellipsis">{fix.label}</span>
                    </Button>
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {problems.length > shown.length && <p className="mt-2 text-sm text-muted">{problems.length - shown.length} more are marked in the text.</p>}
    </section>
  );
}

/** The words of Kubernetes itself are in mono: the message where it is the API server's, else what is printed besides. */
function Words({ problem }: { readonly problem: Problem }) {
  const { line, column, severity, code, message, detail, hint } = problem;
  const { icon, colour } = SIGN[severity];
  const printed = printedByKubernetes(problem);
  return (
    <span className="flex gap-2">
      <Icon name={icon} className={`mt-0.5 ${colour}`} />
      <span className="min-w-0 flex-1 wrap-anywhere">
        <b className={code === 'apiRefuses' ? 'font-mono text-xs' : ''}>{message}</b>
        {printed && <code className="block font-mono text-xs whitespace-pre-wrap text-ink-2">{printed}</code>}
        {detail && <span className="block text-ink-2">{detail}</span>}
        {hint && <span className="block text-ink-2">{hint}</span>}
      </span>
      <span className="flex-none text-xs text-muted">line {line}, {severity}<span className="sr-only">, column {column}</span></span>
    </span>
  );
}
