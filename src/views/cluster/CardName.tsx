/** A pod's name on the two lines of a card: it may break before a hyphen too, so that the longest names stay whole. */
import { Fragment, type ReactNode } from 'react';
import { cutMiddle } from '../shared/PodName';
import { lettersIn } from './sizes';

interface CardNameProps {
  readonly name: string;
  /** Width of the card, px. */
  readonly width: number;
  readonly struck?: boolean;
}

export function CardName({ name, width, struck = false }: CardNameProps): ReactNode {
  // Two lines, less the letters that a break at a hyphen may leave empty.
  const shown = cutMiddle(name, 2 * lettersIn(width) - 2);
  return (
    <b className={`line-clamp-2 text-sm leading-[18px] wrap-anywhere ${struck ? 'line-through' : ''}`} title={shown === name ? undefined : name}>
      {shown.split(/(?=-)/).map((part, i) => (
        // The parts of one name, in their order.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={i}>{i > 0 && <wbr />}{part}</Fragment>
      ))}
    </b>
  );
}
