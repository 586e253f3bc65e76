/**
 * One YAML document with positions, as Kubernetes reads it: the `yaml` package gives the syntax, yamlBuilder.ts the
 * meaning. A document that only the package refuses, because of its indentation inside brackets or quotes, is read all
 * the same (yamlRepair.ts); one that only goyaml refuses, because of a tab or a control character, is refused.
 */
import { Composer, type CST, type Document } from 'yaml';
import { goyamlEnd, goyamlError } from './goyamlErrors';
import { maxDepth } from './limits';
import type { Located } from './located';
import type { Fault } from './problem';
import { Stop, YamlBuilder } from './yamlBuilder';
import { faultOfYamlError, tabFault, type SyntaxError } from './yamlFaults';
import { withFlatRegions } from './yamlRepair';
import { firstBadTab, tokensOf } from './yamlTokens';

export interface YamlReading {
  /** The document's value; absent when it is empty or broken. */
  readonly root?: Located;
  /** Warnings. */
  readonly faults: readonly Fault[];
  /** Why Kubernetes refuses the document. */
  readonly error?: Fault;
}

/** What goyaml's reader refuses anywhere in a text: control characters (yaml/readerc.go:yaml_parser_update_buffer). A byte order mark is none. */
const forbidden = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]/u;
/** A line that ends the document, behind something to read. */
const documentEnd = /(?<=\S[^\S\n]*\n+)\.\.\.(?=\s|$)/;

const composerOptions = {
  schema: 'failsafe', version: '1.2', uniqueKeys: false, merge: false, resolveKnownTags: false, strict: true, logLevel: 'silent',
} as const;

interface Composed {
  readonly document?: Document.Parsed;
  readonly errors: readonly SyntaxError[];
}

function compose(text: string): Composed & { readonly badTab?: number; readonly tooDeepAt?: number; readonly repaired: boolean } {
  const stream = tokensOf(text);
  if (stream.tooDeepAt !== undefined) return { tooDeepAt: stream.tooDeepAt, repaired: false, errors: [] };
  const first = composed(stream.tokens, text);
  const badTab = firstBadTab(stream.tokens, text);
  if (first.errors.length > 0) {
    const flat = withFlatRegions(text);
    const tokens = flat === undefined ? undefined : tokensOf(flat).tokens;
    const second = tokens && composed(tokens, text);
    if (tokens && second?.errors.length === 0) {
      const tab = firstBadTab(tokens, text);
      return { ...second, repaired: true, ...(tab === undefined ? {} : { badTab: tab }) };
    }
  }
  return { ...first, repaired: false, ...(badTab === undefined ? {} : { badTab }) };
}

/** The syntax errors that a text is read for: no more than {@link maxErrors}, whatever the text is. */
export const syntaxErrorsOf = (text: string): readonly SyntaxError[] => compose(text).errors;

/** The first document of the tokens; Kubernetes ignores what follows a `...` line. */
function composed(tokens: readonly CST.Token[], text: string): Composed {
  const composer = new Composer(composerOptions);
  const errors: SyntaxError[] = [];
  onErrors(composer, (error) => {
    if (errors.length >= maxErrors) throw new GaveUp();
    errors.push(error);
  });
  try {
    for (const doc of composer.compose(tokens, true, text.length)) return { document: doc, errors: [...errors, ...doc.errors] };
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
  }
  return { errors };
}

/** Errors of one document after which composing stops: a hostile text can hold a hundred thousand. */
export const maxErrors = 20;
class GaveUp extends Error {}

/**
 * Has the composer report to `handle` instead of collecting Error objects. Its handler is a private property, which the
 * package's pinned version reads anew for each document; the test of bombs fails if that changes.
 */
function onErrors(composer: Composer, handle: (error: SyntaxError) => void): void {
  type Source = number | readonly [number, number, ...number[]] | { readonly offset: number; readonly source?: string };
  Reflect.set(composer, 'onError', (source: Source, code: string, message: string, warning?: boolean): void => {
    if (warning) return;
    if (typeof source === 'number') handle({ pos: [source, source + 1], code, message });
    else if ('offset' in source) handle({ pos: [source.offset, source.offset + (source.source?.length ?? 1)], code, message });
    else handle({ pos: [source[0], source[1]], code, message });
  });
}

