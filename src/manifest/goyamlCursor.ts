/** A reading place in a text, as goyaml's scanner keeps it, and the error by which that scanner and its parser stop. */

/** Why goyaml stops, with the line from 0 at which it noticed. Scanner and parser count lines in their own ways, see goyamlErrors.ts. */
export class GoyamlStop extends Error {
  constructor(readonly sentence: string, readonly by: 'scanner' | 'parser', readonly line: number) {
    super(sentence);
  }
}

const isBreak = (char: string): boolean => char === '\n' || char === '\u0085' || char === '\u2028' || char === '\u2029';
const isBlank = (char: string): boolean => char === ' ' || char === '\t';

/** A reading place in a text: what the scanner and its scalars share. */
export class Reader {
  at = 0;
  line = 0;
  column = 0;

  constructor(readonly text: string) {}

  /** The character some places ahead, empty at the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }
  isBreak = (ahead = 0): boolean => isBreak(this.peek(ahead));
  isBlank = (ahead = 0): boolean => isBlank(this.peek(ahead));
  isEnd = (ahead = 0): boolean => this.at + ahead >= this.text.length;
  /** A blank, a line break or the end. */
  isGap = (ahead = 0): boolean => this.isBlank(ahead) || this.isBreak(ahead) || this.isEnd(ahead);
  skip(count = 1): void {
    this.at += count;
    this.column += count;
  }
  skipLine(): void {
    this.at += 1;
    this.column = 0;
    this.line += 1;
  }
  skipBlanks(): void {
    while (this.isBlank()) this.skip();
  }
  isDocumentMark(): boolean {
    return this.column === 0 && (this.text.startsWith('---', this.at) || this.text.startsWith('...', this.at)) && this.isGap(3);
  }
  fail(sentence: string): never {
    throw new GoyamlStop(sentence, 'scanner', this.line);
  }
}
