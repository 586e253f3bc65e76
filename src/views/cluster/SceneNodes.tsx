/** The things on the canvas: you, node frames, folders, actors, pods as cards, minis and cells. Each reads only its own news. */
import { memo, type ReactNode } from 'react';
import { Handle, type NodeProps, Position, type Node as FlowNode } from '@xyflow/react';
import { belongsTo, leafOf } from '../../state/classes';
import { podView } from '../../simulation/podView';
import { parseSelection } from '../../state/selection';
import { usePage, usePageStore } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Actor } from '../shared/Actor';
import { ClassBadge, ClassCell } from '../shared/ClassBadge';
import { Icon } from '../shared/icons';
import type { ActorKind, PodState } from '../shared/kinds';
import { ManifestsFolder } from '../shared/ManifestsFolder';
import { PodName } from '../shared/PodName';
import { StateGlyph } from '../shared/StateGlyph';
import { Tooltip } from '../shared/Tooltip';
import { type ContainerScene, nodeScene, podScene, type PodScene, storedObjects } from './scene';
import { useDroppedFiles } from './useDroppedFiles';

/** What a node of the graph carries; everything else it reads from the World. */
export type SceneData = {
  readonly what: 'user' | 'frame' | 'folder' | 'kubelet' | 'containerd' | 'network' | 'card' | 'mini' | 'cell';
  readonly node: string;
  readonly pod: string;
  readonly now: 'acting' | 'receiving' | null;
  readonly width: number;
  readonly height: number;
};
export type SceneNode = FlowNode<SceneData>;

/** Edges may leave and enter on any side. */
function Handles() {
  return ([['l', Position.Left], ['r', Position.Right], ['t', Position.Top], ['b', Position.Bottom]] as const).flatMap(([id, position]) => [
    <Handle key={`s${id}`} id={`s${id}`} type="source" position={position} isConnectable={false} />,
    <Handle key={`t${id}`} id={`t${id}`} type="target" position={position} isConnectable={false} />,
  ]);
}

const Shell = ({ data, children, className = '' }: { readonly data: SceneData; readonly children: ReactNode; readonly className?: string }) => (
  <div className={`relative ${className}`} style={{ width: data.width, height: data.height }}>
    <Handles />
    {children}
  </div>
);

export const UserNode = memo(function UserNode({ data }: NodeProps<SceneNode>) {
  return (
    <Shell data={data}>
      <Actor kind="user" fact="kubectl, and a shell on the nodes" state={data.now ? 'now' : 'idle'} className="h-full w-full" />
    </Shell>
  );
});

export const FrameNode = memo(function FrameNode({ data }: NodeProps<SceneNode>) {
  const store = usePageStore();
  const scene = useWorldValue((world) => nodeScene(world, data.node), data.node);
  const selected = usePage((page) => page.selection?.kind === 'node' && page.selection.id === data.node);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  const planned = scene.condition === 'off' || scene.condition === 'stopped';
  const lost = scene.condition === 'unknown';
  const border = planned ? 'border-dashed border-line-strong' : lost ? 'border-failed border-b-[5px]' : 'border-line-strong border-b-[5px]';
  const glyph: PodState = scene.condition === 'ready' ? 'running' : scene.condition === 'unknown' || scene.condition === 'notReady' ? 'failed' : 'waiting';
  return (
    <Shell data={data} className={`rounded-node border-[1.5px] bg-surface ${border} ${scene.cordoned ? 'hatched' : ''}`}>
      <button
        type="button"
        className={`nodrag absolute inset-x-0 top-0 flex h-9 items-center gap-2 rounded-t-node px-3.5 text-left ${selected ? 'bg-sunken' : ''}`}
        aria-pressed={selected}
        onClick={() => store.getState().select({ kind: 'node', id: data.node })}
      >
        <Icon name="node" size={16} />
        <b className="text-md">{scene.name}</b>
        {data.width > 230 && (
          <span className="truncate text-sm text-muted">
            {scene.role === 'control-plane' ? 'control-plane node, ' : ''}
            {scene.address}
          </span>
        )}
        <span className="ml-auto flex items-center gap-2 text-sm whitespace-nowrap">
          {scene.cordoned && <span className="font-semibold text-waiting">cordoned</span>}
          <StateGlyph state={glyph}>{scene.words}</StateGlyph>
        </span>
      </button>
    </Shell>
  );
});

