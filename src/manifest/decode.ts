/**
 * Bytes of a file to text: UTF-8, or UTF-16 in either byte order, told by the byte order mark or, without one, by the
 * zero bytes that ASCII leaves in UTF-16. goyaml reads the same encodings (yaml/readerc.go:yaml_parser_determine_encoding).
 * Bytes that are no valid text become U+FFFD; nothing throws.
 */

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf(bytes: Uint8Array): Encoding {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a mark: manifests begin with ASCII, of which UTF-16 makes every other byte zero.
  const length = Math.min(bytes.length & ~1, 64);
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) evenZeros += 1;
    if (bytes[i + 1] === 0) oddZeros += 1;
  }
  if (length >= 4 && oddZeros > length / 4 && evenZeros === 0) return 'utf-16le';
  if (length >= 4 && evenZeros > length / 4 && oddZeros === 0) return 'utf-16be';
  return 'utf-8';
}

/** UTF-16BE has no decoder in every engine: the bytes are swapped. */
function swapped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    out[i] = bytes[i + 1] ?? 0;
    out[i + 1] = bytes[i] ?? 0;
  }
  return out;
}

/** The text of UTF-8 bytes; bytes that are none become U+FFFD. */
export const decodeUtf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The text of a file, without its byte order mark. */
export function decodeBytes(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-16be') return new TextDecoder('utf-16le').decode(swapped(bytes));
  return new TextDecoder(encoding).decode(bytes);
}
