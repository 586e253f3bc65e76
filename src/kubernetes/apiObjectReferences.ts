/**
 * Which API objects a pod refers to. A static pod may refer to none, because its kubelet may have no API server to
 * ask (gate PreventStaticPodAPIReferences, on since 1.34); NodeRestriction refuses such mirrors on the other side.
 * Stands for pkg/api/pod/util.go. References through a claim to a volume are not followed, as upstream does not.
 */
import type { Pod } from './objects';
import { containersOf } from './podContainers';
import { fieldsOf, isFields, listOf, textOf, valueAt } from './reading';

/** A reference, or the objection to a volume of unknown kind. */
export interface ApiReference {
  /** As upstream names it: `secrets`, `configmaps (via projected volumes)`. */
  readonly resource: string;
  /** The dotted path of the field that refers. */
  readonly field: string;
}

export interface ReferenceFinding {
  readonly found: boolean;
  /** Upstream's name of the kind referred to; empty when none is found or the volume's kind is unknown. */
  readonly resource: string;
  /** Where the first reference stands. */
  readonly field?: string;
  /** Upstream's words about a volume of an unknown kind. */
  readonly error?: string;
}

/** A field that may name an object: its path and the name. Empty names are no reference (skipEmptyNames). */
interface NamedField {
  readonly field: string;
  readonly name: unknown;
}
const firstNamed = (fields: readonly NamedField[]): NamedField | undefined => fields.find(({ name }) => Boolean(textOf(name)));

/** Volume sources with a secret inside: source key, key of the reference, key of the name in it (undefined: the text itself). */
const secretVolumes: readonly (readonly [source: string, reference: string, name?: string])[] = [
  ['azureFile', 'secretName'], ['cephfs', 'secretRef', 'name'], ['cinder', 'secretRef', 'name'],
  ['flexVolume', 'secretRef', 'name'], ['rbd', 'secretRef', 'name'], ['secret', 'secretName'],
  ['scaleIO', 'secretRef', 'name'], ['iscsi', 'secretRef', 'name'], ['storageos', 'secretRef', 'name'],
  ['csi', 'nodePublishSecretRef', 'name'],
];

interface IndexedVolume {
  readonly path: string;
  readonly volume: Readonly<Record<string, unknown>>;
}
const volumesOf = (pod: Pod): readonly IndexedVolume[] =>
  listOf(pod.spec?.volumes).map((volume, index) => ({ volume, path: `spec.volumes[${index}]` }));

function projectionsOf({ volume, path }: IndexedVolume, kind: string): NamedField[] {
  return listOf(valueAt(volume, 'projected', 'sources')).map((source, index) => ({
    field: `${path}.projected.sources[${index}].${kind}.name`,
    name: valueAt(source, kind, 'name'),
  }));
}

/** The env and envFrom fields of every container that name a Secret or a ConfigMap. */
function environmentFields(pod: Pod, ref: 'secret' | 'configMap'): NamedField[] {
  return containersOf(pod.spec).flatMap(({ container, path }) => [
    ...listOf(container.envFrom).map((source, index) => ({
      field: `spec.${path}.envFrom[${index}].${ref}Ref.name`,
      name: valueAt(source, `${ref}Ref`, 'name'),
    })),
    ...listOf(container.env).map((variable, index) => ({
      field: `spec.${path}.env[${index}].valueFrom.${ref}KeyRef.name`,
      name: valueAt(variable, 'valueFrom', `${ref}KeyRef`, 'name'),
    })),
  ]);
}

/** The first named Secret (pkg/api/pod/util.go:VisitPodSecretNames). */
export function firstSecretReference(pod: Pod): ApiReference | undefined {
  const named = firstNamed([
    ...listOf(pod.spec?.imagePullSecrets).map((secret, index) => ({
      field: `spec.imagePullSecrets[${index}].name`,
      name: secret['name'],
    })),
    ...environmentFields(pod, 'secret'),
    ...volumesOf(pod).flatMap((each) => [
      ...secretVolumes.map(([source, reference, name]) => ({
        field: [each.path, source, reference, ...(name ? [name] : [])].join('.'),
        name: valueAt(each.volume, source, reference, ...(name ? [name] : [])),
      })),
      ...projectionsOf(each, 'secret'),
    ]),
  ]);
  return named && { resource: 'secrets', field: named.field };
}