export const FolderNode = memo(function FolderNode({ data }: NodeProps<SceneNode>) {
  const store = usePageStore();
  const scene = useWorldValue((world) => nodeScene(world, data.node), data.node);
  const drop = useDroppedFiles(data.node, scene?.folder ?? '');
  const reading = usePage((page) => (data.now ? (page.selection?.kind === 'file' ? page.selection.id : null) : null));
  if (!scene) return null;
  const files = scene.files.map(({ name, path, ignored }) => ({
    name,
    state: ignored !== null ? ('ignored' as const) : reading === `${data.node}:${path}` ? ('reading' as const) : ('idle' as const),
    ...(ignored === null ? {} : { reason: ignored.length > 18 ? 'ignored' : ignored }),
  }));
  return (
    <Shell data={data}>
      <ManifestsFolder
        path={scene.folder}
        files={files}
        className={`h-full overflow-hidden ${data.now ? 'now-ring' : ''}`}
        onOpen={(name) => store.getState().editFile(data.node, `${scene.folder}/${name}`)}
        onDropFiles={drop}
        actions={
          <Tooltip text={`Add a file on ${data.node}`}>
            <button type="button" className="nodrag nopan rounded-tag p-0.5 text-ink-2 hover:text-ink" aria-label={`Add a file on ${data.node}`} onClick={() => store.getState().editFile(data.node, '')}>
              <Icon name="add" size={16} />
            </button>
          </Tooltip>
        }
      />
    </Shell>
  );
});

/** kubelet, containerd and the network plugin of one node. */
export const ActorNode = memo(function ActorNode({ data }: NodeProps<SceneNode>) {
  const store = usePageStore();
  const scene = useWorldValue((world) => nodeScene(world, data.node), data.node);
  if (!scene) return null;
  const kind: ActorKind = data.what === 'kubelet' ? 'kubelet' : data.what === 'containerd' ? 'runtime' : 'network';
  const off = scene.condition === 'off';
  const stopped = off || (kind === 'kubelet' && scene.kubelet === 'stopped') || (kind === 'network' && !scene.network);
  const fact = { kubelet: scene.condition === 'notRegistered' ? 'reads files' : 'reads files, watches', runtime: 'runtime', network: 'CNI' }[kind as 'kubelet' | 'runtime' | 'network'];
  const absent = kind === 'network' ? 'not there yet' : off ? 'off' : 'not started';
  return (
    <Shell data={data}>
      <button type="button" className="nodrag block h-full w-full text-left" aria-label={`${kind === 'runtime' ? 'containerd' : kind === 'network' ? 'network plugin' : 'kubelet'} on ${data.node}${stopped ? `, ${absent}` : ''}`} onClick={() => store.getState().select({ kind: 'node', id: data.node })}>
        {kind === 'network' ? (
          <span className={`flex h-full items-center gap-2 rounded-card border-[1.5px] px-2.5 text-xs ${stopped ? 'border-dashed border-line-strong text-muted' : 'border-line-strong text-ink-2'} ${data.now ? 'now-ring' : ''}`}>
            <Icon name="network" size={14} />
            <span className="truncate">{stopped ? 'no network plugin' : 'network plugin'}</span>
          </span>
        ) : (
          <Actor kind={kind} fact={stopped ? absent : fact} state={data.now ? 'now' : stopped ? 'idle' : 'active'} className={`h-full w-full ${stopped ? 'border-dashed' : ''}`} />
        )}
      </button>
    </Shell>
  );
});

