/**
 * Cuts a JSON dump of any size into its items while its bytes arrive: the items of lists (List, PodList), JSON lines,
 * several values one after another, a bare list. Only the open item is kept, so memory does not grow with the dump. Two
 * readers take turns: items on lines of their own are read by their lines (streamLines.ts), until one of them is not what
 * its lines suggest; everything else is scanned byte by byte (streamScan.ts).
 */
import { ItemLines } from './streamLines';
import { concatBytes, wholeLetters, type SplitSink, type Splitter } from './streamParts';
import { ItemScan } from './streamScan';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Stands for bytes that are no text: with it the offsets of a text would not be those of its bytes. */
const noLetter = '\ufffd';

export class JsonSplitter implements Splitter {
  private readonly scan: ItemScan;
  /** The start of a letter, or of an item that cannot be told yet. */
  private pending: Uint8Array | null = null;
  /** Reads by lines, while it does. */
  private byLines: ItemLines | null = null;

  constructor(sink: SplitSink) {
    this.scan = new ItemScan(sink);
  }

  push(bytes: Uint8Array): void {
    const all = this.pending ? concatBytes([this.pending, bytes]) : bytes;
    const whole = wholeLetters(all);
    const chunk = all.subarray(0, whole);
    if (this.byLines) this.lines(this.byLines, chunk);
    else this.read(chunk);
    // What a search keeps for later stands before the rest of a letter.
    const left = [this.scan.takeLeft(), whole < all.length ? all.subarray(whole) : null].filter((part) => part !== null);
    this.pending = left.length > 0 ? concatBytes(left) : null;
  }

  end(): void {
    const rest = this.pending ?? new Uint8Array(0);
    this.pending = null;
    if (this.byLines) this.carefully(this.byLines, rest);
    else this.scan.read(rest, false);
    this.scan.end();
  }

  private read(chunk: Uint8Array): void {
    const rest = this.scan.read(chunk, true);
    const { item, alone } = this.scan.begun;
    if (rest === null || !item || item.column === null) return;
    this.byLines = new ItemLines(item, item.column, alone, (start, own, length) => this.scan.guessed(start, own, length));
    this.lines(this.byLines, rest);
  }

  /** Reads a chunk by its lines, as far as they are regular; carefully from there on. */
  private lines(byLines: ItemLines, bytes: Uint8Array): void {
    const decoded = decoder.decode(bytes);
    if (decoded.includes(noLetter)) return this.carefully(byLines, bytes);
    const state = byLines.push(decoded, decoded.length === bytes.length);
    if (state !== 'inside') this.carefully(byLines, new Uint8Array(0), state === 'unread');
  }

  /** Leaves the reading by lines, with its open item or behind its last one, and reads what it left and `more`. */
  private carefully(byLines: ItemLines, more: Uint8Array, open = true): void {
    this.byLines = null;
    this.scan.resume(byLines.start, open ? 'item' : 'end');
    this.scan.read(concatBytes([encoder.encode(byLines.left), more]), false);
  }
}
