/**
 * The badge that says what kind of pod this is: left who starts it, right what it is for. Fill, icon and word repeat
 * one another. A dashed half is possible but not decided; a half that nobody asked about is left out.
 */
import { memo, type ReactNode } from 'react';
import { Icon } from './icons';
import { origins, roles, type KindOfPod, type Origin, type Role } from './kinds';

export interface ClassBadgeProps {
  readonly origin?: Origin | undefined;
  readonly role?: Role | undefined;
  /** Small shows the icons only, for cards under 200 px. */
  readonly size?: 'full' | 'small';
  readonly undecided?: 'origin' | 'role' | 'both' | undefined;
  readonly className?: string;
}

interface BoxProps {
  readonly kinds: readonly KindOfPod[];
  readonly small: boolean;
  readonly open: boolean;
}

/**
 * One outlined box of one or two halves. In the dark the fills stand by themselves, and the dashes of an open one are
 * drawn on the fill, where they can be seen.
 */
function Box({ kinds, small, open }: BoxProps): ReactNode {
  const edge = open ? 'border-dashed border-on-class dark:border-transparent dark:outline-[1.5px] dark:outline-offset-[-3.5px] dark:outline-on-class dark:outline-dashed' : 'border-on-class dark:border-transparent';
  return (
    <span aria-hidden className={`class-fill inline-flex h-full overflow-hidden rounded-tag border-[1.25px] ${edge}`}>
      {kinds.map((kind, index) => (
        <span
          key={kind.label}
          className={`-m-[1.25px] inline-flex items-center ${small ? 'px-1' : 'gap-1 pr-2 pl-1.5'} ${index > 0 ? 'ml-0 border-l-[1.25px] border-on-class' : ''}`}
          style={{ background: kind.fill }}
        >
          <Icon name={kind.icon} size={13} />
          {small ? null : kind.label}
        </span>
      ))}
    </span>
  );
}

/** The words of a badge, for whatever cannot show one: 'Static, System'. */
export function classWords(origin?: Origin, role?: Role): string {
  return [origin && origins[origin].label, role && roles[role].label].filter(Boolean).join(', ');
}

/** The kind of a pod. With neither origin nor role it draws nothing. */
export const ClassBadge = memo(function ClassBadge({ origin, role, size = 'full', undecided, className = '' }: ClassBadgeProps): ReactNode {
  if (!origin && !role) return null;
  const small = size === 'small';
  const words = classWords(origin, role) + (undecided ? ', undecided' : '');
  const kinds = [...(origin ? [origins[origin]] : []), ...(role ? [roles[role]] : [])];
  // Halves that are not equally sure are not one box.
  const mixed = kinds.length === 2 && (undecided === 'origin' || undecided === 'role');
  const boxes = mixed ? kinds.map((kind) => [kind]) : [kinds];
  const isOpen = (index: number): boolean =>
    undecided !== undefined && (!mixed || undecided === (index === 0 ? 'origin' : 'role'));
  return (
    <span
      title={small ? words : undefined}
      className={`inline-flex w-max flex-none gap-[3px] align-middle text-xs font-semibold whitespace-nowrap text-on-class ${small ? 'h-[18px]' : 'h-[22px]'} ${className}`}
    >
      {boxes.map((box, index) => (
        <Box key={box[0]?.label} kinds={box} small={small} open={isOpen(index)} />
      ))}
      <span className="sr-only">{words}</span>
    </span>
  );
});

export interface ClassCellProps {
  readonly origin: Origin;
  readonly role: Role;
  /** Side of the cell in px. Below 6 it has one colour: static is grey, any other shows its role. */
  readonly size: number;
}

/** A pod as one cell of the wall. Decoration: the table beside it speaks. */
export function ClassCell({ origin, role, size }: ClassCellProps): ReactNode {
  const left = origins[origin].fill;
  const right = roles[role].fill;
  const one = origin === 'static' ? left : right;
  return (
    <span
      aria-hidden
      className="class-fill inline-block flex-none rounded-[2px]"
      style={{
        width: size,
        height: size,
        border: size >= 14 ? '1.25px solid var(--color-on-class)' : undefined,
        background: size < 6 ? one : `linear-gradient(90deg, ${left} 50%, ${right} 50%)`,
      }}
    />
  );
}
