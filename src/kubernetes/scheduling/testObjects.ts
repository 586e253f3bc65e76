/** Short ways to write nodes and pods in the tests of this folder. */
import type { Node, Pod, PodSpec, ResourceList } from '../objects';
import { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { listNodeInfos } from './nodeInfoLister';
import { podInfoOf } from './podInfo';

interface NodeOptions {
  readonly labels?: Record<string, string>;
  readonly allocatable?: ResourceList;
  readonly spec?: Node['spec'];
}

interface PodOptions {
  readonly requests?: ResourceList;
  readonly labels?: Record<string, string>;
  readonly spec?: PodSpec;
  readonly status?: Pod['status'];
}

/** A node with 4 CPUs, 8 GiB and its name as its hostname, unless said otherwise. */
export function testNode(name: string, options: NodeOptions = {}): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...options.labels } },
    spec: options.spec ?? {},
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110', ...options.allocatable } },
  };
}

/** A pod with one container and the uid uid-<name>. */
export function testPod(name: string, options: PodOptions = {}): Pod {
  const containers = [{ name: 'c', image: 'app', resources: { requests: options.requests ?? {} } }];
  return {
    metadata: { name, namespace: 'default', uid: `uid-${name}`, labels: options.labels ?? {} },
    spec: { containers, ...options.spec },
    ...(options.status === undefined ? {} : { status: options.status }),
  };
}

export function nodeWithPods(node: Node, ...pods: readonly Pod[]): NodeInfo {
  const nodeInfo = new NodeInfo(node);
  for (const pod of pods) nodeInfo.addPod(podInfoOf(pod));
  return nodeInfo;
}

/** A lister over nodes without pods, or node infos. */
export const lister = (...nodes: readonly (Node | NodeInfo)[]): NodeInfoLister =>
  listNodeInfos(nodes.map((node) => (node instanceof NodeInfo ? node : new NodeInfo(node))));
