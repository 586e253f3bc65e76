/**
 * The grammar that goyaml v2 asks of a text, only to know where it stops (yaml/parserc.go). One document: goyaml reads
 * no further. Throws a GoyamlStop; the caller caps the nesting, since this recurses.
 */
import { GoyamlStop } from './goyamlCursor';
import { GoyamlScanner, type Token, type TokenType } from './goyamlScanner';

class GoyamlParser {
  private readonly scanner: GoyamlScanner;
  private readonly handles = new Set(['!', '!!', '']);
  private readonly anchors = new Set<string>();

  constructor(text: string) {
    this.scanner = new GoyamlScanner(text);
  }

  /** Reads one document and answers the line, from 0, of what stands behind it. */
  document(): number {
    let versions = 0;
    let explicit = false;
    while (this.next('directive')) {
      explicit = true;
      const token = this.scanner.take();
      if (token.type !== 'directive' || token.text === 'TAG') continue;
      if ((versions += 1) > 1) this.fail('found duplicate %YAML directive', token);
      if (token.text !== '1.1') this.fail('found incompatible YAML document', token);
    }
    const marked = this.next('documentStart');
    if (marked) this.scanner.take();
    else if (explicit) this.fail('did not find expected <document start>', this.scanner.peek());
    const isEmpty = this.next('streamEnd') || (marked && this.next('documentStart', 'documentEnd', 'directive'));
    if (!isEmpty) this.node(true, false);
    return this.scanner.peek().line;
  }

  private next(...types: readonly TokenType[]): boolean {
    return types.includes(this.scanner.peek().type);
  }
  private fail(sentence: string, { line }: Token): never {
    throw new GoyamlStop(sentence, 'parser', line);
  }

  private node(block: boolean, indentless: boolean): void {
    let token = this.scanner.peek();
    if (token.type === 'alias') {
      if (!this.anchors.has(token.text ?? '')) throw new GoyamlStop(`unknown anchor '${token.text ?? ''}' referenced`, 'parser', 0);
      this.scanner.take();
      return;
    }
    let tagged = false;
    for (const [first, second] of [['anchor', 'tag'], ['tag', 'anchor']] as const) {
      if (tagged || token.type !== first) continue;
      tagged = true;
      this.property(token);
      token = this.scanner.peek();
      if (token.type === second) {
        this.property(token);
        token = this.scanner.peek();
      }
    }
    switch (token.type) {
      case 'blockEntry':
        if (indentless) return this.indentlessSequence();
        break;
      case 'scalar':
        this.scanner.take();
        return;
      case 'flowSeqStart':
        return this.flowSequence();
      case 'flowMapStart':
        return this.flowMapping();
      case 'blockSeqStart':
        if (block) return this.blockSequence();
        break;
      case 'blockMapStart':
        if (block) return this.blockMapping();
        break;
      default:
        break;
    }
    if (!tagged) this.fail('did not find expected node content', token);
  }

  private property(token: Token): void {
    this.scanner.take();
    if (token.type === 'anchor') this.anchors.add(token.text ?? '');
    if (token.type === 'tag' && !this.handles.has(token.text ?? '')) this.fail('found undefined tag handle', token);
  }

  /** A node, or nothing when one of these follows. */
  private nodeUnless(types: readonly TokenType[], block: boolean, indentless: boolean): void {
    if (!this.next(...types)) this.node(block, indentless);
  }

  /** What stands behind a colon, if there is one: a node, or nothing when one of these follows. */
  private valueUnless(types: readonly TokenType[], block: boolean): void {
    if (!this.next('value')) return;
    this.scanner.take();
    this.nodeUnless(types, block, block);
  }

  private blockSequence(): void {
    this.scanner.take();
    for (;;) {
      const token = this.scanner.peek();
      if (token.type !== 'blockEntry' && token.type !== 'blockEnd') this.fail("did not find expected '-' indicator", token);
      this.scanner.take();
      if (token.type === 'blockEnd') return;
      this.nodeUnless(['blockEntry', 'blockEnd'], true, false);
    }
  }

  private indentlessSequence(): void {
    while (this.next('blockEntry')) {
      this.scanner.take();
      this.nodeUnless(['blockEntry', 'key', 'value', 'blockEnd'], true, false);
    }
  }

  private blockMapping(): void {
    this.scanner.take();
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === 'blockEnd') {
        this.scanner.take();
        return;
      }
      if (token.type === 'key') {
        this.scanner.take();
        this.nodeUnless(['key', 'value', 'blockEnd'], true, true);
      } else this.fail('did not find expected key', token);
      this.valueUnless(['key', 'value', 'blockEnd'], true);
    }
  }

  /** The comma before each item but the first. */
  private comma(first: boolean, close: ']' | '}'): void {
    if (first) return;
    const token = this.scanner.peek();
    if (token.type !== 'flowEntry') this.fail(`did not find expected ',' or '${close}'`, token);
    this.scanner.take();
  }

  private flowSequence(): void {
    this.scanner.take();
    for (let first = true; !this.next('flowSeqEnd'); first = false) {
      this.comma(first, ']');
      if (this.next('key')) {
        this.scanner.take();
        if (this.next('value', 'flowEntry', 'flowSeqEnd')) this.scanner.take();
        else this.node(false, false);
        this.valueUnless(['flowEntry', 'flowSeqEnd'], false);
      } else this.nodeUnless(['flowSeqEnd'], false, false);
    }
    this.scanner.take();
  }

  private flowMapping(): void {
    this.scanner.take();
    for (let first = true; !this.next('flowMapEnd'); first = false) {
      this.comma(first, '}');
      if (this.next('key')) {
        this.scanner.take();
        this.nodeUnless(['value', 'flowEntry', 'flowMapEnd'], false, false);
        this.valueUnless(['flowEntry', 'flowMapEnd'], false);
      } else this.nodeUnless(['flowMapEnd'], false, false);
    }
    this.scanner.take();
  }
}

/** What goyaml makes of a document's syntax: why it stops, or the line from 0 at which the document ends for it. */
export function goyamlReading(text: string): GoyamlStop | number {
  try {
    return new GoyamlParser(text).document();
  } catch (error) {
    if (error instanceof GoyamlStop) return error;
    throw error;
  }
}
