/** The things inside: node and pod frames, container boxes, volume trays, chips and the places where chips could sit. */
import { memo, type ReactNode } from 'react';
import type { Node, NodeProps } from '@xyflow/react';
import type { Origin, Role } from '../shared/kinds';
import { ClassBadge } from '../shared/ClassBadge';
import { Icon } from '../shared/icons';
import { NamespaceChip } from '../shared/NamespaceChip';
import { PodName } from '../shared/PodName';
import { StateGlyph } from '../shared/StateGlyph';
import { LETTER, widthOfKind, widthOfName } from './insideLayout';
import type { Chip, ContainerBox, Ghost, VolumeTray } from './inside';

type Linked = {
  /** Shows the lines that cause it; null where nothing is known of them. */
  readonly onPress: (() => void) | null;
  /** One of these lines is pointed at. */
  readonly isLit: boolean;
};
type Size = { readonly width: number; readonly height: number };
export type InsideData = Size &
  (
    | { readonly what: 'node'; readonly name: string; readonly known: boolean }
    | { readonly what: 'pod'; readonly name: string; readonly origin: Origin; readonly role: Role; readonly undecided: 'origin' | 'role' | 'both' | null; readonly planned: boolean; readonly over: boolean }
    | { readonly what: 'label'; readonly title: string; readonly detail: string }
    | ({ readonly what: 'container'; readonly box: ContainerBox } & Linked)
    | ({ readonly what: 'volume'; readonly tray: VolumeTray } & Linked)
    | ({ readonly what: 'chip'; readonly chip: Chip; readonly moved: boolean } & Linked)
    | { readonly what: 'ghost'; readonly ghost: Ghost }
  );
export type InsideNode = Node<InsideData>;

const linked = ({ onPress, isLit }: Linked): Linked => ({ onPress, isLit });
const size = ({ width, height }: Size) => ({ width, height });

