/** Whoever acts on the canvas without being a pod: you, the kubelet, the runtime, and the network plugin on it. */
import { memo, type ReactNode } from 'react';
import type { NodeProps } from '@xyflow/react';
import { usePageStore, useStep } from '../../state/usePage';
import { Icon, type IconName } from '../shared/icons';
import { useNodeScene, useScene } from './sceneContext';
import { ringOf, Shell, type ThingNode } from './Shell';
import { useArrival } from './useArrival';

type ProcessState = 'idle' | 'active' | 'stopped';

const LOOKS: Readonly<Record<ProcessState, string>> = {
  idle: 'border-[1.5px] border-line-strong bg-surface text-ink-2',
  active: 'bg-actor text-on-actor',
  stopped: 'border-[1.5px] border-dashed border-line-strong bg-surface text-muted',
};

interface ProcessProps {
  readonly icon: IconName;
  readonly name: string;
  readonly fact?: string;
  readonly state: ProcessState;
  readonly struck?: boolean;
  /** Of a block without a fact, px: it has smaller letters, and no icon where the name needs all the room. */
  readonly width?: number;
}

const LETTER = 8.4;
const ICON_AND_PADDING = 44;

/** A process as a solid block, tighter than the shared one: a node's width has to hold two of them and an edge. */
function Process({ icon, name, fact, state, struck = false, width }: ProcessProps): ReactNode {
  const tiny = width !== undefined && width < ICON_AND_PADDING + name.length * LETTER;
  const letters = fact !== undefined ? 'text-base' : tiny ? 'text-xs' : 'text-sm';
  return (
    <span className={`flex h-full min-w-0 items-center gap-1.5 rounded-card text-xs whitespace-nowrap ${tiny ? 'justify-center px-1' : 'px-2.5'} ${LOOKS[state]}`}>
      {!tiny && <Icon name={icon} size={16} />}
      <span className="min-w-0">
        <b className={`block overflow-hidden ${letters} leading-[18px] text-ellipsis ${struck ? 'line-through' : ''}`}>{name}</b>
        {fact === undefined ? null : <span className="block overflow-hidden text-ellipsis">{fact}</span>}
      </span>
    </span>
  );
}

export const UserNode = memo(function UserNode({ data }: NodeProps<ThingNode>) {
  const step = useStep();
  const acts = data.part !== null;
  const deed = acts && step?.motion ? step.motion.label : 'kubectl, and a shell';
  return (
    <Shell data={data} className={`rounded-card ${ringOf(data.part, false)}`}>
      <span className={`flex h-full min-w-0 items-center gap-2 rounded-card px-3 text-xs whitespace-nowrap ${acts ? LOOKS.active : LOOKS.idle}`}>
        <Icon name="user" size={16} />
        <b className="text-base">you</b>
        <span className={`min-w-0 overflow-hidden text-ellipsis ${acts ? 'font-mono' : ''}`}>{deed}</span>
      </span>
    </Shell>
  );
});

export const KubeletNode = memo(function KubeletNode(props: NodeProps<ThingNode>) {
  const scene = useNodeScene(props.data.node);
  return scene && <ProcessNode {...props} icon="kubelet" name="kubelet" {...scene.kubelet} />;
});

export const ContainerdNode = memo(function ContainerdNode(props: NodeProps<ThingNode>) {
  const scene = useNodeScene(props.data.node);
  return scene && <ProcessNode {...props} icon="runtime" name="containerd" {...scene.containerd} />;
});

function ProcessNode({ data, icon, name, fact, state }: NodeProps<ThingNode> & ProcessProps) {
  const store = usePageStore();
  const { layout } = useScene();
  const ref = useArrival<HTMLButtonElement>(data.part);
  const dense = layout.frames.find((frame) => frame.node === data.node)?.inside?.dense === true;
  return (
    <Shell data={data}>
      <button
        ref={ref}
        type="button"
        className={`nodrag block size-full rounded-card text-left ${ringOf(data.part, false)}`}
        onClick={() => store.getState().select({ kind: 'node', id: data.node })}
      >
        <Process icon={icon} name={name} state={state} struck={fact === 'stopped'} {...(dense || fact === undefined ? { width: data.width } : { fact })} />
        <span className="sr-only">{dense ? `, ${fact ?? ''} ` : ''}on {data.node}</span>
      </button>
    </Shell>
  );
}

/** A chip on the runtime's block: it is the runtime that calls the plugin. */
export const NetworkNode = memo(function NetworkNode({ data }: NodeProps<ThingNode>) {
  const scene = useNodeScene(data.node);
  const ref = useArrival<HTMLSpanElement>(data.part);
  if (!scene) return null;
  const onDark = scene.containerd.state === 'active';
  const look = scene.network
    ? onDark ? 'border-on-actor bg-on-actor text-actor font-semibold' : 'border-line-strong text-ink-2'
    : `border-dashed ${onDark ? 'border-on-actor/70 text-on-actor' : 'border-line-strong text-muted'}`;
  const words = scene.network ? 'The network plugin is set up on this node' : 'No network plugin on this node yet';
  return (
    <Shell data={data} className="pointer-events-none">
      <span ref={ref} title={words} className={`flex size-full items-center justify-center rounded-tag border-[1.5px] text-xs ${look} ${ringOf(data.part, false)}`}>
        <span aria-hidden className={scene.network ? '' : 'line-through'}>CNI</span>
        <span className="sr-only">{words}</span>
      </span>
    </Shell>
  );
});
