/** Files dropped on a manifests folder: read in the tab and written into it, each as a person with a shell would. */
import { usePageStore } from '../../state/usePage';

/** Longest file taken, bytes: what the kubelet itself reads. */
const MOST_BYTES = 10_000_000;

export function useDroppedFiles(node: string, folder: string): (files: FileList) => void {
  const store = usePageStore();
  return (files) => {
    for (const file of files) {
      if (file.size > MOST_BYTES) continue;
      void file.text().then((content) => store.getState().act({ do: 'writeFile', node, path: `${folder}/${file.name}`, content }));
    }
  };
}
