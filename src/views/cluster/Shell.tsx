/** The outer box of anything on the canvas, and what React Flow keeps for it. */
import type { ReactNode, Ref } from 'react';
import type { Node as FlowNode } from '@xyflow/react';
import type { LeavingPod } from './leaving';
import type { Part } from './motion';
import type { ThingKind } from './things';

/** What a node of the graph carries; everything else it reads from the World. */
export type ThingData = {
  readonly node: string;
  readonly pod: string;
  readonly part: Part | null;
  readonly leaving: LeavingPod | null;
  readonly width: number;
  readonly height: number;
};
export type ThingNode = FlowNode<ThingData, ThingKind>;

interface ShellProps {
  readonly data: ThingData;
  readonly children: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLDivElement>;
}

export function Shell({ data, children, className = '', ref }: ShellProps) {
  return (
    <div ref={ref} className={`relative ${className}`} style={{ width: data.width, height: data.height }}>
      {children}
    </div>
  );
}

/** Blue for whoever is in this step; ink for what is selected. */
export const ringOf = (part: Part | null, selected: boolean): string => (part ? 'now-ring' : selected ? 'outline-[2.5px] outline-offset-1 outline-ink' : '');