/** The first named ConfigMap (pkg/api/pod/util.go:VisitPodConfigmapNames). */
export function firstConfigMapReference(pod: Pod): ApiReference | undefined {
  const named = firstNamed([
    ...environmentFields(pod, 'configMap'),
    ...volumesOf(pod).flatMap((each) => [
      { field: `${each.path}.configMap.name`, name: valueAt(each.volume, 'configMap', 'name') },
      ...projectionsOf(each, 'configMap'),
    ]),
  ]);
  return named && { resource: 'configmaps', field: named.field };
}

/** Volume sources that need nothing from the API server. */
const freeSources = [
  'awsElasticBlockStore', 'azureDisk', 'cephfs', 'cinder', 'downwardAPI', 'emptyDir', 'fc', 'flexVolume', 'flocker',
  'gcePersistentDisk', 'gitRepo', 'hostPath', 'image', 'iscsi', 'nfs', 'photonPersistentDisk', 'portworxVolume',
  'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume',
];
const boundSources: readonly (readonly [source: string, resource: string])[] = [
  ['configMap', 'configmaps (via configmap volumes)'], ['secret', 'secrets (via secret volumes)'],
  ['csi', 'csidrivers (via CSI volumes)'], ['glusterfs', 'endpoints (via glusterFS volumes)'],
  ['persistentVolumeClaim', 'persistentvolumeclaims'], ['ephemeral', 'persistentvolumeclaims (via ephemeral volumes)'],
  ['azureFile', 'secrets (via azureFile volumes)'],
];
const boundProjections: readonly (readonly [source: string, resource: string])[] = [
  ['configMap', 'configmaps (via projected volumes)'], ['secret', 'secrets (via projected volumes)'],
  ['serviceAccountToken', 'serviceaccounts (via projected volumes)'], ['clusterTrustBundle', 'clustertrustbundles'],
  ['podCertificate', 'podcertificates'],
];

/** A source is there when its key holds something, be it an empty mapping. */
const hasSource = (volume: Readonly<Record<string, unknown>>, source: string): boolean =>
  volume[source] !== undefined && volume[source] !== null;

const nothingFound: ReferenceFinding = { found: false, resource: '' };

function referenceOfVolume({ volume, path }: IndexedVolume): ReferenceFinding {
  if (freeSources.some((source) => hasSource(volume, source))) return nothingFound;
  const bound = boundSources.find(([source]) => hasSource(volume, source));
  if (bound) return { found: true, resource: bound[1], field: `${path}.${bound[0]}` };
  const name = JSON.stringify(textOf(volume['name']) ?? '');
  if (!isFields(volume['projected'])) {
    return { found: true, resource: '', field: path, error: `unknown volume type for volume  ${name}` };
  }
  for (const [index, source] of listOf(fieldsOf(volume['projected'])['sources']).entries()) {
    const field = `${path}.projected.sources[${index}]`;
    const projection = boundProjections.find(([key]) => hasSource(source, key));
    if (projection) return { found: true, resource: projection[1], field: `${field}.${projection[0]}` };
    if (!hasSource(source, 'downwardAPI')) {
      return { found: true, resource: '', field, error: `unknown source for projected volume ${name}` };
    }
  }
  return nothingFound;
}

/**
 * The first reference to an API object in the pod, in upstream's order: service account, secrets, config maps,
 * resource claims, volumes (pkg/api/pod/util.go:HasAPIObjectReference). A volume without a source counts as unknown;
 * apply podDefaults first, as the decoder does.
 */
export function hasAPIObjectReference(pod: Pod): ReferenceFinding {
  if (textOf(pod.spec?.serviceAccountName)) {
    return { found: true, resource: 'serviceaccounts', field: 'spec.serviceAccountName' };
  }
  if (textOf(pod.spec?.serviceAccount)) {
    return { found: true, resource: 'serviceaccounts', field: 'spec.serviceAccount' };
  }
  const named = firstSecretReference(pod) ?? firstConfigMapReference(pod);
  if (named) return { found: true, ...named };
  if (listOf(pod.spec?.resourceClaims).length > 0) {
    return { found: true, resource: 'resourceclaims', field: 'spec.resourceClaims' };
  }
  for (const volume of volumesOf(pod)) {
    const finding = referenceOfVolume(volume);
    if (finding.found) return finding;
  }
  return nothingFound;
}
