/**
 * The answer to "what kind of pod is this": its place in the flowchart, who starts it, whether it is a part of the
 * cluster's system, how sure that is, and why. Kubernetes has no field for either question; the answer always carries
 * its evidence and, where it is open, what would settle it.
 */
import type { TaxonomyNodeId } from './taxonomy';

/** How a pod comes to run: from a manifest on the node (static), a view of such a pod (mirror), or through the API. */
export type PodClass = 'static' | 'mirror' | 'workload' | 'unknown';

/** One owner on the way from the pod upwards. */
export interface ControllerLink {
  readonly kind: string;
  readonly name?: string;
  /** The API group, empty for core. */
  readonly group?: string;
  /** True when it is read off names and labels, not off an owner reference or the object itself. */
  readonly inferred?: true;
}

export interface StartedBy {
  /**
   * `bare`: through the API, without a controller. `undecided`: the text alone cannot tell; `lean` says which way it
   * leans. `none`: there is no pod in it.
   */
  readonly kind: 'static' | 'mirror' | 'workload' | 'bare' | 'undecided' | 'none';
  /** From the pod's own controller upwards; empty when there is none. */
  readonly controllerChain: readonly ControllerLink[];
  readonly lean?: 'static' | 'bare';
}

export type SystemRole = 'system' | 'non-system' | 'unsure';
export type Confidence = 'certain' | 'probable' | 'possible' | 'undecidable';

export interface Evidence {
  /** One plain sentence. */
  readonly because: string;
  /**
   * The field that shows it, as a path that can be followed in the text: `metadata.annotations[kubernetes.io/config.mirror]`,
   * `spec.containers[0].image`. Empty: the evidence is outside the text (a path, an answer of the user) or the whole text.
   */
  readonly field: string;
  /** `does-not-count`: it looks like evidence and is none. */
  readonly verdict: 'proves' | 'leans' | 'does-not-count';
  readonly about: 'origin' | 'role';
  /** The upstream `path:function`, or the words for where it is documented. */
  readonly source: string;
}

export interface Classification {
  /** The nodes that are lit whatever is still open: what all `paths` have in common. */
  readonly path: readonly TaxonomyNodeId[];
  /** Every path through the flowchart that is still open; one when the answer is settled, none when there is no pod. */
  readonly paths: readonly (readonly TaxonomyNodeId[])[];
  readonly class: PodClass;
  readonly startedBy: StartedBy;
  readonly system: SystemRole;
  readonly confidence: { readonly startedBy: Confidence; readonly system: Confidence };
  readonly evidence: readonly Evidence[];
  /** What to paste or tell so that the open question is settled. */
  readonly settle?: readonly string[];
}

/**
 * The paths that are open for a class and a role. H is lit only for system pods of the namespace kube-system.
 */
export function openPaths(podClass: PodClass, system: SystemRole, inKubeSystem: boolean): readonly (readonly TaxonomyNodeId[])[] {
  const branches = (
    podClass === 'unknown' ? ['B', 'C'] as const : podClass === 'workload' ? ['B'] as const : ['C'] as const
  );
  return branches.flatMap((branch) => {
    const systemPath: readonly TaxonomyNodeId[] = ['A', branch, branch === 'B' ? 'G' : 'E', ...(inKubeSystem ? ['H' as const] : [])];
    const otherPath: readonly TaxonomyNodeId[] = ['A', branch, branch === 'B' ? 'F' : 'D'];
    return system === 'system' ? [systemPath] : system === 'non-system' ? [otherPath] : [otherPath, systemPath];
  });
}

/** The nodes that all paths share, in the order of the first. */
export function commonNodes(paths: readonly (readonly TaxonomyNodeId[])[]): readonly TaxonomyNodeId[] {
  const [first, ...others] = paths;
  return (first ?? []).filter((node) => others.every((path) => path.includes(node)));
}

/** The evidence in a list when the condition holds, else nothing: for lists of what may or may not be seen. */
export const evidenceWhen = (holds: unknown, evidence: () => Evidence): readonly Evidence[] => (holds ? [evidence()] : []);
