/** A pod as a card: lid, badge, name, its containers and what kubectl shows of it. The brief form has one line of state. */
import { memo, type ReactNode } from 'react';
import type { NodeProps } from '@xyflow/react';
import { ClassBadge } from '../shared/ClassBadge';
import { Icon } from '../shared/icons';
import { StateGlyph } from '../shared/StateGlyph';
import { CardName } from './CardName';
import { frameLook } from './podLook';
import { briefState, type ContainerScene, podLabel, type PodScene } from './podScene';
import { useScene } from './sceneContext';
import { ringOf, Shell, type ThingNode } from './Shell';
import { containerLines, MOST_ROWS, NARROW_CARD, SHORT_WORDS, WIDE_CARD } from './sizes';
import { partOf } from './slots';
import { StoredCountLine, StoredRows, useStored } from './StoredRows';
import { useArrival } from './useArrival';
import { usePodThing } from './usePodThing';

interface FrameProps {
  readonly props: NodeProps<ThingNode>;
  /** Stands at the right of the badge. */
  readonly beside?: ((scene: PodScene) => ReactNode) | undefined;
  readonly children: (scene: PodScene, width: number) => ReactNode;
}

/** The card's outside: one button over all of it, and its words below, so that a card may hold further buttons. */
function CardFrame({ props: { data }, beside, children }: FrameProps) {
  const { scene, selected, hovered, dimmed, handlers } = usePodThing(data.pod, data.node);
  const ref = useArrival<HTMLDivElement>(data.part);
  if (!scene) return <Shell data={data}>{null}</Shell>;
  const { onPointerEnter, onPointerLeave, ...forButton } = handlers;
  return (
    <Shell data={data}>
      <div
        ref={ref}
        onPointerEnter={onPointerEnter}
        onPointerLeave={onPointerLeave}
        className={`pod-card relative flex size-full flex-col overflow-hidden rounded-card border-2 ${scene.isMirrored ? 'border-l-[6px] [border-left-style:double]' : ''} ${frameLook({ scene, dimmed, hovered })} ${ringOf(data.part, selected)}`}
      >
        <span className={`h-[7px] w-full flex-none ${dimmed ? 'bg-line' : 'bg-pod'}`} aria-hidden="true" />
        <span className={`flex min-h-0 flex-1 flex-col gap-[5px] pt-[7px] pb-1 ${scene.isMirrored || data.width < NARROW_CARD ? 'pr-1.5 pl-1.5' : 'px-2'}`}>
          <span className="flex items-center gap-2 overflow-hidden whitespace-nowrap" aria-hidden="true">
            <ClassBadge origin={scene.origin} role={scene.role} size={badgeSize(scene, data.width)} {...(scene.unsure ? { undecided: 'role' as const } : {})} className={dimmed ? 'opacity-40' : ''} />
            {beside?.(scene)}
          </span>
          <CardName name={scene.name} width={data.width} />
          {children(scene, data.width)}
        </span>
        {selected && <PinTab small={data.width < 300} />}
        <button type="button" aria-label={podLabel(scene)} aria-pressed={selected} title={data.width < 200 ? scene.name : undefined} {...forButton} className="nodrag absolute inset-0 rounded-[8px]" />
      </div>
    </Shell>
  );
}

/** The badge with its words needs room for the longer of the roles. */
const badgeSize = ({ role }: PodScene, width: number): 'small' | 'full' => (width < (role === 'system' ? 200 : 236) ? 'small' : 'full');

function PinTab({ small }: { readonly small: boolean }) {
  return (
    <span aria-hidden className="absolute top-[5px] right-1.5 flex h-[22px] items-center gap-1 rounded-b-tag bg-ink px-1.5 text-xs font-semibold text-surface">
      {small ? <Icon name="pin" size={13} /> : 'selected'}
    </span>
  );
}

export const CardNode = memo(function CardNode(props: NodeProps<ThingNode>) {
  const { pod, node } = props.data;
  const { layout } = useScene();
  const rows = partOf(node, pod) === 'kube-apiserver' ? layout.storedRows : 0;
  return rows > 0 ? <ApiServerCard props={props} rows={rows} /> : <PlainCard props={props} />;
});

function PlainCard({ props }: { readonly props: NodeProps<ThingNode> }) {
  return (
    <CardFrame props={props}>
      {(scene, width) => (
        <>
          <ContainerRows scene={scene} width={width} />
          <Foot scene={scene} width={width} />
        </>
      )}
    </CardFrame>
  );
}

/** While it stores something that a user made, or pods without a node, these stand in place of its own container. */
function ApiServerCard({ props, rows }: { readonly props: NodeProps<ThingNode>; readonly rows: number }) {
  const stored = useStored(rows);
  if (stored.shown.length === 0) return <PlainCard props={props} />;
  return (
    <CardFrame props={props} beside={(scene) => <BriefState scene={scene} />}>
      {(scene, width) => (
        <>
          <StoredRows stored={stored} width={width} />
          <Foot scene={scene} width={width} />
        </>
      )}
    </CardFrame>
  );
}

