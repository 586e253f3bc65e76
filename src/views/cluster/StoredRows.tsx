/** What the API server stores beside pods that have a node: rows in its card, or a shelf of their own. */
import { memo, useCallback } from 'react';
import type { NodeProps } from '@xyflow/react';
import type { World } from '../../simulation/worldState';
import { parseSelection, sameSelection } from '../../state/selection';
import { usePage, usePageStore } from '../../state/usePage';
import { Icon } from '../shared/icons';
import { PodName } from '../shared/PodName';
import { useSlice } from './sceneContext';
import { Shell, type ThingNode } from './Shell';
import { isWideShelf, shelfRoom } from './layout';
import { storedObjects, type StoredObject } from './stored';

export type Stored = ReturnType<typeof storedObjects>;

export const useStored = (rows: number): Stored => useSlice(useCallback((world: World) => storedObjects(world, rows), [rows]));

/** Below this width of a card, a row says its name and one more word. */
const NARROW = 250;
/** Letters of a name beside the rest of its row. */
const lettersIn = (width: number, rest: number): number => Math.max(8, Math.floor((width - 36 - rest * 7) / 7.4));

interface StoredRowProps {
  readonly object: StoredObject;
  readonly width: number;
}

function StoredRow({ object, width }: StoredRowProps) {
  const store = usePageStore();
  const selection = parseSelection(object.select);
  const selected = usePage((page) => sameSelection(page.selection, selection));
  const narrow = width < NARROW;
  const kind = narrow && object.waits ? '' : object.kind;
  const detail = narrow ? (object.waits ? 'no node' : '') : object.detail;
  return (
    <li>
      <button
        type="button"
        aria-pressed={selected}
        title={`${object.kind} ${object.name}`}
        className={`nodrag nopan pointer-events-auto relative z-10 flex h-5 w-full min-w-0 items-center gap-1.5 rounded-tag px-1 text-left text-xs whitespace-nowrap hover:inset-ring-1 hover:inset-ring-line-strong ${selected ? 'inset-ring-[1.5px] inset-ring-ink' : ''}`}
        onClick={() => store.getState().select(selection)}
      >
        <span className={kind ? 'flex-none text-muted' : 'sr-only'}>{object.kind} </span>
        <PodName className={`min-w-0 overflow-hidden ${object.waits ? '' : 'font-semibold'}`} name={object.name} max={lettersIn(width, kind.length + detail.length)} />
        {detail && <span className={`ml-auto flex-none ${object.waits ? 'text-waiting' : 'text-muted'}`}> {detail}</span>}
        <span className="sr-only">{detail === object.detail ? '' : `, ${object.detail}`}, stored in the API server</span>
      </button>
    </li>
  );
}

/** Rows inside the API server's card. */
export function StoredRows({ stored: { shown, more }, width }: { readonly stored: Stored; readonly width: number }) {
  return (
    <ul className="-mx-1 border-t border-line pt-[3px]" aria-label="Stored in the API server">
      {shown.map((object) => <StoredRow key={object.select} object={object} width={width} />)}
      {more > 0 && <li className="h-5 px-1 text-xs leading-5 text-muted">and {more} more</li>}
    </ul>
  );
}

const waitingPods = (world: World): number => world.indexes.get('podsByNode', '').length;

/** One line for a small card: how many pods have no node. */
export function StoredCountLine() {
  const count = useSlice(waitingPods);
  return count === 0 ? null : <span className="text-xs text-waiting">{count === 1 ? '1 pod' : `${count} pods`}: no node</span>;
}

/** The same as a shelf, for layouts whose cards are small. */
export const StoreNode = memo(function StoreNode({ data }: NodeProps<ThingNode>) {
  const wide = isWideShelf(data.width);
  const { shown, more } = useStored(shelfRoom(data.width));
  const isEmpty = shown.length === 0;
  const listWidth = wide ? (data.width - 175) / 2 : data.width;
  return (
    <Shell data={data} className={`flex rounded-card border-[1.5px] bg-surface px-2.5 ${isEmpty ? 'items-center border-dashed border-line-strong' : 'border-line-strong'} ${wide ? 'gap-4 py-1' : 'flex-col gap-0.5 py-1.5'}`}>
      <h3 className={`flex flex-none items-center gap-1.5 text-xs text-muted ${wide && !isEmpty ? 'w-[142px] whitespace-nowrap' : ''}`}>
        <Icon name="apiServer" size={14} /> {isEmpty ? 'Nothing of yours is stored in the API server yet.' : wide ? 'In the API server' : 'Stored in the API server'}
      </h3>
      {!isEmpty && (
        <ul className={`min-w-0 flex-1 ${wide ? 'grid grid-cols-2 content-center gap-x-4' : ''}`} aria-label="Stored in the API server">
          {shown.map((object) => <StoredRow key={object.select} object={object} width={listWidth} />)}
          {more > 0 && <li className="h-5 px-1 text-xs leading-5 text-muted">and {more} more</li>}
        </ul>
      )}
    </Shell>
  );
});
