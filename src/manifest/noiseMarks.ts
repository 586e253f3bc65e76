/**
 * Marks that stand before each line of what was copied: those of a diff, of a quoted mail, of an editor's line numbers,
 * the name of the file that grep found it in; and the colours of a terminal within the lines. They are blanked like
 * other noise, so that every character keeps its place; where the marks differ in width the lines move left instead, and
 * only keep their length. A diff is read as it is after the change.
 */

/** The lines without their marks, and what the marks are. */
export interface Unmarked {
  readonly lines: readonly string[];
  readonly message: string;
  readonly hint: string;
}

const isBlankLine = (line: string): boolean => line.trim() === '';
const blank = (line: string): string => ' '.repeat(line.length);
/** What stands behind a mark, moved nowhere: a separator keeps the column that makes it one. */
function behind(line: string, width: number): string {
  const rest = line.slice(width);
  return /^---\s*$/.test(rest) ? `---${' '.repeat(line.length - 3)}` : `${' '.repeat(Math.min(width, line.length))}${rest}`;
}

const diffHeader = /^(?:diff |index |--- |\+\+\+ |@@ |new file|deleted file|old mode|new mode|similarity |rename |\\ No newline)/;

const isDiff = (lines: readonly string[]): boolean =>
  lines.some((line) => /^@@ -\d+(?:,\d+)? \+\d+/.test(line)) || (lines.some((line) => /^--- \S/.test(line)) && lines.some((line) => /^\+\+\+ \S/.test(line)));
/** Lines of a diff without what names its files: each is kept, added or removed. */
const isHunk = (lines: readonly string[]): boolean =>
  lines.every((line) => isBlankLine(line) || /^[-+ ]/.test(line)) && lines.some((line) => /^\+ *(?:- )?[\w.-]+:(?: |$)/.test(line));

function ofDiff(lines: readonly string[]): Unmarked {
  const read = lines.map((line) => {
    // Each file of a diff is a document of its own.
    if (line.startsWith('+++ ')) return `---${' '.repeat(line.length - 3)}`;
    if (diffHeader.test(line) || line.startsWith('-')) return blank(line);
    return line.startsWith('+') ? behind(line, 1) : line.startsWith(' ') ? behind(line, 1) : line;
  });
  return { lines: read, message: 'This is a diff, read as it is after the change', hint: 'Paste the changed file itself.' };
}

/**
 * The lines without what stands before each, and without the spaces that all have behind it: blanked where that has one
 * width, left out with spaces at the end where not.
 */
function withoutPrefix(lines: readonly string[], markOf: (line: string) => number): readonly string[] {
  const marked = lines.filter((line) => !isBlankLine(line));
  const gap = marked.map((line) => line.slice(markOf(line)).search(/\S/)).filter((width) => width >= 0).reduce((a, b) => Math.min(a, b), Infinity);
  const widthOf = (line: string): number => markOf(line) + (gap === Infinity ? 0 : gap);
  if (new Set(marked.map(markOf)).size < 2) return lines.map((line) => behind(line, widthOf(line)));
  return lines.map((line) => line.slice(widthOf(line)).padEnd(line.length));
}

/** A mark that stands before every line with something in it. */
function ofEveryLine(lines: readonly string[], mark: RegExp, message: string, hint: string): Unmarked | undefined {
  const marked = lines.filter((line) => !isBlankLine(line));
  if (marked.length < 3 || !marked.every((line) => mark.test(line))) return undefined;
  return { lines: withoutPrefix(lines, (line) => mark.exec(line)?.[0].length ?? 0), message, hint };
}

const lineNumber = /^ *(\d+)(?: *│|[\t :|.)]|$)/;
/** What bat draws around a file: its frame, and the file's name. */
const frame = /^[─┬┼┴│ ]*(?:│ (?:File: .*|Size: .*)|[─┬┼┴])$/;

function ofNumbers(lines: readonly string[]): Unmarked | undefined {
  const plain = lines.map((line) => (frame.test(line) ? blank(line) : line));
  const numbers = plain.filter((line) => !isBlankLine(line)).map((line) => Number(lineNumber.exec(line)?.[1]));
  const [first = Number.NaN] = numbers;
  if (!numbers.every((number, index) => number === first + index)) return undefined;
  return ofEveryLine(plain, lineNumber, 'A line number stands before each line', 'Copy the text without the numbers of the editor.');
}

const fileName = /^(?:\.{0,2}[\w/-]*\/)?[\w.-]+\.(?:ya?ml|json|yml\.j2|manifest)[:-](?:\d+[:-])?/;

function ofFileNames(lines: readonly string[]): Unmarked | undefined {
  return ofEveryLine(lines, fileName, 'The name of the file stands before each line', 'Print the file itself: grep -h leaves the name out.');
}

/** Lines of a mail before the text that it quotes. */
const maxLead = 3;

function ofQuotation(lines: readonly string[]): Unmarked | undefined {
  const start = lines.findIndex((line) => line.startsWith('>'));
  const lead = lines.slice(0, start).filter((line) => !isBlankLine(line));
  if (start === -1 || lead.length > maxLead || lead.some((line) => /^(?:apiVersion|kind):/.test(line))) return undefined;
  const quoted = ofEveryLine(lines.slice(start), /^> ?/, 'A mark of quoted text stands before each line', 'Remove the > at the beginning of each line.');
  return quoted && { ...quoted, lines: [...lines.slice(0, start).map(blank), ...quoted.lines] };
}

export const escapeCharacter = '\u001b';
/** A colour as the terminal gets it, and what is left of it where the escape character was not copied. */
const colour = new RegExp(String.raw`${escapeCharacter}\[[\d;]*[A-Za-z]`, 'g');
const lostColour = /\[\d{0,3}(?:;\d{1,3})*m/g;

/** Reads the colours of a terminal out of the lines. */
export function withoutColours(lines: readonly string[]): Unmarked | undefined {
  const text = lines.join('\n');
  const escaped = text.includes(`${escapeCharacter}[`);
  if (!escaped && !/^ *(?:- )?\[\d{1,3}(?:;\d{1,3})*m[\w.-]+(?:\[0?m:|:\[0?m)/m.test(text)) return undefined;
  return {
    lines: lines.map((line) => line.replace(escaped ? colour : lostColour, '').padEnd(line.length)),
    message: 'The colours of a terminal stand in the text', hint: 'Print it without them, for example with --color=never, or through cat.',
  };
}

/** Reads the marks off the lines, undefined when there are none. */
export function withoutMarks(lines: readonly string[]): Unmarked | undefined {
  const first = lines.find((line) => !isBlankLine(line)) ?? '';
  if (/^(?:diff |index |--- \S|@@ |Index: |From )/.test(first)) return isDiff(lines) ? ofDiff(lines) : undefined;
  if (first.startsWith('+')) return ofEveryLine(lines, /^\+/, 'A plus of a diff stands before each line', 'Copy the text without the marks of the diff.') ?? (isHunk(lines) ? ofDiff(lines) : undefined);
  if (lineNumber.test(first) || frame.test(first)) return ofNumbers(lines);
  if (fileName.test(first)) return ofFileNames(lines);
  return ofQuotation(lines) ?? (first.startsWith(' ') && isHunk(lines) ? ofDiff(lines) : undefined);
}
