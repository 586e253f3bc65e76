/** What a pod is called where there is one line for it. Pure. */
import { cutMiddle } from '../shared/PodName';
import type { PodScene } from './podScene';
import { miniLetters } from './sizes';

/** The whole name; or its beginning and end; or, when the beginning is not all that tells it from others, that alone. */
export function shortName({ name, stem }: Pick<PodScene, 'name' | 'stem'>, width: number): string {
  const room = miniLetters(width);
  const cut = cutMiddle(name, room);
  return cut === name || stem === null || cut.startsWith(stem) ? cut : cutMiddle(stem, room + 1);
}
