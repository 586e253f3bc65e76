/** What has just happened to the files of a manifests folder: which is read, which is new, which has gone. Pure. */
import { componentOf, instanceOf } from '../../simulation/messages';
import type { Step } from '../../simulation/step';
import { baseName } from './nodeScene';

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
