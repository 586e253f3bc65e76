/**
 * Files dropped anywhere on the page. Without this the browser would leave the page for the file, and all that was done
 * would be lost. A manifests folder and the paste panel take what is dropped on them; the rest is pasted. In an embed
 * nothing is taken.
 */
import { useEffect } from 'react';
import { usePageStore } from '../state/usePage';
import { handOver } from '../views/manifest/handedOver';
import { droppedSources } from '../views/manifest/takeFiles';

export function useFileDrops(): void {
  const store = usePageStore();
  useEffect(() => {
    const isFiles = (event: DragEvent): boolean => !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!isFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      if (store.getState().embedded) event.dataTransfer.dropEffect = 'none';
    };
    const drop = (event: DragEvent): void => {
      if (!isFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      if (!store.getState().embedded) handOver(store, droppedSources(event.dataTransfer));
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [store]);
}
