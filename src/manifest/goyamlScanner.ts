/**
 * The tokens of a YAML text as goyaml v2 cuts them, only so far as its errors need: types and places, no values. It
 * works lazily like that scanner, since which error comes first hangs on how far it has looked ahead
 * (yaml/scannerc.go:yaml_parser_fetch_more_tokens). Tables of simple keys, indentation and flow levels are its own.
 */
import { Reader } from './goyamlCursor';
import { scanAnchor, scanBlockScalar, scanDirective, scanPlain, scanQuoted, scanTag } from './goyamlScalars';

export type TokenType =
  | 'streamEnd' | 'directive' | 'documentStart' | 'documentEnd' | 'blockSeqStart' | 'blockMapStart' | 'blockEnd' | 'flowSeqStart' | 'flowSeqEnd'
  | 'flowMapStart' | 'flowMapEnd' | 'blockEntry' | 'flowEntry' | 'key' | 'value' | 'alias' | 'anchor' | 'tag' | 'scalar';

export interface Token {
  readonly type: TokenType;
  /** Where it begins, lines from 0. */
  readonly line: number;
  /** The name of an anchor or alias, the handle of a tag, the version that a directive asks for. */
  readonly text?: string;
}

/** A place where a key may have begun whose colon is not there yet. */
interface SimpleKey {
  possible: boolean;
  readonly required: boolean;
  readonly tokenNumber: number;
  readonly line: number;
  readonly column: number;
  readonly at: number;
}

const noKey: SimpleKey = { possible: false, required: false, tokenNumber: 0, line: 0, column: 0, at: 0 };
/** The longest text before a colon that may be a key. */
const maxKeyLength = 1024;

export class GoyamlScanner {
  private readonly reader: Reader;
  /** Tokens that were cut and not taken; `head` is the place of the next one. */
  private readonly queue: Token[] = [];
  private head = 0;
  private taken = 0;
  private ended = false;
  private flowLevel = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private simpleKeyAllowed = true;
  /** One for each flow level. */
  private readonly simpleKeys: SimpleKey[] = [noKey];
  private readonly keyByToken = new Map<number, SimpleKey>();

