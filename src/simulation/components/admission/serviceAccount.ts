/**
 * The plugin ServiceAccount: every pod runs as an account of its API namespace and gets a volume with its token. A
 * mirror is left as it is, and may not refer to accounts, secrets or tokens.
 * Stands for: plugin/pkg/admission/serviceaccount/admission.go. Left out: the retries for an account that has not been
 * made yet (the caller repeats the request), and the check of secrets that an account enforces.
 */
import { firstSecretReference } from '../../../kubernetes/apiObjectReferences';
import type { Container, OtherObject, Pod, Volume } from '../../../kubernetes/objects';
import { isMirrorPod } from '../../../kubernetes/podOrigin';
import { listOf, textOf } from '../../../kubernetes/reading';
import type { Tx } from '../../tx';
import type { Refusal } from '../answers';
import { forbidden } from './refusals';
import { nameSuffix } from './nameSuffix';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

/** The pod as the plugin leaves it, or why it refuses it. */
export function admitServiceAccount(tx: Tx, pod: Pod): Pod | Refusal {
  if (isMirrorPod(pod)) return refusedMirror(pod) ?? pod;
  const namespace = pod.metadata?.namespace ?? 'default';
  const name = pod.spec?.serviceAccountName || pod.spec?.serviceAccount || 'default';
  const account = tx.get('others', `ServiceAccount/${namespace}/${name}`);
  if (!account) return forbidden(pod, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
  const secrets = pullSecretsOf(account);
  const named: Pod = {
    ...pod,
    spec: {
      ...pod.spec, serviceAccountName: name, serviceAccount: name,
      ...(!pod.spec?.imagePullSecrets?.length && secrets.length > 0 ? { imagePullSecrets: secrets } : {}),
    },
  };
  return shouldAutomount(account, pod) ? mountToken(tx, named) : named;
}

function refusedMirror(pod: Pod): Refusal | undefined {
  if (pod.spec?.serviceAccountName || pod.spec?.serviceAccount) return forbidden(pod, 'a mirror pod may not reference service accounts');
  if (firstSecretReference(pod)) return forbidden(pod, 'a mirror pod may not reference secrets');
  const projectsToken = listOf(pod.spec?.volumes).some((volume) =>
    listOf((volume as Volume).projected?.sources).some((source) => source['serviceAccountToken'] !== undefined));
  return projectsToken ? forbidden(pod, 'a mirror pod may not use ServiceAccountToken volume projections') : undefined;
}

const field = (account: OtherObject, name: string): unknown => (account as unknown as Readonly<Record<string, unknown>>)[name];

const pullSecretsOf = (account: OtherObject): { readonly name?: string }[] =>
  listOf(field(account, 'imagePullSecrets')).map((secret) => ({ name: textOf(secret['name']) ?? '' }));

function shouldAutomount(account: OtherObject, pod: Pod): boolean {
  const own = pod.spec?.automountServiceAccountToken;
  if (own !== undefined) return own;
  return field(account, 'automountServiceAccountToken') !== false;
}

const tokenVolume = (name: string): Volume => ({
  name,
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
  },
});

/** Adds the volume, and its mount to every container that has nothing at that path. */
function mountToken(tx: Tx, pod: Pod): Pod {
  const spec = pod.spec ?? {};
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(VOLUME_PREFIX));
  const lacks = (container: Container) => !container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH);
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  if (!all.some(lacks)) return pod;
  const name = existing?.name ?? VOLUME_PREFIX + nameSuffix(tx);
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const mounted = (container: Container): Container =>
    lacks(container) ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] } : container;
  return {
    ...pod,
    spec: {
      ...spec,
      ...(spec.initContainers ? { initContainers: spec.initContainers.map(mounted) } : {}),
      containers: (spec.containers ?? []).map(mounted),
      volumes: existing ? spec.volumes : [...(spec.volumes ?? []), tokenVolume(name)],
    },
  };
}
