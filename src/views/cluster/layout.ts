/**
 * Where everything stands: frames for nodes, and in them folder, actors and pods. Pure arithmetic from the room that a run
 * needs and the width of the panel; positions do not depend on the step, so nothing jumps.
 */
import type { Room } from './slots';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Detail = 'cards' | 'minis' | 'cells';

export interface FrameLayout {
  readonly node: string;
  readonly frame: Box;
  readonly detail: Detail;
  readonly folder: Box;
  readonly kubelet: Box;
  readonly containerd: Box;
  readonly network: Box;
  /** Relative to the frame, by slot. */
  readonly cards: readonly Box[];
  readonly minis: readonly Box[];
}

export interface SceneLayout {
  readonly frames: readonly FrameLayout[];
  readonly user: Box;
  readonly store: Box | null;
  readonly width: number;
  readonly height: number;
}

export interface LayoutInput {
  readonly nodes: readonly { readonly name: string; readonly role: 'control-plane' | 'worker' }[];
  readonly room: Room;
  /** Width of the panel, px. */
  readonly width: number;
}

const PAD = 12;
const GAP = 10;
const HEAD = 36;
const ACTOR = { width: 150, height: 46 };
const NETWORK = 26;
/** An empty folder shows its path alone. */
const EMPTY_FOLDER = 31;
const MINI = { width: 150, height: 28 };
const CARD_WIDTH = 148;
const MOST_ROWS = 4;

/** Height of a card with room for so many containers. */
export const cardHeight = (containers: number): number => 112 + Math.min(containers, MOST_ROWS) * 42 + (containers > MOST_ROWS ? 18 : 0);
const folderHeight = (files: number): number => (files === 0 ? EMPTY_FOLDER : 36 + files * 25);

/** How much of a node is drawn, by the number of nodes. */
export const detailFor = (nodes: number): Detail => (nodes <= 5 ? 'cards' : nodes <= 12 ? 'minis' : 'cells');

export function layoutCluster({ nodes, room, width }: LayoutInput): SceneLayout {
  const detail = detailFor(nodes.length);
  const inner = Math.max(300, width - 2 * PAD);
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane');
  const workers = nodes.filter(({ role }) => role === 'worker');
  const user: Box = { x: PAD, y: 4, width: Math.min(290, inner), height: 38 };
  let y = user.y + user.height + 12;
  const frames: FrameLayout[] = [];
  const row = (names: readonly string[], columns: number, minimum: number) => {
    for (let i = 0; i < names.length; i += columns) {
      const inRow = names.slice(i, i + columns);
      const each = (inner - GAP * (columns - 1)) / columns;
      const laid = inRow.map((node, column) => frameLayout(node, PAD + column * (each + GAP), y, each, room, detail, minimum));
      const height = Math.max(...laid.map(({ frame }) => frame.height));
      frames.push(...laid.map((one) => ({ ...one, frame: { ...one.frame, height } })));
      y += height + GAP + 2;
    }
  };
  const columnsFor = (count: number, least: number) => Math.max(1, Math.min(count, Math.floor((inner + GAP) / (least + GAP))));
  const least = detail === 'cells' ? 128 : detail === 'minis' ? 300 : 330;
  row(controlPlanes.map(({ name }) => name), controlPlanes.length === 1 || detail === 'cards' ? (inner > 1000 ? Math.min(controlPlanes.length, 2) : 1) : columnsFor(controlPlanes.length, least), 0);
  row(workers.map(({ name }) => name), columnsFor(workers.length, least), 0);
  return { frames, user, store: null, width, height: y };
}

