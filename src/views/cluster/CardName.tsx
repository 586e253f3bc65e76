/** A pod's name on the two lines of a card: it breaks before a hyphen, so that the longest names stay whole. */
import { Fragment, type ReactNode } from 'react';
import { cutMiddle } from '../shared/PodName';
import { lettersIn, NARROW_CARD } from './sizes';

interface CardNameProps {
  readonly name: string;
  /** Width of the card, px. */
  readonly width: number;
  readonly struck?: boolean;
}

export function CardName({ name, width, struck = false }: CardNameProps): ReactNode {
  const shown = cutMiddle(name, 2 * lettersIn(width));
  return (
    <b className={`line-clamp-2 leading-[18px] text-balance wrap-anywhere ${width < NARROW_CARD ? 'text-xs' : 'text-sm'} ${struck ? 'line-through' : ''}`} title={shown === name ? undefined : name}>
      {shown.split(/(?=-)/).map((part, i) => (
        // The parts of one name, in their order.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={i}>{i > 0 && <wbr />}{part.length <= lettersIn(width) ? <span className="whitespace-nowrap">{part}</span> : part}</Fragment>
      ))}
    </b>
  );
}
