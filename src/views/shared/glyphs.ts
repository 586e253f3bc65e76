/**
 * The drawings that carry a meaning of their own: the four kinds of pod, the five states and the transport. All are
 * paths on a 16 × 16 grid, drawn with a stroke of 1.5, and plain data, so that React, the taxonomy's SVG and an
 * exported picture all show the same shape.
 */

export interface GlyphPart {
  readonly d: string;
  /** Filled with the text's colour as well as outlined. */
  readonly solid?: boolean;
  readonly dash?: string;
  /** Drawn in the colour of the ground, to be cut out of a solid part. */
  readonly cut?: boolean;
}

const circle = (r: number, cx = 8, cy = 8): string => `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

export const glyphs = {
  /** A sheet with a folded corner: a file. */
  static: [{ d: 'M4 2h5l3 3v9H4z' }, { d: 'M9 2v3h3' }],
  /** Two stacked cards: one of many. */
  workload: [{ d: 'M6.6 2.2h5.8q1.6 0 1.6 1.6v5.4q0 1.6-1.6 1.6H6.6Q5 10.8 5 9.2V3.8q0-1.6 1.6-1.6z' }, { d: 'M2.2 5.7v6.5q0 1.8 1.8 1.8h6.7' }],
  /** A gear. */
  system: [
    { d: circle(3) },
    { d: 'M8 1.5v2.3M8 12.2v2.3M1.5 8h2.3M12.2 8h2.3M3.4 3.4 5 5M11 11l1.6 1.6M3.4 12.6 5 11M11 5l1.6-1.6' },
  ],
  /** A person. */
  nonSystem: [{ d: circle(2.7, 8, 5.1) }, { d: 'M2.9 14c.5-3 2.4-4.5 5.1-4.5s4.6 1.5 5.1 4.5' }],

  running: [{ d: circle(5), solid: true }],
  waiting: [{ d: circle(5), dash: '2.6 2.636' }],
  failed: [
    { d: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3z', solid: true },
    { d: 'M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6', cut: true },
  ],
  terminating: [{ d: circle(5) }, { d: 'M3 8a5 5 0 0 0 10 0z', solid: true }],
  completed: [{ d: circle(5.4) }, { d: 'M5.3 8.2l2 1.9 3.4-3.9' }],

  play: [{ d: 'M4.5 2.7v10.6L13 8z', solid: true }],
  pause: [{ d: 'M4.6 3.2v9.6M11.4 3.2v9.6' , solid: true }],
  stepForward: [{ d: 'M3.4 3v10l6.8-5z', solid: true }, { d: 'M12.6 3v10' }],
  stepBack: [{ d: 'M12.6 3v10L5.8 8z', solid: true }, { d: 'M3.4 3v10' }],
  beatForward: [{ d: 'M1.8 3.4v9.2L7 8zM7.4 3.4v9.2L12.6 8z', solid: true }, { d: 'M14.2 3.4v9.2' }],
  beatBack: [{ d: 'M14.2 3.4v9.2L9 8zM8.6 3.4v9.2L3.4 8z', solid: true }, { d: 'M1.8 3.4v9.2' }],
} as const satisfies Record<string, readonly GlyphPart[]>;

export type GlyphName = keyof typeof glyphs;
