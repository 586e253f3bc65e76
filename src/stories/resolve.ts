/** Finds in a run the steps that a story names. */
import { ruleOf } from '../kubernetes/rules/catalogue';
import type { Step } from '../simulation/step';
import type { Caption, Question, StepMatcher, Story } from './story';

export interface ResolvedChapter {
  readonly title: string;
  /** The number of the loud step (from 1) with which it begins; 0 for the first chapter. */
  readonly from: number;
}

export interface ResolvedStory {
  readonly chapters: readonly ResolvedChapter[];
  /** By number of the loud step, from 1. */
  readonly captions: ReadonlyMap<number, Caption>;
  readonly questions: ReadonlyMap<number, Question>;
  /** Numbers of the loud steps at which the beat buttons stop, ascending. */
  readonly beats: readonly number[];
  /** Matchers that found no step. */
  readonly missing: readonly StepMatcher[];
}

const fits = (step: Step, { rule, about }: StepMatcher): boolean =>
  step.rule === rule && Object.entries(about ?? {}).every(([name, value]) => step.about[name] === value);

/** The number of the step (from 1), or 0. */
export function findStep(steps: readonly Step[], matcher: StepMatcher): number {
  const from = matcher.after ? findStep(steps, matcher.after) : 0;
  if (matcher.after && from === 0) return 0;
  let left = matcher.nth ?? 1;
  for (let i = from; i < steps.length; i++) {
    if (fits(steps[i] as Step, matcher) && --left === 0) return i + 1;
  }
  return 0;
}

/** Resolves against the loud steps of the whole run. Costs steps × matchers. */
export function resolveStory(story: Pick<Story, 'chapters' | 'captions' | 'questions'>, steps: readonly Step[]): ResolvedStory {
  const missing: StepMatcher[] = [];
  const find = (matcher: StepMatcher): number => {
    const found = findStep(steps, matcher);
    if (found === 0) missing.push(matcher);
    return found;
  };
  const captions = new Map<number, Caption>();
  for (const caption of story.captions) {
    const at = find(caption.at);
    if (at > 0) captions.set(at, caption);
  }
  const questions = new Map<number, Question>();
  for (const question of story.questions ?? []) {
    const at = find(question.at);
    if (at > 0) questions.set(at, question);
  }
  const chapters: ResolvedChapter[] = [];
  for (const { title, at } of story.chapters) {
    const from = at ? find(at) : 0;
    if (!at || from > 0) chapters.push({ title, from });
  }
  const beats = new Set([...captions.keys(), ...questions.keys(), ...chapters.map(({ from }) => from).filter((from) => from > 0)]);
  steps.forEach((step, i) => {
    if (ruleOf(step.rule).beat) beats.add(i + 1);
  });
  return { chapters, captions, questions, beats: [...beats].sort((a, b) => a - b), missing };
}