/** Hooks shared by the three forms of a pod. */
function usePod(data: SceneData) {
  const store = usePageStore();
  const scene = useWorldValue((world) => podScene(world, data.pod, data.node), data.pod, data.node);
  const selected = usePage((page) => page.selection?.kind === 'pod' && page.selection.id === data.pod);
  const hovered = usePage((page) => page.hover?.kind === 'pod' && page.hover.id === data.pod);
  const filter = usePage((page) => page.classFilter);
  const own = useWorldValue((world) => {
    const view = podView(world, data.pod, data.node);
    return view ? leafOf(view) : null;
  }, data.pod, data.node);
  const select = () => store.getState().select({ kind: 'pod', id: data.pod });
  const handlers = {
    onClick: select,
    onDoubleClick: () => {
      select();
      store.getState().setTab('inside');
    },
    onPointerEnter: () => store.getState().setHover({ kind: 'pod', id: data.pod }),
    onPointerLeave: () => store.getState().setHover(null),
    onKeyDown: (event: { key: string; preventDefault: () => void }) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      select();
      store.getState().setTab('inside');
      document.querySelector<HTMLElement>('[data-panel="inside"]')?.focus();
    },
  };
  const dimmed = filter !== null && own !== null && !belongsTo(own, filter);
  return { scene, selected, hovered, dimmed, handlers };
}

/** "pod etcd-cp-1, static, system, running" */
export const podLabel = (pod: PodScene): string =>
  `pod ${pod.name}, ${pod.origin}, ${pod.role === 'system' ? 'system' : 'non-system'}, ${pod.planned ? 'no sandbox yet' : pod.state}${pod.kubectl ? `, kubectl shows ${pod.kubectl}` : ''}`;

const ring = (data: SceneData, selected: boolean): string => (data.now ? 'now-ring' : selected ? 'outline-[2.5px] outline-ink outline-offset-1' : '');

const MOST_ROWS = 4;

export const CardNode = memo(function CardNode({ data }: NodeProps<SceneNode>) {
  const { scene, selected, hovered, dimmed, handlers } = usePod(data);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  const small = data.width < 200;
  const rows = scene.containers.slice(0, MOST_ROWS);
  return (
    <Shell data={data}>
      <button
        type="button"
        aria-label={podLabel(scene)}
        aria-pressed={selected}
        {...handlers}
        className={`nodrag flex h-full w-full flex-col overflow-hidden rounded-card border-2 bg-pod-tint text-left transition-opacity duration-[var(--d-in)] ${scene.planned ? 'border-dashed' : ''} ${scene.isMirrored && scene.origin === 'static' ? '' : ''} border-pod-line ${dimmed ? 'opacity-30' : ''} ${hovered ? 'brightness-[.98] dark:brightness-125' : ''} ${ring(data, selected)}`}
      >
        <span className="h-[7px] w-full flex-none bg-pod" aria-hidden="true" />
        <span className="flex min-h-0 flex-1 flex-col gap-1.5 px-2.5 pt-2 pb-1.5">
          <span className="flex items-center justify-between gap-1">
            <ClassBadge origin={scene.origin} role={scene.role} size={small ? 'small' : 'full'} />
            {selected && <span className="rounded-tag bg-ink px-1.5 text-xs font-semibold text-surface">{small ? <Icon name="pin" size={13} label="selected" /> : 'selected'}</span>}
          </span>
          <b className={`block text-sm leading-[18px] ${scene.state === 'terminating' ? 'line-through' : ''}`}>
            <PodName name={scene.name} max={small ? 19 : 30} />
          </b>
          <span className="flex flex-col gap-1">
            {rows.map((container) => (
              <ContainerRow key={container.name} container={container} />
            ))}
            {scene.containers.length > MOST_ROWS && <span className="text-xs text-muted">+ {scene.containers.length - MOST_ROWS} more</span>}
          </span>
          <span className="mt-auto flex items-center gap-1 truncate text-xs text-muted">
            {scene.hostNetwork && <Icon name="network" size={13} label="node’s network" />}
            <span className="truncate">{scene.kubectl ? `kubectl: ${scene.kubectl}` : 'not in kubectl'}</span>
          </span>
        </span>
      </button>
    </Shell>
  );
});

