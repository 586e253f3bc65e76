/** Work that takes a while: how far it is, and how to stop it. Show it only after 300 ms. */
import type { ReactNode } from 'react';
import { Button } from './Button';

export interface LongWorkProps {
  readonly done: number;
  readonly total: number;
  /** What is counted, after the figures: 'pods settled'. */
  readonly what: string;
  readonly onStop: () => void;
}

const figures = new Intl.NumberFormat('en');

/** A count, a bar and Stop. */
export function LongWork({ done, total, what, onStop }: LongWorkProps): ReactNode {
  const share = total <= 0 ? 0 : Math.min(1, Math.max(0, done / total));
  const words = `${figures.format(done)} of ${figures.format(total)} ${what}`;
  return (
    <div>
      <div className="flex items-center gap-2 text-sm">
        <b className="tabular min-w-0 flex-1">{words}</b>
        <Button size="sm" onClick={onStop}>Stop</Button>
      </div>
      <progress
        max={1}
        value={share}
        aria-label={words}
        className="mt-[7px] block h-2 w-full appearance-none overflow-hidden rounded-[4px] border border-line-strong bg-sunken [&::-moz-progress-bar]:bg-now [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-now"
      />
    </div>
  );
}
