/** The manifests folder of a node: its files, which of them the kubelet reads in this step, which came and which went. */
import { memo } from 'react';
import type { NodeProps } from '@xyflow/react';
import { usePage, usePageStore } from '../../state/usePage';
import { Icon } from '../shared/icons';
import { ManifestsFolder } from '../shared/ManifestsFolder';
import { Tooltip } from '../shared/Tooltip';
import { folderRows } from './fileNews';
import { baseName } from './nodeScene';
import { useFileNews, useNodeScene } from './sceneContext';
import { ringOf, Shell, type ThingNode } from './Shell';
import { folderHeight } from './sizes';
import { useArrival } from './useArrival';
import { useDroppedFiles } from './useDroppedFiles';

export const FolderNode = memo(function FolderNode({ data }: NodeProps<ThingNode>) {
  const store = usePageStore();
  const scene = useNodeScene(data.node);
  const news = useFileNews(data.node);
  const ref = useArrival<HTMLDivElement>(data.part);
  const embedded = usePage((page) => page.embedded);
  const drop = useDroppedFiles(data.node, scene?.folder ?? '');
  if (!scene) return null;
  const room = Math.max(1, Math.floor((data.height - folderHeight(1)) / 25) + 1);
  // A strip counts its files instead of showing them.
  const isStrip = data.height <= folderHeight(0);
  const count = isStrip ? scene.files.length : 0;
  const narrow = data.width < 250;
  return (
    <Shell ref={ref} data={data} className={`rounded-card ${ringOf(data.part, false)}`}>
      <ManifestsFolder
        label={`Manifests folder of ${data.node}`}
        path={narrow ? `…/${baseName(scene.folder)}` : scene.folder}
        files={isStrip ? [] : folderRows(scene, news, room)}
        maxRows={room}
        className="h-full overflow-hidden"
        onOpen={(name) => store.getState().editFile(data.node, `${scene.folder}/${name}`)}
        {...(embedded ? {} : { onDropFiles: drop })}
        actions={
          <>
          {count > 0 && <span className="font-sans text-muted">{count === 1 ? '1 file' : `${count} files`}</span>}
          {!embedded && (
            <Tooltip text={`Add a file on ${data.node}`}>
              <button type="button" className="nodrag nopan -my-1 rounded-tag p-1 text-ink-2 hover:text-ink" aria-label={`Add a file on ${data.node}`} onClick={() => store.getState().editFile(data.node, '')}>
                <Icon name="add" size={16} />
              </button>
            </Tooltip>
          )}
          </>
        }
      />
    </Shell>
  );
});
