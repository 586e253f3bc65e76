/**
 * Finds the ends of a JSON list's items by their lines instead of byte by byte: in text as kubectl and jq print it, the
 * line that is no deeper than an item's first one ends it. That is a guess, which costs a tenth of reading the bytes;
 * JSON.parse, which must read the item anyway, confirms it. An item that it refuses is left to the careful scan.
 */
import { largestItem } from './streamParts';

const newline = 0x0a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Characters of a value on one line. A longer line is a whole list. */
const longestLine = 1_000_000;

/** Where an item begins. Offsets are bytes from the start of the stream. */
export interface ItemStart {
  readonly at: number;
  readonly line: number;
  readonly lineStart: number;
  /** Null when something stands before it on its line. */
  readonly column: number | null;
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d;

/** Bytes of a text as UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair stands for two of its four bytes.
    length += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return length;
}

/** Behind the last bracket of the line that ends at `to`, a comma may follow it; -1 when the line ends otherwise. */
function endOfLine(text: string, from: number, to: number): number {
  let at = to - 1;
  while (at > from && isBlank(text.charCodeAt(at))) at -= 1;
  if (text.charCodeAt(at) === comma) do at -= 1; while (at > from && isBlank(text.charCodeAt(at)));
  return text.charCodeAt(at) === closeBrace ? at + 1 : -1;
}

export interface ItemReader {
  /** Takes an item, or answers false: then it is not read. `length` in bytes. */
  (start: ItemStart, text: string, length: number): boolean;
}

/** `inside`: an item is open. `after`: what is left stands behind an item. `unread`: it begins with an item that was not read. */
export type LinesState = 'inside' | 'after' | 'unread';

export class ItemLines {
  /** Whole lines of the open item. */
  private held = '';
  /** What follows: its last line, which may go on, with the line break before it. */
  private rest = '';
  private breaks = 0;
  /** Does `rest` begin with a line break, whose line is not yet decided? */
  private breakWaits = false;
  private isAscii = true;

  /** `values`: the items are values on lines of their own and no list's; one with several lines is not read. */
  constructor(private item: ItemStart, private readonly column: number, private readonly values: boolean, private readonly read: ItemReader) {}

  /** Where the open item begins, or, after an item, where what is left does. */
  get start(): ItemStart {
    return this.item;
  }

  /** The text that was not taken. */
  get left(): string {
    return this.held + this.rest;
  }

  /** Takes the text that follows; the first of all begins with the item's bracket. `ascii`: each character is one byte. */
  push(text: string, ascii: boolean): LinesState {
    this.rest += text;
    this.isAscii &&= ascii;
    if (this.held.length + this.rest.length > (this.values ? longestLine : largestItem)) return 'unread';
    return this.breakWaits || text.includes('\n') ? this.lines(this.rest, ascii) : 'inside';
  }

  private lines(text: string, ascii: boolean): LinesState {
    const { column } = this;
    let from = 0;
    /** Up to here the lines were looked at. */
    let seen = 0;
    let at = text.indexOf('\n');
    for (;;) {
      if (at === -1) return this.hold(text, from, seen, 'inside');
      if (at + 1 + column >= text.length) return this.hold(text, from, at, 'inside');
      const code = text.charCodeAt(at + 1 + column);
      if (isBlank(code) && !this.values) {
        this.breaks += 1;
        seen = at + 1;
        at = text.indexOf('\n', at + 1 + column);
        continue;
      }
      const closes = code === closeBrace && !this.values;
      if (closes) this.breaks += 1;
      const end = closes ? at + 2 + column : endOfLine(text, from, at);
      if (end === -1 || !this.take(text.slice(from, end))) return this.hold(text, from, from, 'unread');
      const next = this.next(text, end);
      if (next === -1) return this.hold(text, end, end, 'after');
      this.isAscii = ascii;
      from = seen = next;
      at = text.indexOf('\n', from);
    }
  }

  /** Keeps what follows `from`; up to `seen` its lines need no second look. */
  private hold(text: string, from: number, seen: number, state: LinesState): LinesState {
    this.held += text.slice(from, seen);
    this.rest = text.slice(seen);
    this.breakWaits = this.rest.charCodeAt(0) === newline;
    return state;
  }

  /** Reads the open item, whose text ends with `tail`. */
  private take(tail: string): boolean {
    const { item } = this;
    const text = this.held === '' ? tail : this.held + tail;
    const length = this.isAscii ? text.length : utf8Length(text);
    if (length > largestItem || !this.read(item, text, length)) return false;
    const lastBreak = this.breaks === 0 ? -1 : text.lastIndexOf('\n');
    const lineStart = lastBreak === -1 ? item.lineStart : item.at + length - utf8Length(text.slice(lastBreak + 1));
    this.item = { at: item.at + length, line: item.line + this.breaks, lineStart, column: null };
    this.held = '';
    this.breaks = 0;
    return true;
  }

  /** The item behind the one that ended, if nothing but a comma stands between them and it looks alike; else -1. */
  private next(text: string, end: number): number {
    const { item, column } = this;
    let at = end;
    let { line } = item;
    let lineStart = -1;
    let commas = this.values ? 1 : 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === newline) {
        line += 1;
        lineStart = at + 1;
      } else if (code === comma && commas === 0) commas = 1;
      else if (!isBlank(code)) break;
    }
    if (text.charCodeAt(at) !== openBrace || commas === 0 || at - lineStart !== column || lineStart === -1) return -1;
    this.item = { at: item.at + (at - end), line, lineStart: item.at + (lineStart - end), column };
    return at;
  }
}