export const BriefNode = memo(function BriefNode(props: NodeProps<ThingNode>) {
  const { pod, node, width } = props.data;
  const { layout } = useScene();
  const countsObjects = partOf(node, pod) === 'kube-apiserver' && layout.storedRows > 0;
  return (
    <CardFrame props={props}>
      {(scene) => (
        <span className="mt-auto flex min-w-0 flex-col overflow-hidden whitespace-nowrap" aria-hidden="true">
          {countsObjects && <StoredCountLine />}
          <span className="flex items-center justify-between gap-2">
            <BriefState scene={scene} narrow={width < SHORT_WORDS} />
            {scene.isMirrored && scene.state === 'running' && width >= WITH_MIRROR + (scene.containers.some(({ unready }) => unready) ? WITH_UNREADY : 0) && <span className="text-xs text-muted">mirror</span>}
          </span>
        </span>
      )}
    </CardFrame>
  );
});

/** From this width a brief card has room for the word, and this more where its state is told in three. */
const WITH_MIRROR = 144;
const WITH_UNREADY = 60;

function BriefState({ scene, narrow = false }: { readonly scene: PodScene; readonly narrow?: boolean }) {
  const { state, words } = briefState(scene);
  return <StateGlyph state={state}>{narrow ? fitting(words, 0) : words}</StateGlyph>;
}

/** The same said shorter where there is little room. */
const fitting = (words: string, width: number): string => (width < SHORT_WORDS ? words.replace(' yet', '').replace('running, not', 'not') : words);

function ContainerRows({ scene, width }: { readonly scene: PodScene; readonly width: number }) {
  const { containers, planned } = scene;
  return (
    <span className="flex flex-col gap-1" aria-hidden="true">
      {containers.slice(0, MOST_ROWS).map((container) => (
        <ContainerRow key={container.name} container={container} width={width} planned={planned} />
      ))}
      {containers.length > MOST_ROWS && <span className="text-xs text-muted">and {containers.length - MOST_ROWS} more containers</span>}
    </span>
  );
}

/** What kubectl prints of it; before the API server knows it, that it uses the node's network. */
function Foot({ scene, width }: { readonly scene: PodScene; readonly width: number }) {
  const { kubectl, isMirrored, hostNetwork } = scene;
  if (kubectl !== null) {
    return (
      <span className="mt-auto overflow-hidden text-xs text-ellipsis whitespace-nowrap text-muted" aria-hidden="true">
        {isMirrored ? (width >= 190 ? 'mirror of a file: ' : 'mirror: ') : 'kubectl: '}
        {kubectl}
      </span>
    );
  }
  return hostNetwork ? (
    <span className="mt-auto flex items-center gap-1 overflow-hidden text-xs whitespace-nowrap text-muted" aria-hidden="true">
      <Icon name="network" size={13} /> node’s network
    </span>
  ) : (
    <span className="mt-auto text-xs whitespace-nowrap text-muted" aria-hidden="true">kubectl: not there</span>
  );
}

const KIND_EDGE: Readonly<Record<ContainerScene['kind'], string>> = {
  app: 'border-solid',
  init: 'border-dotted',
  sidecar: 'border-solid border-l-[5px] [border-left-style:double]',
  ephemeral: 'border-dashed',
};

interface RowProps {
  readonly container: ContainerScene;
  /** Of the card. */
  readonly width: number;
  readonly planned: boolean;
}

function ContainerRow({ container, width, planned }: RowProps) {
  const { name, kind, state, restarts } = container;
  const wide = width >= WIDE_CARD;
  const words = fitting(container.words, width);
  return (
    <span className={`flex min-w-0 rounded-chip border border-line-strong bg-surface px-[7px] text-xs whitespace-nowrap ${KIND_EDGE[kind]} ${planned && kind === 'app' ? 'border-dashed' : ''} ${wide ? 'h-[26px] items-center gap-3' : 'min-h-10 flex-col justify-center py-[3px]'}`}>
      <span className="flex min-w-0 items-baseline gap-1.5">
        {wide || containerLines(name.length, width) === 1 ? <b className="min-w-0 overflow-hidden text-ellipsis">{name}</b> : <b className="line-clamp-2 min-w-0 whitespace-normal wrap-anywhere">{name}</b>}
        {kind !== 'app' && <span className="flex-none text-muted">{kind}</span>}
      </span>
      <span className={`flex min-w-0 items-center gap-1.5 ${wide ? 'ml-auto' : ''}`}>
        <StateGlyph state={state} className={`min-w-0 ${words.length > 16 && !wide ? 'leading-[14px] whitespace-normal wrap-anywhere' : ''}`}>{words}</StateGlyph>
        {restarts > 0 && (
          <span className="ml-auto flex flex-none items-center gap-0.5 text-muted tabular">
            <Icon name="restart" size={13} label="restarts" /> {restarts}
          </span>
        )}
      </span>
    </span>
  );
}
