/**
 * What was dropped or opened, as files with their paths: folders are walked. One small file goes to the editor, anything
 * larger or more to the reader of dumps.
 */
import type { DumpSource } from './dumpProtocol';

/** Bytes of a file that the editor takes. */
export const editorBytes = 1_000_000;
/** Pods that come at once, above which their overview is seen before their text. */
export const overviewPods = 5;
/** Files of one drop that are read. */
const mostFiles = 10_000;

export const isForEditor = (sources: readonly DumpSource[]): boolean => {
  const [only, ...others] = sources;
  return only !== undefined && others.length === 0 && only.file.size <= editorBytes && !/\.gz$/i.test(only.file.name);
};

export const titleOf = (sources: readonly DumpSource[]): string =>
  sources.length === 1 ? sources[0]?.file.name ?? '' : `${sources.length.toLocaleString('en')} files`;

export const sourcesOf = (files: FileList | null): readonly DumpSource[] =>
  [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The folder in which all of them lie, with its last slash; '' when a drop tells none. */
export function commonFolder(sources: readonly DumpSource[]): string {
  let common = folderOf(sources[0]?.path ?? '');
  for (const { path } of sources) while (!path.startsWith(common)) common = folderOf(common.slice(0, -1));
  return common;
}

/** The same files in another folder; what lies below theirs lies below that. */
export function placedIn(sources: readonly DumpSource[], folder: string): readonly DumpSource[] {
  const { length } = commonFolder(sources);
  const base = folder.replace(/\/+$/, '');
  return sources.map(({ path, file }) => ({ path: `${base}/${path.slice(length)}`, file }));
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // The reader gives at most a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, found: DumpSource[]): Promise<void> {
  if (found.length >= mostFiles) return;
  if (isFileEntry(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath, file });
  } else if (isFolderEntry(entry)) for (const each of await entriesOf(entry)) await walk(each, found);
}

/** The files of a drop. Call it in the event's own turn: a drop forgets its items afterwards. */
export async function droppedSources(transfer: DataTransfer): Promise<readonly DumpSource[]> {
  const plain = sourcesOf(transfer.files);
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((entry) => entry !== null);
  if (!entries.some(({ isDirectory }) => isDirectory)) return plain;
  const found: DumpSource[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}
