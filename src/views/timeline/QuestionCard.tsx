/** A question of the story: what happens next? The run itself answers, and the card says why. */
import { useState } from 'react';
import type { Question } from '../../stories/story';
import { Button } from '../shared/Button';
import { NarrationText } from '../shared/Narration';

export function QuestionCard({ question }: { readonly question: Question }) {
  const [chosen, choose] = useState<number | null>(null);
  const { text, choices, answer, because } = question;
  return (
    <section aria-label="Question" className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-sunken px-5 py-2">
      <p className="min-w-64 flex-1 text-md font-semibold">
        <NarrationText text={text} />
      </p>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice, i) => (
          <Button
            key={choice}
            size="sm"
            variant={chosen !== null && i === answer ? 'solid' : 'outline'}
            icon={chosen === null ? undefined : i === answer ? 'check' : i === chosen ? 'close' : undefined}
            aria-pressed={chosen === i}
            onClick={() => choose(i)}
          >
            {choice}
          </Button>
        ))}
      </div>
      <p className="w-full text-sm text-ink-2" aria-live="polite">
        {chosen === null ? '' : <>{chosen === answer ? <b>Yes. </b> : <b>No. </b>}<NarrationText text={because} /></>}
      </p>
    </section>
  );
}
