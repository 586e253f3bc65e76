/** The bytes that a scan of JSON looks at, and how it passes over a text. */

export const quote = 0x22;
export const backslash = 0x5c;
export const newline = 0x0a;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;

export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;

/** Where the quote stands that ends a text; -1 when the chunk ends before it, or a line. */
export function endOfText(chunk: Uint8Array, from: number): number {
  const { length } = chunk;
  for (let at = from; at < length; at++) {
    const byte = chunk[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
    else if (byte === newline) return -1;
  }
  return -1;
}
