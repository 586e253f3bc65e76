/**
 * Cuts YAML of any size into its documents while its bytes arrive, at lines that begin with `---`, and a List into its
 * items, at the dashes below `items:`. Only the open document or item is kept. Stands, for documents, for apimachinery's
 * YAMLReader.Read (pkg/util/yaml/decoder.go). Left out: anchors that one item sets for another, and lists in flow style.
 */
import { decodeUtf8 } from './decode';
import { concatBytes, largestItem, type SplitSink, type Splitter } from './streamParts';

const newline = 0x0a;
const dash = 0x2d;
const space = 0x20;
const hash = 0x23;

/** Bytes of a line's beginning that tell what it is. */
const lookahead = 96;

const isBreak = (byte: number | undefined): boolean => byte === undefined || byte === newline || byte === 0x0d;
const isSpace = (byte: number | undefined): boolean => byte === space || byte === 0x09 || isBreak(byte);

export class YamlSplitter implements Splitter {
  private base = 0;
  private line = 1;
  private pending: Uint8Array | null = null;
  /** Inside a line whose beginning was read. */
  private inLine = false;
  private parts: Uint8Array[] = [];
  private partsLength = 0;
  private startAt = 0;
  private startLine = 1;
  private hasText = false;
  private tooLarge = false;
  /** Indentation of the dashes of the list, -1 before the first of them; null outside `items:`. */
  private indent: number | null = null;
  private inItem = false;
  private kind: string | undefined;
  private apiVersion: string | undefined;

  constructor(private readonly sink: SplitSink) {}

  push(bytes: Uint8Array): void {
    const chunk = this.pending ? concatBytes([this.pending, bytes]) : bytes;
    this.pending = null;
    this.read(chunk, false);
  }

  end(): void {
    const rest = this.pending ?? new Uint8Array(0);
    this.pending = null;
    this.read(rest, true);
    this.finish(this.base);
  }

  private read(chunk: Uint8Array, last: boolean): void {
    let kept = 0;
    let at = 0;
    while (at < chunk.length) {
      const end = chunk.indexOf(newline, at);
      if (!this.inLine) {
        if (end === -1 && !last && chunk.length - at < lookahead) {
          this.keep(chunk, kept, at);
          this.pending = chunk.slice(at);
          this.base += at;
          return;
        }
        kept = this.lineStarts(chunk, kept, at, end === -1 ? chunk.length : end);
      }
      this.inLine = end === -1;
      if (end !== -1) this.line += 1;
      at = end === -1 ? chunk.length : end + 1;
    }
    this.keep(chunk, kept, chunk.length);
    this.base += chunk.length;
  }

  /** Decides what a line begins. Answers from where the chunk still has to be kept. */
  private lineStarts(chunk: Uint8Array, kept: number, at: number, end: number): number {
    let first = at;
    if (this.base + at === 0 && chunk[0] === 0xef) first += 3;
    const start = first;
    while (chunk[first] === space && first < end) first += 1;
    if (isBreak(chunk[first]) || first >= end) return kept;
    const column = first - start;
    const byte = chunk[first];
    if (column === 0 && byte === dash && chunk[at + 1] === dash && chunk[at + 2] === dash && isSpace(chunk[at + 3])) {
      this.keep(chunk, kept, at);
      this.finish(this.base + at);
      this.forgetList();
      const rest = this.contentBehind(chunk, at + 3, end);
      this.start(this.base + (rest ? at + 3 : end + 1), rest ? this.line : this.line + 1);
      this.hasText = rest;
      return rest ? at + 3 : Math.min(chunk.length, end + 1);
    }
    if (byte === hash) return kept;
    if (this.indent !== null && byte === dash && isSpace(chunk[first + 1]) && (this.indent === -1 ? true : column === this.indent)) {
      this.keep(chunk, kept, at);
      if (this.inItem) this.finish(this.base + at);
      this.indent = column;
      this.inItem = true;
      this.start(this.base + at, this.line);
      this.hasText = true;
      return at;
    }
    if (column === 0) return this.keyLine(chunk, kept, at, end);
    this.hasText = true;
    return kept;
  }

  /** A key at the left margin: the list's own, or the end of its items. */
  private keyLine(chunk: Uint8Array, kept: number, at: number, end: number): number {
    let from = kept;
    if (this.inItem) {
      this.keep(chunk, kept, at);
      this.finish(this.base + at);
      this.inItem = false;
      // What follows the items is the list's shell: `kind: List`, `metadata:`.
      this.start(this.base + at, this.line);
      this.indent = -2;
      from = at;
    } else if (this.indent === -1) this.indent = null;
    this.hasText = true;
    const text = new TextDecoder().decode(chunk.subarray(at, Math.min(end, at + lookahead))).trimEnd();
    const [, key, value] = /^["']?(kind|apiVersion|items)["']?[ \t]*:(?:[ \t]+(?:["']?([\w./-]+)["']?)?[ \t]*(?:#.*)?)?$/.exec(text) ?? [];
    if (key === 'kind') this.kind = value;
    if (key === 'apiVersion') this.apiVersion = value;
    if (key === 'items' && value === undefined && this.indent === null && (this.kind === undefined || this.kind.endsWith('List'))) this.indent = -1;
    return from;
  }

  private contentBehind(chunk: Uint8Array, from: number, end: number): boolean {
    for (let at = from; at < end; at++) if (!isSpace(chunk[at])) return chunk[at] !== hash;
    return false;
  }

  private forgetList(): void {
    this.indent = null;
    this.inItem = false;
    this.kind = undefined;
    this.apiVersion = undefined;
  }

  private start(offset: number, line: number): void {
    this.parts = [];
    this.partsLength = 0;
    this.startAt = offset;
    this.startLine = line;
    this.hasText = false;
    this.tooLarge = false;
  }

  private keep(chunk: Uint8Array, from: number, to: number): void {
    if (to <= from || this.tooLarge) return;
    this.partsLength += to - from;
    if (this.partsLength > largestItem) {
      this.tooLarge = true;
      this.parts = [];
      // The shell of a list is not read.
    } else this.parts.push(chunk.slice(from, to));
  }

  /** Ends the open document or item at an offset. */
  private finish(end: number): void {
    const shell = this.indent !== null && !this.inItem && this.indent !== -1;
    if (this.hasText && !shell) {
      if (this.tooLarge) this.reportTooLarge();
      else {
        const bytes = concatBytes(this.parts);
        this.sink.item({
          text: decodeUtf8(bytes), length: bytes.length, offset: this.startAt, line: this.startLine, dash: this.inItem, guess: false,
          listKind: this.inItem ? this.kind : undefined, listVersion: this.inItem ? this.apiVersion : undefined,
        });
      }
    }
    this.start(end, this.line);
  }

  private reportTooLarge(): void {
    this.sink.fault({
      offset: this.startAt, line: this.startLine, code: 'tooLarge',
      message: `A ${this.inItem ? 'list item' : 'document'} is larger than ${largestItem / 1e6} MB`, detail: 'It was not read.',
    });
  }
}
