/** Text for a machine, to be read or copied. Copy becomes 'Copied' for two seconds, in place. */
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from './Button';

export interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  /** What is copied, when several buttons say Copy. */
  readonly what?: string | undefined;
  readonly className?: string;
}

type CopyState = 'ready' | 'copied' | 'failed';

/** Puts `text` on the clipboard. Where the browser refuses, it says so. */
export function CopyButton({ text, label = 'Copy', what, className = '' }: CopyButtonProps): ReactNode {
  const [state, setState] = useState<CopyState>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed'); // no permission, or not a secure page
    }
  };
  const words = { ready: label, copied: 'Copied', failed: 'Not allowed here' }[state];
  return (
    <Button variant="quiet" size="sm" icon={state === 'copied' ? 'check' : 'copy'} className={className} onClick={() => void copy()}>
      <span aria-live="polite">{words}</span>
      {what === undefined ? null : <span className="sr-only">{what}</span>}
    </Button>
  );
}

export interface CodeBlockProps {
  readonly text: string;
  /** Its title, with Copy at the right. */
  readonly label?: string | undefined;
  readonly detail?: string | undefined;
  readonly copy?: boolean;
  /** Long lines wrap; otherwise they scroll. */
  readonly wrap?: boolean;
  /** Dark as a terminal, or as paper. */
  readonly tone?: 'wall' | 'sunken';
  /** Highest in px; more scrolls. */
  readonly maxHeight?: number | undefined;
  readonly className?: string;
}

/** A block of text in mono. */
export function CodeBlock({ text, label, detail, copy = true, wrap = true, tone = 'wall', maxHeight, className = '' }: CodeBlockProps): ReactNode {
  const ground = tone === 'wall' ? 'bg-wall text-on-wall' : 'bg-sunken text-ink border border-line';
  return (
    <div className={`min-w-0 ${className}`}>
      {label === undefined && !copy ? null : (
        <div className="flex min-h-[30px] items-center gap-2">
          {label === undefined ? null : <b className="text-md">{label}</b>}
          {detail === undefined ? null : <span className="min-w-0 text-sm text-muted">{detail}</span>}
          {copy ? <CopyButton text={text} what={label} className="ml-auto" /> : null}
        </div>
      )}
      <section
        // What scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label ?? 'Text'}
        className={`mt-1 overflow-auto rounded-control px-3 py-[9px] ${ground}`}
        style={{ maxHeight }}
      >
        <pre className={`text-xs leading-[17px] ${wrap ? 'wrap-anywhere whitespace-pre-wrap' : ''}`}>{text}</pre>
      </section>
    </div>
  );
}
