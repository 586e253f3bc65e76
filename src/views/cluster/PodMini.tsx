/** A pod on one line, for what the lesson is not about; and one that has just gone, struck through. */
import { memo } from 'react';
import type { NodeProps } from '@xyflow/react';
import { ClassBadge } from '../shared/ClassBadge';
import { cutMiddle } from '../shared/PodName';
import { StateMark } from '../shared/StateGlyph';
import { CardName } from './CardName';
import { frameLook } from './podLook';
import { briefState, podLabel } from './podScene';
import { ringOf, Shell, type ThingNode } from './Shell';
import { MINI_HEIGHT, miniLetters } from './sizes';
import { shortName } from './shortName';
import { useArrival } from './useArrival';
import { usePodThing } from './usePodThing';

/** The pointer is followed by the frame; everything else is the button's. */
const forButton = ({ onPointerEnter: _enter, onPointerLeave: _leave, ...rest }: ReturnType<typeof usePodThing>['handlers']) => rest;

export const MiniNode = memo(function MiniNode({ data }: NodeProps<ThingNode>) {
  const { scene, selected, hovered, dimmed, handlers } = usePodThing(data.pod, data.node);
  const ref = useArrival<HTMLDivElement>(data.part);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  return (
    <Shell data={data}>
      {/* The words are cut to their room; the button over them has the whole name. */}
      <div
        ref={ref}
        onPointerEnter={handlers.onPointerEnter}
        onPointerLeave={handlers.onPointerLeave}
        className={`pod-card relative flex size-full items-center gap-1.5 overflow-hidden rounded-chip border-[1.5px] pr-2 text-xs whitespace-nowrap ${frameLook({ scene, dimmed, hovered })} ${ringOf(data.part, selected)}`}
      >
        <span aria-hidden className={`h-full w-[5px] flex-none ${dimmed ? 'bg-line' : 'bg-pod'} ${scene.isMirrored ? 'border-r-2 border-pod-tint outline-2 outline-pod-line' : ''}`} />
        <span aria-hidden className="flex flex-none"><ClassBadge origin={scene.origin} role={scene.role} size="small" className={dimmed ? 'opacity-40' : ''} /></span>
        <span aria-hidden className={`min-w-0 overflow-hidden ${selected ? 'font-semibold' : ''}`}>{shortName(scene, data.width)}</span>
        <span aria-hidden className="ml-auto flex-none"><StateMark state={scene.state} /></span>
        <button type="button" aria-label={podLabel(scene)} aria-pressed={selected} title={`${scene.name}: ${briefState(scene).words}`} {...forButton(handlers)} className="nodrag absolute inset-0 rounded-chip" />
      </div>
    </Shell>
  );
});

/** No button: there is nothing to open any more. */
export const LeavingNode = memo(function LeavingNode({ data }: NodeProps<ThingNode>) {
  const { leaving } = data;
  if (!leaving) return null;
  const name = leaving.id.slice(leaving.id.indexOf('/') + 1);
  const mini = data.height <= MINI_HEIGHT;
  return (
    <Shell data={data}>
      <div className={`animate-fade flex size-full overflow-hidden border-[1.5px] border-dashed border-line-strong text-muted ${mini ? 'items-center gap-1.5 rounded-chip px-2 text-xs' : 'flex-col gap-[5px] rounded-card px-2.5 pt-3.5'} ${ringOf(data.part, false)}`}>
        <ClassBadge origin={leaving.origin} role={leaving.role} size="small" className="opacity-50" />
        {mini ? <s className="overflow-hidden whitespace-nowrap">{cutMiddle(name, miniLetters(data.width))}</s> : <CardName name={name} width={data.width} struck />}
        {!mini && <span className="text-xs">gone</span>}
      </div>
    </Shell>
  );
});
