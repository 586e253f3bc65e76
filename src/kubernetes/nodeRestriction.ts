/**
 * What a kubelet may do to pods in the API server, and what a mirror may refer to. Stands for the part about pods of
 * plugin/pkg/admission/noderestriction/admission.go and for the rules on mirrors of
 * plugin/pkg/admission/serviceaccount/admission.go. Other users are not these plugins' business. Left out: nodes,
 * leases, tokens, volumes.
 */
import { firstSecretReference, hasAPIObjectReference } from './apiObjectReferences';
import type { Node, Pod } from './objects';
import { configMirrorAnnotation, isMirrorPod } from './podOrigin';
import { canonicalText } from './podHash';
import { listOf, textOf, valueAt } from './reading';

export interface PodRequest {
  readonly user: string;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly subresource: '' | 'status' | 'eviction' | (string & {});
  /** The name in the request, empty when only the object has one. */
  readonly name: string;
  /** The object sent, for CREATE and UPDATE; for an eviction the pod named by it. */
  readonly pod: Pod;
  /** The stored pod: what an update changes, what is deleted or evicted. */
  readonly stored?: Pod;
  /** The Node object of the kubelet, as stored. */
  readonly node?: Node;
}

export type AdmissionAnswer = { readonly allowed: true } | { readonly allowed: false; readonly message: string };
const allow: AdmissionAnswer = { allowed: true };

const nodeUser = 'system:node:';
/** The node that a user is, undefined for other users (pkg/auth/nodeidentifier/default.go:NodeIdentity). */
export const nodeOfUser = (user: string): string | undefined => (user.startsWith(nodeUser) ? user.slice(nodeUser.length) : undefined);

function forbid(request: PodRequest, because: string): AdmissionAnswer {
  const resource = request.subresource ? `pods/${request.subresource}` : 'pods';
  return { allowed: false, message: `${resource} ${JSON.stringify(request.name)} is forbidden: ${because}` };
}
const missing = (request: PodRequest): AdmissionAnswer => ({ allowed: false, message: `pod ${JSON.stringify(request.name)} not found` });

/** The one owner of a mirror must be the node itself, as controller. */
function checkOwner(request: PodRequest, nodeName: string): AdmissionAnswer {
  const owners = listOf(request.pod.metadata?.ownerReferences);
  const [owner] = owners;
  const who = `node ${JSON.stringify(nodeName)} can only create pods with`;
  if (owners.length > 1) return forbid(request, `${who} a single owner reference set to itself`);
  if (!owner || owner['apiVersion'] !== 'v1' || owner['kind'] !== 'Node' || owner['name'] !== nodeName) {
    return forbid(request, `${who} an owner reference set to itself`);
  }
  if (owner['controller'] !== true) return forbid(request, `${who} a controller owner reference set to itself`);
  if (owner['blockOwnerDeletion'] === true) return forbid(request, `node ${JSON.stringify(nodeName)} must not set blockOwnerDeletion on an owner reference`);
  const uid = request.node?.metadata?.uid;
  if (uid === undefined) return { allowed: false, message: `node ${JSON.stringify(nodeName)} not found` };
  return owner['uid'] === uid ? allow : forbid(request, `node ${nodeName} UID mismatch: expected ${textOf(owner['uid']) ?? ''} got ${uid}`);
}

/** Only mirrors, bound to the node itself, owned by it, without references (admission.go:admitPodCreate). */
function admitCreate(request: PodRequest, nodeName: string): AdmissionAnswer {
  const { pod } = request;
  const node = JSON.stringify(nodeName);
  if (!isMirrorPod(pod)) {
    return forbid(request, `pod does not have ${JSON.stringify(configMirrorAnnotation)} annotation, node ${node} can only create mirror pods`);
  }
  if (pod.spec?.nodeName !== nodeName) return forbid(request, `node ${node} can only create pods with spec.nodeName set to itself`);
  const owner = checkOwner(request, nodeName);
  if (!owner.allowed) return owner;
  const reference = hasAPIObjectReference(pod);
  if (reference.error !== undefined) return forbid(request, reference.error);
  return reference.found ? forbid(request, `node ${node} can not create pods that reference ${reference.resource}`) : allow;
}

