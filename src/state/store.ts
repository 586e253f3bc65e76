/**
 * The page's state: which story and branch, where the cursor stands, what is selected, what is open. The World itself
 * stays in the branch's Simulation; `version` is raised whenever what should be seen of it has changed.
 */
import { createStore } from 'zustand/vanilla';
import type { Classification } from '../kubernetes/classification';
import type { RuleId } from '../kubernetes/rules/catalogue';
import type { Pod } from '../kubernetes/objects';
import type { TaxonomyNodeId } from '../kubernetes/taxonomy';
import type { Causes, LineRange } from '../manifest/causes';
import type { UserAction } from '../simulation/actions';
import type { Simulation } from '../simulation/simulation';
import type { Step } from '../simulation/step';
import { findStepKey } from '../simulation/stepKey';
import { findStory, stories } from '../stories/catalogue';
import type { Story } from '../stories/story';
import { act, type Branch, openStory, type SharedInput } from './session';
import type { Selection } from './selection';
import type { Theme } from './theme';

export type PanelName = 'what' | 'where' | 'inside' | 'when';
export type DialogName = 'share' | 'keys' | 'stories' | 'break' | 'parity' | 'find';
/** What stands beside a pasted text or its overview. */
export type PasteSide = 'verdict' | 'inside';
/** What of a paste is seen: its text, the table of its pods, the picture of its cluster. */
export type PasteView = 'text' | 'overview' | 'cluster';
export type StepBy = 'message' | 'beat';
/** How the last change of the cursor came about: only a single step moves things on the screen. */
export type Movement = 'forward' | 'back' | 'jump';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: boolean;
}

export interface PageState {
  /** Panels, sentence and transport only: no editor, no dialogs, no second future beside the first. */
  readonly embedded: boolean;
  readonly story: Story;
  readonly branches: readonly Branch[];
  readonly branchId: number;
  readonly version: number;
  readonly cursor: number;
  readonly length: number;
  readonly movement: Movement;
  readonly playing: boolean;
  readonly speed: number;
  readonly stepBy: StepBy;
  /** The kind of step at which playing stops; null for none. */
  readonly stopAt: RuleId | null;
  readonly selection: Selection | null;
  readonly hover: Selection | null;
  /** The node of the flowchart whose pods stay bright in Where. */
  readonly classFilter: TaxonomyNodeId | null;
  /** The tab shown on narrow screens. */
  readonly tab: PanelName;
  readonly folded: Readonly<Partial<Record<PanelName, boolean>>>;
  readonly inspector: boolean;
  /** The editor: closed, holding a pasted text, or a file of a node (`path` '' for a new one). */
  readonly paste: {
    readonly open: boolean;
    readonly text: string;
    readonly file: { readonly node: string; readonly path: string } | null;
    readonly view: PasteView;
    /** What stands beside it. */
    readonly side: PasteSide;
  };
  /** The pod in the editor, as far as it is known: its path stands on the flowchart while the editor is open. */
  readonly pasted: { readonly name: string; readonly classification: Classification; readonly pod: Pod; readonly causes: Causes } | null;
  /** How many pods and templates of the paste stand at each node of the flowchart; null when it has none. */
  readonly pastedCounts: Readonly<Record<TaxonomyNodeId, number>> | null;
  /** Lines of the editor to mark and to scroll to; `nonce` tells two askings apart. */
  readonly revealed: { readonly lines: readonly LineRange[]; readonly nonce: number } | null;
  readonly dialog: DialogName | null;
  /** The other future, while two are compared. */
  readonly comparing: number | null;
  readonly theme: Theme;
  readonly toast: Toast | null;
  readonly undoDepth: number;
}

