/**
 * What stands where inside one node: at the top its folder, kubelet and runtime, below them the pods by their slots.
 * Pure arithmetic from the width, the form of its pods and the room that the run needs.
 */
import type { Box } from './box';
import { bottom } from './box';
import {
  ACTOR_HEIGHT, ARROW_GAP, BASE, briefHeight, cardHeight, CELL, CELL_GAP, DENSE_ACTOR_HEIGHT, FLOOR, folderHeight, GAP, GUTTER, HEAD, MINI_HEIGHT, NETWORK, PAD, type PodForm,
} from './sizes';
import type { CardRoom, ControlPlanePart } from './slots';

export type FolderForm = 'all' | 'first' | 'count';

export interface FrameInput {
  readonly node: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly form: PodForm;
  /** Show all files, the first of them and a count, or the count alone. */
  readonly folder: FolderForm;
  readonly files: number;
  readonly cards: readonly CardRoom[];
  readonly minis: number;
  /** Rows that the API server's card keeps for what it stores; in a brief one any number means one line. */
  readonly storedRows: number;
}

export interface FrameLayout {
  readonly node: string;
  readonly frame: Box;
  readonly form: PodForm;
  /** Absent in a tile, where the pods are cells. */
  readonly inside: {
    readonly folder: Box;
    readonly kubelet: Box;
    readonly containerd: Box;
    /** A chip on the runtime's block; absent where that is small. */
    readonly network: Box | null;
    /** Small blocks without a fact. */
    readonly dense: boolean;
  } | null;
  /** By slot: cards, minis or cells. */
  readonly cards: readonly Box[];
  readonly minis: readonly Box[];
  /** Where the pods stand: for a sentence while there are none. */
  readonly ground: Box;
}

export function frameLayout(input: FrameInput): FrameLayout {
  return input.form === 'cell' ? tile(input) : frame(input);
}

function frame(input: FrameInput): FrameLayout {
  const { node, x, y, width, form, cards, minis } = input;
  const inner = width - 2 * PAD;
  const left = x + PAD;
  const top = topRow(left, y + HEAD, inner, input);
  const asCards = form === 'card' || form === 'brief';
  const cardBoxes = asCards ? cardGrid(left, top.bottom, inner, input) : [];
  const under = cardBoxes.length > 0 ? Math.max(...cardBoxes.map(bottom)) + UNDER_CARDS : top.bottom;
  const small = asCards ? { cards: cardBoxes, minis: miniGrid(left, under, inner, minis, LEAST_MINI) } : shared(cards, minis, (count) => miniGrid(left, under, inner, count, cards.some(({ part }) => part !== null) ? LEAST_PART : LEAST_MINI));
  const end = Math.max(top.bottom + MINI_HEIGHT, ...small.cards.map(bottom), ...small.minis.map(bottom));
  return {
    node,
    form,
    frame: { x, y, width, height: end + FLOOR + BASE - y },
    inside: top.inside,
    ...small,
    ground: { x: left, y: top.bottom, width: inner, height: end - top.bottom },
  };
}

/** One grid for cards and minis: the control plane's parts first, then the system's, then everything else. */
function shared(cards: readonly CardRoom[], minis: number, grid: (count: number) => Box[]): { readonly cards: Box[]; readonly minis: Box[] } {
  const boxes = grid(cards.length + minis);
  const parts = cards.filter(({ part }) => part !== null).length;
  const at = (i: number): Box => boxes[i] ?? NOWHERE;
  let part = 0;
  let other = parts + minis;
  return { cards: cards.map((card) => at(card.part === null ? other++ : part++)), minis: boxes.slice(parts, parts + minis) };
}

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/** From cards to minis: an edge may leave a card there. */
const UNDER_CARDS = 11;

type Top = { readonly inside: NonNullable<FrameLayout['inside']>; readonly bottom: number };

function topRow(x: number, y: number, inner: number, { files, folder: form }: FrameInput): Top {
  const rows = form === 'all' ? files : form === 'first' ? Math.min(files, 1) : 0;
  if (inner >= 540) return besideFolder(x, y, inner, rows);
  const folder: Box = { x, y, width: inner, height: folderHeight(rows) };
  const dense = inner < 296;
  const height = dense ? DENSE_ACTOR_HEIGHT : ACTOR_HEIGHT;
  const gap = dense ? 26 : Math.min(90, Math.max(26, inner * 0.1));
  const share = dense ? 0.44 : 0.4;
  const kubelet: Box = { x, y: bottom(folder) + 12, width: (inner - gap) * share, height };
  const containerd: Box = { ...kubelet, x: kubelet.x + kubelet.width + gap, width: inner - gap - kubelet.width };
  return { inside: { folder, kubelet, containerd, network: dense ? null : chipOn(containerd), dense }, bottom: bottom(kubelet) + GUTTER };
}

