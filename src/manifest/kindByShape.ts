/**
 * The kind of an object whose text does not give it. Typed clients leave kind and apiVersion out of what they have read,
 * and so do tools that strip a dump; what a cluster has stored can be told by the fields that its defaults filled in. A
 * manifest that a person wrote without kind stays without: kubectl refuses it.
 */
import { fieldsOf, isFields, textOf, valueAt, type Fields } from '../kubernetes/reading';

/** The kind that the text gives. Some clients write null or an empty text for none. */
export const givenKind = (value: Fields): string | undefined => textOf(value['kind']) || undefined;

const hasContainers = (podSpec: unknown): boolean => Array.isArray(fieldsOf(podSpec)['containers']);
const hasAny = (fields: Fields, ...keys: readonly string[]): boolean => keys.some((key) => fields[key] !== undefined);

/** Did the API server give it an identity? */
const isStored = (metadata: Fields): boolean => ['uid', 'resourceVersion', 'creationTimestamp'].some((key) => Boolean(textOf(metadata[key])));

/** A stored workload by the fields that only its kind has (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go). */
function workloadKind(spec: Fields): string | undefined {
  if (hasContainers(valueAt(spec, 'jobTemplate', 'spec', 'template', 'spec'))) return 'CronJob';
  if (!hasContainers(valueAt(spec, 'template', 'spec'))) return undefined;
  if (hasAny(spec, 'podManagementPolicy', 'volumeClaimTemplates')) return 'StatefulSet';
  if (hasAny(spec, 'backoffLimit', 'parallelism', 'completions')) return 'Job';
  if (hasAny(spec, 'updateStrategy')) return hasAny(spec, 'replicas') ? undefined : 'DaemonSet';
  if (hasAny(spec, 'strategy')) return textOf(valueAt(spec, 'strategy', 'type')) ? 'Deployment' : undefined;
  return isFields(fieldsOf(spec['selector'])['matchLabels']) ? 'ReplicaSet' : 'ReplicationController';
}

/** A list of objects in which nothing is said but the objects. */
const isListOfObjects = (value: Fields): boolean =>
  Array.isArray(value['items']) && value['items'].length > 0 &&
  Object.keys(value).every((key) => ['apiVersion', 'kind', 'metadata', 'items'].includes(key)) &&
  value['items'].every((item) => Boolean(textOf(valueAt(item, 'metadata', 'name'))));

/** What a watch sends: what happened, and the object (meta/v1 WatchEvent). */
const isWatchEvent = ({ type, object, ...rest }: Fields): boolean =>
  typeof type === 'string' && /^(?:ADDED|MODIFIED|DELETED)$/.test(type) && isFields(object) && Object.keys(rest).every((key) => key === 'kind' || key === 'apiVersion');

/** The keys of an object below which other objects stand, undefined when it holds none: a List, a WatchEvent. */
export function holdsObjects(kind: string | undefined): 'items' | 'object' | undefined {
  if (kind === 'WatchEvent') return 'object';
  return kind?.endsWith('List') ? 'items' : undefined;
}

/** The kind by the shape, for an object that does not give it; undefined when the shape does not tell. */
export function kindByShape(value: Fields): string | undefined {
  const { kind, metadata, spec } = value;
  // A number or a map there is a mistake of its own.
  if (kind !== undefined && kind !== null && kind !== '') return undefined;
  if (isListOfObjects(value)) return 'List';
  if (isWatchEvent(value)) return 'WatchEvent';
  if (!isFields(metadata) || !isFields(spec)) return undefined;
  if (hasContainers(spec)) return 'Pod';
  return isStored(metadata) ? workloadKind(spec) : undefined;
}
