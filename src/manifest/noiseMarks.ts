/**
 * Marks that stand before each line of what was copied: those of a diff, of a quoted mail, of an editor's line numbers.
 * They are blanked like other noise, so that every character keeps its place; a diff is read as it is after the change.
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

function ofDiff(lines: readonly string[]): Unmarked | undefined {
  const isDiff = lines.some((line) => /^@@ -\d+(?:,\d+)? \+\d+/.test(line)) || (lines.some((line) => /^--- \S/.test(line)) && lines.some((line) => /^\+\+\+ \S/.test(line)));
  if (!isDiff) return undefined;
  const read = lines.map((line) => {
    // Each file of a diff is a document of its own.
    if (line.startsWith('+++ ')) return `---${' '.repeat(line.length - 3)}`;
    if (diffHeader.test(line) || line.startsWith('-')) return blank(line);
    return line.startsWith('+') ? behind(line, 1) : line.startsWith(' ') ? behind(line, 1) : line;
  });
  return { lines: read, message: 'This is a diff, read as it is after the change', hint: 'Paste the changed file itself.' };
}

/** A mark that stands before every line with something in it. */
function ofEveryLine(lines: readonly string[], mark: RegExp, message: string, hint: string): Unmarked | undefined {
  const marked = lines.filter((line) => !isBlankLine(line));
  if (marked.length < 3 || !marked.every((line) => mark.test(line))) return undefined;
  return { lines: lines.map((line) => behind(line, mark.exec(line)?.[0].length ?? 0)), message, hint };
}

const lineNumber = /^ *(\d+)(?:[\t :|]|$)/;

function ofNumbers(lines: readonly string[]): Unmarked | undefined {
  const numbers = lines.filter((line) => !isBlankLine(line)).map((line) => Number(lineNumber.exec(line)?.[1]));
  const [first = Number.NaN] = numbers;
  if (!numbers.every((number, index) => number === first + index)) return undefined;
  return ofEveryLine(lines, lineNumber, 'A line number stands before each line', 'Copy the text without the numbers of the editor.');
}

/** Reads the marks off the lines, undefined when there are none. */
export function withoutMarks(lines: readonly string[]): Unmarked | undefined {
  const first = lines.find((line) => !isBlankLine(line)) ?? '';
  if (/^(?:diff |index |--- \S|@@ |Index: |From )/.test(first)) return ofDiff(lines);
  if (first.startsWith('+')) return ofEveryLine(lines, /^\+/, 'A plus of a diff stands before each line', 'Copy the text without the marks of the diff.');
  if (first.startsWith('>')) return ofEveryLine(lines, /^> ?/, 'A mark of quoted text stands before each line', 'Remove the > at the beginning of each line.');
  return lineNumber.test(first) ? ofNumbers(lines) : undefined;
}