  constructor(text: string) {
    this.reader = new Reader(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    for (;;) {
      const next = this.queue[this.head];
      if (next) {
        const key = this.keyByToken.get(this.taken);
        if (!key || !this.isValid(key)) return next;
      } else if (this.ended) return { type: 'streamEnd', line: this.reader.line };
      this.fetch();
    }
  }

  take(): Token {
    const token = this.peek();
    this.head += 1;
    this.taken += 1;
    return token;
  }

  private push(type: TokenType, line = this.reader.line, text?: string): void {
    this.queue.push({ type, line, ...(text === undefined ? {} : { text }) });
  }
  private insert(token: Token, number: number): void {
    this.queue.splice(this.head + number - this.taken, 0, token);
  }

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line >= this.reader.line && key.at + maxKeyLength >= this.reader.at) return true;
    if (key.required) this.reader.fail("could not find expected ':'");
    key.possible = false;
    return false;
  }

  private saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    const { line, column, at } = this.reader;
    const tokenNumber = this.taken + this.queue.length - this.head;
    this.removeSimpleKey();
    const key: SimpleKey = { possible: true, required: this.flowLevel === 0 && this.indent === column, tokenNumber, line, column, at };
    this.simpleKeys[this.simpleKeys.length - 1] = key;
    this.keyByToken.set(tokenNumber, key);
  }
  private removeSimpleKey(): void {
    const key = this.simpleKeys.at(-1) ?? noKey;
    if (!key.possible) return;
    if (key.required) this.reader.fail("could not find expected ':'");
    key.possible = false;
    this.keyByToken.delete(key.tokenNumber);
  }

  private rollIndent(column: number, type: TokenType, line: number, number?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (number === undefined) this.push(type, line);
    else this.insert({ type, line }, number);
  }
  private unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.push('blockEnd');
      this.indent = this.indents.pop() ?? -1;
    }
  }

  /** Skips what stands between tokens. A tab may not stand where a key may begin. */
  private toNextToken(): void {
    const { reader } = this;
    for (;;) {
      while (reader.peek() === ' ' || (reader.peek() === '\t' && (this.flowLevel > 0 || !this.simpleKeyAllowed))) reader.skip();
      if (reader.peek() === '#') while (!reader.isBreak() && !reader.isEnd()) reader.skip();
      if (!reader.isBreak()) return;
      reader.skipLine();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  private fetch(): void {
    const { reader } = this;
    this.toNextToken();
    this.unrollIndent(reader.column);
    const { line } = reader;
    if (reader.isEnd()) return this.streamEnd();
    const char = reader.peek();
    if (reader.column === 0 && char === '%') return this.directive();
    if (reader.isDocumentMark()) return this.documentMark(char === '-' ? 'documentStart' : 'documentEnd');
    const inFlow = this.flowLevel > 0;
    switch (char) {
      case '[': return this.flowStart('flowSeqStart');
      case '{': return this.flowStart('flowMapStart');
      case ']': return this.flowEnd('flowSeqEnd');
      case '}': return this.flowEnd('flowMapEnd');
      case ',': return this.mark('flowEntry', true);
      case '*': case '&': return this.scalar(() => this.push(char === '*' ? 'alias' : 'anchor', line, scanAnchor(reader)));
      case '!': return this.scalar(() => this.push('tag', line, scanTag(reader)));
      case "'": case '"': return this.scalar(() => {
        scanQuoted(reader);
        this.push('scalar', line);
      });
      default: break;
    }
    if (char === '-' && reader.isGap(1)) return this.blockEntry();
    if (char === '?' && (inFlow || reader.isGap(1))) return this.key();
    if (char === ':' && (inFlow || reader.isGap(1))) return this.value();
    if ((char === '|' || char === '>') && !inFlow) return this.blockScalar();
    const starts = !(reader.isGap() || '-?:,[]{}#&*!|>\'"%@`'.includes(char)) || (char === '-' && !reader.isBlank(1)) || (!inFlow && (char === '?' || char === ':'));
    if (!starts) return reader.fail('found character that cannot start any token');
    this.scalar(() => {
      const overLines = scanPlain(reader, this.indent + 1, inFlow);
      if (overLines) this.simpleKeyAllowed = true;
      this.push('scalar', line);
    });
  }

  private streamEnd(): void {
    if (this.reader.column !== 0) this.reader.skipLine();
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.push('streamEnd');
    this.ended = true;
  }
  private directive(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    const { line } = this.reader;
    this.push('directive', line, scanDirective(this.reader));
  }
  private documentMark(type: TokenType): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.push(type);
    this.reader.skip(3);
  }
  private flowStart(type: TokenType): void {
    this.saveSimpleKey();
    this.simpleKeys.push(noKey);
    this.flowLevel += 1;
    this.simpleKeyAllowed = true;
    this.push(type);
    this.reader.skip();
  }
  private flowEnd(type: TokenType): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      this.flowLevel -= 1;
      this.simpleKeys.pop();
    }
    this.simpleKeyAllowed = false;
    this.push(type);
    this.reader.skip();
  }
  /** A mark of one character that ends what may have been a key. */
  private mark(type: TokenType, keyAllowed: boolean): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = keyAllowed;
    this.push(type);
    this.reader.skip();
  }
  private blockEntry(): void {
    const { reader } = this;
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) reader.fail('block sequence entries are not allowed in this context');
      this.rollIndent(reader.column, 'blockSeqStart', reader.line);
    }
    this.mark('blockEntry', true);
  }
  private key(): void {
    const { reader } = this;
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) reader.fail('mapping keys are not allowed in this context');
      this.rollIndent(reader.column, 'blockMapStart', reader.line);
    }
    this.mark('key', this.flowLevel === 0);
  }
  private value(): void {
    const { reader } = this;
    const key = this.simpleKeys.at(-1) ?? noKey;
    if (this.isValid(key)) {
      this.insert({ type: 'key', line: key.line }, key.tokenNumber);
      this.rollIndent(key.column, 'blockMapStart', key.line, key.tokenNumber);
      key.possible = false;
      this.keyByToken.delete(key.tokenNumber);
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) reader.fail('mapping values are not allowed in this context');
        this.rollIndent(reader.column, 'blockMapStart', reader.line);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.push('value');
    reader.skip();
  }
  /** Something that may be a key when a colon follows. */
  private scalar(scan: () => void): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    scan();
  }
  private blockScalar(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    const { line } = this.reader;
    scanBlockScalar(this.reader, this.indent);
    this.push('scalar', line);
  }
}
