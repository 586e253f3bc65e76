/**
 * Marks of templates that nobody has rendered yet: Go and Helm, Jinja, shell variables, and plain words in braces. In
 * a broken document they are the cause; in one that reads well they are suspicious where a name or an image belongs.
 */
import { isFields } from '../kubernetes/reading';

/** In the order in which they are named. */
const marks: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /%%\{.*?\}%%/, name: '%%{ … }%%' },
  { pattern: /\{%-?.*?-?%\}/, name: '{% … %}' },
  { pattern: /\{\{.*?(?:\}\}|$)|^\s*\}\}/, name: '{{ … }}' },
  { pattern: /<%=?.*?%>/, name: '<% … %>' },
  { pattern: /\$\{[A-Za-z_][\w.:-]*\}|^\$[A-Z_][A-Z0-9_]*$/, name: '${ … }' },
  // A word in braces at the start of a value: a map with one key to YAML, or broken when more text follows it.
  { pattern: /(?:^|[:\-,[]\s)\{[A-Za-z_][\w.-]*\}/, name: '{ … }' },
  { pattern: /(?:^|\s)@[A-Za-z_][\w.-]*@/, name: '@…@' },
  { pattern: /\[\[.*?\]\]/, name: '[[ … ]]' },
  { pattern: /(?:^|[:\-,[]\s)%[A-Z_][A-Z0-9_]*%/, name: '%…%' },
];

/** Characters around a place in which marks are looked for: a hostile line can be a megabyte of open brackets. */
const span = 500;

/** The name of the template mark in a line, near a column when one is given, undefined when there is none. */
export function placeholderIn(line: string, column = 1): string | undefined {
  const near = line.slice(Math.max(0, column - span), column + span);
  return marks.find(({ pattern }) => pattern.test(near))?.name;
}

/** The first line with a mark that no manifest holds for another reason: `{{`, `{%`. Lines count from 1. */
export function firstTemplateLine(lines: readonly string[], from: number, to: number): number | undefined {
  for (let line = from; line <= to; line++) {
    const text = lines[line - 1] ?? '';
    if (/\{\{|\{%|%%\{/.test(text) && !/^\s*#/.test(text)) return line;
  }
  return undefined;
}

/** What to do about a mark; `text` is what it stands in, which tells whose template it is. */
export function templateHint(mark: string, text: string): string {
  const head = text.slice(0, 100_000);
  if (mark === '${ … }') return 'Put in the values first, for example with envsubst.';
  if (mark !== '{{ … }}') return mark === '{% … %}' ? jinjaHint : 'Put in the values first.';
  if (helmMark.test(head)) return 'Render it first: helm template prints the finished objects of a chart.';
  return jinjaMark.test(head) ? jinjaHint : 'Render it first, with the tool that it was written for.';
}

const jinjaHint = 'Render it first, with Ansible or whatever puts in the values.';
/** What only the templates of Helm's charts use. */
const helmMark = /\{\{[^{}\n]{0,200}?(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|\b(?:include|template|define) "|\b(?:toYaml|nindent)\b)/;
/** Statements of Jinja, or a name without the dot or the dollar of Go's templates. */
const jinjaMark = /\{%|\{\{-? ?(?!(?:if|else|end|range|with|block|define|template|include|printf)\b)[a-z_][\w.]*(?:\[[^\]\n]{0,80}\])?(?: ?\|[^{}\n]{0,200})? ?-?\}\}/;

/** Is this value what YAML makes of an unrendered `{NAME}`: a map with one key and nothing behind it? */
export function isBracedWord(value: unknown): value is Readonly<Record<string, null>> {
  if (!isFields(value)) return false;
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]?.[1] === null;
}

/** Is it what YAML makes of an unrendered `[[NAME]]`: a list in a list with one text in it? */
export const isBracketedWord = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) && value[0].length === 1 && typeof value[0][0] === 'string';

/** A text where a name, an image or a label belongs, with a mark still in it. */
export const hasPlaceholder = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 2 * span && /\{\{.*?\}\}|\$[{(]?[A-Za-z_]\w*|\{%.*?%\}|<[^<>]*>|__[A-Z][A-Z0-9_]*__/.test(value);
