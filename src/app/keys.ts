/** The keyboard map: one table, read by the handler and shown on `?`. */
import { type Page, type PanelName, stepOf } from '../state/store';

export interface KeyBinding {
  readonly keys: readonly string[];
  /** As shown: `← or J`. */
  readonly shown: string;
  readonly does: string;
  readonly run: (page: Page) => void;
  readonly shift?: boolean;
}

const toPanel = (panel: PanelName) => (page: Page) => {
  page.setTab(panel);
  if (page.paste.open && panel === 'inside') page.setPaste({ side: 'inside' });
  if (page.paste.open && panel === 'where') page.setPaste({ view: 'cluster' });
  document.querySelector<HTMLElement>(`[data-panel="${panel}"]`)?.focus();
};

/** A breakpoint on the kind of step at the cursor, or none again. */
function toggleBreakpoint(page: Page): void {
  const rule = stepOf(page)?.rule ?? null;
  page.setStopAt(page.stopAt === rule ? null : rule);
}

/** Compares with the first of the other futures, or ends that. */
function compareNext(page: Page): void {
  const other = page.branches.find(({ id }) => id !== page.branchId);
  page.compare(page.comparing === null && other ? other.id : null);
}

export const KEYS: readonly KeyBinding[] = [
  { keys: [' ', 'k', '.'], shown: 'Space, K or .', does: 'play, pause', run: (page) => page.setPlaying(!page.playing) },
  { keys: ['ArrowLeft', 'PageUp'], shift: true, shown: 'Shift ←, PgUp', does: 'one beat back', run: (page) => void page.beatBack() },
  { keys: ['ArrowRight', 'PageDown'], shift: true, shown: 'Shift →, PgDn', does: 'one beat', run: (page) => void page.beatForward() },
  { keys: ['PageUp'], shown: '', does: '', run: (page) => void page.beatBack() },
  { keys: ['PageDown'], shown: '', does: '', run: (page) => void page.beatForward() },
  { keys: ['ArrowLeft', 'j'], shown: '← or J', does: 'one step back', run: (page) => void page.back() },
  { keys: ['ArrowRight', 'l'], shown: '→ or L', does: 'one step', run: (page) => void page.forward() },
  { keys: ['Home'], shown: 'Home', does: 'to the start', run: (page) => page.first() },
  { keys: ['End'], shown: 'End', does: 'to the end', run: (page) => page.last() },
  { keys: ['+', '='], shown: '+', does: 'faster', run: (page) => page.setSpeed(page.speed * 2) },
  { keys: ['-'], shown: '−', does: 'slower', run: (page) => page.setSpeed(page.speed / 2) },
  { keys: ['1'], shown: '1', does: 'What', run: toPanel('what') },
  { keys: ['2'], shown: '2', does: 'Where', run: toPanel('where') },
  { keys: ['3', 'i'], shown: '3 or I', does: 'Inside', run: toPanel('inside') },
  { keys: ['4'], shown: '4', does: 'When', run: toPanel('when') },
  { keys: ['w'], shown: 'W', does: 'why this step, and the selected object', run: (page) => page.setInspector(!page.inspector) },
  { keys: ['p'], shown: 'P', does: 'paste a manifest; Ctrl V does it anywhere', run: (page) => page.setPaste({ open: true }) },
  { keys: ['t'], shown: 'T', does: 'the pasted cluster as a table, and back', run: (page) => page.paste.open && page.setPaste({ view: page.paste.view === 'cluster' ? 'overview' : 'cluster' }) },
  { keys: ['x', 'f'], shown: 'X or F', does: 'break something: fork here', run: (page) => page.setDialog('break') },
  { keys: ['b'], shown: 'B', does: 'stop at each step of this kind', run: toggleBreakpoint },
  { keys: ['/'], shown: '/', does: 'find a pod, a step, a story', run: (page) => page.setDialog('find') },
  { keys: ['d'], shown: 'D', does: 'compare two futures', run: compareNext },
  { keys: ['u'], shown: 'U', does: 'undo the last action', run: (page) => page.undo() },
  { keys: ['?'], shown: '?', does: 'these keys', run: (page) => page.setDialog('keys') },
];

/** A slider or a box to tick takes no letters: the page's keys go on there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('[type=range], [type=checkbox], [type=radio]')));

/** A control that uses arrows or space itself. */
const usesKey = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (key === ' ' || key === 'Enter') return target.closest('button, a, [role=button], [role=switch], [role=checkbox], summary, [type=checkbox], [type=radio]') !== null;
  if (!/^(Arrow|Home|End|Page)/.test(key)) return false;
  return target.closest('[type=range], [type=radio], [role=slider], [role=tablist], [role=menu], [role=radiogroup], [role=separator], [data-own-arrows]') !== null;
};

/** Escape closes what stands over the panels, the inspector before the manifest; false when nothing does. */
function closeTop(page: Page): boolean {
  if (page.inspector) page.setInspector(false);
  else if (page.paste.open) page.setPaste({ open: false, file: null });
  else if (page.comparing !== null) page.compare(null);
  else return false;
  return true;
}

/** Handles a key press; true when it was one of ours. */
export function handleKey(event: KeyboardEvent, page: Page): boolean {
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== 'z' || isTyping(event.target)) return false;
    page.undo();
    return true;
  }
  if (event.altKey || isTyping(event.target) || page.dialog || usesKey(event.target, event.key)) return false;
  if (event.key === 'Escape') return closeTop(page);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const binding = KEYS.find((one) => one.keys.includes(key) && (one.shift ?? false) === (event.shiftKey && key.length > 1));
  if (!binding) return false;
  binding.run(page);
  return true;
}