const KIND_EDGE: Readonly<Record<ContainerScene['kind'], string>> = {
  app: 'border-solid',
  init: 'border-dotted',
  sidecar: 'border-solid border-l-4 border-l-line-strong [border-left-style:double]',
  ephemeral: 'border-dashed',
};

function ContainerRow({ container }: { readonly container: ContainerScene }) {
  return (
    <span className={`block rounded-chip border bg-surface px-2 py-0.5 ${KIND_EDGE[container.kind]} border-line-strong text-xs`}>
      <span className="flex min-w-0 items-baseline gap-1">
        <b className="truncate">{container.name}</b>
        {container.kind !== 'app' && <span className="flex-none text-muted">{container.kind}</span>}
      </span>
      <span className="flex items-center gap-1.5">
        <StateGlyph state={container.state}>{container.words}</StateGlyph>
        {container.restarts > 0 && <span className="ml-auto text-muted">↻ {container.restarts}</span>}
      </span>
    </span>
  );
}

export const MiniNode = memo(function MiniNode({ data }: NodeProps<SceneNode>) {
  const { scene, selected, dimmed, handlers } = usePod(data);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  return (
    <Shell data={data}>
      <button
        type="button"
        aria-label={podLabel(scene)}
        aria-pressed={selected}
        {...handlers}
        className={`nodrag flex h-full w-full items-center gap-1.5 overflow-hidden rounded-chip border-[1.5px] border-l-[6px] border-pod-line border-l-pod bg-pod-tint pr-2 pl-1.5 text-xs transition-opacity ${scene.planned ? 'border-dashed' : ''} ${dimmed ? 'opacity-30' : ''} ${ring(data, selected)}`}
      >
        <ClassBadge origin={scene.origin} role={scene.role} size="small" />
        <span className="min-w-0 truncate">
          <PodName name={scene.name} max={Math.max(8, Math.floor((data.width - 84) / 6.6))} />
        </span>
        <span className="ml-auto flex-none">
          <StateGlyph state={scene.state}>
            <span className="sr-only">{scene.state}</span>
          </StateGlyph>
        </span>
      </button>
    </Shell>
  );
});

export const CellNode = memo(function CellNode({ data }: NodeProps<SceneNode>) {
  const { scene, selected, dimmed, handlers } = usePod(data);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  return (
    <Shell data={data}>
      <Tooltip text={scene.name}>
        <button type="button" aria-label={podLabel(scene)} aria-pressed={selected} {...handlers} className={`nodrag block rounded-[4px] ${dimmed ? 'opacity-25' : ''} ${scene.planned ? 'opacity-60' : ''} ${ring(data, selected)}`}>
          <ClassCell origin={scene.origin} role={scene.role} size={data.width} />
        </button>
      </Tooltip>
    </Shell>
  );
});

/** What the API server stores besides running pods: a small list beside its name. */
export function StoredObjects() {
  const store = usePageStore();
  const { shown, more } = useWorldValue(storedObjects);
  if (shown.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1" aria-label="Stored in the API server">
      {shown.map(({ kind, name, detail, select }) => (
        <li key={select}>
          <button type="button" className="flex items-center gap-1.5 rounded-chip border border-line-strong bg-surface px-2 py-0.5 text-xs hover:bg-sunken" onClick={() => store.getState().select(parseSelection(select))}>
            <span className="text-muted">{kind}</span>
            <b><PodName name={name} max={22} /></b>
            {detail && <span className={detail === 'no node yet' ? 'text-waiting' : 'text-muted'}>{detail}</span>}
          </button>
        </li>
      ))}
      {more > 0 && <li className="px-1 text-xs text-muted">+ {more} more</li>}
    </ul>
  );
}

export const sceneNodeTypes = { user: UserNode, frame: FrameNode, folder: FolderNode, kubelet: ActorNode, containerd: ActorNode, network: ActorNode, card: CardNode, mini: MiniNode, cell: CellNode };
