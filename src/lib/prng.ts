/** Random numbers without hidden state: a seed goes in, a value and the next seed come out. (mulberry32) */
export interface Draw {
  /** A number in [0, 1). */
  readonly value: number;
  readonly next: number;
}

export function draw(seed: number): Draw {
  const next = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(next ^ (next >>> 15), 1 | next);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return { value: ((t ^ (t >>> 14)) >>> 0) / 4294967296, next };
}

/** A 32-bit FNV-1a hash of a text, as an unsigned integer. */
export function fnv1a(text: string, basis = 0x811c9dc5): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
