/** What stands under each tab on a phone: the panel's current value in two words. */
import { podView } from '../simulation/podView';
import { usePage, useStep, useWorld } from '../state/usePage';

export function useTabDetails(): { readonly what: string; readonly where: string; readonly inside: string } {
  const pasted = usePage((page) => (page.paste.open ? page.pasted : null));
  const counts = usePage((page) => (page.paste.open ? page.pastedCounts : null));
  const selection = usePage((page) => page.selection);
  const step = useStep();
  const id = selection?.kind === 'pod' ? selection.id : null;
  const pod = useWorld((world) => (id ? podView(world, id) : undefined), id);
  if (pasted) return { what: counts && counts.A > 1 ? `${counts.A.toLocaleString('en')} pasted` : 'the pasted pod', where: 'pasted', inside: pasted.name };
  return {
    what: pod ? (pod.startedBy === 'static' ? 'Static' : 'Workload') : 'kinds of pod',
    where: pod?.node ?? step?.about['node'] ?? 'the cluster',
    inside: pod?.name ?? 'an example',
  };
}
