/** What all forms of a pod share: its scene, whether it is selected, hovered or dimmed, and what clicks and keys do. */
import type { KeyboardEvent } from 'react';
import { belongsTo } from '../../state/classes';
import { usePage, usePageStore } from '../../state/usePage';
import { usePodScene } from './sceneContext';

export function usePodThing(id: string, node: string) {
  const store = usePageStore();
  const scene = usePodScene(id, node);
  const selected = usePage((page) => page.selection?.kind === 'pod' && page.selection.id === id);
  const hovered = usePage((page) => page.hover?.kind === 'pod' && page.hover.id === id);
  const dimmed = usePage((page) => page.classFilter !== null && scene !== null && !belongsTo(scene.leaf, page.classFilter));
  const select = () => store.getState().select({ kind: 'pod', id });
  const openInside = () => {
    select();
    store.getState().setTab('inside');
    document.querySelector<HTMLElement>('[data-panel="inside"]')?.focus();
  };
  const handlers = {
    onClick: select,
    onDoubleClick: openInside,
    onPointerEnter: () => store.getState().setHover({ kind: 'pod', id }),
    onPointerLeave: () => store.getState().setHover(null),
    onFocus: () => store.getState().setHover({ kind: 'pod', id }),
    onBlur: () => store.getState().setHover(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (event.shiftKey) store.getState().select(selected ? null : { kind: 'pod', id });
      else openInside();
    },
  };
  return { scene, selected, hovered, dimmed, handlers };
}
