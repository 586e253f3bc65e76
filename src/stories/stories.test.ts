/** Every story: what it names is there, what it says is whole, and it can be played back and forth. */
import { describe, expect, test } from 'vitest';
import { startCluster } from '../simulation/cluster';
import { digest } from '../simulation/digest';
import { narrate } from '../simulation/narrate';
import type { Simulation } from '../simulation/simulation';
import type { Step } from '../simulation/step';
import { stepKeys } from '../simulation/stepKey';
import { findStory, stories } from './catalogue';
import { headingAfter, headings } from './contents';
import { loadStory } from './load';
import { resolveStory, type ResolvedStory } from './resolve';
import type { Story } from './story';

interface Played {
  readonly simulation: Simulation;
  readonly steps: readonly Step[];
  readonly resolved: ResolvedStory;
  /** Fingerprints of the first and the last World. */
  readonly first: string;
  readonly last: string;
}

const known = new Map<string, Played>();

const loud = ({ history }: Simulation): Step[] => history.steps.filter((step) => !step.quiet);

/** Runs a story to its end, once for all tests. */
function play(story: Story): Played {
  const before = known.get(story.id);
  if (before) return before;
  const simulation = startCluster(story.cluster, story.seed);
  simulation.plan(story.actions);
  const first = digest(simulation.world);
  simulation.run(story.until);
  // Messages that made no step behind the last one are taken back: they belong to what comes next.
  simulation.history.dropTail();
  const last = digest(simulation.world);
  const steps = loud(simulation);
  const played = { simulation, steps, resolved: resolveStory(story, steps), first, last };
  known.set(story.id, played);
  return played;
}

/** Whole sentences, no unclosed mark, nobody shouts. */
function faults(text: string): string[] {
  const marks = text.match(/\*\*|`/g) ?? [];
  const open = (mark: string) => marks.filter((each) => each === mark).length % 2 === 1;
  return [
    ...(/[.?](\*\*)?$/.test(text) ? [] : ['does not end']),
    ...(text.includes('!') ? ['shouts'] : []),
    ...(open('**') || open('`') ? ['a mark is not closed'] : []),
    ...(/\{\w+\}/.test(text) ? ['a gap'] : []),
    ...(/ {2}|\s$/.test(text) ? ['spaces'] : []),
  ];
}

test('the stories, in the order in which a newcomer takes them', () => {
  expect(stories.map(({ id }) => id)).toEqual([
    'power-on', 'two-doors', 'what-containers-share',
    'api-server-goes-away', 'delete-the-mirror', 'no-scheduler', 'control-plane-of-three', 'etcd-lost',
    'crash-loop', 'init-and-sidecars', 'image-cannot-be-pulled', 'readiness-and-liveness', 'graceful-termination', 'debug-running-pod',
    'rolling-update', 'stateful-set-in-order', 'daemon-set-new-node', 'job-that-fails',
    'node-dies-and-returns', 'cordon-and-drain', 'scheduler-says-why-not', 'preemption',
  ]);
  for (const story of stories) expect(findStory(story.id)).toBe(story);
  expect(findStory('nothing')).toBeUndefined();
});

test('each heading leads to its story, in their order', async () => {
  expect(headings.map(({ id }) => id)).toEqual(stories.map(({ id }) => id));
  for (const heading of headings) expect(await loadStory(heading.id)).toBe(findStory(heading.id));
  expect(await loadStory('nothing')).toBeUndefined();
  expect(await loadStory('constructor')).toBeUndefined();
});

test('each story leads to the next, the last to none', () => {
  for (const [i, { id }] of headings.entries()) expect(headingAfter(id)).toBe(headings[i + 1] ?? null);
  expect(headingAfter('a pasted cluster')).toBeNull();
});

describe.each(stories)('$id', (story) => {
  test('all that it names is found, each caption at a step of its own', () => {
    const { resolved } = play(story);
    expect(resolved.missing).toEqual([]);
    expect(resolved.captions.size).toBe(story.captions.length);
    expect(resolved.questions.size).toBe(story.questions?.length ?? 0);
  });

  test('it has 40 to 260 steps, 12 to 90 beats, and 3 to 6 chapters in order', () => {
    const { steps, resolved } = play(story);
    expect(steps.length).toBeGreaterThanOrEqual(40);
    expect(steps.length).toBeLessThanOrEqual(260);
    expect(resolved.beats.length).toBeGreaterThanOrEqual(12);
    expect(resolved.beats.length).toBeLessThanOrEqual(90);
    const starts = resolved.chapters.map(({ from }) => from);
    expect(starts[0]).toBe(0);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(starts.length).toBeLessThanOrEqual(6);
  });

  test('it writes objects into files, never texts: the page opens it without a reader of texts', () => {
    const written = story.actions.flatMap(({ action }) => (action.do === 'writeFile' ? [action.manifest ?? action.content] : []));
    const first = (story.cluster.files ?? []).map(({ content }) => content);
    expect([...written, ...first].filter((content) => typeof content === 'string')).toEqual([]);
  });

  test('its own words are whole', () => {
    const texts = [
      story.opening, story.teaches, ...story.captions.map(({ text }) => text),
      ...(story.questions ?? []).flatMap(({ text, because }) => [text, because]),
    ];
    expect(texts.map((text) => [text, faults(text)]).filter(([, found]) => (found ?? []).length > 0)).toEqual([]);
    for (const { choices, answer } of story.questions ?? []) expect(choices[answer]).toBeDefined();
  });

  test('every step is told, without a gap', () => {
    const { steps } = play(story);
    const wrong = steps.map((step) => narrate(step)).filter(({ sentence, subject }) => subject === '' || /\{\w+\}|undefined/.test(sentence));
    expect(wrong.map(({ plain }) => plain)).toEqual([]);
  });

  test('its last words come at its end', () => {
    const { steps, resolved } = play(story);
    expect(Math.max(...resolved.captions.keys())).toBeGreaterThan(steps.length - 4);
  });

  test('back to the start and forward again: the same worlds, the same steps', () => {
    const { simulation, steps, first, last } = play(story);
    simulation.seek(0);
    expect(digest(simulation.world)).toBe(first);
    const again = simulation.fork();
    again.run(story.until);
    again.history.dropTail();
    expect(stepKeys(loud(again))).toEqual(stepKeys(steps));
    expect(digest(again.world)).toBe(last);
    simulation.seek(steps.length);
    expect(digest(simulation.world)).toBe(last);
  });

  test('the pod that it selects, or one that it follows, exists at some time', () => {
    const { simulation, steps } = play(story);
    const { select, follow } = story;
    expect([select, follow].filter((one) => one !== undefined)).toHaveLength(1);
    simulation.seek(0);
    const { pods } = simulation.world.tables;
    const isMeant = (id: string) => (follow === undefined ? id === select : id.startsWith(`${follow}/`));
    const comes = steps.some(({ changes }) => changes.some((change) => change.table === 'pods' && isMeant(change.key) && change.after));
    expect(comes || [...pods.keys()].some(isMeant)).toBe(true);
  });
});
