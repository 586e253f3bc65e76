/**
 * The careful scan of a JSON dump: follows brackets and strings, byte by byte, and cuts out the items of lists and values
 * on their own. What is inside an item is JSON.parse's business. A broken item costs itself: the scan looks for the next
 * place that begins like its siblings. Left out: lists inside items.
 */
import { backslash, closeBrace, closeBracket, colon, comma, endOfText, isBlank, newline, openBrace, openBracket, quote } from './jsonBytes';
import type { ItemStart } from './streamLines';
import { concatBytes, largestItem, type SplitSink } from './streamParts';
import { headLength, type Layout, layoutOf, opensAt } from './streamSiblings';

/** Levels of brackets after which an item is given up. */
const mostLevels = 1000;
/** Bytes that may be scanned a second time after broken items: keeps hostile input linear. */
const mostRescanned = 256_000_000;

const tooLarge = { code: 'tooLarge', message: `An object is larger than ${largestItem / 1e6} MB`, detail: 'It was not read; etcd takes none over 1.5 MB.' } as const;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);
const text = (bytes: readonly number[]): string => decoder.decode(Uint8Array.from(bytes));
export class ItemScan {
  /** The offset of the chunk's first byte. */
  private base = 0;
  private chunk: Uint8Array = new Uint8Array(0);
  private line = 1;
  private lineStart = 0;
  /** Where the last byte that is no white space stood. */
  private lastAt = -1;
  /** The last bracket, comma, colon or quote. */
  private last = comma;
  private readonly open: number[] = [];
  private inString = false;
  /** The string that is read now, kept at the first level only: keys, and the list's kind. */
  private kept: number[] | null = null;
  private escaped = false;
  private key = '';
  private kind: string | undefined;
  private apiVersion: string | undefined;
  /** The level whose members are the items: 0 for values on their own, 1 in a bare list, 2 in a List's `items`. */
  private level = 0;
  private item: ItemStart | null = null;
  private parts: Uint8Array[] = [];
  private partsLength = 0;
  private layout: Layout | null = null;
  /** Looking for the next item after a broken one. */
  private seeking = false;
  private left: Uint8Array | null = null;
  private rescanned = 0;
  /** Whether items may be read by their lines from the next one on: at most once a chunk, and not where they are broken. */
  private mayReadLines = false;
  /** An item has begun that is to be read by its lines. */
  private toLines = false;

  constructor(private readonly sink: SplitSink) {}

  /** What a search keeps for the next chunk, to stand before it. Forgets it. */
  takeLeft(): Uint8Array | null {
    const { left } = this;
    this.left = null;
    return left;
  }

  /** Reads a chunk. Answers the rest of it that begins with an item to be read by its lines (see `begun`), null when all was read. */
  read(chunk: Uint8Array, mayReadLines: boolean): Uint8Array | null {
    this.mayReadLines = mayReadLines;
    return this.run(chunk);
  }

  /** The item that is open, and whether it is a value on its own. */
  get begun(): { readonly item: ItemStart | null; readonly alone: boolean } {
    return { item: this.item, alone: this.level === 0 };
  }

  /** Goes on behind what was read by lines: at an item that was not read, or behind one. */
  resume({ at, line, lineStart }: ItemStart, before: 'item' | 'end'): void {
    this.item = null;
    this.base = at;
    this.line = line;
    this.lineStart = lineStart;
    this.lastAt = before === 'item' ? lineStart - 1 : at - 1;
    this.last = before === 'item' ? comma : closeBrace;
  }

  /** No more bytes come. */
  end(): void {
    if (this.seeking || this.open.length === 0) return;
    const at = this.base;
    if (!this.item) this.sink.fault({ offset: at, line: this.line, code: 'truncated', message: 'The list ends before its last bracket', detail: 'The items before it were read.' });
    // What looked like one unfinished item may be several: a missing quote swallows those that follow.
    while (this.item) {
      this.broken('truncated', 'The text ends inside an object', 'The object was not read.', at);
      this.run(this.chunk, 1);
    }
  }

