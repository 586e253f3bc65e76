/**
 * A state as a shape and a word in one colour. The shape tells the five apart without the colour: full disc, dashed
 * ring, octagon with a cross, half disc, ring with a check.
 */
import { memo, type ReactNode } from 'react';
import { Icon, type IconSize } from './icons';
import { podStates, type PodState } from './kinds';

/** The shape alone, for a row whose words say the state already. */
export function StateMark({ state, size = 13 }: { readonly state: PodState; readonly size?: IconSize }): ReactNode {
  return <Icon key={state} name={state} size={size} className={`motion-safe:animate-fade ${podStates[state].text}`} />;
}

export interface StateGlyphProps {
  readonly state: PodState;
  /** What exactly is going on ('pulling image'); the state's own word when nothing is given. */
  readonly children?: ReactNode;
  readonly size?: IconSize;
  readonly className?: string;
}

/** Shape and words. The words are never cut: they wrap. */
export const StateGlyph = memo(function StateGlyph({ state, children, size = 13, className = '' }: StateGlyphProps): ReactNode {
  return (
    <span className={`inline-flex items-center gap-[5px] text-xs ${podStates[state].text} ${className}`}>
      <Icon key={state} name={state} size={size} className="motion-safe:animate-fade" />
      <span className="min-w-0">{children ?? podStates[state].label}</span>
    </span>
  );
});
