/**
 * The bytes of a file as they are read: unpacked when it is gzip, by its first bytes and not by its name. One object's
 * bytes come from the file itself, or, where its offsets are not the file's, from reading the file anew up to there.
 */
import { concatBytes } from '../../manifest/streamParts';
import { toUtf8, utf16Of } from '../../manifest/streamUtf8';

interface Opened {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Bytes of the file that were taken so far. */
  readonly taken: () => number;
}

async function firstBytes(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, 4).arrayBuffer());
}

const isGzip = ([a, b]: Uint8Array): boolean => a === 0x1f && b === 0x8b;

/** Opens a file, unpacked. */
export async function openSource(file: Blob): Promise<Opened> {
  let taken = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const raw = file.stream().pipeThrough(count);
  const stream = isGzip(await firstBytes(file)) ? raw.pipeThrough(new DecompressionStream('gzip')) : raw;
  return { reader: stream.getReader(), taken: () => taken };
}

/** Bytes `offset` to `offset + length` of the file as UTF-8, uncompressed. */
export async function readRange(file: Blob, offset: number, length: number): Promise<Uint8Array> {
  const first = await firstBytes(file);
  if (!isGzip(first) && utf16Of(first) === null) return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
  const { reader } = await openSource(file);
  const decode = toUtf8();
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < offset + length) {
    const { value, done } = await reader.read();
    const bytes = done ? decode.end() : decode.push(value);
    if (at + bytes.length > offset) parts.push(bytes.subarray(Math.max(0, offset - at), offset + length - at));
    at += bytes.length;
    if (done) break;
  }
  await reader.cancel();
  return concatBytes(parts);
}
