/**
 * The part of the page's state that has to do with what is run: the story, its futures, the cursor, actions and their
 * undoing.
 */
import type { UserAction } from '../simulation/actions';
import { findStepKey } from '../simulation/stepKey';
import type { ReadText } from '../simulation/tx';
import { loadStory } from '../stories/load';
import type { Story } from '../stories/story';
import { type Beginning, branchOf, type Movement, type Page, type PageActions, type PageDoor } from './page';
import { selectedByItself } from './follow';
import { sameSelection, type Selection } from './selection';
import { act, type Branch, openStory } from './session';

/** What undo goes back to: the branches as they were before an action. */
interface Before {
  readonly branches: readonly Branch[];
  readonly branchId: number;
  readonly cursor: number;
}

type RunState = Beginning & Pick<Page, 'version' | 'cursor' | 'length' | 'movement' | 'playing' | 'selection' | 'hover' | 'classFilter' | 'comparing' | 'undoDepth'>;
type RunActions = Pick<PageActions,
  | 'openStory' | 'openRun' | 'forward' | 'back' | 'beatForward' | 'beatBack' | 'first' | 'last' | 'seek' | 'act' | 'undo' | 'switchBranch' | 'dismissBranch' | 'compare' | 'restore'>;

export type Runs = RunState & RunActions;

const isWhole = (beginning: Story | Beginning): beginning is Beginning => 'branches' in beginning;

/** A new run stands at its start, with nothing left of the one before. */
function begun(beginning: Beginning) {
  const branch = branchOf(beginning);
  const { simulation } = branch;
  return {
    ...beginning,
    cursor: simulation.cursor, length: simulation.history.length, movement: 'jump' as const, playing: false,
    selection: selectedByItself(beginning.story, branch, simulation.cursor),
    hover: null, classFilter: null, comparing: null, undoDepth: 0,
  };
}

/** A selection that the story made goes on with it; one of the reader's stays. */
function selectionAt(page: Page, branch: Branch): Selection | null {
  const { story, selection, cursor } = page;
  return sameSelection(selection, selectedByItself(story, branchOf(page), cursor)) ? selectedByItself(story, branch, branch.simulation.cursor) : selection;
}

/** Is it the text of a file that is written, not an object? */
const writesText = (action: UserAction): boolean => action.do === 'writeFile' && typeof (action.manifest ?? action.content) === 'string';

export function createRuns({ get, set }: PageDoor, beginning: Story | Beginning): Runs {
  const undoStack: Before[] = [];
  let nextBranch = 1;
  /** The story that was asked for last: of two that are fetched only that one opens. */
  let wanted = '';
  let readText: ReadText | undefined;

  const show = (branch: Branch, movement: Movement) =>
    set((page) => {
      const { simulation } = branch;
      return { branchId: branch.id, version: page.version + 1, cursor: simulation.cursor, length: simulation.history.length, movement, selection: selectionAt(page, branch) };
    });

  const move = (to: number, movement: Movement): boolean => {
    const branch = branchOf(get());
    const { simulation } = branch;
    const before = simulation.cursor;
    simulation.seek(Math.max(0, Math.min(to, simulation.history.length)));
    if (simulation.cursor === before) return false;
    show(branch, movement);
    return true;
  };

  const opened = (story: Story) => {
    undoStack.length = 0;
    nextBranch = 1;
    const branch = openStory(story);
    return begun({ story, branches: [branch], branchId: branch.id });
  };

  /** Are the readers there that these actions need? */
  const isReady = (actions: readonly UserAction[]): boolean => readText !== undefined || !actions.some(writesText);
  const getReady = async (): Promise<void> => {
    ({ readManifestText: readText } = await import('../simulation/readManifestText'));
  };

  return {
    ...(isWhole(beginning) ? begun(beginning) : opened(beginning)),
    version: 0,

    async openStory(id) {
      wanted = id;
      const story = await loadStory(id).catch(() => get().say('The story could not be loaded.'));
      if (story && wanted === id) set(({ version, tab }) => ({ ...opened(story), version: version + 1, tab: story.focus ?? tab, dialog: null }));
    },
    openRun: (story) => set(({ version }) => ({ ...opened(story), version: version + 1, tab: 'where', dialog: null })),

    forward: () => move(get().cursor + 1, 'forward'),
    back: () => move(get().cursor - 1, 'back'),
    beatForward() {
      const { cursor } = get();
      const next = branchOf(get()).resolved.beats.find((beat) => beat > cursor);
      return move(next ?? get().length, 'jump');
    },
    beatBack() {
      const { cursor } = get();
      const { beats } = branchOf(get()).resolved;
      return move(beats.findLast((beat) => beat < cursor) ?? 0, 'jump');
    },
    first: () => void move(0, 'jump'),
    last: () => void move(get().length, 'jump'),
    seek: (cursor) => void move(cursor, 'jump'),

    act(action, after) {
      if (!isReady([action])) {
        void getReady().then(() => get().act(action, after), () => get().say('The reader of manifests could not be loaded. Nothing was changed.'));
        return;
      }
      const { story, branches, branchId, cursor, length } = get();
      undoStack.push({ branches, branchId, cursor });
      const next = act(story, branchOf(get()), action, nextBranch++, readText);
      // An action at the very end has no other future beside it: the new branch takes the old one's place.
      const others = cursor === length ? branches.filter(({ id }) => id !== branchId) : branches;
      set({ branches: [...others, next], playing: false, undoDepth: undoStack.length, comparing: null });
      show(next, 'forward');
      get().say(cursor === length ? next.name : `Forked at step ${cursor}: ${next.name}`, true);
      after?.();
    },
    undo() {
      const before = undoStack.pop();
      if (!before) return;
      set({ branches: before.branches, branchId: before.branchId, undoDepth: undoStack.length, toast: null, playing: false, comparing: null });
      const branch = branchOf(get());
      branch.simulation.seek(before.cursor);
      show(branch, 'jump');
    },
    switchBranch(id) {
      const { branches, branchId, comparing } = get();
      const branch = branches.find((one) => one.id === id);
      if (!branch) return;
      if (id === comparing) set({ comparing: branchId });
      show(branch, 'jump');
    },
    dismissBranch(id) {
      const { branches, branchId } = get();
      if (branches.length < 2) return;
      undoStack.push({ branches, branchId, cursor: get().cursor });
      const left = branches.filter((one) => one.id !== id);
      set({ branches: left, undoDepth: undoStack.length, comparing: null });
      if (branchId === id) show(left[0] as Branch, 'jump');
      get().say('Future dismissed', true);
    },
    compare: (id) => set(({ branches, branchId, embedded }) => ({ comparing: !embedded && id !== branchId && branches.some((one) => one.id === id) ? id : null, inspector: false })),

    async restore(inputs, at) {
      if (!isReady(inputs.map(({ action }) => action))) await getReady();
      const goTo = (key: string) => {
        const branch = branchOf(get());
        branch.simulation.seek(key === '' ? 0 : findStepKey(branch.keys, key) + 1);
        show(branch, 'jump');
      };
      for (const input of inputs) {
        goTo(input.at);
        get().act(input.action);
      }
      goTo(at);
      set({ toast: null });
    },
  };
}