/** admission.go:admitPod. */
function admitPod(request: PodRequest, nodeName: string): AdmissionAnswer {
  switch (request.operation) {
    case 'CREATE':
      return admitCreate(request, nodeName);
    case 'DELETE':
      if (!request.stored) return missing(request);
      return request.stored.spec?.nodeName === nodeName
        ? allow
        : forbid(request, `node ${JSON.stringify(nodeName)} can only delete pods with spec.nodeName set to itself`);
    case 'UPDATE':
      return forbid(request, `unexpected operation "UPDATE", node ${JSON.stringify(nodeName)} can only create and delete mirror pods`);
  }
}

/** The status of a pod bound to the node, without touching labels or claims (admission.go:admitPodStatus). */
function admitStatus(request: PodRequest, nodeName: string): AdmissionAnswer {
  if (request.operation !== 'UPDATE') return forbid(request, `unexpected operation ${JSON.stringify(request.operation)}`);
  const node = JSON.stringify(nodeName);
  const stored = request.stored ?? request.pod;
  if (stored.spec?.nodeName !== nodeName) return forbid(request, `node ${node} can only update pod status for pods with spec.nodeName set to itself`);
  const differs = (valueOf: (pod: Pod) => unknown): boolean => canonicalText(valueOf(stored)) !== canonicalText(valueOf(request.pod));
  if (differs(({ metadata }) => metadata?.labels ?? {})) return forbid(request, `node ${node} cannot update labels through pod status`);
  return differs(({ status }) => status?.resourceClaimStatuses ?? []) ? forbid(request, `node ${node} cannot update resource claim statuses`) : allow;
}

/** Evicting a pod bound to the node (admission.go:admitPodEviction). */
function admitEviction(request: PodRequest, nodeName: string): AdmissionAnswer {
  if (request.operation !== 'CREATE') return forbid(request, `unexpected operation ${request.operation}`);
  if (request.name === '') return forbid(request, 'could not determine pod from request data');
  if (!request.stored) return missing(request);
  return request.stored.spec?.nodeName === nodeName ? allow : forbid(request, `node ${nodeName} can only evict pods with spec.nodeName set to itself`);
}

/** May this user do this to a pod, as far as NodeRestriction goes? (admission.go:Admit) */
export function admitNodeRestriction(request: PodRequest): AdmissionAnswer {
  const nodeName = nodeOfUser(request.user);
  if (nodeName === undefined) return allow;
  if (nodeName === '') return forbid(request, `could not determine node from user ${JSON.stringify(request.user)}`);
  switch (request.subresource) {
    case '':
      return admitPod(request, nodeName);
    case 'status':
      return admitStatus(request, nodeName);
    case 'eviction':
      return admitEviction(request, nodeName);
    default:
      return forbid(request, `unexpected pod subresource ${JSON.stringify(request.subresource)}, only 'status' and 'eviction' are allowed`);
  }
}

/**
 * ServiceAccount admission of a mirror: nothing is added to it, and it may not refer to service accounts, secrets or
 * tokens. Pods that are no mirrors get their account here (serviceaccount/admission.go:Validate); that is not told.
 */
export function admitMirrorServiceAccount(pod: Pod): AdmissionAnswer {
  const refuse = (message: string): AdmissionAnswer => ({ allowed: false, message });
  if (!isMirrorPod(pod)) return allow;
  if (textOf(pod.spec?.serviceAccountName)) return refuse('a mirror pod may not reference service accounts');
  if (firstSecretReference(pod)) return refuse('a mirror pod may not reference secrets');
  const usesToken = listOf(pod.spec?.volumes).some((volume) =>
    listOf(valueAt(volume, 'projected', 'sources')).some((source) => source['serviceAccountToken'] !== undefined));
  return usesToken ? refuse('a mirror pod may not use ServiceAccountToken volume projections') : allow;
}