export interface PageActions {
  openStory(id: string): void;
  /** Opens a run that is no story of the catalogue. Throws where its cluster does not come up. */
  openRun(story: Story): void;
  /** Tells something in passing. */
  say(text: string): void;
  forward(): boolean;
  back(): boolean;
  beatForward(): boolean;
  beatBack(): boolean;
  first(): void;
  last(): void;
  seek(cursor: number): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: number): void;
  setStepBy(stepBy: StepBy): void;
  /** Playing stops at each step of this kind; null ends that. */
  setStopAt(rule: RuleId | null): void;
  act(action: UserAction): void;
  undo(): void;
  switchBranch(id: number): void;
  dismissBranch(id: number): void;
  /** Shows another future beside the one at the cursor; null ends that. */
  compare(id: number | null): void;
  select(selection: Selection | null): void;
  setHover(selection: Selection | null): void;
  setClassFilter(chosen: TaxonomyNodeId | null): void;
  setPasted(pasted: PageState['pasted']): void;
  setPastedCounts(counts: PageState['pastedCounts']): void;
  /** Marks lines in the editor, as the ones that cause what a picture shows, and goes to the first. */
  revealLines(lines: readonly LineRange[]): void;
  setTab(tab: PanelName): void;
  toggleFolded(panel: PanelName): void;
  setInspector(open: boolean): void;
  setPaste(paste: Partial<PageState['paste']>): void;
  /** Opens a file of a manifests folder in the editor; '' for a new one. */
  editFile(node: string, path: string): void;
  setDialog(dialog: DialogName | null): void;
  setTheme(theme: Theme): void;
  dismissToast(): void;
  /** Replays the inputs of a shared link and goes to its step. */
  restore(inputs: readonly SharedInput[], at: string): void;
}

export type Page = PageState & PageActions;

/** What undo goes back to: the branches as they were before an action. */
interface Before {
  readonly branches: readonly Branch[];
  readonly branchId: number;
  readonly cursor: number;
}

export const branchOf = (state: Beginning): Branch =>
  state.branches.find(({ id }) => id === state.branchId) ?? (state.branches[0] as Branch);
export const simulationOf = (state: PageState): Simulation => branchOf(state).simulation;
/** The step that led to what is seen; null at the start. */
export const stepOf = (state: PageState): Step | null => simulationOf(state).step;

const selectionOf = (story: Story): Selection | null => (story.select ? { kind: 'pod', id: story.select } : null);

/** What a page begins with: a story by its id, or branches that another page has. */
export type Beginning = Pick<PageState, 'story' | 'branches' | 'branchId'>;

