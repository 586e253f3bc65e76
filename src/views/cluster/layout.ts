/**
 * Where everything stands: frames for nodes, the control plane's above the workers'. Pure arithmetic from the room that a
 * run needs and the size of the panel; positions do not depend on the step, so nothing jumps. The forms of the pods are
 * the ones that say most among those with which the whole cluster is in sight.
 */
import { type Box, bottom } from './box';
import { frameLayout, type FrameLayout } from './frameLayout';
import { type PodForm, STORE_ROW, USER_HEIGHT } from './sizes';
import type { Room } from './slots';
import { MOST_STORED } from './stored';

export interface LayoutNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
}

export interface LayoutInput {
  /** In the order in which they stand. */
  readonly nodes: readonly LayoutNode[];
  readonly room: Room;
  /** Size of the panel. */
  readonly width: number;
  readonly height: number;
  /** Height of what lies over the panel's upper edge: the user stands beside it. */
  readonly header: number;
  /** A node that is looked at from near: drawn with cards, whatever the others are. */
  readonly opened?: string | null;
  /** The plan of the layout before: it is kept while it can be, so that a panel that grows by a line changes nothing. */
  readonly keep?: number | null;
}

export interface SceneLayout {
  /** Which of the plans it follows. */
  readonly plan: number;
  readonly frames: readonly FrameLayout[];
  readonly user: Box;
  /** What the API server stores, where no card of it has room for that. */
  readonly store: Box | null;
  /** Rows in the API server's card for what it stores; a brief card counts them in one line. */
  readonly storedRows: number;
  readonly width: number;
  readonly height: number;
}

interface Plan {
  readonly controlPlane: PodForm;
  readonly worker: PodForm;
  readonly allFiles: boolean;
}

/** From the one that says most to the densest. */
const PLANS: readonly Plan[] = [
  { controlPlane: 'card', worker: 'card', allFiles: true },
  { controlPlane: 'card', worker: 'brief', allFiles: true },
  { controlPlane: 'brief', worker: 'brief', allFiles: true },
  { controlPlane: 'brief', worker: 'brief', allFiles: false },
  { controlPlane: 'mini', worker: 'mini', allFiles: false },
  { controlPlane: 'mini', worker: 'cell', allFiles: false },
  { controlPlane: 'cell', worker: 'cell', allFiles: false },
];
const LAST_WITH_CARDS = 3;
const LAST_WITH_MINIS = 4;

/** So much may be gained by looking at all of it from a little further away. */
const SHRINKS_TO = 0.945;
const KEEPS_TO = 0.86;
/** A cluster with more nodes is never drawn larger than with minis where it must be panned. */
const MOST_WITH_CARDS = 5;
const MOST_WITH_MINIS = 12;
const NARROW = 480;

const MARGIN = 12;
const FRAME_GAP = 10;
const TILE_GAP = 8;
const ROW_GAP = 14;

/** Chooses the forms and places everything. */
export function layoutCluster(input: LayoutInput): SceneLayout {
  const layout = chosen(input);
  const share = input.height / layout.height;
  // Seen from a little further away there is more width to fill.
  return share < 1 && share >= KEEPS_TO ? layoutWith(layout.plan, { ...input, width: input.width / share }) : layout;
}

function chosen(input: LayoutInput): SceneLayout {
  const fits = ({ height }: SceneLayout, share: number): boolean => height * share <= input.height;
  const count = input.nodes.length;
  // What does not fit in any way is panned: then it need not be denser than one can read with ease.
  const narrow = input.width < NARROW;
  const last = count > MOST_WITH_MINIS ? PLANS.length - 1 : count > MOST_WITH_CARDS ? LAST_WITH_MINIS : narrow ? 2 : LAST_WITH_CARDS;
  const first = count > MOST_WITH_MINIS ? LAST_WITH_MINIS : narrow ? 2 : 0;
  const { keep = null } = input;
  if (keep !== null && keep >= first && keep <= last) {
    const kept = layoutWith(keep, input);
    if (fits(kept, KEEPS_TO) || keep === last) return kept;
  }
  let layout = layoutWith(first, input);
  for (let plan = first + 1; plan <= last && !fits(layout, SHRINKS_TO); plan++) layout = layoutWith(plan, input);
  return layout;
}

