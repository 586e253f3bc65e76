/** What stands under each tab on a phone: the panel's current value in two words. */
import { podView } from '../simulation/podView';
import { usePage, useStep, useWorld } from '../state/usePage';

export function useTabDetails(): { readonly what: string; readonly where: string; readonly inside: string } {
  const selection = usePage((page) => page.selection);
  const step = useStep();
  const id = selection?.kind === 'pod' ? selection.id : null;
  const pod = useWorld((world) => (id ? podView(world, id) : undefined), id);
  return {
    what: pod ? (pod.startedBy === 'static' ? 'Static' : 'Workload') : 'kinds of pod',
    where: pod?.node ?? step?.about['node'] ?? 'the cluster',
    inside: pod?.name ?? 'an example',
  };
}
