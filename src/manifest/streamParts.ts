/** What both splitters of a stream, JSON and YAML, have in common: what they take, what they tell, and their limits. */
import type { ProblemCode } from './problem';

/** One object of a dump. */
export interface StreamItem {
  readonly text: string;
  /** Bytes of UTF-8. */
  readonly length: number;
  /** Bytes from the start of the stream. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** The kind and apiVersion of the list that it is an item of, as far as they were read before it. */
  readonly listKind: string | undefined;
  readonly listVersion: string | undefined;
  /** A YAML item begins with the dash of its list. */
  readonly dash: boolean;
  /** Its end was guessed: it may be a part of an object, or several. */
  readonly guess: boolean;
}

/** What could not be read. */
export interface StreamFault {
  /** Where the broken object starts, bytes from the start of the stream. */
  readonly offset: number;
  readonly line: number;
  /** Where it was noticed, when that is elsewhere. */
  readonly at?: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly detail: string;
}

export interface SplitSink {
  /** Answers false for a guess that is no object of its own: nothing was read of it, nothing is reported. */
  item(item: StreamItem): boolean;
  fault(fault: StreamFault): void;
}

export interface Splitter {
  push(bytes: Uint8Array): void;
  /** No more bytes come. */
  end(): void;
}

/** Bytes of one object that are kept. etcd refuses requests over 1.5 MB; indentation may make several times of that. */
export const largestItem = 8_000_000;

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes without those of a letter at the end that is not complete. */
export function wholeLetters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length - back : length;
  }
  return length;
}
