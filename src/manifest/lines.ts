/** Offsets in a text to lines and columns, both counted from 1. Lines end at LF; the reader has made CR and CRLF to LF before. */

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface LineTable {
  readonly count: number;
  /** The place of an offset; offsets outside the text are moved to its nearest end. */
  readonly placeOf: (offset: number) => Place;
  /** The offset at which a line starts. */
  readonly startOf: (line: number) => number;
}

export function lineTable(text: string): LineTable {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  const placeOf = (offset: number): Place => {
    const at = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
  return { count: starts.length, placeOf, startOf };
}

/** The line of an offset, for one that is asked for: nothing is kept. At the end of the text it is the number of lines. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
