/**
 * Whose pods: a controller lets go of pods that its selector no longer takes in, and takes in ownerless ones that it does.
 * Stands for: pkg/controller/controller_ref_manager.go (PodControllerRefManager, ReplicaSetControllerRefManager).
 */
import { type Selector, selectorMatches } from '../../kubernetes/labelSelectors';
import type { ApiObject, OwnerReference, Pod } from '../../kubernetes/objects';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { controllerRef, update } from './apiServer';
import { isPodActive, keyOf, nameOf, uidOf } from './controllerUtils';

export interface Claim {
  readonly do: 'release' | 'adopt';
  readonly pod: string;
}

export const isClaim = (deed: { readonly do: string }): deed is Claim => deed.do === 'release' || deed.do === 'adopt';

/** ClaimPods: what there is to let go of and to take in. `mayAdopt` asks more of a pod than its labels. */
export function claimPods(tx: Tx, owner: ApiObject, selector: Selector, mayAdopt: (pod: Pod) => boolean = () => true): readonly Claim[] {
  const claims: Claim[] = [];
  for (const labels of tx.podCount(uidOf(owner)).labels.keys()) {
    if (selectorMatches(selector, labels)) continue;
    for (const pod of tx.rows('pods', 'podsByOwner', uidOf(owner))) {
      if (isPodActive(pod) && pod.metadata?.labels === labels) claims.push({ do: 'release', pod: keyOf(pod) });
    }
  }
  for (const pod of tx.rows('pods', 'orphanPods', owner.metadata?.namespace ?? '')) {
    if (isPodActive(pod) && selectorMatches(selector, pod.metadata?.labels) && mayAdopt(pod)) claims.push({ do: 'adopt', pod: keyOf(pod) });
  }
  return claims;
}

/** The owner references of a dependant, without or with this owner. */
export function withOwner(references: readonly OwnerReference[] = [], owner: ApiObject, owned: boolean): readonly OwnerReference[] {
  return owned ? [...references, controllerRef(owner)] : references.filter(({ uid }) => uid !== uidOf(owner));
}

/** One claim (AdoptPod, ReleasePod). */
export function claimPod(tx: Tx, caller: Address, owner: ApiObject, { do: deed, pod: key }: Claim): 'written' | 'nothing' | 'refused' {
  const answer = update(tx, caller, 'pods', key, (pod) => ({
    ...pod, metadata: { ...pod.metadata, ownerReferences: withOwner(pod.metadata?.ownerReferences, owner, deed === 'adopt') },
  }));
  if (!answer.ok) return answer.code === 404 ? 'nothing' : 'refused';
  const rule = deed === 'adopt' ? 'controllers.adoptPod' : 'controllers.releasePod';
  tx.because(rule, { pod: nameOf(answer.object), owner: nameOf(owner), namespace: owner.metadata?.namespace ?? '' });
  return 'written';
}
