/**
 * Where the words of a message stand: on its edge when there is room, else beside it, and never over the words of
 * something else as long as there is any free ground near. Pure.
 */
import { type Box, contains, type Point, sharedArea } from './box';
import { lengthOf, pointAt } from './polyline';

export interface LabelInput {
  readonly way: readonly Point[];
  readonly width: number;
  readonly height: number;
  /** What may not be covered. */
  readonly things: readonly Box[];
  /** What had better not be covered. */
  readonly words: readonly Box[];
  /** Where it may stand at all. */
  readonly bounds: Box;
  /** From the middle of the edge to a label beside it. */
  readonly beside?: number;
}

/** Between the middle of a piece and a label beside it. */
const BESIDE = 9;
const STEP = 8;
/** How far from the edge free ground is looked for. */
const FAR = 130;

const MARGIN = 1;
/** On a shorter way the label would hide it. */
const LONG = 150;

export interface LabelPlace {
  /** The middle of the label. */
  readonly at: Point;
  /** Does it cover nothing that it should not? */
  readonly free: boolean;
}

/** The best place for a label. */
export function placeLabel(input: LabelInput): LabelPlace {
  const { way, width, height, beside = BESIDE } = input;
  const length = lengthOf(way);
  let best: Point = pointAt(way, length / 2);
  let least = Infinity;
  const offer = (at: Point, price: number) => {
    const whole = price + priceOf(at, input);
    if (whole < least) {
      least = whole;
      best = at;
    }
  };
  for (let at = 0; at <= length; at += Math.max(STEP, length / 60)) {
    const { x, y, flat } = pointAt(way, at);
    const away = Math.abs(at - length / 2) * 0.12;
    offer({ x, y }, away + (length < LONG ? 60 : 0));
    const [dx, dy] = flat ? [0, height / 2 + beside] : [width / 2 + beside, 0];
    offer({ x: x - dx, y: y - dy }, away + 10);
    offer({ x: x + dx, y: y + dy }, away + 12);
  }
  if (least >= COVERING) {
    const middle = pointAt(way, length / 2);
    for (let dx = -FAR; dx <= FAR; dx += STEP) {
      for (let dy = -FAR; dy <= FAR; dy += STEP) offer({ x: middle.x + dx, y: middle.y + dy }, 30 + Math.hypot(dx * 0.7, dy));
    }
  }
  return { at: best, free: least < COVERING };
}

const COVERING = 1000;

function priceOf({ x, y }: Point, { width, height, things, words, bounds }: LabelInput): number {
  const label: Box = { x: x - width / 2 - MARGIN, y: y - height / 2 - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  let price = contains(bounds, label) ? 0 : COVERING * 2;
  for (const box of things) {
    const area = sharedArea(label, box);
    if (area > 0) price += COVERING + area;
  }
  for (const box of words) price += sharedArea(label, box);
  return price;
}
