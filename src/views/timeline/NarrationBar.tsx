/**
 * The sentence that leads: who does what in this step, and the story's caption. It is the largest text on the screen and
 * what a screen reader hears, at most one sentence each 600 ms while playing.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { narrate, withoutMarks } from '../../simulation/narrate';
import { useBranch, usePage, usePageStore, useStep } from '../../state/usePage';
import { ActorChip } from '../shared/Actor';
import { Button } from '../shared/Button';
import { NarrationText, plainText } from '../shared/Narration';
import { actorOf } from './actorOf';
import { NextStory } from './NextStory';
import { pastedSentence } from './pastedSentence';
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

interface Told {
  readonly chip: ReactNode;
  readonly text: string;
  readonly spoken: string;
  /** Is it a step of the run, whose rule can be asked for? */
  readonly isStep: boolean;
}

/** What is told: the step and its caption, or, while one pastes, what the text makes. */
function useTold(): Told {
  const step = useStep();
  const branch = useBranch();
  const opening = usePage((page) => page.story.opening);
  const cursor = usePage((page) => page.cursor);
  const pasting = usePage((page) => page.paste.open);
  const [paste, pasted, pastedCounts, pastedFault] = [usePage((page) => page.paste), usePage((page) => page.pasted), usePage((page) => page.pastedCounts), usePage((page) => page.pastedFault)];
  if (pasting) {
    const { subject, sentence } = pastedSentence({ paste, pasted, pastedCounts, pastedFault });
    return { chip: subject && <ActorChip kind="user" name={subject} />, text: sentence, spoken: `${subject ?? ''} ${plainText(sentence)}`.trim(), isStep: false };
  }
  if (!step) return { chip: null, text: opening, spoken: plainText(opening), isStep: false };
  const { subject, sentence } = narrate(step);
  const caption = branch.resolved.captions.get(cursor)?.text;
  // What Kubernetes prints does not always end with a full stop.
  const text = caption ? `${sentence}${/[.?:…]$/.test(withoutMarks(sentence)) ? '' : '.'} ${caption}` : sentence;
  const { kind, name, place } = actorOf(step.actor, step.about);
  return { chip: <ActorChip kind={kind} name={name} place={place} />, text, spoken: `${subject} ${plainText(text)}`, isStep: true };
}

/** A longer text is set smaller, so that the bar keeps its height and nothing above it moves from step to step. */
const LONG = 150;

/** `asks`: whether the story's questions are put here, and at its end the next story. */
export function NarrationBar({ compact = false, label = 'Narration', asks = true }: { readonly compact?: boolean; readonly label?: string; readonly asks?: boolean }) {
  const store = usePageStore();
  const branch = useBranch();
  const cursor = usePage((page) => page.cursor);
  const inspector = usePage((page) => page.inspector);
  const pasting = usePage((page) => page.paste.open);
  const { chip, text, spoken, isStep } = useTold();
  const question = pasting ? undefined : branch.resolved.questions.get(cursor);
  const why = { 'aria-expanded': inspector, onClick: () => store.getState().setInspector(!inspector) };
  const bar = compact ? (
    <section aria-label={label} className="flex max-h-[38dvh] min-h-16 items-start gap-2 overflow-y-auto border-l-[6px] border-now bg-surface px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="text-md leading-[23px] text-pretty text-ink low:text-base low:leading-5">
          {chip && <span className="mr-1.5 inline-block align-middle">{chip}</span>}
          <NarrationText text={text} />
        </p>
        {asks && <NextStory />}
      </div>
      <Spoken text={spoken} />
      {isStep && <Button size="sm" className="flex-none" trailing="right" {...why}>Why?</Button>}
    </section>
  ) : (
    <section aria-label={label} className="flex min-h-[78px] items-center gap-4 border-l-[6px] border-now bg-surface px-5 py-2">
      {chip}
      <p className={`min-w-0 flex-1 text-pretty text-ink ${text.length > LONG ? 'text-lg' : 'text-xl'}`}>
        <NarrationText text={text} />
      </p>
      <Spoken text={spoken} />
      {asks && <NextStory />}
      {isStep && (
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
