/**
 * What must exist in the API before a container can be made, or its pod's volumes mounted: ConfigMaps and Secrets. The
 * kubelet has those in a cache, so an API server that is down does not matter. Stands for pkg/kubelet/kubelet_pods.go
 * (makeEnvironmentVariables) and pkg/volume/{configmap,secret,projected}. Left out: keys of volumes, binary data, and
 * the ConfigMap kube-root-ca.crt, which every API namespace is taken to have.
 */
import type { Container, Pod, Volume } from '../../kubernetes/objects';
import type { Tx } from '../tx';

const ROOT_CA = 'kube-root-ca.crt';

type Kind = 'ConfigMap' | 'Secret';

interface Reference {
  readonly name?: string;
  readonly optional?: boolean;
}

/** The complaint about an object that is missing, or undefined. */
function missing(tx: Tx, kind: Kind, apiNamespace: string, reference: Reference | undefined): string | undefined {
  if (!reference || reference.optional || reference.name === ROOT_CA) return undefined;
  const name = reference.name ?? '';
  return tx.get('others', `${kind}/${apiNamespace}/${name}`) ? undefined : `${kind.toLowerCase()} ${JSON.stringify(name)} not found`;
}

/** The same for one key of the object. */
function missingKey(tx: Tx, kind: Kind, apiNamespace: string, reference: (Reference & { readonly key: string }) | undefined): string | undefined {
  if (!reference || reference.optional) return undefined;
  const absent = missing(tx, kind, apiNamespace, reference);
  if (absent) return absent;
  const object = tx.get('others', `${kind}/${apiNamespace}/${reference.name ?? ''}`) as { data?: object; stringData?: object } | undefined;
  const has = reference.key in { ...object?.data, ...object?.stringData };
  return has ? undefined : `couldn't find key ${reference.key} in ${kind} ${apiNamespace}/${reference.name ?? ''}`;
}

/** Why the container's environment cannot be made, in the kubelet's words; undefined when it can. */
export function environmentError(tx: Tx, pod: Pod, container: Container): string | undefined {
  const apiNamespace = pod.metadata?.namespace ?? '';
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const error = missing(tx, 'ConfigMap', apiNamespace, configMapRef) ?? missing(tx, 'Secret', apiNamespace, secretRef);
    if (error) return error;
  }
  for (const { valueFrom } of container.env ?? []) {
    const error =
      missingKey(tx, 'ConfigMap', apiNamespace, valueFrom?.configMapKeyRef) ?? missingKey(tx, 'Secret', apiNamespace, valueFrom?.secretKeyRef);
    if (error) return error;
  }
  return undefined;
}

interface Projection {
  readonly configMap?: Reference;
  readonly secret?: Reference;
}

function volumeError(tx: Tx, apiNamespace: string, volume: Volume): string | undefined {
  const secret = volume.secret && { name: volume.secret.secretName ?? '', ...(volume.secret.optional ? { optional: true } : {}) };
  const error = missing(tx, 'ConfigMap', apiNamespace, volume.configMap) ?? missing(tx, 'Secret', apiNamespace, secret);
  if (error) return error;
  for (const source of volume.projected?.sources ?? []) {
    const { configMap, secret: projectedSecret } = source as Projection;
    const projected = missing(tx, 'ConfigMap', apiNamespace, configMap) ?? missing(tx, 'Secret', apiNamespace, projectedSecret);
    if (projected) return projected;
  }
  return undefined;
}

/** The first volume of the pod that cannot be mounted, with the text of the event FailedMount. */
export function failedMount(tx: Tx, pod: Pod): string | undefined {
  for (const volume of pod.spec?.volumes ?? []) {
    const error = volumeError(tx, pod.metadata?.namespace ?? '', volume);
    if (error) return `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${error}`;
  }
  return undefined;
}
