/**
 * The volumes in `kubectl describe pod`, cells with tabs between them. Stands for
 * kubectl/pkg/describe/describe.go:describeVolumes (v1.36) for the types that manifests of a cluster's own pods use.
 * Left out: cloud disks and network file systems, which appear as <unknown>.
 */
import type { Volume } from './objects';

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise);
const flag = (value: unknown): string => String(value === true);
const block = (type: string, entries: Readonly<Record<string, string>>): string[] => [
  `    Type:\t${type}`,
  ...Object.entries(entries).map(([name, value]) => `    ${name}:\t${value}`),
];

/** The block of all volumes. */
export function describeVolumes(volumes: readonly Volume[]): string[] {
  if (volumes.length === 0) return ['Volumes:\t<none>'];
  return ['Volumes:', ...volumes.flatMap((volume) => [`  ${volume.name}:`, ...describeVolume(volume)])];
}

function describeVolume({ hostPath, emptyDir, secret, configMap, persistentVolumeClaim, projected, nfs, csi, downwardAPI, image }: Volume): string[] {
  if (hostPath) return block('HostPath (bare host directory volume)', { Path: hostPath.path, HostPathType: hostPath.type ?? '<none>' });
  if (emptyDir !== undefined) {
    return block("EmptyDir (a temporary directory that shares a pod's lifetime)", { Medium: text(emptyDir?.medium), SizeLimit: text(emptyDir?.sizeLimit, '<unset>') });
  }
  if (secret) return block('Secret (a volume populated by a Secret)', { SecretName: text(secret.secretName), Optional: flag(secret.optional) });
  if (configMap) return block('ConfigMap (a volume populated by a ConfigMap)', { Name: text(configMap.name), Optional: flag(configMap.optional) });
  if (nfs) return block('NFS (an NFS mount that lasts the lifetime of a pod)', { Server: text(nfs['server']), Path: text(nfs['path']), ReadOnly: flag(nfs['readOnly']) });
  if (persistentVolumeClaim) {
    const type = 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)';
    return block(type, { ClaimName: persistentVolumeClaim.claimName, ReadOnly: flag(persistentVolumeClaim.readOnly) });
  }
  if (downwardAPI) return describeDownward(downwardAPI);
  if (projected) return ['    Type:\tProjected (a volume that contains injected data from multiple sources)', ...(projected.sources ?? []).flatMap(describeSource)];
  if (csi) return block('CSI (a Container Storage Interface (CSI) volume source)', { Driver: text(csi['driver']), FSType: text(csi['fsType']), ReadOnly: flag(csi['readOnly']) });
  if (image) return block('Image (a container image or OCI artifact)', { Reference: text(fields(image)['reference']), PullPolicy: text(fields(image)['pullPolicy']) });
  return ['  <unknown>'];
}

function describeDownward(source: Fields): string[] {
  const items = Array.isArray(source['items']) ? source['items'].map(fields) : [];
  return [
    '    Type:\tDownwardAPI (a volume populated by information about the pod)',
    '    Items:',
    ...items.flatMap((item) => {
      const [field, resource] = [fields(item['fieldRef']), fields(item['resourceFieldRef'])];
      return [
        ...(item['fieldRef'] ? [`      ${text(field['fieldPath'])} -> ${text(item['path'])}`] : []),
        ...(item['resourceFieldRef'] ? [`      ${text(resource['resource'])} -> ${text(item['path'])}`] : []),
      ];
    }),
  ];
}

/** One source of a projected volume. describe.go:printProjectedVolumeSource. */
function describeSource(source: Fields): string[] {
  const [secret, configMap, token] = [fields(source['secret']), fields(source['configMap']), fields(source['serviceAccountToken'])];
  if (source['secret']) return [`    SecretName:\t${text(secret['name'])}`, `    Optional:\t${flag(secret['optional'])}`];
  if (source['downwardAPI']) return ['    DownwardAPI:\ttrue'];
  if (source['configMap']) return [`    ConfigMapName:\t${text(configMap['name'])}`, `    Optional:\t${flag(configMap['optional'])}`];
  return source['serviceAccountToken'] ? [`    TokenExpirationSeconds:\t${text(token['expirationSeconds'], '3600')}`] : [];
}