  private run(bytes: Uint8Array, from = 0): Uint8Array | null {
    this.chunk = bytes;
    let at = from;
    while (at < this.chunk.length) {
      if (this.toLines) {
        const rest = this.chunk.subarray(at);
        this.toLines = false;
        this.base += at;
        this.chunk = nothing;
        return rest;
      }
      if (this.seeking) at = this.seek(at);
      else if (this.inString) at = this.string(at);
      else if (this.open.length > this.shell) at = this.inside(at);
      else at = this.token(at);
    }
    const rest = this.keep();
    this.base += this.chunk.length;
    this.chunk = nothing;
    return rest;
  }

  /** Keeps what the open item has in this chunk. */
  private keep(): Uint8Array | null {
    if (!this.item) return null;
    const part = this.chunk.slice(Math.max(0, this.item.at - this.base));
    if (this.partsLength + part.length > largestItem) {
      this.broken(tooLarge.code, tooLarge.message, tooLarge.detail, this.item.at);
      return this.run(this.chunk, 1);
    }
    this.parts.push(part);
    this.partsLength += part.length;
    return null;
  }

  /** Reads up to the string's end. Only a raw line break can break a string. */
  private string(from: number): number {
    const { chunk, kept } = this;
    const { length } = chunk;
    let at = from;
    if (this.escaped) {
      if (kept) kept.push(chunk[at] ?? 0);
      this.escaped = false;
      at += 1;
    }
    for (; at < length; at++) {
      const byte = chunk[at];
      if (byte === quote) {
        this.inString = false;
        this.last = quote;
        this.lastAt = this.base + at;
        if (kept) this.keptString(text(kept));
        this.kept = null;
        return at + 1;
      }
      if (byte === backslash) {
        if (at + 1 >= length) {
          this.escaped = true;
          return length;
        }
        at += 1;
      } else if (byte === newline) return this.fault('jsonSyntax', 'A text in quotes runs over the end of its line', at);
      if (kept) kept.push(byte ?? 0);
    }
    return length;
  }

  /** Levels that are read with their keys: the list around the items, or the first level of a value on its own. */
  private get shell(): number {
    return Math.max(1, this.level);
  }

