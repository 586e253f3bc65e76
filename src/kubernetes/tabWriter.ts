/**
 * Text in columns as Go's text/tabwriter sets it (go:src/text/tabwriter:Writer.format), with the flags that kubectl
 * describe uses: no minimal width, two spaces between columns, no alignment to the right. A cell ends with a tab; what
 * stands behind the last tab of a line belongs to no column. A column is a run of lines that all have a cell there.
 */

const PADDING = 2;

/** Lines of cells, tabs between them, to lines with spaces. Text of several lines in one entry is taken as several. */
export function alignTabs(lines: readonly string[]): string {
  const cells = lines.flatMap((line) => line.split('\n')).map((line) => line.split('\t'));
  const out: string[] = [];
  format(cells, 0, cells.length, [], out);
  return out.join('\n');
}

type Cells = readonly (readonly string[])[];

/** Sets the lines from `from` to `to`, of which the columns before `widths.length` are measured already. */
function format(lines: Cells, from: number, to: number, widths: readonly number[], out: string[]): void {
  const column = widths.length;
  const hasCell = (line: number): boolean => column < (lines[line]?.length ?? 0) - 1;
  let written = from;
  let line = from;
  while (line < to) {
    if (!hasCell(line)) {
      line++;
      continue;
    }
    for (; written < line; written++) out.push(writeLine(lines[written] ?? [], widths));
    let width = 0;
    for (; line < to && hasCell(line); line++) width = Math.max(width, (lines[line]?.[column]?.length ?? 0) + PADDING);
    format(lines, written, line, [...widths, width], out);
    written = line;
  }
  for (; written < to; written++) out.push(writeLine(lines[written] ?? [], widths));
}

const writeLine = (cells: readonly string[], widths: readonly number[]): string =>
  cells.map((cell, i) => (i < widths.length ? cell.padEnd(widths[i] ?? 0) : cell)).join('');
