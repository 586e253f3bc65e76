/** What has just happened to the files of a manifests folder: which is read, which is new, which has gone. Pure. */
import { componentOf, instanceOf } from '../../simulation/messages';
import type { Step } from '../../simulation/step';
import type { FolderFile } from '../shared/ManifestsFolder';
import { baseName, type NodeScene } from './nodeScene';

export interface FileNews {
  readonly reading: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export const NO_NEWS: FileNews = { reading: null, added: [], removed: [] };

/** `steps`: see freshSteps. */
export function fileNews(steps: readonly Step[], step: Step | null, node: string): FileNews {
  if (!step) return NO_NEWS;
  const added: string[] = [];
  const removed: string[] = [];
  for (const { table, key, before, after } of steps.flatMap(({ changes }) => changes)) {
    if (table !== 'files' || !key.startsWith(`${node}:`)) continue;
    if (before === undefined) added.push(baseName(key));
    else if (after === undefined) removed.push(baseName(key));
  }
  const file = step.about['file'];
  const reads = file !== undefined && componentOf(step.actor) === 'kubelet' && instanceOf(step.actor) === node;
  return reads || added.length > 0 || removed.length > 0 ? { reading: reads ? baseName(file) : null, added, removed } : NO_NEWS;
}

/** The rows, with what a step has just taken away; what it is about comes first where not all rows have room. */
export function folderRows({ files }: Pick<NodeScene, 'files'>, news: FileNews, room: number): FolderFile[] {
  const rows: FolderFile[] = files.map(({ name, ignored }) => ({
    name,
    ...(news.reading === name ? { state: 'reading' as const } : news.added.includes(name) ? { state: 'dropping' as const } : ignored === null ? {} : { state: 'ignored' as const }),
    ...(ignored === null ? {} : { reason: ignored.length > 16 ? 'ignored' : ignored }),
  }));
  for (const name of news.removed) if (!files.some((file) => file.name === name)) rows.push({ name, state: 'removed' });
  const busy = (row: FolderFile): boolean => row.state !== undefined && row.state !== 'ignored';
  return rows.length > room ? [...rows.filter(busy), ...rows.filter((row) => !busy(row))] : rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}