type ThingProps = Size & Linked & {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A thing that may be pressed. React Flow passes the pointer through what cannot be moved. */
function Thing({ onPress, isLit, label, className: own = '', width, height, children }: ThingProps) {
  const className = isLit ? `${own} outline-3 outline-offset-1 outline-now` : own;
  if (!onPress) return <div className={className} style={{ width, height }}>{children}</div>;
  return (
    <button type="button" className={`pointer-events-auto flex flex-col items-stretch justify-start text-left hover:brightness-95 ${className}`} style={{ width, height }} title={`${label}: show its lines`} onClick={onPress}>
      {children}
      <span className="sr-only">: show its lines</span>
    </button>
  );
}

export const NodeFrame = memo(function NodeFrame({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'node') return null;
  return (
    <div className="rounded-node border-[1.5px] border-b-[5px] border-line-strong bg-sunken" style={size(data)}>
      <div className="flex h-8 items-center gap-2 px-3 text-sm">
        <Icon name="node" size={14} />
        <b className="flex-none whitespace-nowrap">Node {data.name}</b>
        {data.known && <span className="truncate text-muted">the kubelet is in its namespaces</span>}
      </div>
    </div>
  );
});

export const PodFrame = memo(function PodFrame({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'pod') return null;
  return (
    <div className={`overflow-hidden rounded-card border-2 border-pod-line bg-pod-tint ${data.planned ? 'border-dashed' : ''}`} style={size(data)}>
      <div className="h-[7px] bg-pod" aria-hidden="true" />
      <div className="flex items-center justify-between gap-2 px-3 pt-2">
        <b className={`min-w-0 truncate text-md ${data.over ? 'line-through' : ''}`}>
          <PodName name={data.name} max={data.width < 400 ? 20 : 30} />
        </b>
        <ClassBadge origin={data.origin} role={data.role} undecided={data.undecided ?? undefined} />
      </div>
    </div>
  );
});

export const LabelNode = memo(function LabelNode({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'label') return null;
  return (
    <div className="text-sm whitespace-nowrap" style={size(data)}>
      <b>{data.title}</b> <span className="text-muted">{data.detail}</span>
    </div>
  );
});

/** Below this width, px, a box has no room for two words of its state. */
const NARROW_BOX = 160;

const EDGES: Readonly<Record<ContainerBox['kind'], string>> = {
  app: 'border-solid',
  init: 'border-dotted',
  sidecar: 'border-solid border-l-[5px] [border-left-style:double]',
  ephemeral: 'border-dashed',
};

export const ContainerNode = memo(function ContainerNode({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'container') return null;
  const { name, kind, ports, words, running, created } = data.box;
  const own = words.startsWith('exit 0') || words.startsWith('done') || words === 'gone' ? 'completed' : words.startsWith('exit') ? 'failed' : 'waiting';
  const below = kind !== 'app' && widthOfName(name) + widthOfKind(kind) > data.width;
  const room = data.width - 18 - (kind === 'app' || below ? 0 : widthOfKind(kind));
  const word = kind === 'app' ? null : <span className="flex-none text-xs text-muted">{kind}</span>;
  return (
    <Thing {...size(data)} {...linked(data)} label={`Container ${name}`} className={`rounded-card border-[1.5px] border-line-strong bg-surface px-2 py-1.5 ${EDGES[kind]} ${created ? '' : 'border-dashed'}`}>
      <div className="flex min-w-0 items-baseline gap-1.5 text-sm">
        <b className="truncate" title={name}>{widthOfName(name) > room ? <PodName name={name} max={Math.floor(room / LETTER)} /> : name}</b>
        {!below && word}
      </div>
      <div className="flex min-w-0 items-center gap-2 text-xs whitespace-nowrap">
        <StateGlyph state={running ? 'running' : own}>{data.width < NARROW_BOX ? words.replace('running, ', '') : words}</StateGlyph>
        {below && word}
        {!below && ports && <span className="truncate text-muted">{ports}</span>}
      </div>
    </Thing>
  );
});

export const VolumeNode = memo(function VolumeNode({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'volume') return null;
  const { name, type, mounts, detail } = data.tray;
  return (
    <Thing {...size(data)} {...linked(data)} label={`Volume ${name}`} className="rounded-chip border-[1.5px] border-line-strong border-b-mnt bg-mnt-tint px-2.5 py-1 text-xs">
      <div className="flex items-center gap-1.5 whitespace-nowrap">
        <Icon name="volume" size={14} />
        <span>{type}</span> <b>{name}</b>
        {detail && <code className="truncate font-mono text-muted">{detail}</code>}
      </div>
      {mounts.length === 0 ? (
        <div className="pl-5 text-muted">mounted by no container</div>
      ) : (
        mounts.map(({ container, path, readOnly }) => (
          <div key={`${container} ${path}`} className="flex min-w-0 pl-5 leading-[18px] whitespace-pre" title={`${container} → ${path}${readOnly ? ' read-only' : ''}`}>
            <span className="min-w-0 truncate">{container} → <code className="font-mono">{path}</code></span>
            {readOnly && <span className="flex-none"> read-only</span>}
          </div>
        ))
      )}
    </Thing>
  );
});

export const ChipNode = memo(function ChipNode({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'chip') return null;
  const { kind, value, planned, gone, joined, because } = data.chip;
  return (
    <Thing {...size(data)} {...linked(data)} label={`${kind.toUpperCase()} ${value}`} className="rounded-chip">
      <NamespaceChip
        kind={kind}
        value={value}
        variant={data.moved ? 'moved' : gone ? 'gone' : joined.length > 0 ? 'joined' : planned ? 'planned' : 'lit'}
        narrow={data.width < 84}
        title={because}
        className="w-full"
      />
    </Thing>
  );
});

export const GhostNode = memo(function GhostNode({ data }: NodeProps<InsideNode>) {
  if (data.what !== 'ghost') return null;
  return (
    <div style={size(data)}>
      <NamespaceChip kind={data.ghost.kind} variant={data.ghost.sits === 'higher' ? 'ghostUp' : 'ghostDown'} className="w-full" />
    </div>
  );
});

export const insideNodeTypes = { node: NodeFrame, pod: PodFrame, label: LabelNode, container: ContainerNode, volume: VolumeNode, chip: ChipNode, ghost: GhostNode };
