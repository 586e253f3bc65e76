/**
 * The keys of a manifest by indentation alone, for a text that is being typed: it reads what the YAML reader refuses, and
 * tells where the cursor is. What is judged or shown as an answer comes from the reader (parse.ts), never from here.
 * Flow style, so JSON too, is read by its brackets. Left out: aliases, and keys over several lines.
 */

export interface OutlineNode {
  /** The name of a field, the place of an item in its list; null for the document. */
  readonly step: string | number | null;
  readonly parent: OutlineNode | null;
  readonly children: OutlineNode[];
  /** Characters before the key or the dash, -1 for the document; undefined within brackets, where indentation says nothing. */
  readonly column: number | undefined;
  /** Offsets: of the key or dash, behind the key, behind everything that belongs to it. */
  readonly start: number;
  readonly keyEnd: number;
  end: number;
  /** The plain value on the key's own line, without quotes and comment; '' for a block. */
  value: string;
}

/** A document holds so many characters at most to be outlined; a longer one is not typed by hand. */
export const longestOutlined = 400_000;

/** The document around an offset: the text between the separators before and behind it. */
export function documentAround(text: string, offset: number): { readonly from: number; readonly to: number } {
  const separator = /^---(?=\s|$)/gm;
  let from = 0;
  for (let match = separator.exec(text); match; match = separator.exec(text)) {
    if (match.index > offset) return { from, to: match.index };
    from = match.index + 3;
    if (match[0].length === 0) break;
  }
  return { from, to: text.length };
}

