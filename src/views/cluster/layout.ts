/**
 * Where everything stands: frames for nodes, the control plane's above the workers'. Pure arithmetic from the room that a
 * run needs and the size of the panel; positions do not depend on the step, so nothing jumps. The forms of the pods are
 * the ones that say most among those with which the whole cluster is in sight.
 */
import { type Box, bottom } from './box';
import { type FolderForm, frameLayout, type FrameLayout } from './frameLayout';
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
  readonly folder: FolderForm;
}

const plan = (controlPlane: PodForm, worker: PodForm, folder: FolderForm): Plan => ({ controlPlane, worker, folder });

/** From the one that says most to the densest. Cells for workers leave room to say more of a control plane. */
const PLANS = [
  plan('card', 'card', 'all'), plan('brief', 'card', 'all'), plan('brief', 'card', 'first'), plan('brief', 'brief', 'all'), plan('brief', 'brief', 'first'),
  plan('mini', 'mini', 'count'), plan('card', 'cell', 'all'), plan('brief', 'cell', 'first'), plan('mini', 'cell', 'count'), plan('cell', 'cell', 'count'),
] as const;
const BRIEF = 3;
const MINI = 5;

/** So much may be gained by looking at all of it from a little further away. */
const SHRINKS_TO = 0.945;
const KEEPS_TO = 0.9;
/** A cluster of more nodes is not panned in cards; one of still more not in minis. */
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
  const { keep = null } = input;
  const { first, last, calm } = plansFor(input);
  const shareOf = ({ height }: SceneLayout): number => input.height / height;
  if (keep !== null && keep >= first && keep <= last) {
    const kept = layoutWith(keep, input);
    if (keep === last || shareOf(kept) >= KEEPS_TO) return kept;
  }
  let layout = layoutWith(first, input);
  for (let next = first + 1; next <= last && shareOf(layout) < SHRINKS_TO; next++) {
    if (next === calm.before && shareOf(layout) >= calm.from) break;
    layout = layoutWith(next, input);
  }
  return layout;
}

interface Choice {
  readonly first: number;
  readonly last: number;
  /** With so much in sight, panning is better than this plan. */
  readonly calm: { readonly before: number; readonly from: number };
}

/** Which plans come into question. What does not fit need not be denser than one reads with ease. */
function plansFor({ nodes, width }: LayoutInput): Choice {
  const never = { before: -1, from: 1 };
  if (nodes.length > MOST_WITH_MINIS) return { first: MINI, last: PLANS.length - 1, calm: never };
  const few = nodes.length <= MOST_WITH_CARDS;
  if (width < NARROW) return { first: few ? BRIEF : MINI, last: few ? BRIEF : MINI, calm: never };
  return few ? { first: 0, last: MINI, calm: { before: MINI, from: 0.62 } } : { first: 0, last: PLANS.length - 2, calm: { before: MINI + 1, from: 0.72 } };
}

/** Least width of a frame whose pods have this form. */
const LEAST_FRAME: Readonly<Record<PodForm, number>> = { card: 300, brief: 226, mini: 216, cell: 100 };
/** A control plane's four cards want the whole width. */
const LEAST_CONTROL_PLANE = 600;

function layoutWith(number: number, { nodes, room, width, header, opened = null }: LayoutInput): SceneLayout {
  const chosenPlan = PLANS[number] as Plan;
  const inner = Math.max(280, width - 2 * MARGIN);
  const withCard = chosenPlan.controlPlane === 'card';
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
          folder: chosenPlan.folder,
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
  put(controlPlanes, chosenPlan.controlPlane, withCard || chosenPlan.controlPlane === 'brief' ? LEAST_CONTROL_PLANE : LEAST_FRAME[chosenPlan.controlPlane]);
  const store = hasShelf ? { x: MARGIN, y, width: inner, height: shelfHeight(inner, room.stored) } : null;
  if (store) y += store.height + FRAME_GAP;
  put(rest.filter(({ role }) => role === 'worker'), chosenPlan.worker, LEAST_FRAME[chosenPlan.worker]);
  const ends = frames.map(({ frame }) => bottom(frame));
  return { plan: number, frames, user, store, storedRows, width: inner + 2 * MARGIN, height: Math.max(bottom(user), ...ends) + 2 };
}

/** From this width the shelf has its title at the left and two columns. */
const WIDE_SHELF = 560;
export const isWideShelf = (width: number): boolean => width >= WIDE_SHELF;

/** Objects that the shelf shows. */
export const shelfRoom = (width: number): number => (isWideShelf(width) ? 4 : 3);

function shelfHeight(width: number, stored: number): number {
  const shown = Math.min(stored, shelfRoom(width));
  return isWideShelf(width) ? 12 + Math.ceil(shown / 2) * STORE_ROW : 32 + shown * STORE_ROW;
}
