/**
 * The scheduler's cache of nodes and their pods, kept up to date change by change (pkg/scheduler/backend/cache): the
 * node infos in the order in which cycles visit them, and the lists that plugins ask for. Everything in it follows from
 * the nodes and pods alone, never from the order of the calls that brought them, so a step can be undone by the opposite
 * calls. Upstream orders nodes by their arrival within a zone; here names decide, zones take turns as upstream.
 */
import { assert, present } from '../../lib/assert';
import type { Selector } from '../labelSelectors';
import { isEmptySelector, selectorKey, selectorMatches } from '../labelSelectors';
import type { Labels, Node, Pod } from '../objects';
import { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { countPods, sumByLabel } from './nodeInfoLister';
import type { PodInfo } from './podInfo';
import { podInfoOf, podKey } from './podInfo';

/** A question that was asked before, and its answer, kept right as pods come and go. */
interface KnownCount {
  readonly apiNamespace: string;
  readonly selector: Selector;
  readonly counts: Map<string, number>;
  /** The counts summed up by the values of a node label, for the labels that were asked for. */
  readonly byLabel: Map<string, Map<string, number>>;
}

/** So many questions are kept at most; then all are forgotten, and asked anew. */
const MOST_KNOWN_COUNTS = 1000;

export class NodeInfoIndex implements NodeInfoLister {
  private readonly byName = new Map<string, NodeInfo>();
  private readonly haveAffinity = new Map<string, NodeInfo>();
  private readonly haveRequiredAntiAffinity = new Map<string, NodeInfo>();
  private readonly imageCounts = new Map<string, number>();
  private readonly knownCounts = new Map<string, KnownCount>();
  /** Undefined when a node came, went or changed its zone since it was last made. */
  private order: readonly NodeInfo[] | undefined;

  get size(): number {
    return this.byName.size;
  }

  /** Adds a node, or takes over a new version of one. Pods that were counted under its name stay. */
  setNode(node: Node): void {
    const name = present(node.metadata?.name, 'node name');
    const before = this.byName.get(name);
    const info = before ?? new NodeInfo(node);
    this.countImages(info, before === undefined ? 0 : -1);
    const zone = zoneOf(info);
    if (info.pods.size > 0 && !sameLabels(info.labels, node.metadata?.labels ?? {})) this.knownCounts.clear();
    info.setNode(node);
    this.countImages(info, 1);
    if (before === undefined) this.byName.set(name, info);
    if (before === undefined || zone !== zoneOf(info)) this.order = undefined;
  }

  /** Removes a node, which must hold no pod any more (their owner removes them first). */
  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (info === undefined) return;
    assert(info.pods.size === 0, `node ${name} still has pods`);
    this.countImages(info, -1);
    this.byName.delete(name);
    this.order = undefined;
  }

  /** Counts a pod in on the node that it is bound to, or assumed to be. Unknown nodes are ignored: returns false. */
  addPod(nodeName: string, pod: Pod): boolean {
    const node = this.byName.get(nodeName);
    if (node === undefined) return false;
    const info = podInfoOf(pod);
    node.addPod(info);
    this.afterPodChange(node, info, 1);
    return true;
  }

  /** Counts a pod out again; false if it was not there. */
  removePod(nodeName: string, pod: Pod): boolean {
    const node = this.byName.get(nodeName);
    const info = node?.removePod(podKey(pod));
    if (node === undefined || info === undefined) return false;
    this.afterPodChange(node, info, -1);
    return true;
  }

  at(position: number): NodeInfo {
    this.order ??= zonesInTurn([...this.byName.values()]);
    return present(this.order[position], `node at position ${position}`);
  }

  get(name: string): NodeInfo | undefined {
    return this.byName.get(name);
  }

  withAffinityPods(): Iterable<NodeInfo> {
    return this.haveAffinity.values();
  }

  withRequiredAntiAffinityPods(): Iterable<NodeInfo> {
    return this.haveRequiredAntiAffinity.values();
  }

  nodesWithImage(image: string): number {
    return this.imageCounts.get(image) ?? 0;
  }

  podCounts(apiNamespace: string, selector: Selector): ReadonlyMap<string, number> {
    return this.knownCount(apiNamespace, selector).counts;
  }

  podCountsByLabel(apiNamespace: string, selector: Selector, label: string): ReadonlyMap<string, number> {
    const { counts, byLabel } = this.knownCount(apiNamespace, selector);
    const known = byLabel.get(label);
    if (known !== undefined) return known;
    const sums = sumByLabel(counts, label, this);
    byLabel.set(label, sums);
    return sums;
  }

  private knownCount(apiNamespace: string, selector: Selector): KnownCount {
    const key = `${apiNamespace}\u0000${selectorKey(selector)}`;
    const known = this.knownCounts.get(key);
    if (known !== undefined) return known;
    if (this.knownCounts.size >= MOST_KNOWN_COUNTS) this.knownCounts.clear();
    const count: KnownCount = { apiNamespace, selector, counts: new Map(), byLabel: new Map() };
    if (!isEmptySelector(selector)) this.countEverywhere(count.counts, apiNamespace, selector);
    this.knownCounts.set(key, count);
    return count;
  }

  private countEverywhere(counts: Map<string, number>, apiNamespace: string, selector: Selector): void {
    for (const info of this.byName.values()) {
      const count = countPods(info, apiNamespace, selector);
      if (count > 0) counts.set(info.name, count);
    }
  }

  private afterPodChange(node: NodeInfo, info: PodInfo, sign: 1 | -1): void {
    if (info.hasAffinity) keep(this.haveAffinity, node, node.podsWithAffinity.size > 0);
    if (info.requiredAntiAffinityTerms.length > 0) {
      keep(this.haveRequiredAntiAffinity, node, node.podsWithRequiredAntiAffinity.size > 0);
    }
    if (info.terminating) return;
    for (const { apiNamespace, selector, counts, byLabel } of this.knownCounts.values()) {
      if (apiNamespace !== info.apiNamespace || isEmptySelector(selector) || !selectorMatches(selector, info.labels)) continue;
      change(counts, node.name, sign);
      for (const [label, sums] of byLabel) {
        const value = node.labels[label];
        if (value !== undefined) change(sums, value, sign);
      }
    }
  }

  private countImages(info: NodeInfo, sign: 1 | 0 | -1): void {
    if (sign === 0) return;
    for (const image of info.imageSizes.keys()) change(this.imageCounts, image, sign);
  }
}

function change(counts: Map<string, number>, key: string, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function keep(set: Map<string, NodeInfo>, node: NodeInfo, wanted: boolean): void {
  if (wanted) set.set(node.name, node);
  else set.delete(node.name);
}

/** component-helpers/node/topology:GetZoneKey. */
function zoneOf({ labels }: NodeInfo): string {
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  return zone === '' && region === '' ? '' : `${region}:\u0000:${zone}`;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One node of each zone in turn (backend/cache/node_tree.go:list). */
function zonesInTurn(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const node of nodes.toSorted((a, b) => byText(a.name, b.name))) {
    const zone = zoneOf(node);
    const members = zones.get(zone);
    if (members === undefined) zones.set(zone, [node]);
    else members.push(node);
  }
  const lists = [...zones].toSorted(([a], [b]) => byText(a, b)).map(([, members]) => members);
  const order: NodeInfo[] = [];
  for (let turn = 0; order.length < nodes.length; turn++) {
    for (const members of lists) {
      const node = members[turn];
      if (node !== undefined) order.push(node);
    }
  }
  return order;
}
