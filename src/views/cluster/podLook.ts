/** How a pod's frame looks: its line says whether it exists, its left edge whether it is mirrored, its ground its class. */
import type { PodScene } from './podScene';

interface Look {
  readonly scene: PodScene;
  readonly dimmed: boolean;
  readonly hovered: boolean;
}

/** Line, ground and letters of a card or mini. Dimmed ones keep legible words and lose everything else. */
export function frameLook({ scene, dimmed, hovered }: Look): string {
  const line = scene.planned ? 'border-dashed' : 'border-solid';
  const ground = dimmed ? 'bg-surface border-line text-muted grayscale' : `bg-pod-tint border-pod-line ${hovered ? 'brightness-[.97] dark:brightness-125' : ''}`;
  return `${line} ${ground}`;
}
