/**
 * What the page's state is: which story and branch, where the cursor stands, what is selected, what is open. The World
 * itself stays in the branch's Simulation; `version` is raised whenever what should be seen of it has changed.
 */
import type { Classification } from '../kubernetes/classification';
import type { RuleId } from '../kubernetes/rules/catalogue';
import type { Pod } from '../kubernetes/objects';
import type { TaxonomyNodeId } from '../kubernetes/taxonomy';
import type { Causes, LineRange } from '../manifest/causes';
import type { UserAction } from '../simulation/actions';
import type { Simulation } from '../simulation/simulation';
import type { Step } from '../simulation/step';
import type { Story } from '../stories/story';
import type { Branch, SharedInput } from './session';
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
    /** Where the user says that the text lies, '' for nowhere. */
    readonly path: string;
    readonly file: { readonly node: string; readonly path: string } | null;
    readonly view: PasteView;
    /** What stands beside it. */
    readonly side: PasteSide;
  };
  /** The pod in the editor, as far as it is known: its path stands on the flowchart while the editor is open. */
  readonly pasted: { readonly name: string; readonly classification: Classification; readonly pod: Pod; readonly causes: Causes } | null;
  /** Why the pasted text makes no pod, as one short sentence without its full stop; null while it makes one, or nobody knows. */
  readonly pastedFault: string | null;
  /** How many pods and templates of the paste stand at each node of the flowchart; null when it has none. */
  readonly pastedCounts: Readonly<Record<TaxonomyNodeId, number>> | null;
  /** The line of the text that is pointed at, in the editor or by what speaks of it: pictures ring what it causes. */
  readonly pointedLine: number | null;
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
  /** Fetches a story and opens it; without a story of that id nothing changes. */
  openStory(id: string): Promise<void>;
  /** Opens a run that is no story of the catalogue. Throws where its cluster does not come up. */
  openRun(story: Story): void;
  /** Tells something in passing; `undo`: it can be taken back. */
  say(text: string, undo?: boolean): void;
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
  /**
   * Does an action at the cursor, and then `after`. At once, but for the first text that is put into a folder: its readers
   * have to be fetched.
   */
  act(action: UserAction, after?: () => void): void;
  undo(): void;
  switchBranch(id: number): void;
  dismissBranch(id: number): void;
  /** Shows another future beside the one at the cursor; null ends that. */
  compare(id: number | null): void;
  select(selection: Selection | null): void;
  setHover(selection: Selection | null): void;
  setClassFilter(chosen: TaxonomyNodeId | null): void;
  setPasted(pasted: PageState['pasted']): void;
  setPastedFault(fault: PageState['pastedFault']): void;
  setPastedCounts(counts: PageState['pastedCounts']): void;
  setPointedLine(line: number | null): void;
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
  /** Replays the inputs of a shared link and goes to its step. At once, unless one of them is a text, as with `act`. */
  restore(inputs: readonly SharedInput[], at: string): Promise<void>;
}

export type Page = PageState & PageActions;

/** What a page begins with: a story by its id, or branches that another page has. */
export type Beginning = Pick<PageState, 'story' | 'branches' | 'branchId'>;

export const branchOf = (state: Beginning): Branch =>
  state.branches.find(({ id }) => id === state.branchId) ?? (state.branches[0] as Branch);
export const simulationOf = (state: PageState): Simulation => branchOf(state).simulation;
/** The step that led to what is seen; null at the start. */
export const stepOf = (state: PageState): Step | null => simulationOf(state).step;

/** How the parts of the store read and change the page. */
export interface PageDoor {
  readonly get: () => Page;
  readonly set: (change: Partial<Page> | ((page: Page) => Partial<Page>)) => void;
}
