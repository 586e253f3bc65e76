/**
 * An object of a dump that writes each object in one line, laid out so that its fields stand on lines of their own. Only
 * white space is added, and only outside strings: numbers, double keys and escapes stay as they are.
 */

/** A line of up to this many characters can be read as it is. */
const READABLE = 160;

const OPENS = new Set(['{', '[']);
const CLOSES = new Set(['}', ']']);

/** The text itself when it has lines, is short, or is no JSON object. */
export function layOutJson(text: string): string {
  const line = text.trim();
  if (line.length <= READABLE || line.includes('\n') || !line.startsWith('{')) return text;
  const parts: string[] = [];
  let depth = 0;
  // Strings with their escapes whole, marks of structure one by one, and what stands between.
  const tokens = line.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g) ?? [];
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (OPENS.has(token)) {
      depth++;
      parts.push(token, next !== undefined && CLOSES.has(next) ? '' : newLine(depth));
    } else if (CLOSES.has(token)) {
      depth = Math.max(0, depth - 1);
      const before = tokens[i - 1];
      parts.push(before !== undefined && OPENS.has(before) ? '' : newLine(depth), token);
    } else if (token === ',') parts.push(token, newLine(depth));
    else parts.push(token === ':' ? ': ' : token);
  });
  return `${parts.join('')}\n`;
}

const newLine = (depth: number): string => `\n${'  '.repeat(Math.min(depth, 40))}`;
