/**
 * The sentence that leads: who does what in this step, and the story's caption. It is the largest text on the screen and
 * what a screen reader hears, at most one sentence each 600 ms while playing.
 */
import { useEffect, useRef, useState } from 'react';
import { narrate } from '../../simulation/narrate';
import { useBranch, usePage, usePageStore, useStep } from '../../state/usePage';
import { ActorChip } from '../shared/Actor';
import { Button } from '../shared/Button';
import { NarrationText, plainText } from '../shared/Narration';
import { actorOf } from './actorOf';

const SPOKEN_EVERY = 600;

/** Says a text aloud, but not more often than a listener can follow. */
function Spoken({ text }: { readonly text: string }) {
  const [said, say] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + SPOKEN_EVERY - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      say(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="sr-only" aria-live="polite">
      {said}
    </p>
  );
}

export function NarrationBar({ compact = false }: { readonly compact?: boolean }) {
  const store = usePageStore();
  const step = useStep();
  const branch = useBranch();
  const opening = usePage((page) => page.story.opening);
  const cursor = usePage((page) => page.cursor);
  const inspector = usePage((page) => page.inspector);
  const caption = branch.resolved.captions.get(cursor)?.text;
  const told = step ? narrate(step) : null;
  const text = told ? `${told.sentence}${caption ? ` ${caption}` : ''}` : opening;
  const spoken = told ? `${told.subject} ${plainText(text)}` : plainText(opening);
  return (
    <section aria-label="Narration" className={`flex items-center gap-4 border-l-[6px] border-now bg-surface ${compact ? 'min-h-16 px-3 py-2' : 'min-h-[66px] px-5 py-2.5'}`}>
      {told && step && (
        <ActorChip kind={actorOf(step.actor, step.about).kind} name={actorOf(step.actor, step.about).name} {...placeOf(step.actor, step.about)} />
      )}
      <p className={`min-w-0 flex-1 text-pretty text-ink ${compact ? 'text-md' : 'text-xl'}`}>
        <NarrationText text={text} />
      </p>
      <Spoken text={spoken} />
      {told && (
        <Button className="flex-none" trailing="right" aria-expanded={inspector} onClick={() => store.getState().setInspector(!inspector)}>
          Why?
        </Button>
      )}
    </section>
  );
}

const placeOf = (...args: Parameters<typeof actorOf>): { place?: string } => {
  const { place } = actorOf(...args);
  return place === undefined ? {} : { place };
};
