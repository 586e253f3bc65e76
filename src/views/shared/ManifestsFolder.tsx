/**
 * The folder that a kubelet watches: paper, not a machine. A row is a file; its state tells what the kubelet makes of
 * it at this moment. Files can be dropped on it.
 */
import { useState, type DragEvent, type ReactNode } from 'react';
import { Icon } from './icons';

export type FolderFileState = 'idle' | 'reading' | 'ignored' | 'removed' | 'dropping';

export interface FolderFile {
  readonly name: string;
  readonly state?: FolderFileState;
  /** Why it is ignored: 'not a pod'. */
  readonly reason?: string | undefined;
}

export interface ManifestsFolderProps {
  /** For screen readers: whose folder it is, 'Manifests folder of cp-1'. */
  readonly label?: string | undefined;
  /** The kubelet's staticPodPath on this node. */
  readonly path?: string;
  readonly files: readonly FolderFile[];
  readonly onOpen?: (name: string) => void;
  readonly onDropFiles?: (files: FileList) => void;
  /** Buttons at the right of the path. */
  readonly actions?: ReactNode;
  /** Rows before the rest is counted as '+ 3'. */
  readonly maxRows?: number;
  readonly className?: string;
}

const rowLooks: Readonly<Record<FolderFileState, string>> = {
  idle: '',
  reading: 'bg-now-soft inset-ring-[1.5px] inset-ring-now',
  ignored: 'text-failed',
  removed: 'text-muted',
  dropping: 'border-[1.5px] border-dashed border-now',
};

const stateWords: Readonly<Record<FolderFileState, string>> = {
  idle: '', reading: ', being read', ignored: ', ignored', removed: ', removed', dropping: ', being added',
};

interface FileRowProps {
  readonly file: FolderFile;
  readonly more: number;
  readonly onOpen: ((name: string) => void) | undefined;
}

function FileRow({ file, more, onOpen }: FileRowProps): ReactNode {
  const state = file.state ?? 'idle';
  const look = `flex h-[25px] w-full min-w-0 items-center gap-1.5 rounded-tag px-1.5 text-left font-mono text-xs whitespace-nowrap ${rowLooks[state]}`;
  const inner = (
    <>
      <Icon name={state === 'ignored' ? 'warning' : 'static'} size={14} />
      {state === 'removed' ? <s className="overflow-hidden text-ellipsis">{file.name}</s> : <span className="overflow-hidden text-ellipsis">{file.name}</span>}
      <span className="sr-only">{stateWords[state]}</span>
      {file.reason === undefined ? null : <span className="ml-auto pl-2">{file.reason}</span>}
      {more > 0 ? <span className="ml-auto pl-2 text-muted">{`+ ${more}`}<span className="sr-only"> more files</span></span> : null}
    </>
  );
  return (
    <li>
      {onOpen === undefined
        ? <div className={look} title={file.name}>{inner}</div>
        : <button type="button" className={`nodrag nopan ${look} hover:inset-ring-1 hover:inset-ring-line-strong`} title={file.name} onClick={() => onOpen(file.name)}>{inner}</button>}
    </li>
  );
}

/** The folder with its path and its files. `nodrag` keeps React Flow from taking the click. */
export function ManifestsFolder({ label, path = '/etc/kubernetes/manifests', files, onOpen, onDropFiles, actions, maxRows = 99, className = '' }: ManifestsFolderProps): ReactNode {
  const [over, setOver] = useState(false);
  const accept = (event: DragEvent): void => {
    if (onDropFiles === undefined || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    if (onDropFiles === undefined || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onDropFiles(event.dataTransfer.files);
  };
  const shown = files.slice(0, maxRows);
  return (
    // Dropping is a second way in; the first is a button of whoever draws the folder.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset
      aria-label={label}
      className={`min-w-0 rounded-card border-[1.5px] bg-sunken pb-1.5 text-xs ${over ? 'border-dashed border-now' : 'border-line-strong'} ${className}`}
      onDragOver={accept}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="flex items-center gap-1.5 px-2.5 pt-[7px] pb-[5px] font-mono text-xs whitespace-nowrap text-ink-2">
        <Icon name="folder" size={14} />
        <span className="min-w-0 flex-1 overflow-hidden text-ellipsis" title={path}>{path}</span>
        {actions}
      </div>
      {files.length === 0
        ? <p className="mx-1.5 flex h-[25px] items-center px-1.5 font-mono text-xs whitespace-nowrap text-muted">{onDropFiles ? 'empty: drop a file here' : 'empty'}</p>
        : (
          <ul className="mx-1.5">
            {shown.map((file, index) => (
              <FileRow key={file.name} file={file} onOpen={onOpen} more={index === shown.length - 1 ? files.length - shown.length : 0} />
            ))}
          </ul>
        )}
    </fieldset>
  );
}
