/**
 * What is brought in from outside, anywhere on the page: files dropped, text pasted. Without this the browser would leave
 * the page for a dropped file, and all that was done would be lost. A manifests folder, the paste panel and whatever one
 * types in take what is theirs; the rest goes to the paste panel. In an embed nothing is taken.
 */
import { useEffect } from 'react';
import type { PageStore } from '../state/store';
import { usePageStore } from '../state/usePage';
import { handOver } from '../views/manifest/handedOver';
import { droppedSources, editorBytes } from '../views/manifest/takeFiles';
import { isTyping } from './keys';

const hasFiles = (event: DragEvent): boolean => !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;

function onDragOver(store: PageStore, event: DragEvent): void {
  if (!hasFiles(event) || !event.dataTransfer) return;
  event.preventDefault();
  if (store.getState().embedded) event.dataTransfer.dropEffect = 'none';
}

function onDrop(store: PageStore, event: DragEvent): void {
  if (!hasFiles(event) || !event.dataTransfer) return;
  event.preventDefault();
  if (!store.getState().embedded) handOver(store, droppedSources(event.dataTransfer));
}

function onPaste(store: PageStore, event: ClipboardEvent): void {
  const page = store.getState();
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (page.embedded || page.dialog || event.defaultPrevented || isTyping(event.target) || text.trim() === '') return;
  event.preventDefault();
  if (text.length > editorBytes) handOver(store, Promise.resolve([{ path: '', file: new File([text], 'pasted text') }]));
  else page.setPaste({ open: true, text, path: '', file: null, view: 'text' });
}

export function useIncoming(): void {
  const store = usePageStore();
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    addEventListener('dragover', (event) => onDragOver(store, event), { signal });
    addEventListener('drop', (event) => onDrop(store, event), { signal });
    addEventListener('paste', (event) => onPaste(store, event), { signal });
    return () => listeners.abort();
  }, [store]);
}
