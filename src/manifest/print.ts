/**
 * An object as YAML text, as `kubectl get -o yaml` prints it: lists not indented, quotes only where they are needed,
 * texts of several lines as `|` blocks, long lines folded after 80 columns. Stands for goyaml's emitter
 * (yaml/emitterc.go) and encode.go:stringv. Keys come in the order given, or sorted as kubectl has them. Left out:
 * anchors, tags, and comments, which objects do not have.
 */
import { printedScalar, writesAsSimpleKey } from './printScalar';

export interface PrintOptions {
  /** Sort the keys of each map, as kubectl does. Without it they keep their order. */
  readonly sortKeys?: boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLetter = (char: string): boolean => /\p{L}/u.test(char);
const isDigit = (char: string | undefined): boolean => char !== undefined && /\p{Nd}/u.test(char);

/** The whole number that begins at an index, and the index after it. */
function numberAt(chars: readonly string[], from: number, start: number): readonly [value: number, end: number] {
  let value = start;
  let at = from;
  for (; isDigit(chars[at]); at++) value = value * 10 + ((chars[at]?.codePointAt(0) ?? 48) - 48);
  return [value, at];
}

/** The order of keys in kubectl's output: numbers by value, other signs before letters (goyaml sorter.go:keyList.Less). */
export function compareKeys(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    if (x === y) continue;
    const byCode = (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
    if (isLetter(x) && isLetter(y)) return byCode;
    if (isLetter(x) || isLetter(y)) return isLetter(y) ? -1 : 1;
    let start = 0;
    if (x === '0' || y === '0') {
      for (let j = i - 1; j >= 0 && isDigit(left[j]); j--) if (left[j] !== '0') start = 1;
    }
    const [leftNumber, leftEnd] = numberAt(left, i, start);
    const [rightNumber, rightEnd] = numberAt(right, i, start);
    return leftNumber - rightNumber || leftEnd - rightEnd || byCode;
  }
  return left.length - right.length;
}

class Printer {
  readonly lines: string[] = [];

  constructor(private readonly options: PrintOptions) {}

  /** Writes a value behind `head`, which is what stands on its first line already: `name:`, `-`, or nothing. */
  value(value: unknown, head: string, indent: number, inMap: boolean): void {
    if (Array.isArray(value)) {
      if (value.length === 0) this.push(head, '[]');
      else this.list(value, head, inMap ? indent : head === '' ? indent : indent + 2, inMap);
    } else if (isRecord(value)) {
      const entries = this.entriesOf(value);
      if (entries.length === 0) this.push(head, '{}');
      else this.map(entries, head, head === '' ? indent : indent + 2, inMap);
    } else this.scalar(value, head, indent);
  }

  private entriesOf(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return this.options.sortKeys ? entries.toSorted(([a], [b]) => compareKeys(a, b)) : entries;
  }

  private list(items: readonly unknown[], head: string, indent: number, inMap: boolean): void {
    const pad = ' '.repeat(indent);
    // Behind a dash the first item begins on the same line: `- - a`.
    let lead = inMap || head === '' ? undefined : `${head} `;
    if (inMap) this.lines.push(head);
    for (const item of items) {
      this.value(item, `${lead ?? pad}-`, indent, false);
      lead = undefined;
    }
  }

  private map(entries: readonly (readonly [string, unknown])[], head: string, indent: number, inMap: boolean): void {
    const pad = ' '.repeat(indent);
    let lead = inMap || head === '' ? undefined : `${head} `;
    if (inMap) this.lines.push(head);
    for (const [key, value] of entries) {
      const simple = writesAsSimpleKey(key);
      const [name = '', ...rest] = printedScalar(key, { column: indent + 2, indent: indent + 2, key: simple });
      const start = lead ?? pad;
      lead = undefined;
      if (simple) this.value(value, `${start}${name}:`, indent, true);
      else {
        this.lines.push(`${start}? ${name}`, ...rest);
        this.value(value, `${pad}:`, indent, false);
      }
    }
  }

  private scalar(value: unknown, head: string, indent: number): void {
    const [first = '', ...rest] = printedScalar(value, { column: head === '' ? 0 : head.length + 1, indent: indent + 2, key: false });
    this.push(head, first);
    this.lines.push(...rest);
  }

  private push(head: string, text: string): void {
    this.lines.push(head === '' ? text : `${head} ${text}`);
  }
}

/** The YAML text of a value, ending with a line break. Undefined fields are left out. */
export function printYaml(value: unknown, options: PrintOptions = {}): string {
  const printer = new Printer(options);
  printer.value(value, '', 0, false);
  return `${printer.lines.join('\n')}\n`;
}

/** Several objects as one text, with `---` between them. */
export const printDocuments = (values: readonly unknown[], options: PrintOptions = {}): string =>
  values.map((value) => printYaml(value, options)).join('---\n');

/** Cells of the table that a comparison of two texts may fill; beyond it the whole middle counts as changed. */
const maxCells = 4_000_000;

/** The lines of `after`, counted from 1, that are new or changed against `before`. */
export function changedLines(before: string, after: string): readonly number[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const oldLines = a.slice(start, endA);
  const newLines = b.slice(start, endB);
  if (oldLines.length * newLines.length > maxCells) return newLines.map((_, index) => start + index + 1);
  const kept = keptLines(oldLines, newLines);
  return newLines.flatMap((_, index) => (kept.has(index) ? [] : [start + index + 1]));
}

/** The indexes in `b` of a longest common subsequence with `a`. */
function keptLines(a: readonly string[], b: readonly string[]): ReadonlySet<number> {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      kept.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}