function frameLayout(node: string, x: number, y: number, width: number, room: Room, detail: Detail, minimum: number): FrameLayout {
  const inner = width - 2 * PAD;
  const files = room.files.get(node) ?? 0;
  const containers = detail === 'cards' ? (room.cards.get(node) ?? []) : [];
  const minis = (room.minis.get(node) ?? 0) + (detail === 'cards' ? 0 : (room.cards.get(node)?.length ?? 0));
  if (detail === 'cells') return cellsLayout(node, x, y, width, minis);
  const top = topRow(inner, files);
  const cards = grid(containers.length, inner, CARD_WIDTH, containers.map(cardHeight), top.bottom + 14);
  const miniRows = grid(minis, inner, MINI.width, Array.from({ length: minis }, () => MINI.height), containers.length > 0 ? cards.bottom : top.bottom + 10);
  const height = Math.max(minimum, (minis > 0 ? miniRows.bottom : containers.length > 0 ? cards.bottom : top.bottom + 16) + 6);
  return { node, detail, frame: { x, y, width, height }, ...top.boxes, cards: cards.boxes, minis: miniRows.boxes };
}

/** Folder at the left and the actors at its right; under each other where the frame is narrow. */
function topRow(inner: number, files: number): { readonly boxes: Pick<FrameLayout, 'folder' | 'kubelet' | 'containerd' | 'network'>; readonly bottom: number } {
  const actor = (x: number, y: number, width = ACTOR.width): Box => ({ x: PAD + x, y, width, height: ACTOR.height });
  const under = (box: Box, gap: number): Box => ({ ...box, y: box.y + box.height + gap, height: NETWORK });
  if (inner >= 560) {
    const folder: Box = { x: PAD, y: HEAD, width: Math.min(270, inner - 2 * ACTOR.width - 90), height: folderHeight(files) };
    const containerd = actor(inner - ACTOR.width, HEAD + 6);
    const boxes = { folder, kubelet: actor(folder.width + Math.max(36, (inner - folder.width - 2 * ACTOR.width) / 2 - 40), HEAD + 6), containerd, network: under(containerd, 22) };
    return { boxes, bottom: Math.max(folder.y + folder.height, boxes.network.y + boxes.network.height) };
  }
  const width = Math.min(ACTOR.width, Math.floor((inner - 30) / 2));
  const folder: Box = { x: PAD, y: HEAD, width: inner, height: folderHeight(files) };
  const y = folder.y + folder.height + 14;
  const containerd = actor(inner - width, y, width);
  const boxes = { folder, kubelet: actor(0, y, width), containerd, network: under(containerd, 10) };
  return { boxes, bottom: boxes.network.y + boxes.network.height };
}

const NOWHERE: Box = { x: PAD, y: HEAD, width: 0, height: 0 };

/** A tile: pods as cells of the class badge's two colours. */
function cellsLayout(node: string, x: number, y: number, width: number, pods: number): FrameLayout {
  const cell = 18;
  const boxes = grid(pods, width - 2 * 10, cell, Array.from({ length: pods }, () => cell), 46, 4, 10, true);
  const height = Math.max(84, boxes.bottom + 8);
  const frame = { x, y, width, height };
  return { node, detail: 'cells', frame, folder: NOWHERE, kubelet: NOWHERE, containerd: NOWHERE, network: NOWHERE, cards: [], minis: boxes.boxes };
}

/** A grid of boxes of at least `least` width that fills the width; each row is as high as its highest box. */
function grid(count: number, inner: number, least: number, heights: readonly number[], top: number, gap = 8, pad = PAD, fixed = false): { readonly boxes: readonly Box[]; readonly bottom: number } {
  const fit = Math.max(1, Math.floor((inner + gap) / (least + gap)));
  const columns = fixed ? fit : Math.max(1, Math.min(fit, Math.max(count, 2)));
  const width = fixed ? least : Math.min((inner - gap * (columns - 1)) / columns, 340);
  const boxes: Box[] = [];
  let y = top;
  for (let i = 0; i < count; i += columns) {
    const row = heights.slice(i, i + columns);
    const height = Math.max(...row);
    row.forEach((_, column) => boxes.push({ x: pad + column * (width + gap), y, width, height }));
    y += height + gap;
  }
  return { boxes, bottom: y };
}
