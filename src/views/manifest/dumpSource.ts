/**
 * The bytes of a file as they are read: unpacked when it is gzip, by its first bytes and not by its name. One object's
 * bytes come from the file itself, or, where its offsets are not the file's, from reading the file anew up to there.
 */
import { concatBytes } from '../../manifest/streamParts';
import { toUtf8, utf16Of } from '../../manifest/streamUtf8';

export interface Opened {
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

/** Files up to this are read in one piece: looking at each of thousands of them twice would be most of the time. */
const inOnePiece = 256 * 1024;

function opened(bytes: Uint8Array): Opened {
  let rest: Uint8Array | null = bytes;
  return {
    read: () => {
      const all = rest;
      rest = null;
      return Promise.resolve(all);
    },
    cancel: () => Promise.resolve(),
    taken: () => (rest === null ? bytes.length : 0),
  };
}

/** Opens a file, unpacked. */
export async function openSource(file: Blob): Promise<Opened> {
  if (file.size > inOnePiece) return isGzip(await firstBytes(file)) ? openPacked(file) : openLarge(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return isGzip(bytes) ? openPacked(new Blob([bytes])) : opened(bytes);
}

/** Opens files one after the other, and some in advance: a small one is read while those before it are. */
export function openInTurn(files: readonly Blob[], ahead = 8): (index: number) => Promise<Opened> {
  const begun = new Map<number, Promise<Opened>>();
  const open = (index: number): Promise<Opened> => {
    const file = files[index];
    const known = begun.get(index);
    if (known || !file) return known ?? Promise.reject(new Error('The file is gone.'));
    const opening = openSource(file);
    begun.set(index, opening);
    // Told where it is waited for.
    opening.catch(() => undefined);
    return opening;
  };
  return (index) => {
    const own = open(index);
    begun.delete(index);
    for (let next = index + 1; next <= index + ahead; next++) if ((files[next]?.size ?? Infinity) <= inOnePiece) void open(next);
    return own;
  };
}

/** Bytes of a large file that are read at a time; the next ones are fetched while these are looked through. */
const piece = 1024 * 1024;

function openLarge(file: Blob): Opened {
  const fetch = (from: number) => {
    if (from >= file.size) return null;
    const next = file.slice(from, from + piece).arrayBuffer();
    // Told where it is waited for.
    next.catch(() => undefined);
    return next;
  };
  let taken = 0;
  let coming = fetch(0);
  return {
    read: async () => {
      if (!coming) return null;
      const bytes = new Uint8Array(await coming);
      taken += bytes.length;
      coming = fetch(taken);
      return bytes;
    },
    cancel: () => Promise.resolve(),
    taken: () => taken,
  };
}

function openPacked(file: Blob): Opened {
  let taken = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const reader = file.stream().pipeThrough(count).pipeThrough(new DecompressionStream('gzip')).getReader();
  return { read: async () => (await reader.read()).value ?? null, cancel: () => reader.cancel(), taken: () => taken };
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
