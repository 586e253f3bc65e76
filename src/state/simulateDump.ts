/** From a pasted cluster to a run: the story that it makes, and what the API server of the simulation refused of it. */
import { keyOfObject, kindInfo } from '../simulation/kinds';
import type { FromDump } from '../simulation/fromDump';
import type { World } from '../simulation/worldState';
import type { Story } from '../stories/story';

/** The id of every such run; no link can hold one. */
export const PASTED_STORY = 'pasted-cluster';

/** Simulated ms that are computed beyond the last action of the dump itself. */
const ROOM = 30_000;

export function storyOfDump({ cluster, actions }: Extract<FromDump, { readonly ok: true }>): Story {
  return {
    version: 1, id: PASTED_STORY, title: 'Your cluster', teaches: 'The pasted cluster, running here.', cluster, seed: 1, actions,
    until: (actions.at(-1)?.at ?? 0) + ROOM,
    opening: 'This is your cluster as far as the dump tells it, running here. **Apply, break, drain: nothing leaves this tab.**',
    chapters: [{ title: 'Your cluster' }], captions: [],
  };
}

/** The objects that are not there although they were applied, as "Pod shop/web". */
export function refusedOf({ tables }: World, { cluster }: Extract<FromDump, { readonly ok: true }>): readonly string[] {
  return (cluster.objects ?? []).flatMap((object) => {
    if (!('kind' in object)) return [];
    const { table } = kindInfo(object.kind ?? '', object.apiVersion);
    return tables[table].has(keyOfObject(object)) ? [] : [`${object.kind ?? ''} ${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`];
  });
}
