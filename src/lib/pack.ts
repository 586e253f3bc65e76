/**
 * Texts packed for an address: deflate by the browser, then base64url. Unpacking is capped, because a link comes from
 * anywhere and a small one can hold a very large text.
 */

/** Longest text that {@link unpack} gives back, in bytes. */
const MOST_BYTES = 2_000_000;

const toBase64Url = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
};

const through = (bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(transform as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);

/** Reads at most `most` bytes; null when there are more. */
async function readAll(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

export async function pack(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const packed = await readAll(through(bytes, new CompressionStream('deflate-raw')), Infinity);
  return toBase64Url(packed ?? new Uint8Array());
}

/** The text, or null when it is not one of ours or too long. */
export async function unpack(packed: string): Promise<string | null> {
  try {
    const bytes = await readAll(through(fromBase64Url(packed), new DecompressionStream('deflate-raw')), MOST_BYTES);
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // not base64, not deflate, not UTF-8: a broken link
  }
}
