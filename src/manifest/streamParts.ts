/** What both splitters of a stream, JSON and YAML, have in common: what they take, what they tell, and their limits. */
import type { ProblemCode } from './problem';

/** One object of a dump, as bytes of UTF-8. */
export interface StreamItem {
  readonly bytes: Uint8Array;
  /** Bytes from the start of the stream. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** The kind and apiVersion of the list that it is an item of, as far as they were read before it. */
  readonly listKind?: string;
  readonly listVersion?: string;
  /** A YAML item begins with the dash of its list. */
  readonly dash?: boolean;
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
  /** The bytes are valid during the call only. */
  item(item: StreamItem): void;
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
