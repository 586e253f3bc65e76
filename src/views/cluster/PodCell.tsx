/** A pod as a cell of a tile: two halves, who starts it and what it is for. Its name and state are said and shown on hover. */
import { ClassCell } from '../shared/ClassBadge';
import { podLabel } from './podScene';
import { usePodThing } from './usePodThing';

interface PodCellProps {
  readonly id: string;
  readonly node: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export function PodCell({ id, node, x, y, size }: PodCellProps) {
  const { scene, selected, hovered, dimmed, handlers } = usePodThing(id, node);
  if (!scene) return null;
  const mark = selected ? 'outline-[2.5px] outline-ink outline-offset-1' : hovered ? 'outline-2 outline-line-strong outline-offset-1' : scene.state === 'failed' ? 'outline-2 outline-failed' : '';
  return (
    <button
      type="button"
      aria-label={podLabel(scene)}
      aria-pressed={selected}
      title={podLabel(scene)}
      {...handlers}
      className={`nodrag absolute flex rounded-[3px] ${mark} ${dimmed ? 'opacity-20' : scene.state === 'running' ? '' : 'opacity-60'}`}
      style={{ left: x, top: y }}
    >
      <ClassCell origin={scene.origin} role={scene.role} size={size} />
    </button>
  );
}
