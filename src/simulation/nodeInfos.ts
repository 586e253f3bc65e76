/**
 * The scheduler's cache, kept as an index of the tables `nodes` and `pods`, forwards and backwards: a pod that is bound,
 * finishes or goes away changes only its node's sums. Pods of a node that does not exist (yet) wait until it does.
 * Stands for: pkg/scheduler/backend/cache and the informers that feed it, which leave out finished pods.
 */
import type { Node, Pod } from '../kubernetes/objects';
import { NodeInfoIndex } from '../kubernetes/scheduling/nodeInfoIndex';
import type { NodeInfoLister } from '../kubernetes/scheduling/nodeInfoLister';
import { podKey } from '../kubernetes/scheduling/podInfo';
import type { Row, TableName } from './world';

export class NodeInfos {
  private readonly index = new NodeInfoIndex();
  /** Pods, finished ones too, that name a node; by node. */
  private readonly named = new Map<string, number>();
  /** By the name of a node that does not exist, then by pod. */
  private readonly homeless = new Map<string, Map<string, Pod>>();

  get nodes(): NodeInfoLister {
    return this.index;
  }

  /** Names of nodes that do not exist, but pods say they are on them; sorted. */
  missing(): readonly string[] {
    return [...this.named.keys()].filter((name) => this.index.get(name) === undefined).sort();
  }

  apply(table: TableName, before: Row | undefined, after: Row | undefined): void {
    if (table === 'pods') this.applyPod(before as Pod | undefined, after as Pod | undefined);
    else if (table === 'nodes') this.applyNode(before as Node | undefined, after as Node | undefined);
  }

  private applyPod(before: Pod | undefined, after: Pod | undefined): void {
    this.count(before?.spec?.nodeName, after?.spec?.nodeName);
    const from = nodeOf(before);
    const to = nodeOf(after);
    if (from === undefined && to === undefined) return;
    if (before && after && from === to && isSame(before, after)) return;
    if (before && from !== undefined) this.remove(from, before);
    if (after && to !== undefined) this.add(to, after);
  }

  private count(from: string | undefined, to: string | undefined): void {
    if (from === to) return;
    if (from) {
      const left = (this.named.get(from) ?? 0) - 1;
      if (left === 0) this.named.delete(from);
      else this.named.set(from, left);
    }
    if (to) this.named.set(to, (this.named.get(to) ?? 0) + 1);
  }

  private add(node: string, pod: Pod): void {
    if (this.index.addPod(node, pod)) return;
    let pods = this.homeless.get(node);
    if (!pods) this.homeless.set(node, (pods = new Map()));
    pods.set(podKey(pod), pod);
  }

  private remove(node: string, pod: Pod): void {
    if (this.index.removePod(node, pod)) return;
    const pods = this.homeless.get(node);
    pods?.delete(podKey(pod));
    if (pods?.size === 0) this.homeless.delete(node);
  }

  private applyNode(before: Node | undefined, after: Node | undefined): void {
    const name = (after ?? before)?.metadata?.name ?? '';
    if (!after) return this.removeNode(name);
    if (before && isSameNode(before, after)) return;
    this.index.setNode(after);
    if (before) return;
    const waiting = this.homeless.get(name);
    this.homeless.delete(name);
    for (const pod of waiting?.values() ?? []) this.index.addPod(name, pod);
  }

  private removeNode(name: string): void {
    const pods = [...(this.index.get(name)?.pods.values() ?? [])].map(({ pod }) => pod);
    for (const pod of pods) this.index.removePod(name, pod);
    this.index.removeNode(name);
    for (const pod of pods) this.add(name, pod);
  }

  clone(): NodeInfos {
    const copy = new NodeInfos();
    for (let position = 0; position < this.index.size; position++) {
      const info = this.index.at(position);
      copy.index.setNode(info.node);
      for (const { pod } of info.pods.values()) copy.index.addPod(info.name, pod);
    }
    for (const [node, count] of this.named) copy.named.set(node, count);
    for (const [node, pods] of this.homeless) copy.homeless.set(node, new Map(pods));
    return copy;
  }
}

/** The node on which a pod takes up room. */
function nodeOf(pod: Pod | undefined): string | undefined {
  const phase = pod?.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : pod?.spec?.nodeName;
}

/** Nothing changed that the scheduler looks at in a pod that runs. */
const isSame = (before: Pod, after: Pod): boolean =>
  before.spec === after.spec && before.metadata?.labels === after.metadata?.labels && before.metadata?.uid === after.metadata?.uid &&
  before.metadata?.deletionTimestamp === after.metadata?.deletionTimestamp && before.status?.startTime === after.status?.startTime;

const isSameNode = (before: Node, after: Node): boolean =>
  before.spec === after.spec && before.metadata?.labels === after.metadata?.labels &&
  before.status?.allocatable === after.status?.allocatable && before.status?.images === after.status?.images;
