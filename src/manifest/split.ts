/**
 * One text into its documents, at lines that begin with `---`, before any parsing: a broken document costs no other.
 * Stands for apimachinery's YAMLReader.Read (staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go), which cuts the
 * same way. Left out: that one refuses a separator with content behind it; here the content is read, with a warning.
 */
import { excerpt, type Fault } from './problem';

export interface Segment {
  readonly start: number;
  readonly end: number;
}

export interface Split {
  /** Segments with something in them besides white space and comments. */
  readonly segments: readonly Segment[];
  readonly faults: readonly Fault[];
}

const onlyComments = /^(?:[ \t]*(?:#[^\n]*)?(?:\n|$))*$/;
const onlyDirectives = /^(?:[ \t]*(?:[#%][^\n]*)?(?:\n|$))*$/;

/** Is there nothing to read between two offsets: white space, comments, directives? */
function isEmpty(text: string): boolean {
  // The first line that is not blank decides nearly always; the patterns are only for comments and directives.
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) return true;
  if (first === '#') return onlyComments.test(text);
  return first === '%' && onlyDirectives.test(text);
}

export function splitDocuments(text: string): Split {
  const segments: Segment[] = [];
  const faults: Fault[] = [];
  let start = 0;
  const push = (end: number): void => {
    if (!isEmpty(text.slice(start, end))) segments.push({ start, end });
  };
  for (const match of text.matchAll(/^---(?=[\s#]|$)([^\n]*)(?:\n|$)/gm)) {
    push(match.index);
    const rest = match[1] ?? '';
    const content = /^\s*(?:#.*)?$/.test(rest) ? '' : rest.trim();
    start = content === '' ? match.index + match[0].length : match.index + 3;
    if (content !== '') faults.push(separatorFault(match.index, match.index + 3 + rest.length, content));
  }
  push(text.length);
  return { segments, faults };
}

const separatorFault = (start: number, end: number, content: string): Fault => ({
  start, end, severity: 'warning', code: 'separator', message: `invalid Yaml document separator: ${excerpt(content, 40)}`,
  detail: 'kubectl stops at this line. Only comments may stand behind ---.', hint: 'Start the document on the next line.',
});
