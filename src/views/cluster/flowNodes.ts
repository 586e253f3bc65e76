/** Things as React Flow's nodes: each stays the same object as long as its place and its part in the step do. */
import type { ThingNode } from './Shell';
import type { Thing, ThingKind } from './things';

/** Cases lie below the lines, everything else above those that stand; a message is covered by the shelf alone. */
const DEPTH: Readonly<Partial<Record<ThingKind, number>>> = { frame: 0, network: 3, store: 4 };

const unchanged = ({ type, position, data }: ThingNode, { kind, box, part, leaving }: Thing): boolean =>
  type === kind && data.part === part && data.leaving === leaving && position.x === box.x && position.y === box.y && data.width === box.width && data.height === box.height;

/** A function that remembers the nodes of its call before. */
export function nodeKeeper(): (things: readonly Thing[]) => ThingNode[] {
  let kept: ReadonlyMap<string, ThingNode> = new Map();
  return (things) => {
    const next = new Map<string, ThingNode>();
    for (const thing of things) {
      const { id, kind, node, pod, box, part, leaving } = thing;
      const before = kept.get(id);
      next.set(id, before && unchanged(before, thing) ? before : {
        id,
        type: kind,
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        zIndex: DEPTH[kind] ?? 2,
        data: { node, pod, part, leaving, width: box.width, height: box.height },
      });
    }
    kept = next;
    return [...next.values()];
  };
}
