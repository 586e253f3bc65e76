/** What the picture of a cluster needs of a Node object: its name, where it stands, whether it can be reached. */
import { nodeRolesColumn, nodeStatusColumn } from '../kubernetes/kubectlColumns';
import type { Node } from '../kubernetes/objects';
import { fieldsOf, textOf, textsOf, type Fields } from '../kubernetes/reading';
import { conform } from './schema';

export interface DumpNode {
  readonly name: string;
  readonly zone: string;
  /** As `kubectl get nodes` prints it: "Ready", "NotReady,SchedulingDisabled"; empty when there is no Node object. */
  readonly status: string;
  readonly controlPlane: boolean;
  /** Pods that the node takes at most, 0 when it does not say. */
  readonly mostPods: number;
}

const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];
const controlPlaneRole = /(^|,)(control-plane|master|controlplane)(,|$)/;

/** A Node object that a person pasted, as far as it can be read. */
export function dumpNodeOf(value: Fields): DumpNode {
  const labels = textsOf(fieldsOf(value['metadata'])['labels']);
  const node: Node = { metadata: { labels }, spec: fieldsOf(conform(value['spec'], 'NodeSpec')), status: fieldsOf(conform(fieldsOf(value['status']), 'NodeStatus')) };
  const most = Number(fieldsOf(fieldsOf(value['status'])['allocatable'])['pods']);
  return {
    name: textOf(fieldsOf(value['metadata'])['name']) ?? '',
    zone: zoneLabels.map((label) => labels[label]).find((zone) => zone !== undefined) ?? '',
    status: nodeStatusColumn(node), controlPlane: controlPlaneRole.test(nodeRolesColumn(node)),
    mostPods: Number.isFinite(most) && most > 0 ? Math.min(most, 1_000_000) : 0,
  };
}

/** A node of which only pods speak. */
export const nodeByName = (name: string): DumpNode => ({ name, zone: '', status: '', controlPlane: false, mostPods: 0 });
