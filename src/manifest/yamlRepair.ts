/**
 * goyaml lets a quoted text, a `{…}` or a `[…]` go on at any indentation (yaml/scannerc.go: indentation counts only at
 * flow_level 0, and never inside quotes); the `yaml` package does not. So a document that the package refuses is tried a
 * second time with every such region laid on one line. One pass, linear in the text.
 */

/** The offset after the quote that closes the one at `start`, or undefined. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at += 1;
      else return at + 1;
    }
  }
  return undefined;
}

interface Region {
  readonly start: number;
  readonly end: number;
  /** Comments inside it, as pairs of offsets. */
  readonly comments: readonly (readonly [number, number])[];
}

/** The part of a text from an opening bracket to the one that closes it, whatever the indentation between them. */
function flowRegion(text: string, start: number): Region | undefined {
  const comments: (readonly [number, number])[] = [];
  let depth = 0;
  for (let at = start; at < text.length;) {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") {
      const close = quoteEnd(text, at);
      if (close === undefined) return undefined;
      at = text[close] === ':' ? close + 1 : close;
    } else if (char === '#' && /\s/.test(text[at - 1] ?? '')) {
      const lineEnd = lineEndOf(text, at);
      comments.push([at, lineEnd]);
      at = lineEnd;
    } else if ('{[]}, \t\n'.includes(char)) {
      at += 1;
      if (char === '{' || char === '[') depth += 1;
      else if (char === '}' || char === ']') depth -= 1;
      if (depth === 0) return { start, end: at, comments };
    } else {
      const plain = /(?:[^,[\]{}\s:]|:(?![\s,[\]{}]))+|:/y;
      plain.lastIndex = at;
      at += plain.exec(text)?.[0].length ?? 1;
    }
  }
  return undefined;
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The offset after a block scalar whose header ends at `from`: the lines that are indented deeper than `column`, and blank ones. */
function blockScalarEnd(text: string, from: number, column: number): number {
  const lines = /\n([ ]*)([^\n]?)/g;
  lines.lastIndex = lineEndOf(text, from);
  for (let match = lines.exec(text); match; match = lines.exec(text)) {
    if (match[2] !== '' && (match[1] ?? '').length <= column) return match.index;
    lines.lastIndex = lineEndOf(text, match.index + 1);
  }
  return text.length;
}

/** Everything in block context that spans lines and may do so at any indentation; undefined when one is never closed. */
function multilineRegions(text: string): readonly Region[] | undefined {
  const regions: Region[] = [];
  const keep = (region: Region): void => {
    if (text.slice(region.start, region.end).includes('\n')) regions.push(region);
  };
  let at = 0;
  let lineStart = 0;
  /** The column of the innermost dash or key that began on this line. */
  let column = 0;
  let atStart = true;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '\n') {
      lineStart = at + 1;
      column = 0;
      atStart = true;
      at += 1;
    } else if (char === ' ' || char === '\t') at += 1;
    else if (char === '#' && (at === lineStart || /\s/.test(text[at - 1] ?? ''))) at = lineEndOf(text, at);
    else if ((char === '-' || char === '?') && /^\s?$/.test(text[at + 1] ?? '')) {
      column = at - lineStart;
      at += 1;
    } else if (char === '&' || char === '!') at += /^\S+/.exec(text.slice(at, at + 200))?.[0].length ?? 1;
    else if (char === '"' || char === "'") {
      const end = quoteEnd(text, at);
      if (end === undefined) return undefined;
      keep({ start: at, end, comments: [] });
      if (atStart) column = at - lineStart;
      at = text[end] === ':' ? end + 1 : end;
    } else if (char === '{' || char === '[') {
      const region = flowRegion(text, at);
      if (!region) return undefined;
      keep(region);
      at = region.end;
    } else if ((char === '|' || char === '>') && !atStart) at = blockScalarEnd(text, at, column);
    else {
      if (atStart || /[-?] $/.test(text.slice(Math.max(lineStart, at - 2), at))) column = at - lineStart;
      const plain = /(?:[^\s:]|:(?!\s|$)|[ \t]+(?!#)(?=[^\s]))+/y;
      plain.lastIndex = at;
      at += plain.exec(text)?.[0].length ?? 1;
      if (text[at] === ':') at += 1;
    }
    if (char !== '\n' && char !== ' ' && char !== '\t' && char !== '-' && char !== '?') atStart = false;
  }
  return regions;
}

/**
 * The text with each such region's line breaks and comments made into spaces: the same length, so that offsets stay.
 * Undefined when there is nothing to lay flat. Quoted texts lose their line breaks in it: take their values from the
 * original.
 */
export function withFlatRegions(text: string): string | undefined {
  const regions = multilineRegions(text);
  if (!regions || regions.length === 0) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (const region of regions) {
    parts.push(text.slice(from, region.start));
    let at = region.start;
    for (const [start, end] of region.comments) {
      parts.push(text.slice(at, start).replaceAll('\n', ' '), ' '.repeat(end - start));
      at = end;
    }
    parts.push(text.slice(at, region.end).replaceAll('\n', ' '));
    from = region.end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
