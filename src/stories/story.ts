/**
 * A story: a cluster, timed actions, and words at certain steps. Data only. Steps are named by the rule they follow
 * and what they are about, so that a story survives changes of latencies; a test fails when a matcher finds nothing.
 */
import type { RuleId } from '../kubernetes/rules/catalogue';
import type { TimedAction } from '../simulation/actions';
import type { ClusterSpec } from '../simulation/clusterSpec';
import type { StoryHeading } from './contents';

/** The n-th (from 1) loud step of this rule whose `about` has these values, behind the step of `after`, if given. */
export interface StepMatcher {
  readonly rule: RuleId;
  readonly about?: Readonly<Record<string, string>>;
  readonly nth?: number;
  readonly after?: StepMatcher;
}

export interface Chapter {
  readonly title: string;
  /** The chapter begins at this step; the first chapter begins at the start and has none. */
  readonly at?: StepMatcher;
}

export interface Caption {
  readonly at: StepMatcher;
  /** One or two sentences in plain words, **bold** for the one conclusion. Shown after the step's own sentence. */
  readonly text: string;
}

export interface Question {
  /** Asked when this step has been made; the run itself answers. */
  readonly at: StepMatcher;
  readonly text: string;
  readonly choices: readonly string[];
  /** Index of the right choice. */
  readonly answer: number;
  readonly because: string;
}

export interface Story extends StoryHeading {
  readonly version: 1;
  readonly cluster: ClusterSpec;
  readonly seed: number;
  readonly actions: readonly TimedAction[];
  /** The run ends here, milliseconds since its origin. */
  readonly until: number;
  /** What stands in the narration bar at step 0. */
  readonly opening: string;
  readonly chapters: readonly Chapter[];
  readonly captions: readonly Caption[];
  readonly questions?: readonly Question[];
  /** Selected when the story opens: a pod as `namespace/name`. */
  readonly select?: string;
  /** Instead: of this namespace's pods always the one is selected that the steps speak of, until the reader selects one. */
  readonly follow?: string;
  /** The panel that matters most: opened first on narrow screens. */
  readonly focus?: 'what' | 'where' | 'inside' | 'when';
}
