/** Filter NodeName: a pod that names its node fits only there (plugins/nodename). */
import type { Pod } from '../objects';
import type { FilterStatus } from './framework';
import { unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';

const REJECTED = unresolvable('NodeName', "node(s) didn't match the requested node name");

/** node_name.go:Filter. */
export function filterNodeName(pod: Pod, nodeInfo: NodeInfo): FilterStatus {
  const wanted = pod.spec?.nodeName ?? '';
  return wanted === '' || wanted === nodeInfo.name ? undefined : REJECTED;
}
