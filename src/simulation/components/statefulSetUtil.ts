/**
 * The names and the shape of a StatefulSet's pods: ordinals, identity, revision, claims.
 * Stands for: pkg/controller/statefulset/stateful_set_utils.go.
 */
import type { OtherObject, Pod, PodTemplateSpec, StatefulSet, Volume } from '../../kubernetes/objects';
import { REVISION_LABEL } from './controllerRevisions';
import { computeHash, isPodAvailable, isPodReady, nameOf } from './controllerUtils';
import type { Tx } from '../tx';

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

export const replicasOf = (set: StatefulSet): number => set.spec?.replicas ?? 1;
export const startOrdinal = (set: StatefulSet): number => set.spec?.ordinals?.start ?? 0;
export const isParallel = (set: StatefulSet): boolean => set.spec?.podManagementPolicy === 'Parallel';

/** The number at the end of a pod's name, or -1. */
export function ordinalOf(set: StatefulSet, pod: Pod): number {
  const prefix = `${nameOf(set)}-`;
  const rest = nameOf(pod).startsWith(prefix) ? nameOf(pod).slice(prefix.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : -1;
}

// ── Questions about pods ─────────────────────────────────────────────────────────────────────────────────────────────

export const isTerminating = (pod: Pod): boolean => pod.metadata?.deletionTimestamp !== undefined;
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod);
export const isRunningAndAvailable = (tx: Tx, set: StatefulSet, pod: Pod): boolean =>
  pod.status?.phase === 'Running' && isPodAvailable(tx, pod, set.spec?.minReadySeconds);
export const isHealthy = (pod: Pod): boolean => isRunningAndReady(pod) && !isTerminating(pod);
export const revisionOfPod = (pod: Pod): string => pod.metadata?.labels?.[REVISION_LABEL] ?? '';

// ── Revisions ────────────────────────────────────────────────────────────────────────────────────────────────────────

const hashes = new WeakMap<PodTemplateSpec, string>();

/** The name of the ControllerRevision that keeps a template: `<set>-<hash>`. */
export function revisionName(set: StatefulSet): string {
  const template = set.spec?.template ?? {};
  let hash = hashes.get(template);
  if (hash === undefined) hashes.set(template, (hash = computeHash(template)));
  return `${nameOf(set)}-${hash}`;
}

// ── Pods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface ClaimTemplate {
  readonly metadata?: { readonly name?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const claimTemplates = (set: StatefulSet): readonly ClaimTemplate[] => (set.spec?.volumeClaimTemplates ?? []) as readonly ClaimTemplate[];
const claimName = (set: StatefulSet, template: ClaimTemplate, ordinal: number): string => `${template.metadata?.name ?? ''}-${nameOf(set)}-${ordinal}`;

/** The claims of one pod; they stay when the pod goes (getPersistentVolumeClaims). */
export const claimsOf = (set: StatefulSet, ordinal: number): readonly OtherObject[] =>
  claimTemplates(set).map((template) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claimName(set, template, ordinal), namespace: set.metadata?.namespace ?? 'default', labels: set.spec?.selector?.matchLabels ?? {} },
    spec: template.spec ?? {},
    status: { phase: 'Bound' },
  }));

/** The template of the pod with this ordinal, in this revision (newStatefulSetPod). */
export function podTemplate(set: StatefulSet, template: PodTemplateSpec, ordinal: number, revision: string): PodTemplateSpec {
  const name = `${nameOf(set)}-${ordinal}`;
  const claimed = claimTemplates(set).map(
    (claim): Volume => ({ name: claim.metadata?.name ?? '', persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) } }),
  );
  const others = (template.spec?.volumes ?? []).filter((volume) => !claimed.some((claim) => claim.name === volume.name));
  const labels = { ...template.metadata?.labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal), [REVISION_LABEL]: revision };
  return {
    ...template,
    metadata: { ...template.metadata, labels },
    spec: {
      ...template.spec,
      hostname: name,
      ...(set.spec?.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(claimed.length > 0 ? { volumes: [...others, ...claimed] } : {}),
    },
  };
}
