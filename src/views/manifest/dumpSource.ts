/**
 * The bytes of a file as they are read: unpacked when it is gzip, by its first bytes and not by its name. One object's
 * bytes come from the file itself, or, where its offsets are not the file's, from reading the file anew up to there.
 */
import { concatBytes } from '../../manifest/streamParts';
import { toUtf8, utf16Of } from '../../manifest/streamUtf8';

interface Opened {
  /** The bytes that follow; null at the end. */
  readonly read: () => Promise<Uint8Array | null>;
  readonly cancel: () => Promise<void>;
  /** Bytes of the file, as it is stored, that were taken so far. */
  readonly taken: () => number;
}

async function firstBytes(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, 4).arrayBuffer());
}

const isGzip = ([a, b]: Uint8Array): boolean => a === 0x1f && b === 0x8b;

/** Opens a file, unpacked. */
export async function openSource(file: Blob): Promise<Opened> {
  let taken = 0;
  const gzip = isGzip(await firstBytes(file));
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const reader = (gzip ? file.stream().pipeThrough(count).pipeThrough(new DecompressionStream('gzip')) : file.stream()).getReader();
  return {
    read: async () => {
      const { value, done } = await reader.read();
      if (done) return null;
      if (!gzip) taken += value.length;
      return value;
    },
    cancel: () => reader.cancel(),
    taken: () => taken,
  };
}

/** Bytes `offset` to `offset + length` of the file as UTF-8, uncompressed. */
export async function readRange(file: Blob, offset: number, length: number): Promise<Uint8Array> {
  const first = await firstBytes(file);
  if (!isGzip(first) && utf16Of(first) === null) return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
  const { read, cancel } = await openSource(file);
  const decode = toUtf8();
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < offset + length) {
    const value = await read();
    const bytes = value === null ? decode.end() : decode.push(value);
    if (at + bytes.length > offset) parts.push(bytes.subarray(Math.max(0, offset - at), offset + length - at));
    at += bytes.length;
    if (value === null) break;
  }
  await cancel();
  return concatBytes(parts);
}
