/**
 * The lower half of YAML reading: text to the `yaml` package's syntax tokens, with a cap on their nesting, and the tabs
 * that goyaml refuses where that package does not: wherever a block could begin, also before nothing.
 */
import { Lexer, Parser, type CST } from 'yaml';
import { maxDepth } from './limits';

export interface TokenStream {
  readonly tokens: readonly CST.Token[];
  /** Set when the text nests deeper than can be read: where that was noticed. */
  readonly tooDeepAt?: number;
}

/** Lexes and parses one document. Stops early when the nesting gets out of hand, so that no bomb is ever built. */
export function tokensOf(text: string): TokenStream {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * maxDepth) return { tokens: [], tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens: cutAfterErrors(tokens) };
}

/** Error tokens that are kept. The first is the cause; a broken text can hold a hundred thousand that follow from it. */
const maxErrorTokens = 10;

function cutAfterErrors(tokens: readonly CST.Token[]): readonly CST.Token[] {
  let errors = 0;
  const cut = tokens.findIndex((token) => token.type === 'error' && (errors += 1) > maxErrorTokens);
  return cut === -1 ? tokens : tokens.slice(0, cut);
}

type Visit = (token: CST.Token, source: readonly CST.SourceToken[], inFlow: boolean) => void;

/** Calls `visit` for each token and each run of marks (spaces, dashes, comments …) that belongs to it, in any order. */
function visitTokens(tokens: readonly CST.Token[], visit: Visit): void {
  const stack: { token: CST.Token; inFlow: boolean }[] = tokens.map((token) => ({ token, inFlow: false }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, inFlow } = next;
    const push = (child: CST.Token | null | undefined, flow: boolean): void => {
      if (child) stack.push({ token: child, inFlow: flow });
    };
    const marks = (source: readonly CST.SourceToken[] | undefined, flow: boolean): void => visit(token, source ?? [], flow);
    if (token.type === 'document') {
      marks(token.start, inFlow);
      push(token.value, inFlow);
      marks(token.end, inFlow);
    } else if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
      const flow = inFlow || token.type === 'flow-collection';
      for (const item of token.items) {
        marks(item.start, flow);
        push(item.key, flow);
        marks(item.sep, flow);
        push(item.value, flow);
      }
      marks(token.type === 'flow-collection' ? token.end : undefined, inFlow);
    } else if ('end' in token) marks(token.end, inFlow);
    else marks(undefined, inFlow);
  }
}

/** The first tab that goyaml would not skip: before anything in a block line, or right after `-` and `?`. */
export function firstBadTab(tokens: readonly CST.Token[], text: string): number | undefined {
  // White space before the document's first token is a token of its own.
  const leading = tokens.find((token) => token.type === 'space' && token.source.includes('\t'));
  const leadingAt = leading?.type === 'space' ? leading.offset + leading.source.indexOf('\t') : undefined;
  let first: number | undefined = leadingAt;
  visitTokens(tokens, (_token, source, inFlow) => {
    if (inFlow) return;
    source.forEach((mark, index) => {
      const tab = mark.type === 'space' ? mark.source.indexOf('\t') : -1;
      if (tab === -1) return;
      const at = mark.offset + tab;
      const before = source[index - 1];
      const afterIndicator = before?.type === 'seq-item-ind' || before?.type === 'explicit-key-ind';
      const lineStart = text.lastIndexOf('\n', at - 1) + 1;
      const inIndent = /^[ \t]*$/.test(text.slice(lineStart, at)) && at + 1 < text.length;
      if ((afterIndicator || inIndent) && (first === undefined || at < first)) first = at;
    });
  });
  return first;
}