/** Reads the document between two offsets. Never throws. */
export function readYaml(whole: string, start: number, to: number): YamlReading {
  // Kubernetes reads each document for itself: each may begin with a mark of its own, as in files that were joined.
  const from = whole.startsWith('\ufeff', start) && start < to ? start + 1 : start;
  const text = whole.slice(from, to);
  const ended = endOf(text);
  if (ended !== undefined) return endedEarly(readYaml(whole, from, from + ended), from + ended, to, endLineWords);
  const control = forbidden.exec(text);
  if (control) return { faults: [], error: controlFault(from + control.index, control[0]) };
  try {
    const { document: doc, errors: syntax, badTab, tooDeepAt, repaired } = compose(text);
    if (tooDeepAt !== undefined) return { faults: [], error: tooDeepFault(from + tooDeepAt) };
    const errorAt = syntax[0]?.pos[0];
    if (syntax.length > 0 || badTab !== undefined) {
      const kubernetes = goyamlError(text);
      const end = kubernetes === undefined ? goyamlEnd(text) ?? 0 : 0;
      if (end > 0 && end < text.length && !/^\s*[{[]/.test(text)) return endedEarly(readYaml(whole, from, from + end), from + end, to, trailingWords);
      const printed = kubernetes === undefined ? {} : { kubernetes };
      if (badTab !== undefined && kubernetes !== undefined && (errorAt === undefined || badTab <= errorAt + 1)) return { faults: [], error: { ...tabFault(from + badTab, kubernetes), ...printed } };
      if (syntax.length > 0) return { faults: [], error: { ...faultOfYamlError(syntax, text, from), ...printed } };
    }
    if (!doc || doc.contents === null) return { faults: [] };
    const builder = new YamlBuilder(text, from, repaired);
    return { root: builder.build(doc.contents), faults: builder.faults };
  } catch (error) {
    if (error instanceof Stop) return { faults: [], error: error.fault };
    // The package recurses, so a stack may overflow below our own cap.
    if (error instanceof RangeError) return { faults: [], error: tooDeepFault(from) };
    return { faults: [], error: readerFault(from, error) };
  }
}

const tooDeepFault = (at: number): Fault => ({
  start: at, end: at + 1, severity: 'error', code: 'tooDeep', message: `More than ${maxDepth} levels of maps and lists`,
  detail: 'The document was not read.',
});

const readerFault = (at: number, error: unknown): Fault => ({
  start: at, end: at + 1, severity: 'error', code: 'yamlSyntax', message: 'The YAML reader gave up on this document',
  detail: error instanceof Error ? error.message : String(error),
});

/** Where a line `...` ends the document and more than comments stands behind it. */
function endOf(text: string): number | undefined {
  if (!text.includes('\n...')) return undefined;
  const at = documentEnd.exec(text)?.index;
  const hasContent = (part: string): boolean => /^(?![ \t]*#).*[^\s.]/m.test(part);
  return at !== undefined && hasContent(text.slice(0, at)) && hasContent(text.slice(at)) ? at : undefined;
}

type TrailingWords = Pick<Fault, 'detail' | 'hint'>;
const trailingWords: TrailingWords = {
  detail: 'For Kubernetes the document is complete above it; often such a line stands further left than the first one.', hint: 'Give all top-level keys the same indentation.',
};
const endLineWords: TrailingWords = { detail: 'A line of three dots ends the document.', hint: 'Begin the next document with ---, or remove the dots.' };

/** The reading of a document behind whose end more text stands, which goyaml never looks at. */
const endedEarly = (reading: YamlReading, start: number, end: number, why: TrailingWords): YamlReading => (reading.root && reading.root.kind !== 'scalar'
  ? { ...reading, faults: [...reading.faults, { start, end, severity: 'error', code: 'trailingText', message: 'Kubernetes ignores the text from this line on', ...why }] }
  : reading);

const controlFault = (at: number, char: string): Fault => ({
  start: at, end: at + 1, severity: 'error', code: 'controlCharacter',
  message: `A control character (U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}) in the text`,
  detail: 'Kubernetes: control characters are not allowed.', kubernetes: 'yaml: control characters are not allowed', hint: 'Remove it, or write it as an escape in double quotes.',
});
