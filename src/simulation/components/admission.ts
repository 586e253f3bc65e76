/**
 * What the API server does with a new object between decoding and storing: the admission plugins in their order, the
 * strategy of its kind, validation.
 *
 *   NamespaceLifecycle · LimitRanger · ServiceAccount · NodeRestriction · TaintNodesByCondition · Priority ·
 *   DefaultTolerationSeconds; then strategy.PrepareForCreate, validation, LimitRanger's second half, ResourceQuota
 *
 * Stands for: pkg/kubeapiserver/options/plugins.go, pkg/registry/<group>/<kind>/strategy.go, pkg/apis/<group>/validation.
 * Left out: PodSecurity, RuntimeClass, webhooks and policies.
 */
import type { FieldError } from '../../kubernetes/fieldErrors';
import { withLabelKeys } from '../../kubernetes/labelKeys';
import { validateObjectMeta } from '../../kubernetes/metadataValidation';
import type { ApiObject, Namespace, Node, Pod, PodDisruptionBudget, Taint, Toleration } from '../../kubernetes/objects';
import { computePodQOS } from '../../kubernetes/qos';
import { validatePodCreate } from '../../kubernetes/validation';
import { isKnownKind, kindInfo } from '../kinds';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { restrictNode } from './admission/nodeRestriction';
import { defaultLimits, exceedsLimits } from './admission/limitRanger';
import { admitPriority, refusePriorityClass } from './admission/priority';
import { forbidden, invalidObject, notFound } from './admission/refusals';
import { type Charge, chargeQuotas } from './admission/resourceQuota';
import { admitServiceAccount } from './admission/serviceAccount';
import { nameRuleOf, validateWorkload } from '../../kubernetes/workloadValidation';
import type { Refusal } from './answers';

/** The object as it is to be stored, and what is charged to quotas with it. */
export type Admitted = { readonly ok: true; readonly object: ApiObject; readonly charges?: readonly Charge[] } | Refusal;

/** Admits a new object that has its defaults, its name and its API namespace: the object to store, or the refusal. */
export function admit(tx: Tx, caller: Address, object: ApiObject): Admitted {
  const answer = admitKind(tx, caller, object);
  if (!answer.ok) return answer;
  const charges = exceedsLimits(tx, answer.object) ?? chargeQuotas(tx, answer.object);
  return 'ok' in charges ? charges : { ...answer, charges };
}

function admitKind(tx: Tx, caller: Address, object: ApiObject): Admitted {
  const refusal = refuseKind(object) ?? namespaceLifecycle(tx, object);
  if (refusal) return refusal;
  const fresh = withoutSystemFields(object);
  switch (fresh.kind) {
    case 'Pod':
      return admitPod(tx, caller, fresh);
    case 'Node':
      return restrictNode(tx, caller, fresh) ?? admitted(taintNodesByCondition(fresh));
    case 'Namespace':
      return validated(fresh, { ...fresh, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } } as Namespace);
    case 'PriorityClass':
      return refusePriorityClass(tx, fresh) ?? validated(fresh, fresh);
    case 'PodDisruptionBudget':
      return validated(fresh, { ...fresh, status: NO_DISRUPTIONS } as PodDisruptionBudget);
    default:
      return validated(fresh, isKnownKind(fresh.kind ?? '') && fresh.kind !== 'Lease' ? withoutStatus(fresh) : fresh);
  }
}

const NO_DISRUPTIONS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

const admitted = (object: ApiObject): Admitted => ({ ok: true, object });

const isRefusal = (answer: Pod | Refusal): answer is Refusal => 'ok' in answer;

