/**
 * How much room the things on the canvas take, in px, with 12 % of slack for wide typefaces. The components draw by the
 * same figures. Pure.
 */
import type { CardRoom } from './slots';

/** Forms of a pod, from the one that says most to the one that says least. */
export type PodForm = 'card' | 'brief' | 'mini' | 'cell';

/** From a frame's edge to what is in it. */
export const PAD = 12;
/** Below what is in it, above its base. */
export const FLOOR = 8;
/** The plate of a node. */
export const HEAD = 32;
/** Between things that no edge runs between. */
export const GAP = 8;
/** Between the control plane's cards: room for an arrow. */
export const ARROW_GAP = 14;
/** Between a frame's rows, where tokens find room. */
export const GUTTER = 28;
/** The base of a node's case. */
export const BASE = 5;

export const ACTOR_HEIGHT = 46;
export const DENSE_ACTOR_HEIGHT = 32;
export const NETWORK = { width: 36, height: 22 } as const;
export const MINI_HEIGHT = 28;
export const USER_HEIGHT = 36;
/** A pod in a tile; from one to the next it is 24 px, so that each can be hit. */
export const CELL = 20;
export const CELL_GAP = 4;
export const STORE_ROW = 20;
/** Containers of which a card shows a row. */
export const MOST_ROWS = 4;

/** Widest letters of the usual faces, bold at 13 px and plain at 12 px. */
const BOLD_LETTER = 8.6;
const LETTER = 7.4;
/** Bold at 12 px. */
const SMALL_BOLD_LETTER = 7.8;

/** A folder with so many rows; an empty one shows its path alone. */
export const folderHeight = (rows: number): number => (rows === 0 ? 31 : 37 + rows * 25);

/** Lines of a pod's name in a card of this width: one or two. */
export const nameLines = (letters: number, width: number): 1 | 2 => (letters <= lettersIn(width) ? 1 : 2);

/** Below this width a card has smaller letters. */
export const NARROW_CARD = 138;
/** Below this one it says states in their shortest form. */
export const SHORT_WORDS = 156;

/** Bold letters on a line of a card of this width. */
export const lettersIn = (width: number): number => (width < NARROW_CARD ? Math.floor((width - 16) / SMALL_BOLD_LETTER) : Math.floor((width - 20) / BOLD_LETTER));

/** Letters of a name beside badge and glyph in a mini of this width. */
export const miniLetters = (width: number): number => Math.max(8, Math.floor((width - 86) / LETTER));

/** From this width a card has name and state of a container on one line. */
export const WIDE_CARD = 250;

/** Lines of a container's name in a card of this width. */
export const containerLines = (letters: number, width: number): 1 | 2 => (letters <= Math.floor((width - 38) / SMALL_BOLD_LETTER) ? 1 : 2);

const containerHeight = (letters: number, width: number): number => (width >= WIDE_CARD ? 26 : 8 + 16 * (1 + containerLines(letters, width)));

/** Lid, badge, name and what lies between. */
const cardHead = (letters: number, width: number): number => 7 + 7 + (width >= 200 ? 22 : 18) + 5 + 18 * nameLines(letters, width) + 5;

/**
 * A card with rows for containers and a foot. Where it lists what the API server stores, these rows stand in place of its
 * own container's, whose state goes beside the badge.
 */
export function cardHeight({ containers, letters }: CardRoom, width: number, storedRows: number): number {
  const rows = containers.slice(0, MOST_ROWS).reduce((sum, name) => sum + containerHeight(name, width) + 4, 0);
  const own = storedRows > 0 ? 4 + storedRows * STORE_ROW : rows + (containers.length > MOST_ROWS ? 18 : 0);
  return cardHead(letters, width) + own + 18 + 8;
}

/** Badge, name and one line of state; one more for the number of stored objects. */
export const briefHeight = (letters: number, width: number, counts: boolean): number => cardHead(letters, width) + 16 + 9 + (counts ? 18 : 0);

/** Width of a token with this text, in the mono face. */
export const tokenWidth = (text: string): number => Math.ceil(text.length * 7.5 + 22);