/** Least width of a frame whose pods have this form. */
const LEAST_FRAME: Readonly<Record<PodForm, number>> = { card: 300, brief: 226, mini: 216, cell: 92 };
/** A control plane's four cards want the whole width. */
const LEAST_CONTROL_PLANE = 600;

function layoutWith(number: number, { nodes, room, width, header, opened = null }: LayoutInput): SceneLayout {
  const plan = PLANS[number] as Plan;
  const inner = Math.max(280, width - 2 * MARGIN);
  const withCard = plan.controlPlane === 'card';
  // Where its card is small, what a user has stored gets a shelf; that some pods wait is one line.
  const hasShelf = !withCard && room.storesOwners;
  const storedRows = hasShelf ? 0 : Math.min(room.stored, MOST_STORED);
  const userWidth = Math.min(230, inner);
  const user: Box = { x: MARGIN + inner - userWidth, y: header > 0 ? 4 : 8, width: userWidth, height: USER_HEIGHT };
  const frames: FrameLayout[] = [];
  let y = Math.max(header + 2, bottom(user) + 6);
  const put = (group: readonly LayoutNode[], form: PodForm, least: number) => {
    const gap = form === 'cell' ? TILE_GAP : FRAME_GAP;
    const fit = Math.max(1, Math.floor((inner + gap) / (least + gap)));
    // Tiles are equally wide in all groups; larger frames fill their row.
    const columns = form === 'cell' ? fit : Math.min(group.length, fit);
    for (let i = 0; i < group.length; i += columns) {
      const row = group.slice(i, i + columns);
      const each = (inner - gap * (columns - 1)) / columns;
      const laid = row.map(({ name }, column) =>
        frameLayout({
          node: name,
          x: MARGIN + column * (each + gap),
          y,
          width: each,
          form,
          allFiles: plan.allFiles,
          files: room.files.get(name) ?? 0,
          cards: room.cards.get(name) ?? [],
          minis: room.minis.get(name) ?? 0,
          storedRows,
        }),
      );
      const height = Math.max(...laid.map(({ frame }) => frame.height));
      frames.push(...laid.map((one) => ({ ...one, frame: { ...one.frame, height } })));
      y += height + (form === 'cell' ? gap : ROW_GAP);
    }
  };
  const near = nodes.filter(({ name }) => name === opened);
  const rest = nodes.filter(({ name }) => name !== opened);
  put(near, 'card', LEAST_CONTROL_PLANE);
  const controlPlanes = rest.filter(({ role }) => role === 'control-plane');
  put(controlPlanes, plan.controlPlane, withCard || plan.controlPlane === 'brief' ? LEAST_CONTROL_PLANE : LEAST_FRAME[plan.controlPlane]);
  const store = hasShelf ? { x: MARGIN, y, width: inner, height: storeHeight(inner, room.stored) } : null;
  if (store) y += store.height + FRAME_GAP;
  put(rest.filter(({ role }) => role === 'worker'), plan.worker, LEAST_FRAME[plan.worker]);
  const ends = frames.map(({ frame }) => bottom(frame));
  return { plan: number, frames, user, store, storedRows, width: inner + 2 * MARGIN, height: Math.max(bottom(user), ...ends) + 2 };
}

/** Two objects a row from 560 px of width. */
export const storeColumns = (width: number): number => (width >= 560 ? 2 : 1);

const storeHeight = (width: number, stored: number): number => 30 + Math.ceil(Math.min(stored, MOST_STORED) / storeColumns(width)) * STORE_ROW + 8;