  /**
   * Follows brackets and texts inside an item, below its shell. Nearly all bytes of a dump pass here: it decides as
   * `token` and `mark` would, without their calls, and leaves to them what is rare.
   */
  private inside(from: number): number {
    const { chunk, open, shell } = this;
    const { length } = chunk;
    let { last } = this;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === 0x20) continue;
      if (byte === quote) {
        const end = endOfText(chunk, at + 1);
        last = quote;
        if (end !== -1) at = end;
        else {
          this.inString = true;
          at += 1;
          break;
        }
      } else if (byte === comma || byte === colon) last = byte;
      else if (byte === newline) {
        this.line += 1;
        this.lineStart = this.base + at + 1;
      } else if (byte === openBrace || byte === openBracket) {
        const may = open.at(-1) === openBrace ? last === colon : last === comma || last === openBracket;
        if (!may || open.length >= mostLevels) return this.rare(byte, at, last);
        open.push(byte);
        last = byte;
      } else if (byte === closeBrace || byte === closeBracket) {
        // The two closing brackets stand two places behind their opening ones.
        if (byte - (open.at(-1) ?? 0) !== 2 || open.length - 1 <= shell) return this.rare(byte, at, last);
        open.pop();
        last = byte;
      }
    }
    this.last = last;
    return at;
  }

  /** A bracket that ends the inside of an item, or that is wrong. */
  private rare(byte: number, at: number, last: number): number {
    this.last = last;
    const next = this.mark(byte, at);
    if (next >= 0) return next;
    this.lastAt = this.base + at;
    return at + 1;
  }

  private keptString(value: string): void {
    if (this.key === '') this.key = value;
    else {
      if (this.key === 'kind') this.kind = value;
      if (this.key === 'apiVersion') this.apiVersion = value;
      this.key = '';
    }
  }

  private token(from: number): number {
    const { chunk } = this;
    const { length } = chunk;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === 0x20) continue;
      if (byte === newline) {
        this.line += 1;
        this.lineStart = this.base + at + 1;
        continue;
      }
      if (byte === 0x09 || byte === 0x0d || byte === 0x1e) continue;
      if (byte === quote && this.open.length !== this.level) {
        this.inString = true;
        // A key, or a text behind a key: in a list's shell, and at the beginning of a value on its own.
        if (this.open.length === 1 && this.open[0] === openBrace) {
          if (this.last !== colon) this.key = '';
          this.kept = [];
        }
        return at + 1;
      }
      const next = this.mark(byte, at);
      if (next >= 0) return next;
      this.lastAt = this.base + at;
    }
    return at;
  }

  /** One byte outside strings that is not white space. Answers where to go on when that is not the next byte, else -1. */
  private mark(byte: number, at: number): number {
    switch (byte) {
      case openBrace:
      case openBracket:
        return this.opened(byte, at);
      case closeBrace:
      case closeBracket:
        return this.closed(byte, at);
      case comma:
        if (this.open.length === 1) this.key = '';
        this.last = byte;
        return -1;
      case colon:
        this.last = byte;
        if (this.open.length === this.level && this.level > 0) return this.between(at);
        return -1;
      default:
        // A byte order mark, or a separator line of YAML.
        if (this.open.length === 0 && (byte === 0x2d || (this.base + at < 3 && byte >= 0xbb))) return -1;
        return this.open.length === this.level ? this.between(at) : -1;
    }
  }

  private opened(byte: number, at: number): number {
    const { open, last } = this;
    const depth = open.length;
    if (depth === this.level) {
      this.begin(at);
      if (byte === openBrace && this.beginLines()) return at;
    } else if (open[depth - 1] === openBrace ? last !== colon : last !== openBracket && last !== comma) {
      return this.fault('jsonSyntax', 'A bracket opens where none may', at);
    }
    if (depth >= mostLevels) return this.fault('tooDeep', `More than ${mostLevels} levels of objects and lists`, at);
    if (byte === openBracket && (depth === 0 || (depth === 1 && this.level === 0 && this.isItems()))) {
      this.level = depth + 1;
      this.item = null;
      this.parts = [];
      this.partsLength = 0;
      this.layout = null;
      this.key = '';
    }
    open.push(byte);
    this.last = byte;
    return -1;
  }

  private isItems(): boolean {
    return this.open[0] === openBrace && this.key === 'items' && (this.kind === undefined || this.kind.endsWith('List'));
  }

  private begin(at: number): void {
    const offset = this.base + at;
    const ownLine = this.lastAt < this.lineStart;
    this.item = { at: offset, line: this.line, lineStart: this.lineStart, column: ownLine ? offset - this.lineStart : null };
    if (this.level > 0) return;
    this.kind = undefined;
    this.apiVersion = undefined;
    this.key = '';
  }

  private beginLines(): boolean {
    if (!this.mayReadLines || !this.item || this.item.column === null) return false;
    this.mayReadLines = false;
    this.toLines = true;
    return true;
  }

  private closed(byte: number, at: number): number {
    const { open } = this;
    const wanted = open.at(-1) === openBrace ? closeBrace : closeBracket;
    if (open.length === 0 || byte !== wanted) {
      return this.item ? this.fault('jsonSyntax', 'A bracket closes that was not opened', at) : this.between(at);
    }
    open.pop();
    this.last = byte;
    if (open.length === 1) this.key = '';
    if (this.item && open.length === this.level) this.emit(at + 1);
    else if (open.length < this.level) this.level = 0;
    return -1;
  }

  private emit(end: number): void {
    const { item } = this;
    if (!item) return;
    const tail = this.chunk.subarray(Math.max(0, item.at - this.base), end);
    const bytes = this.parts.length === 0 ? tail : concatBytes([...this.parts, tail]);
    this.layout ??= layoutOf(item.column, bytes);
    this.item = null;
    this.parts = [];
    this.partsLength = 0;
    if (bytes.length > largestItem) this.sink.fault({ offset: item.at, line: item.line, ...tooLarge });
    else this.give(item, decoder.decode(bytes), bytes.length, false);
  }

  /** An item as its lines suggest it. Answers whether it is one. */
  guessed(start: ItemStart, own: string, length: number): boolean {
    if (!this.give(start, own, length, true)) return false;
    this.layout ??= layoutOf(start.column, encoder.encode(own.slice(0, headLength)));
    return true;
  }

  private give({ at, line }: ItemStart, own: string, length: number, guess: boolean): boolean {
    const inList = this.level === 2;
    return this.sink.item({ text: own, length, offset: at, line, guess, dash: false, listKind: inList ? this.kind : undefined, listVersion: inList ? this.apiVersion : undefined });
  }

  /** Something between the items, or between values. */
  private between(at: number): number {
    this.sink.fault({
      offset: this.base + at, line: this.line, code: 'jsonSyntax', message: this.open.length === 0 ? 'Text that is no JSON object' : 'Text between the items of the list',
      detail: 'It was skipped up to the next object.',
    });
    this.seeking = true;
    return at;
  }

  private fault(code: 'jsonSyntax' | 'tooDeep', message: string, at: number): number {
    if (!this.item) return this.between(at);
    this.broken(code, `Broken JSON: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, 'This object was not read; the rest was.', this.base + at);
    return 1;
  }

  /** Reports the open item and makes its bytes the chunk again, to look in them for the item that comes after it. */
  private broken(code: 'jsonSyntax' | 'tooDeep' | 'tooLarge' | 'truncated', message: string, detail: string, at: number): void {
    const { item } = this;
    if (!item) return;
    this.sink.fault({ offset: item.at, line: item.line, at, code, message, detail });
    const whole = concatBytes([...this.parts, this.chunk.subarray(Math.max(0, item.at - this.base))]);
    this.layout ??= layoutOf(item.column, whole);
    this.item = null;
    this.parts = [];
    this.partsLength = 0;
    this.inString = false;
    this.escaped = false;
    this.kept = null;
    this.seeking = true;
    this.rescanned += whole.length;
    if (this.rescanned > mostRescanned) {
      this.base += this.chunk.length;
      this.chunk = nothing;
      return;
    }
    this.base = item.at;
    this.chunk = whole;
    this.line = item.line;
    this.lineStart = item.lineStart;
    this.lastAt = item.at;
  }

  /** Looks for the next item. At the left margin a new value may begin as well. */
  private seek(from: number): number {
    const { chunk, layout } = this;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const offset = this.base + at;
      if (byte === newline) {
        this.line += 1;
        this.lineStart = offset + 1;
      } else if (byte === openBrace) {
        const opens = opensAt(chunk, at, this.lastAt < this.lineStart ? offset - this.lineStart : null, layout);
        if (opens === 'value') return this.found(at, 0);
        if (opens === 'item') return this.found(at, this.level);
        if (opens === 'later') {
          this.left = chunk.slice(at);
          this.chunk = chunk.subarray(0, at);
          return at;
        }
      }
      if (!isBlank(byte)) this.lastAt = offset;
    }
    return chunk.length;
  }

  private found(at: number, level: number): number {
    this.seeking = false;
    this.level = level;
    this.open.length = Math.min(this.open.length, level);
    if (level === 0) this.layout = null;
    this.last = comma;
    return at;
  }
}
