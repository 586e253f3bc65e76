/**
 * What the scheduler knows of one node (pkg/scheduler/framework/types.go:NodeInfo): the node, its pods, and sums over
 * them that adding or removing a pod changes at a cost proportional to that pod. The one mutable thing in this folder:
 * whoever keeps it as an index calls addPod and removePod, and undoes a step by the opposite call.
 * Left out: PVC reference counts, generations.
 */
import { assert } from '../../lib/assert';
import { isDoNotScheduleTaint } from '../tolerations';
import type { Labels, Node, Taint } from '../objects';
import type { UsedPorts } from './hostPorts';
import { changeUsedPorts, cloneUsedPorts } from './hostPorts';
import type { PodInfo } from './podInfo';
import type { Resource } from './resource';
import { addResource, amountsOf, cloneResource, emptyResource, resourceOf } from './resource';

const NO_LABELS: Labels = {};
const NO_TAINTS: readonly Taint[] = [];

export class NodeInfo {
  name = '';
  labels: Labels = NO_LABELS;
  unschedulable = false;
  /** NoSchedule and NoExecute. */
  doNotScheduleTaints: readonly Taint[] = NO_TAINTS;
  preferNoScheduleTaints: readonly Taint[] = NO_TAINTS;
  allocatable: Readonly<Resource> = emptyResource();
  /** Sizes in bytes of the images on the node, by every name that the node reports for them. */
  imageSizes: ReadonlyMap<string, number> = new Map();

  /** By {@link PodInfo.key}, in the order of arrival. */
  readonly pods = new Map<string, PodInfo>();
  readonly podsWithAffinity = new Map<string, PodInfo>();
  readonly podsWithRequiredAntiAffinity = new Map<string, PodInfo>();
  requested: Resource = emptyResource();
  /** Like requested, where containers without requests count as 100 m and 200 Mi. */
  nonZeroRequested = { milliCPU: 0, memory: 0 };
  usedPorts: UsedPorts = new Map();

  private current: Node = {};

  constructor(node: Node = {}) {
    this.setNode(node);
  }

  get node(): Node {
    return this.current;
  }

  /** Takes over a new version of the node; its pods stay (NodeInfo.SetNode). */
  setNode(node: Node): void {
    this.current = node;
    this.name = node.metadata?.name ?? '';
    this.labels = node.metadata?.labels ?? NO_LABELS;
    this.unschedulable = node.spec?.unschedulable === true;
    const taints = node.spec?.taints ?? NO_TAINTS;
    this.doNotScheduleTaints = taints.filter(isDoNotScheduleTaint);
    this.preferNoScheduleTaints = taints.filter((taint) => taint.effect === 'PreferNoSchedule');
    this.allocatable = resourceOf(amountsOf(node.status?.allocatable));
    this.imageSizes = imageSizesOf(node);
  }

  /** Counts a pod in (NodeInfo.AddPodInfo). The pod must not be there yet. */
  addPod(info: PodInfo): void {
    assert(!this.pods.has(info.key), `pod ${info.key} is already on node ${this.name}`);
    this.pods.set(info.key, info);
    if (info.hasAffinity) this.podsWithAffinity.set(info.key, info);
    if (info.requiredAntiAffinityTerms.length > 0) this.podsWithRequiredAntiAffinity.set(info.key, info);
    this.change(info, 1);
  }

  /** Counts a pod out, by its key; returns what was counted in, or undefined if it is not there (NodeInfo.RemovePod). */
  removePod(key: string): PodInfo | undefined {
    const info = this.pods.get(key);
    if (info === undefined) return undefined;
    this.pods.delete(key);
    this.podsWithAffinity.delete(key);
    this.podsWithRequiredAntiAffinity.delete(key);
    this.change(info, -1);
    return info;
  }

  /** A copy that may be changed without touching this one; for dry runs. Costs as much as the node has pods. */
  clone(): NodeInfo {
    const copy = new NodeInfo(this.current);
    for (const [key, info] of this.pods) copy.pods.set(key, info);
    for (const [key, info] of this.podsWithAffinity) copy.podsWithAffinity.set(key, info);
    for (const [key, info] of this.podsWithRequiredAntiAffinity) copy.podsWithRequiredAntiAffinity.set(key, info);
    copy.requested = cloneResource(this.requested);
    copy.nonZeroRequested = { ...this.nonZeroRequested };
    copy.usedPorts = cloneUsedPorts(this.usedPorts);
    return copy;
  }

  private change(info: PodInfo, sign: 1 | -1): void {
    addResource(this.requested, info.requests, sign);
    this.nonZeroRequested.milliCPU += sign * info.nonZero.milliCPU;
    this.nonZeroRequested.memory += sign * info.nonZero.memory;
    if (info.hostPorts.length > 0) changeUsedPorts(this.usedPorts, info.hostPorts, sign);
  }
}

function imageSizesOf(node: Node): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const image of node.status?.images ?? []) {
    for (const name of image.names ?? []) sizes.set(name, image.sizeBytes ?? 0);
  }
  return sizes;
}
