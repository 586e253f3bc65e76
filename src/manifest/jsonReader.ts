/**
 * JSON with positions: one value, or several one after another, as Kubernetes' decoder takes them. Stands for Go's
 * encoding/json (scanner.go), whose words the errors use. The last of two equal keys wins, as there.
 */
import { maxDepth } from './limits';
import { locatedList, locatedMap, locatedScalar, type Located, type LocatedEntry } from './located';
import { excerpt, type Fault } from './problem';

export interface JsonReading {
  /** The values that were complete, in order. */
  readonly roots: readonly Located[];
  /** Warnings: duplicate keys. */
  readonly faults: readonly Fault[];
  /** Why reading stopped before the end. */
  readonly error?: Fault;
}

/** Unwinds a reader from any depth; it never leaves this file. */
class Stop extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** A character as Go's encoding/json quotes it (scanner.go:quoteChar): a byte, so that of others than ASCII only the first byte counts. */
function quoteChar(char: string | undefined): string {
  if (char === undefined) return "''";
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  const [first = 0] = new TextEncoder().encode(char);
  const shown = first < 0x80 ? JSON.stringify(char).slice(1, -1) : first < 0xa1 || first === 0xad ? `\\u00${first.toString(16)}` : String.fromCharCode(first);
  return `'${shown}'`;
}

const isSpace = (char: string | undefined): boolean => char === ' ' || char === '\n' || char === '\t' || char === '\r';
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const literals: readonly (readonly [string, unknown])[] = [['true', true], ['false', false], ['null', null]];

class JsonReader {
  readonly faults: Fault[] = [];
  private depth = 0;

  constructor(private readonly text: string, private at: number, private readonly end: number) {}

  /** Moves over white space; tells whether anything is left. */
  more(): boolean {
    while (this.at < this.end && isSpace(this.text[this.at])) this.at += 1;
    return this.at < this.end;
  }

  value(): Located {
    this.more();
    const char = this.text[this.at];
    if (this.at >= this.end) throw this.stop('unexpected end of JSON input', 'truncated');
    if (char === '{') return this.nested(() => this.map());
    if (char === '[') return this.nested(() => this.list());
    const start = this.at;
    if (char === '"') return locatedScalar(this.string(), start, this.at);
    for (const [word, value] of literals) {
      if (char !== word[0]) continue;
      for (let index = 0; index < word.length; index++, this.at++) {
        if (this.at >= this.end || this.text[this.at] !== word[index]) throw this.unexpected(`in literal ${word} (expecting '${word[index] ?? ''}')`);
      }
      return locatedScalar(value, start, this.at);
    }
    numberPattern.lastIndex = this.at;
    const number = numberPattern.exec(this.text)?.[0];
    if (number === undefined) throw this.unexpected('looking for beginning of value');
    this.at += number.length;
    return locatedScalar(Number(number), start, this.at);
  }

  private nested(read: () => Located): Located {
    this.depth += 1;
    if (this.depth > maxDepth) throw this.stop(`more than ${maxDepth} levels`, 'tooDeep');
    const value = read();
    this.depth -= 1;
    return value;
  }

  private map(): Located {
    const start = this.at;
    const entries = new Map<string, LocatedEntry>();
    this.at += 1;
    this.more();
    if (this.text[this.at] === '}') return locatedMap(entries, start, (this.at += 1));
    for (;;) {
      this.more();
      const keyStart = this.at;
      if (this.text[keyStart] !== '"' || keyStart >= this.end) throw this.unexpected('looking for beginning of object key string');
      const key = this.string();
      const keyEnd = this.at;
      this.more();
      if (this.text[this.at] !== ':' || this.at >= this.end) throw this.unexpected('after object key');
      this.at += 1;
      if (entries.has(key)) this.faults.push(duplicateKey(key, keyStart, keyEnd));
      entries.set(key, { keyStart, keyEnd, value: this.value() });
      this.more();
      const next = this.at < this.end ? this.text[this.at] : undefined;
      if (next !== ',' && next !== '}') throw this.unexpected('after object key:value pair');
      this.at += 1;
      if (next === '}') return locatedMap(entries, start, this.at);
    }
  }

  private list(): Located {
    const start = this.at;
    const items: Located[] = [];
    this.at += 1;
    this.more();
    if (this.text[this.at] === ']') return locatedList(items, start, (this.at += 1));
    for (;;) {
      items.push(this.value());
      this.more();
      const next = this.at < this.end ? this.text[this.at] : undefined;
      if (next !== ',' && next !== ']') throw this.unexpected('after array element');
      this.at += 1;
      if (next === ']') return locatedList(items, start, this.at);
    }
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (this.at += 1; this.at < this.end; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x22) {
        this.at += 1;
        if (!escaped) return this.text.slice(start + 1, this.at - 1);
        return this.unescaped(start);
      }
      if (code < 0x20) throw this.unexpected('in string literal');
      if (code === 0x5c) {
        escaped = true;
        this.at += 1;
      }
    }
    throw this.stop('unexpected end of JSON input', 'truncated');
  }

  private unescaped(start: number): string {
    try {
      return String(JSON.parse(this.text.slice(start, this.at)));
    } catch {
      // The first backslash that begins no escape, and the character behind it.
      const bad = /^"(?:[^\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*\\(u[0-9A-Fa-f]{0,3})?/.exec(this.text.slice(start, this.at))?.[0].length ?? 0;
      const inHex = /\\u[0-9A-Fa-f]{0,3}$/.test(this.text.slice(start, start + bad));
      this.at = start + bad;
      throw this.unexpected(inHex ? String.raw`in \u hexadecimal character escape` : 'in string escape code');
    }
  }

  private unexpected(context: string): Stop {
    if (this.at >= this.end) return this.stop('unexpected end of JSON input', 'truncated');
    return this.stop(`invalid character ${quoteChar(this.text[this.at])} ${context}`, 'jsonSyntax');
  }

  private stop(message: string, code: Fault['code']): Stop {
    return new Stop({ start: this.at, end: Math.min(this.at + 1, this.text.length), severity: 'error', code, message });
  }
}

/** The warning for a key that stands twice in one map, at its later place. */
export const duplicateKey = (key: string, start: number, end: number): Fault => ({
  start,
  end,
  severity: 'warning',
  code: 'duplicateKey',
  message: `key ${JSON.stringify(excerpt(key))} already set in map`,
  detail: 'The last one counts. kubectl apply refuses the text by its strict validation, the kubelet reads it.',
  hint: 'Remove one of the two.',
});

/** Reads every JSON value between two offsets. Never throws. */
export function readJson(text: string, from: number, to: number): JsonReading {
  const reader = new JsonReader(text, from, to);
  const roots: Located[] = [];
  try {
    while (reader.more()) roots.push(reader.value());
  } catch (error) {
    if (error instanceof Stop) return { roots, faults: reader.faults, error: error.fault };
    throw error;
  }
  return { roots, faults: reader.faults };
}
