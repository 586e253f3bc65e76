/**
 * How the items of a list begin: at one column of lines of their own, or all with the same bytes. After a broken item the
 * next one is recognised by it.
 */
import { comma, isBlank } from './jsonBytes';

/** Bytes by which the start of an item is recognised when items do not begin on lines of their own. */
export const headLength = 6;

/** How items look at their beginning: at a column of their own line, or with these bytes. */
export interface Layout {
  readonly column: number | null;
  readonly head: Uint8Array;
}

export const layoutOf = (column: number | null, bytes: Uint8Array): Layout => ({ column, head: bytes.slice(0, headLength) });

/** In a text without line breaks an item stands behind a comma; elsewhere a bracket opens a part of one. */
const mayPrecede = (before: number | undefined): boolean => before === undefined || before === comma || isBlank(before);

/**
 * What the bracket at `at` opens: a value of its own at the left margin, the next item, or nothing of the kind; `later`
 * when the bytes that would tell have not come yet. `column`: where it stands in a line of its own, else null.
 */
export function opensAt(chunk: Uint8Array, at: number, column: number | null, layout: Layout | null): 'value' | 'item' | 'later' | 'nothing' {
  if (column === 0 && layout?.column !== 0) return 'value';
  if (column !== null && (layout === null || layout.column === column)) return 'item';
  if (layout === null || layout.column !== null || !mayPrecede(chunk[at - 1])) return 'nothing';
  if (at + layout.head.length > chunk.length) return 'later';
  return layout.head.every((each, i) => chunk[at + i] === each) ? 'item' : 'nothing';
}
