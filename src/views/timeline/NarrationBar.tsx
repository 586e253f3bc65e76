/**
 * The sentence that leads: who does what in this step, and the story's caption. It is the largest text on the screen and
 * what a screen reader hears, at most one sentence each 600 ms while playing.
 */
import { useEffect, useRef, useState } from 'react';
import { narrate } from '../../simulation/narrate';
import { useBranch, usePage, usePageStore, useStep } from '../../state/usePage';
import { ActorChip } from '../shared/Actor';
import { Button, IconButton } from '../shared/Button';
import { NarrationText, plainText } from '../shared/Narration';
import { actorOf } from './actorOf';
import { QuestionCard } from './QuestionCard';

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

/** `asks`: whether the story's questions are put here. */
export function NarrationBar({ compact = false, label = 'Narration', asks = true }: { readonly compact?: boolean; readonly label?: string; readonly asks?: boolean }) {
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
  const chip = told && step && <ActorChip kind={actorOf(step.actor, step.about).kind} name={actorOf(step.actor, step.about).name} {...placeOf(step.actor, step.about)} />;
  const question = branch.resolved.questions.get(cursor);
  const why = { 'aria-expanded': inspector, onClick: () => store.getState().setInspector(!inspector) };
  const bar = compact ? (
    <section aria-label={label} className="flex max-h-[38dvh] min-h-16 items-start gap-2 overflow-y-auto border-l-[6px] border-now bg-surface px-3 py-2">
      <p className="min-w-0 flex-1 text-md leading-[23px] text-pretty text-ink">
        {chip && <span className="mr-1.5 inline-block align-middle">{chip}</span>}
        <NarrationText text={text} />
      </p>
      <Spoken text={spoken} />
      {told && <IconButton icon="right" label="Why?" size="sm" {...why} />}
    </section>
  ) : (
    <section aria-label={label} className="flex min-h-[66px] items-center gap-4 border-l-[6px] border-now bg-surface px-5 py-2">
      {chip}
      <p className="min-w-0 flex-1 text-xl text-pretty text-ink">
        <NarrationText text={text} />
      </p>
      <Spoken text={spoken} />
      {told && (
        <Button className="flex-none" trailing="right" {...why}>
          Why?
        </Button>
      )}
    </section>
  );
  return (
    <>
      {bar}
      {asks && question && <QuestionCard key={`${branch.id} ${cursor}`} question={question} />}
    </>
  );
}

const placeOf = (...args: Parameters<typeof actorOf>): { place?: string } => {
  const { place } = actorOf(...args);
  return place === undefined ? {} : { place };
};