export function createPage(storyId?: string, given?: Beginning) {
  const firstStory = given?.story ?? findStory(storyId ?? '') ?? (stories[0] as Story);
  const undoStack: Before[] = [];
  let nextBranch = 1;
  let nextToast = 1;

  return createStore<Page>()((set, get) => {
    const show = (branch: Branch, movement: Movement) =>
      set((state) => ({
        branchId: branch.id,
        version: state.version + 1,
        cursor: branch.simulation.cursor,
        length: branch.simulation.history.length,
        movement,
      }));

    const move = (to: number, movement: Movement): boolean => {
      const branch = branchOf(get());
      const { simulation } = branch;
      const before = simulation.cursor;
      simulation.seek(Math.max(0, Math.min(to, simulation.history.length)));
      if (simulation.cursor === before) return false;
      show(branch, movement);
      return true;
    };

    const toast = (text: string, undo: boolean) => set({ toast: { id: nextToast++, text, undo } });

    const opened = (story: Story) => {
      undoStack.length = 0;
      nextBranch = 1;
      const branch = openStory(story);
      return begun({ story, branches: [branch], branchId: branch.id });
    };

    const begun = (beginning: Beginning) => {
      const branch = branchOf(beginning);
      return {
        ...beginning,
        cursor: branch.simulation.cursor,
        length: branch.simulation.history.length,
        movement: 'jump' as const,
        playing: false,
        selection: selectionOf(beginning.story),
        hover: null,
        classFilter: null,
        comparing: null,
        undoDepth: 0,
      };
    };

    return {
      ...(given ? begun(given) : opened(firstStory)),
      embedded: false,
      version: 0,
      speed: 1,
      stepBy: 'message',
      stopAt: null,
      tab: firstStory.focus ?? 'where',
      folded: {},
      inspector: false,
      paste: { open: false, text: '', file: null, view: 'text', side: 'verdict' },
      pasted: null,
      pastedCounts: null,
      revealed: null,
      dialog: null,
      theme: 'system',
      toast: null,

      openStory(id) {
        const story = findStory(id);
        if (story) set((state) => ({ ...opened(story), version: state.version + 1, tab: story.focus ?? state.tab, dialog: null }));
      },
      openRun: (story) => set((state) => ({ ...opened(story), version: state.version + 1, tab: 'where', dialog: null })),
      say: (text) => toast(text, false),
      forward: () => move(get().cursor + 1, 'forward'),
      back: () => move(get().cursor - 1, 'back'),
      beatForward() {
        const { cursor } = get();
        const next = branchOf(get()).resolved.beats.find((beat) => beat > cursor);
        return move(next ?? get().length, 'jump');
      },
      beatBack() {
        const { cursor } = get();
        const beats = branchOf(get()).resolved.beats;
        return move(beats.findLast((beat) => beat < cursor) ?? 0, 'jump');
      },
      first: () => void move(0, 'jump'),
      last: () => void move(get().length, 'jump'),
      seek: (cursor) => void move(cursor, 'jump'),
      setPlaying: (playing) => set({ playing }),
      setSpeed: (speed) => set({ speed: Math.min(16, Math.max(0.25, speed)) }),
      setStepBy: (stepBy) => set({ stepBy }),
      setStopAt: (stopAt) => set({ stopAt }),

      act(action) {
        const { story, branches, branchId, cursor, length } = get();
        const branch = branchOf(get());
        undoStack.push({ branches, branchId, cursor });
        const next = act(story, branch, action, nextBranch++);
        // An action at the very end has no other future beside it: the new branch takes the old one's place.
        const others = cursor === length ? branches.filter(({ id }) => id !== branchId) : branches;
        set({ branches: [...others, next], playing: false, undoDepth: undoStack.length, comparing: null });
        show(next, 'forward');
        toast(cursor === length ? next.name : `Forked at step ${cursor}: ${next.name}`, true);
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
        toast('Future dismissed', true);
      },

      compare: (id) => set(({ branches, branchId, embedded }) => ({ comparing: !embedded && id !== branchId && branches.some((one) => one.id === id) ? id : null, inspector: false })),

      select: (selection) => set({ selection }),
      setHover: (hover) => set({ hover }),
      setClassFilter: (classFilter) => set({ classFilter }),
      setPasted: (pasted) => set({ pasted }),
      setPastedCounts: (pastedCounts) => set({ pastedCounts }),
      revealLines: (lines) => set(({ revealed }) => ({ revealed: { lines, nonce: (revealed?.nonce ?? 0) + 1 } })),
      setTab: (tab) => set({ tab }),
      toggleFolded: (panel) => set((state) => ({ folded: { ...state.folded, [panel]: !state.folded[panel] } })),
      setInspector: (inspector) => set({ inspector }),
      setPaste: (paste) => set((state) => (state.embedded ? state : {
        paste: { ...state.paste, ...paste },
        // A changed text has other lines.
        ...(paste.text === undefined ? {} : { revealed: null }),
        // On a phone the manifest stands in the place of Where.
        ...(paste.open ? { tab: 'where' as const } : {}),
      })),
      editFile(node, path) {
        const text = simulationOf(get()).world.tables.files.get(`${node}:${path}`)?.text ?? '';
        get().setPaste({ open: true, text, file: { node, path }, view: 'text' });
        if (path !== '') set({ selection: { kind: 'file', id: `${node}:${path}` } });
      },
      setDialog: (dialog) => set(({ embedded }) => ({ dialog: embedded ? null : dialog })),
      setTheme: (theme) => set({ theme }),
      dismissToast: () => set({ toast: null }),

      restore(inputs, at) {
        for (const input of inputs) {
          const branch = branchOf(get());
          branch.simulation.seek(input.at === '' ? 0 : findStepKey(branch.keys, input.at) + 1);
          show(branch, 'jump');
          get().act(input.action);
        }
        const branch = branchOf(get());
        if (at !== '') branch.simulation.seek(findStepKey(branch.keys, at) + 1);
        else branch.simulation.seek(0);
        show(branch, 'jump');
        set({ toast: null });
      },
    };
  });
}

export type PageStore = ReturnType<typeof createPage>;
