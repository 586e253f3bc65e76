/**
 * Finding by words: pods, nodes and files that exist now, the steps of this future by their sentences, and stories. Pure;
 * what to do with a hit is told as data. The order is that of the page: things, then steps, then stories.
 */
import { narrate } from '../simulation/narrate';
import { allPodIds, podView } from '../simulation/podView';
import { headings } from '../stories/contents';
import { loudStepsOf } from './loudSteps';
import type { Selection } from './selection';
import type { Branch } from './session';

export interface Hit {
  readonly id: string;
  readonly kind: 'pod' | 'node' | 'file' | 'step' | 'story';
  readonly label: string;
  readonly detail: string;
  readonly goTo: { readonly select: Selection } | { readonly seek: number } | { readonly story: string };
}

/** Most hits of one kind: more words find fewer. */
const MOST = 12;

/** What contains every word of the query, capital letters or not. None for a query without words. */
export function find(query: string, branch: Branch): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const fits = ({ label, detail }: Hit): boolean => {
    const text = `${label} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  // Who types a name means what is called so, not what is in a namespace or on a node that is.
  const byName = ({ label }: Hit): number => (words.every((word) => label.toLowerCase().includes(word)) ? 0 : 1);
  return [things(branch), steps(branch), lessons()].flatMap((hits) => hits.filter(fits).toSorted((a, b) => byName(a) - byName(b)).slice(0, MOST));
}

function things({ simulation: { world } }: Branch): Hit[] {
  const hit = (kind: 'pod' | 'node' | 'file', id: string, label: string, detail: string): Hit => ({ id: `${kind} ${id}`, kind, label, detail, goTo: { select: { kind, id } } });
  return [
    ...allPodIds(world).map((id) => {
      const view = podView(world, id);
      return hit('pod', id, view?.name ?? id, `${view?.startedBy === 'static' ? 'static pod' : 'pod'} in ${view?.namespace ?? ''}${view?.node ? ` on ${view.node}` : ''}`);
    }),
    ...[...world.tables.machines.values()].map(({ name, address, role }) => hit('node', name, name, `${role} node, ${address}`)),
    ...[...world.tables.files.values()].map(({ node, path }) => hit('file', `${node}:${path}`, path.slice(path.lastIndexOf('/') + 1), `file on ${node}`)),
  ];
}

function steps(branch: Branch): Hit[] {
  return loudStepsOf(branch).map((step, index): Hit => {
    const { subject, sentence } = narrate(step);
    return { id: `step ${index}`, kind: 'step', label: `${subject} ${sentence.replace(/[*`]/g, '')}`, detail: `step ${index + 1}`, goTo: { seek: index + 1 } };
  });
}

const lessons = (): Hit[] => headings.map(({ id, title, teaches }): Hit => ({ id: `story ${id}`, kind: 'story', label: title, detail: `story: ${teaches}`, goTo: { story: id } }));
