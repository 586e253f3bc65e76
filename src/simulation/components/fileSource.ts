/**
 * The file source: the manifests folder. A change is read at once, file by file; a full listing follows within 20 s and
 * puts right what single changes cannot: a file that became invalid, a pod that changed its name inside its file, two
 * files with a pod of one name. Stands for pkg/kubelet/config/file.go and file_linux.go. Left out: a path that is a
 * single file, and symbolic links. No listing is made while no file has changed since the last one.
 */
import { fileRefusalText, tryDecodeSinglePod } from '../../kubernetes/staticPods';
import type { Pod } from '../../kubernetes/objects';
import type { FilePod } from '../kubeletMemory';
import { LATENCY } from '../latencies';
import type { Tx } from '../tx';
import type { FileRow } from '../world';
import { kubeletAddress, kubeletMemory, setKubelet, untilTick } from './kubeletState';
import { mergeFilePods } from './podConfig';

/** kubelet.go: fileCheckFrequency of the default configuration. */
const FILE_CHECK_FREQUENCY = 20_000;

const listingTimer = (node: string): string => `kubelet/${node}/listFiles`;

/** Files of the folder itself whose names do not begin with a dot; sub-folders are not looked into (file.go:extractFromDir). */
function isManifest(folder: string, path: string): boolean {
  const inside = folder.endsWith('/') ? folder : `${folder}/`;
  if (!path.startsWith(inside)) return false;
  const name = path.slice(inside.length);
  return name !== '' && !name.includes('/') && !name.startsWith('.');
}

const isWatched = (tx: Tx, node: string, path: string): boolean => {
  const folder = tx.get('machines', node)?.staticPodPath;
  return folder !== undefined && isManifest(folder, path);
};

/** Something was done to that file: the kernel tells a kubelet that runs (file_linux.go:doWatch). */
export function noticeFileChange(tx: Tx, node: string, path: string): void {
  if (!kubeletMemory(tx, node) || !isWatched(tx, node, path)) return;
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'fileChanged', about: path }, LATENCY.inotify, `kubelet/${node}/file/${path}`);
}

type Extracted = { readonly pod: Pod } | { readonly refusal: string };

/** The pod of one file, or why there is none (file.go:extractFromFile). */
function extractFromFile(node: string, file: FileRow): Extracted {
  const { path } = file;
  if (file.error !== undefined) return { refusal: `${path}: couldn't parse as pod(${file.error}), please check config file` };
  const result = tryDecodeSinglePod(file.object, { source: 'file', location: path, nodeName: node });
  return result.accepted ? { pod: result.pod } : { refusal: fileRefusalText(path, result) };
}

const keyOf = (pod: Pod): string => `${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`;
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** One file was written or removed (file_linux.go:consumeWatchEvent). */
export function fileChanged(tx: Tx, node: string, path: string): void {
  const memory = kubeletMemory(tx, node);
  if (!memory) return;
  const file = tx.get('files', `${node}:${path}`);
  tx.sendSoonest({ type: 'note', to: kubeletAddress(node), kind: 'listFiles' }, untilTick(tx, node, FILE_CHECK_FREQUENCY), listingTimer(node));
  const extracted = file && extractFromFile(node, file);
  if (extracted && 'refusal' in extracted) {
    tx.because('kubelet.ignoreFile', { file: nameOf(path), path, node, reason: extracted.refusal });
    return;
  }
  if (extracted) {
    const key = keyOf(extracted.pod);
    setKubelet(tx, node, {
      filePods: { ...memory.filePods, [key]: { pod: extracted.pod, path } },
      fileKeys: { ...memory.fileKeys, [path]: key },
    });
  } else {
    forget(tx, node, path);
  }
  mergeFilePods(tx, node);
}

/** The pod that the file last gave goes, whichever file gives it now (file_linux.go:consumeWatchEvent, podDelete). */
function forget(tx: Tx, node: string, path: string): void {
  const memory = kubeletMemory(tx, node);
  if (!memory) return;
  const { filePods } = memory;
  const { [path]: key, ...otherKeys } = memory.fileKeys;
  if (key === undefined || !filePods[key]) return;
  const { [key]: _, ...otherPods } = filePods;
  setKubelet(tx, node, { filePods: otherPods, fileKeys: otherKeys });
}

/** Reads the whole folder; of two pods of one name the file that comes last wins (file.go:listConfig, replaceStore). */
export function listFiles(tx: Tx, node: string): void {
  const memory = kubeletMemory(tx, node);
  if (!memory) return;
  const filePods: Record<string, FilePod> = {};
  const fileKeys: Record<string, string> = { ...memory.fileKeys };
  for (const file of tx.rows('files', 'filesByNode', node)) {
    if (!isWatched(tx, node, file.path)) continue;
    const extracted = extractFromFile(node, file);
    if ('refusal' in extracted) continue;
    const key = keyOf(extracted.pod);
    filePods[key] = { pod: extracted.pod, path: file.path };
    fileKeys[file.path] = key;
  }
  setKubelet(tx, node, { filePods, fileKeys });
  mergeFilePods(tx, node);
}
