/**
 * The name of a pod, cut in the middle when it is long: the end tells one replica from another, so the last five
 * characters always stay. The whole name is the tooltip and what a screen reader says.
 */
import { memo, type ReactNode } from 'react';

/** Characters at the end that are never cut: a ReplicaSet's random suffix. */
const tail = 5;

/**
 * Shortens a name to at most `max` characters by replacing its middle with '…'. Half a hash says nothing, so it goes
 * whole: 'web-6d4cf56db6-x2x9k' becomes 'web-…-x2x9k'; half a word stays: 'kube-contr…-cp-1'. A name that fits is
 * returned as it is; `max` counts as at least 8.
 */
export function cutMiddle(name: string, max: number): string {
  const room = Math.max(max, tail + 3);
  const letters = Array.from(name);
  if (letters.length <= room) return name;
  const dashed = letters.at(-tail - 1) === '-';
  const end = letters.slice(dashed ? -tail - 1 : -tail).join('');
  const start = letters.slice(0, room - 1 - (dashed ? tail + 1 : tail)).join('');
  const dash = start.lastIndexOf('-');
  const hash = /\d/.test(start.slice(dash + 1));
  return `${dash > 0 && hash ? start.slice(0, dash + 1) : start}…${end}`;
}

export interface PodNameProps {
  readonly name: string;
  /** Characters that fit; 22 by default. */
  readonly max?: number;
  readonly className?: string;
}

/** A pod's name that fits. */
export const PodName = memo(function PodName({ name, max = 22, className = '' }: PodNameProps): ReactNode {
  const short = cutMiddle(name, max);
  if (short === name) return <span className={`wrap-anywhere ${className}`}>{name}</span>;
  return (
    <span className={`whitespace-nowrap ${className}`} title={name}>
      <span aria-hidden>{short}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
});