/** What only the server writes is not taken over from the caller (registry/rest/create.go:BeforeCreate). */
function withoutSystemFields(object: ApiObject): ApiObject {
  const { deletionTimestamp: _at, deletionGracePeriodSeconds: _grace, managedFields: _fields, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function withoutStatus(object: ApiObject): ApiObject {
  const { status: _status, ...rest } = object as ApiObject & { readonly status?: unknown };
  return rest;
}

function refuseKind(object: ApiObject): Refusal | undefined {
  if (object.kind) return undefined;
  return { ok: false, code: 400, reason: 'BadRequest', message: "Object 'Kind' is missing" };
}

/** NamespaceLifecycle: nothing new where there is no API namespace, or where it is going. */
function namespaceLifecycle(tx: Tx, object: ApiObject): Refusal | undefined {
  const name = object.metadata?.namespace;
  if (!kindInfo(object.kind ?? '').namespaced || name === undefined) return undefined;
  const namespace = tx.get('namespaces', name);
  if (!namespace) return notFound('namespaces', name);
  return namespace.metadata?.deletionTimestamp
    ? forbidden(object, `unable to create new content in namespace ${name} because it is being terminated`)
    : undefined;
}

// ── Pods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function admitPod(tx: Tx, caller: Address, pod: Pod): Admitted {
  const withAccount = admitServiceAccount(tx, defaultLimits(tx, pod));
  if (isRefusal(withAccount)) return withAccount;
  const restricted = restrictNode(tx, caller, withAccount);
  if (restricted) return restricted;
  const withPriority = admitPriority(tx, withAccount);
  if (isRefusal(withPriority)) return withPriority;
  const prepared = prepareForCreate(defaultTolerationSeconds(withPriority));
  const errors = validatePodCreate(prepared);
  if (errors.length > 0) return invalidObject(pod, errors);
  // Upstream writes the keys in before it validates; what is valid before is valid after.
  return admitted(withLabelKeys(prepared));
}

const TOLERATED_SECONDS = 300;
const DISRUPTED_NODE_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/** DefaultTolerationSeconds: a pod stays 300 s on a node that is not ready or cannot be reached, unless it says otherwise. */
function defaultTolerationSeconds(pod: Pod): Pod {
  const given = pod.spec?.tolerations ?? [];
  const tolerates = (key: string) =>
    given.some((each) => (each.key === key || !each.key) && (each.effect === 'NoExecute' || !each.effect));
  const added: Toleration[] = DISRUPTED_NODE_TAINTS.filter((key) => !tolerates(key)).map((key) => ({
    key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATED_SECONDS,
  }));
  return added.length === 0 ? pod : { ...pod, spec: { ...pod.spec, tolerations: [...given, ...added] } };
}

/** pkg/registry/core/pod/strategy.go:PrepareForCreate, applySchedulingGatedCondition. */
function prepareForCreate(pod: Pod): Pod {
  const gated = (pod.spec?.schedulingGates?.length ?? 0) > 0;
  const condition = {
    type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates',
  } as const;
  return {
    ...pod,
    status: { phase: 'Pending', ...(gated ? { conditions: [condition] } : {}), qosClass: computePodQOS(pod) },
  };
}

// ── Other kinds ──────────────────────────────────────────────────────────────────────────────────────────────────────

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** TaintNodesByCondition: nothing is scheduled to a new node before it has proved itself ready. */
function taintNodesByCondition(node: Node): Node {
  const taints = node.spec?.taints ?? [];
  const has = taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
  return has ? node : { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
}

/** Validates `object` as its sender gave it; the store takes `prepared`. */
function validated(object: ApiObject, prepared: ApiObject): Admitted {
  const errors = [...metadataErrors(object), ...validateWorkload(object)];
  return errors.length > 0 ? invalidObject(object, errors) : admitted(prepared);
}

/** Names of cluster-scoped kinds follow the same rule here, without an API namespace. RBAC names may be anything. */
function metadataErrors(object: ApiObject): readonly FieldError[] {
  const { namespaced, apiVersion } = kindInfo(object.kind ?? '', object.apiVersion);
  if (apiVersion.startsWith('rbac.')) return [];
  const errors = validateObjectMeta(object.metadata, 'metadata', nameRuleOf(object.kind));
  return namespaced ? errors : errors.filter(({ field }) => field !== 'metadata.namespace');
}
