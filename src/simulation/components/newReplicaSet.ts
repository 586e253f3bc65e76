/**
 * The ReplicaSet for a Deployment's present pod template: its name, its labels, its size.
 * Stands for: pkg/controller/deployment/sync.go:getNewReplicaSet.
 */
import type { Deployment, ReplicaSet } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { controllerRef } from './apiServer';
import { computeHash, keyOf, nameOf, siblingKey } from './controllerUtils';
import { HASH_LABEL, newReplicaSetAnnotations, newReplicaSetSize, revisionOf } from './deploymentUtil';

/** One more than the highest of the old ones. */
export const nextRevision = (old: readonly ReplicaSet[]): number => Math.max(0, ...old.map(revisionOf)) + 1;

/** The ReplicaSet for the present template, not yet stored (sync.go:getNewReplicaSet). */
export function makeReplicaSet(tx: Tx, deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet {
  const { spec = {}, metadata } = deployment;
  const template = spec.template ?? {};
  const hash = freeHash(tx, deployment, template);
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  const bare: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${nameOf(deployment)}-${hash}`, namespace: metadata?.namespace ?? 'default', ownerReferences: [controllerRef(deployment)], labels },
    spec: {
      replicas: 0,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  const replicas = newReplicaSetSize(deployment, [...old, bare], bare);
  const sized: ReplicaSet = { ...bare, spec: { ...bare.spec, replicas } };
  return { ...sized, metadata: { ...sized.metadata, annotations: newReplicaSetAnnotations(deployment, sized, nextRevision(old), false) } };
}

/** The template's hash; another one while a strange ReplicaSet already has that name (collisionCount). */
function freeHash(tx: Tx, deployment: Deployment, template: NonNullable<Deployment['spec']>['template'] & object): string {
  for (let collisions = deployment.status?.collisionCount; ; collisions = (collisions ?? 0) + 1) {
    const hash = computeHash(template, collisions);
    if (!tx.get('replicaSets', siblingKey(keyOf(deployment), `${nameOf(deployment)}-${hash}`))) return hash;
  }
}
