/**
 * Whoever acts: a process is a solid dark block with its name and one fact in the present tense. The chip is the
 * narration's subject. Not answering and stopped are drawn and said, never only coloured.
 */
import type { ReactNode } from 'react';
import { Icon } from './icons';
import { actorKinds, type ActorKind } from './kinds';

export type ActorState = 'idle' | 'active' | 'now' | 'notAnswering' | 'stopped';

export interface ActorProps {
  readonly kind: ActorKind;
  /** Instead of the kind's own name, as 'CRI-O' for a runtime. */
  readonly name?: string | undefined;
  /** What it does at this moment: 'reads files', 'does not answer'. */
  readonly fact?: string | undefined;
  readonly state?: ActorState;
  readonly className?: string;
}

const looks: Readonly<Record<ActorState, string>> = {
  idle: 'border-[1.5px] border-line-strong text-ink-2',
  active: 'bg-actor text-on-actor',
  now: 'bg-actor text-on-actor now-ring',
  notAnswering: 'border-[1.5px] border-dashed border-line-strong text-failed',
  stopped: 'border-[1.5px] border-dashed border-line-strong text-muted',
};

const silent: Partial<Record<ActorState, string>> = { notAnswering: 'does not answer', stopped: 'stopped' };

/** The block, 48 px high. */
export function Actor({ kind, name, fact, state = 'active', className = '' }: ActorProps): ReactNode {
  const look = actorKinds[kind];
  const words = fact ?? silent[state];
  return (
    <div title={words === undefined ? (name ?? look.label) : `${name ?? look.label}: ${words}`} className={`flex h-12 min-w-0 items-center gap-[9px] rounded-card px-3 text-xs whitespace-nowrap ${looks[state]} ${className}`}>
      <Icon name={look.icon} size={18} />
      <span className="min-w-0">
        <b className={`block overflow-hidden text-base leading-[18px] text-ellipsis ${state === 'stopped' ? 'line-through' : ''}`}>{name ?? look.label}</b>
        {words === undefined ? null : <span className="block overflow-hidden text-ellipsis">{words}</span>}
      </span>
    </div>
  );
}

export interface ActorChipProps {
  readonly kind: ActorKind;
  readonly name?: string | undefined;
  /** The node it runs on, when there is more than one of its kind. */
  readonly place?: string | undefined;
  readonly className?: string;
}

/** The subject of a sentence: 'kubelet, cp-1'. */
export function ActorChip({ kind, name, place, className = '' }: ActorChipProps): ReactNode {
  const look = actorKinds[kind];
  const words = name ?? look.label;
  return (
    <span className={`inline-flex h-[34px] flex-none items-center gap-2 rounded-[9px] bg-actor pr-3 pl-2.5 text-base leading-[18px] font-semibold whitespace-nowrap text-on-actor ${className}`}>
      <Icon name={look.icon} />
      {place === undefined ? words : `${words}, ${place}`}
    </span>
  );
}