/** The folder at the left, the processes at its right, with room for a token above or below them. */
function besideFolder(x: number, y: number, inner: number, rows: number): Top {
  const height = folderHeight(Math.max(1, rows));
  const folder: Box = { x, y, width: Math.min(290, Math.max(262, inner * 0.39)), height };
  const roomy = height > ACTOR_HEIGHT + 2 * GUTTER;
  const actorY = y + (roomy ? GUTTER : (height - ACTOR_HEIGHT) / 2);
  // Without their facts and the plugin's chip both blocks are small, and the edges between long enough to be seen.
  const dense = inner < 640;
  const [first, second] = dense ? [106, 128] : [134, 184];
  const containerd: Box = { x: x + inner - second, y: actorY, width: second, height: ACTOR_HEIGHT };
  const free = containerd.x - folder.x - folder.width - first;
  const kubelet: Box = { x: folder.x + folder.width + Math.min(36, free * 0.36), y: actorY, width: first, height: ACTOR_HEIGHT };
  return { inside: { folder, kubelet, containerd, network: dense ? null : chipOn(containerd), dense }, bottom: bottom(folder) + (roomy ? 16 : GUTTER + 2) };
}

const chipOn = (block: Box): Box => ({ x: block.x + block.width - NETWORK.width - 8, y: block.y + (block.height - NETWORK.height) / 2, ...NETWORK });

/** How wide the control plane's cards are beside each other: as their names need. */
const SHARES: Readonly<Record<ControlPlanePart, number>> = { etcd: 1.1, 'kube-apiserver': 1.47, 'kube-controller-manager': 1.26, 'kube-scheduler': 1.11 };

/** The same where names stand on two lines anyhow. */
const NARROW_SHARES: typeof SHARES = { etcd: 1, 'kube-apiserver': 1.2, 'kube-controller-manager': 1.25, 'kube-scheduler': 1.15 };
const NARROW = 640;

const LEAST_CARD = 146;
const MOST_CARD = 340;

function cardGrid(x: number, y: number, inner: number, { cards, form, storedRows }: FrameInput): Box[] {
  const parts = cards.filter(({ part }) => part !== null).length;
  const gap = parts > 1 ? ARROW_GAP : GAP;
  const fit = inner >= 540 && parts > 1 ? 4 : Math.max(1, Math.floor((inner + gap) / (LEAST_CARD + gap)));
  const columns = Math.max(1, Math.min(fit, Math.max(cards.length, 2)));
  const boxes: Box[] = [];
  let top = y;
  for (let i = 0; i < cards.length; i += columns) {
    const row = cards.slice(i, i + columns);
    const shares = row.map(({ part }) => (part === null || columns < 4 ? 1 : (inner < NARROW ? NARROW_SHARES : SHARES)[part]));
    const filled = shares.reduce((sum, share) => sum + share, 0) + Math.max(0, columns - row.length);
    const unit = (inner - gap * (columns - 1)) / filled;
    const widths = shares.map((share) => Math.min(MOST_CARD, unit * share));
    const height = Math.max(...row.map((room, at) => heightOf(room, form, widths[at] ?? 0, storedRows)));
    let left = x;
    for (const width of widths) {
      boxes.push({ x: left, y: top, width, height });
      left += width + gap;
    }
    top += height + (parts > 1 ? ARROW_GAP + 6 : GAP);
  }
  return boxes;
}

function heightOf(room: CardRoom, form: PodForm, width: number, storedRows: number): number {
  const stored = room.part === 'kube-apiserver' ? storedRows : 0;
  return form === 'brief' ? briefHeight(room.letters, width, stored > 0) : cardHeight(room, width, stored);
}

const LEAST_MINI = 140;
/** The control plane's parts have longer names. */
const LEAST_PART = 186;
const MOST_MINI = 240;

function miniGrid(x: number, y: number, inner: number, count: number, least: number): Box[] {
  const gap = inner >= 540 ? ARROW_GAP : GAP;
  const columns = Math.max(1, Math.min(Math.max(count, 2), Math.floor((inner + gap) / (least + gap))));
  const width = Math.min(columns === 1 ? inner : MOST_MINI, (inner - gap * (columns - 1)) / columns);
  return Array.from({ length: count }, (_, i) => ({
    x: x + (i % columns) * (width + gap),
    y: y + Math.floor(i / columns) * (MINI_HEIGHT + 5),
    width,
    height: MINI_HEIGHT,
  }));
}

const TILE_PAD = 7;
const TILE_HEAD = 24;

/** A tile: the node's name and a cell a pod. */
function tile({ node, x, y, width, cards, minis }: FrameInput): FrameLayout {
  const inner = width - 2 * TILE_PAD;
  const columns = Math.max(1, Math.floor((inner + CELL_GAP) / (CELL + CELL_GAP)));
  const cells = shared(cards, minis, (count) =>
    Array.from({ length: count }, (_, i) => ({
      x: x + TILE_PAD + (i % columns) * (CELL + CELL_GAP),
      y: y + TILE_HEAD + Math.floor(i / columns) * (CELL + CELL_GAP),
      width: CELL,
      height: CELL,
    })),
  );
  const end = Math.max(y + TILE_HEAD + CELL, ...cells.cards.map(bottom), ...cells.minis.map(bottom));
  return {
    node,
    form: 'cell',
    frame: { x, y, width, height: end + TILE_PAD + 3 - y },
    inside: null,
    ...cells,
    ground: { x: x + TILE_PAD, y: y + TILE_HEAD, width: inner, height: end - y - TILE_HEAD },
  };
}
