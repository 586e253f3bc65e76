/**
 * The plugin NodeRestriction: what a kubelet may create. Of pods only mirrors, bound to itself and owned by its own
 * Node, without references to API objects; of nodes only its own.
 * Stands for: plugin/pkg/admission/noderestriction/admission.go. Left out: labels that a kubelet may not set on its
 * Node, and the checks of requests that no rule of ours sends.
 */
import { hasAPIObjectReference } from '../../../kubernetes/apiObjectReferences';
import type { ApiObject, OwnerReference, Pod } from '../../../kubernetes/objects';
import { configMirrorAnnotation, isMirrorPod } from '../../../kubernetes/podOrigin';
import { type Address, componentOf, instanceOf } from '../../messages';
import type { Tx } from '../../tx';
import type { Refusal } from '../answers';
import { forbidden } from './refusals';

/** The objection to a create, or undefined. Callers that are not kubelets are not this plugin's business. */
export function restrictNode(tx: Tx, caller: Address, object: ApiObject): Refusal | undefined {
  if (componentOf(caller) !== 'kubelet') return undefined;
  const node = instanceOf(caller);
  if (object.kind === 'Node' && object.metadata?.name !== node) {
    return forbidden(object, `node "${node}" is not allowed to modify node "${object.metadata?.name ?? ''}"`);
  }
  const objection = object.kind === 'Pod' ? podObjection(tx, node, object) : undefined;
  return objection === undefined ? undefined : forbidden(object, objection);
}

/** admission.go:admitPodCreate. */
function podObjection(tx: Tx, node: string, pod: Pod): string | undefined {
  if (!isMirrorPod(pod)) return `pod does not have "${configMirrorAnnotation}" annotation, node "${node}" can only create mirror pods`;
  if (pod.spec?.nodeName !== node) return `node "${node}" can only create pods with spec.nodeName set to itself`;
  const owners = pod.metadata?.ownerReferences ?? [];
  if (owners.length > 1) return `node "${node}" can only create pods with a single owner reference set to itself`;
  const owner = owners[0];
  const objection = owner ? ownerObjection(tx, node, owner) : `node "${node}" can only create pods with an owner reference set to itself`;
  if (objection !== undefined) return objection;
  const { found, resource, error } = hasAPIObjectReference(pod);
  return found ? `node "${node}" can not create pods that reference ${error ?? resource}` : undefined;
}

function ownerObjection(tx: Tx, node: string, owner: OwnerReference): string | undefined {
  if (owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return `node "${node}" can only create pods with an owner reference set to itself`;
  }
  if (owner.controller !== true) return `node "${node}" can only create pods with a controller owner reference set to itself`;
  if (owner.blockOwnerDeletion === true) return `node "${node}" must not set blockOwnerDeletion on an owner reference`;
  const uid = tx.get('nodes', node)?.metadata?.uid ?? '';
  return owner.uid === uid ? undefined : `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`;
}
