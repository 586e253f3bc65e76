/** The page's store: what is run (runs.ts), and what is open, selected and said. */
import { createStore } from 'zustand/vanilla';
import { powerOn } from '../stories/powerOn';
import type { Story } from '../stories/story';
import { type Beginning, type Page, type PageDoor, simulationOf } from './page';
import { createRuns, type Runs } from './runs';

export { branchOf, simulationOf, stepOf } from './page';
export type { DialogName, Page, PageState, PanelName, PasteSide, PasteView, StepBy } from './page';

function createPanels({ get, set }: PageDoor): Omit<Page, keyof Runs | 'tab'> {
  let nextToast = 1;
  return {
    embedded: false,
    speed: 1,
    stepBy: 'message',
    stopAt: null,
    folded: {},
    inspector: false,
    paste: { open: false, text: '', path: '', file: null, view: 'text', side: 'verdict' },
    pasted: null,
    pastedFault: null,
    pastedCounts: null,
    pointedLine: null,
    revealed: null,
    dialog: null,
    theme: 'system',
    toast: null,

    say: (text, undo = false) => set({ toast: { id: nextToast++, text, undo } }),
    setPlaying: (playing) => set({ playing }),
    setSpeed: (speed) => set({ speed: Math.min(16, Math.max(0.25, speed)) }),
    setStepBy: (stepBy) => set({ stepBy }),
    setStopAt: (stopAt) => set({ stopAt }),
    select: (selection) => set({ selection }),
    setHover: (hover) => set({ hover }),
    setClassFilter: (classFilter) => set({ classFilter }),
    setPasted: (pasted) => set({ pasted }),
    setPastedFault: (pastedFault) => set({ pastedFault }),
    setPointedLine: (pointedLine) => set({ pointedLine }),
    setPastedCounts: (pastedCounts) => set({ pastedCounts }),
    revealLines: (lines) => set(({ revealed }) => ({ revealed: { lines, nonce: (revealed?.nonce ?? 0) + 1 } })),
    setTab: (tab) => set({ tab }),
    toggleFolded: (panel) => set(({ folded }) => ({ folded: { ...folded, [panel]: !folded[panel] } })),
    setInspector: (inspector) => set({ inspector }),
    setPaste: (paste) => set((page) => (page.embedded ? page : {
      paste: { ...page.paste, ...paste },
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
  };
}

/** A page with a story at its start, the first unless another is given, or with branches that another page has. */
export function createPage(beginning: Story | Beginning = powerOn) {
  const { focus = 'where' } = 'story' in beginning ? beginning.story : beginning;
  return createStore<Page>()((set, get) => {
    const door: PageDoor = { get, set };
    return { ...createRuns(door, beginning), ...createPanels(door), tab: focus };
  });
}

export type PageStore = ReturnType<typeof createPage>;