const key = /^("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s#&*!|>'"%@`{}[\],-][^\n]*?|-[^\s][^\n]*?)[ \t]*:(?=\s|$)/;

/** Characters of a line in which a key is looked for, and levels that are followed: a hostile text has more of both. */
const longestKey = 1000;
const deepest = 100;

const unquoted = (text: string): string => (/^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text);

function nodeOf(parent: OutlineNode | null, step: OutlineNode['step'], column: number | undefined, start: number, keyEnd: number): OutlineNode {
  const node: OutlineNode = { step, parent, children: [], column, start, keyEnd, end: keyEnd, value: '' };
  parent?.children.push(node);
  return node;
}

/** Reads brackets from `at` on into `parent`; answers the offset behind them. Broken ones end where the text does. */
function readFlow(text: string, at: number, to: number, parent: OutlineNode): number {
  const token = /[{}[\],:]|"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|#[^\n]*|[^\s{}[\],:"'#]+(?:[^{}[\],:"'#\n]|:(?!\s|$))*/gy;
  const open: { readonly node: OutlineNode; readonly list: boolean }[] = [];
  /** The key that waits for its value. */
  let waiting: OutlineNode | undefined;
  let lastScalar: { readonly start: number; readonly end: number; readonly text: string } | undefined;
  token.lastIndex = at;
  const holder = (): OutlineNode => {
    const top = open.at(-1);
    if (!top) return parent;
    if (waiting) return waiting;
    return top.list ? nodeOf(top.node, top.node.children.length, undefined, token.lastIndex - 1, token.lastIndex - 1) : top.node;
  };
  while (token.lastIndex < to) {
    const begin = token.lastIndex;
    const match = token.exec(text);
    if (!match) {
      token.lastIndex = begin + 1;
      continue;
    }
    const [word] = match;
    const top = open.at(-1);
    const end = token.lastIndex;
    if (word === '{' || word === '[') {
      open.push({ node: holder(), list: word === '[' });
      waiting = undefined;
      lastScalar = undefined;
    } else if (word === '}' || word === ']') {
      open.pop();
      if (top) top.node.end = end;
      waiting = undefined;
      lastScalar = undefined;
      if (open.length === 0) return end;
    } else if (word === ',') {
      waiting = undefined;
      lastScalar = undefined;
    } else if (word === ':') {
      if (lastScalar && top && !top.list) waiting = nodeOf(top.node, unquoted(lastScalar.text), undefined, lastScalar.start, lastScalar.end);
    } else if (!word.startsWith('#')) {
      lastScalar = { start: match.index, end, text: word.trimEnd() };
      if (waiting) {
        waiting.value = unquoted(lastScalar.text);
        waiting.end = end;
      } else if (top?.list) {
        const item = nodeOf(top.node, top.node.children.length, undefined, match.index, match.index);
        item.value = unquoted(lastScalar.text);
        item.end = end;
      }
    }
  }
  for (const { node } of open) node.end = to;
  return to;
}

/** The nodes that are open for a key or dash at a column: the last of them is its parent. Compact lists stand at their key's column. */
export function openFor(chain: readonly OutlineNode[], column: number, dash: boolean): readonly OutlineNode[] {
  const stands = (node: OutlineNode): boolean => {
    const own = node.column ?? Number.POSITIVE_INFINITY;
    return own < column || (dash && own === column && typeof node.step !== 'number');
  };
  const last = chain.findLastIndex(stands);
  return chain.slice(0, last + 1);
}

/** The outline of the part of a text between two offsets. */
export function outline(text: string, from: number, to: number): OutlineNode {
  const root = nodeOf(null, null, -1, from, from);
  root.end = to;
  let chain: readonly OutlineNode[] = [root];
  const first = text.slice(from, to).search(/\S/);
  if (first !== -1 && /[{[]/.test(text[from + first] ?? '')) {
    readFlow(text, from + first, to, root);
    return root;
  }
  let at = from;
  while (at < to) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 || newline > to ? to : newline;
    at = readLine(text, at, lineEnd, to);
  }
  return root;

  /** Reads one line; answers where the next one to be read begins. */
  function readLine(all: string, lineStart: number, lineEnd: number, last: number): number {
    const line = all.slice(lineStart, lineEnd);
    let column = line.search(/[^ ]/);
    if (column === -1 || line[column] === '#' || line.trim() === '') return lineEnd + 1;
    let node: OutlineNode | undefined;
    for (let dash = /^-(?:[ \t]+|$)/.exec(line.slice(column, column + longestKey)); dash && chain.length < deepest; dash = /^-(?:[ \t]+|$)/.exec(line.slice(column, column + longestKey))) {
      chain = openFor(chain, column, true);
      const parent: OutlineNode = chain.at(-1) ?? root;
      node = nodeOf(parent, parent.children.length, column, lineStart + column, lineStart + column + 1);
      chain = [...chain, node];
      column += dash[0].length;
    }
    const rest = line.slice(column);
    const match = chain.length > 2 * deepest ? null : key.exec(rest.slice(0, longestKey));
    if (match?.[1] !== undefined) {
      chain = openFor(chain, column, false);
      const start = lineStart + column;
      node = nodeOf(chain.at(-1) ?? root, unquoted(match[1]), column, start, start + match[1].length);
      chain = [...chain, node];
    }
    if (!node) {
      extend(chain, lineStart + line.trimEnd().length);
      return lineEnd + 1;
    }
    const valueAt = lineStart + column + (match ? match[0].length : 0);
    const end = readValue(all, valueAt, lineEnd, last, node, node.column ?? 0);
    extend(chain, end);
    const after = all.indexOf('\n', end);
    return after === -1 || after >= last ? last : Math.max(after, lineEnd) + 1;
  }
}

function extend(chain: readonly OutlineNode[], end: number): void {
  for (const node of chain) if (node.step !== null) node.end = Math.max(node.end, end);
}

/** The value behind a key or a dash: brackets, a block of text, a quoted text, or plain words; answers where it ends. */
function readValue(text: string, from: number, lineEnd: number, to: number, node: OutlineNode, column: number): number {
  const words = text.slice(from, lineEnd);
  const start = from + Math.max(0, words.search(/\S/));
  const plain = words.trim();
  const first = plain.replace(/^(?:[&!]\S*\s+)+/, '')[0] ?? '';
  if (first === '{' || first === '[') return readFlow(text, text.indexOf(first, start), to, node);
  if (/^[|>][-+0-9]*(?:\s+#.*)?$/.test(plain)) return endOfBlock(text, lineEnd, to, column);
  if ((first === '"' || first === "'") && !new RegExp(`^${first}.*${first}\\s*(?:#.*)?$`).test(plain)) {
    const close = text.indexOf(first, start + 1);
    return close === -1 || close > to || close - start > 20_000 ? lineEnd : close + 1;
  }
  node.value = unquoted(plain.replace(/(?:^|\s)#.*$/, '').trim());
  return from + words.trimEnd().length;
}

/** A block of text goes on while its lines are blank or indented deeper than its key. */
function endOfBlock(text: string, lineEnd: number, to: number, column: number): number {
  let end = lineEnd;
  for (let at = lineEnd + 1; at < to; ) {
    const newline = text.indexOf('\n', at);
    const stop = newline === -1 || newline > to ? to : newline;
    const indent = text.slice(at, stop).search(/[^ ]/);
    if (indent !== -1 && indent <= column && text.slice(at, stop).trim() !== '') break;
    if (indent !== -1) end = stop;
    at = stop + 1;
  }
  return end;
}

/** The deepest node whose text holds the offset, with all above it. */
export function chainAt(root: OutlineNode, offset: number): readonly OutlineNode[] {
  const chain = [root];
  for (;;) {
    const next = chain.at(-1)?.children.findLast(({ start, end }) => start <= offset && offset <= end);
    if (!next) return chain;
    chain.push(next);
  }
}

/** The nodes that a line at this offset may belong to: the last one before it on every level, whatever its end. */
export function chainBefore(root: OutlineNode, offset: number): readonly OutlineNode[] {
  const chain = [root];
  for (;;) {
    const next = chain.at(-1)?.children.findLast(({ start, column }) => start < offset && column !== undefined);
    if (!next) return chain;
    chain.push(next);
  }
}
