/**
 * Which pods an object makes: itself when it is a Pod, one for each pod template in it otherwise. Custom kinds keep
 * their templates at places of their own; they are found by shape. What only contains pods, as text, as schema, as a
 * pattern or for the record, makes none.
 */
import type { Pod } from '../kubernetes/objects';
import { isPod, isRecord, isShippedWorkload, podTemplateOf, type FoundTemplate } from '../kubernetes/podTemplateOf';
import { fieldsOf, isFields, textOf, type Fields } from '../kubernetes/reading';
import { joinField } from './located';
import type { ManifestDocument } from './parse';
import { conform } from './schema';

export interface PodInDocument {
  /** The document's index. */
  readonly document: number;
  /** The path of the pod spec in it: `spec`, `spec.template.spec`, `spec.jobTemplate.spec.template.spec`. */
  readonly path: string;
  /** The path of the mapping that holds the pod's metadata and spec; empty for a Pod. */
  readonly templatePath: string;
  /** The kind that makes the pod: Pod for a pod that nobody makes. */
  readonly ownerKind: string;
  readonly ownerName?: string;
  /** True for Kubernetes' own kinds, false for a template that was found by its shape in a custom kind. */
  readonly builtIn: boolean;
  /**
   * The pod with values of wrong types left out, so that every rule may read it. A template's pod has no name; its
   * namespace is the owner's.
   */
  readonly pod: Pod;
  /** The template as classify takes it, with its values as they are. */
  readonly template: FoundTemplate;
}

/** Keys below which nothing makes pods: reports, schemas, patterns of policies, patches, files. */
const barren = new Set([
  'status', 'metadata', 'managedFields', 'data', 'stringData', 'binaryData', 'files', 'properties', 'openAPIV3Schema', 'schema',
  'pattern', 'anyPattern', 'patchStrategicMerge', 'patchesStrategicMerge', 'patches', 'patchesJson6902', 'overlay', 'overlays',
  'mutate', 'runPod', 'values', 'parameters', 'example', 'examples', 'selector', 'match', 'exclude',
]);
/** Kinds whose containers are added to other pods, or are only a part of what their operator writes. */
const barrenKinds = new Set([
  'CustomResourceDefinition', 'ControllerRevision', 'ConfigMap', 'Secret', 'MachineConfig', 'SidecarSet', 'PodPreset', 'PodDefault',
  'Kustomization', 'Component', 'Template', 'Table', 'AdmissionReview', 'ApplicationSet', 'SupportBundle', 'Preflight',
]);

const isContainer = (value: unknown): value is Fields =>
  isFields(value) && (typeof value['name'] === 'string' || typeof value['image'] === 'string');

/**
 * Is it a pod spec? In the object's own spec a list of containers none of which has an image is a patch for pods that
 * the operator makes elsewhere.
 */
function isPodSpec(value: unknown, path: string): value is Fields {
  const containers = isFields(value) ? value['containers'] : undefined;
  return Array.isArray(containers) && containers.length > 0 && containers.every(isContainer) &&
    (path !== '' || containers.some((container) => typeof container['image'] === 'string'));
}

/**
 * Is it a pod spec that stands in a custom kind without a template around it, under a name of the kind's own? A set of
 * containers that a workflow's step runs is no pod spec: it has the pod's name and volumes elsewhere.
 */
const isEmbeddedPodSpec = (value: unknown, key: string): value is Fields =>
  key !== 'spec' && key !== 'containerSet' && isPodSpec(value, '');

/** A whole object inside another: its own kind decides. */
const isObject = (value: Fields): boolean => typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string';
/** Does the kind make what stands under this key? A list of pods, or a whole object as the template of one. */
const isMade = (value: Fields, key: string): boolean => (value['kind'] === 'Pod' && key === 'pods') || /[tT]emplate$/.test(key);

/** The templates in a custom kind, by their shape: a mapping with a pod spec under `spec`. */
function templatesByShape(object: Fields): readonly FoundTemplate[] {
  const found: FoundTemplate[] = [];
  const visit = (value: unknown, path: string, key: string): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, joinField(path, index), key));
      return;
    }
    if (!isFields(value)) return;
    if (path !== '' && isObject(value) && !isMade(value, key)) return;
    if (isPodSpec(value['spec'], path)) {
      found.push({ path, spec: value['spec'], metadata: value['metadata'] });
      return;
    }
    for (const [name, child] of Object.entries(value)) {
      if (barren.has(name)) continue;
      if (path !== '' && isEmbeddedPodSpec(child, name)) found.push({ path, specKey: name, spec: child, metadata: undefined });
      else visit(child, joinField(path, name), name);
    }
  };
  visit(object, '', '');
  return found;
}

function templatesOf(doc: ManifestDocument): readonly FoundTemplate[] {
  const { value } = doc;
  // A PodList's items have no kind of their own, and what a typed client wrote has none at all.
  const object = doc.kindFrom === 'list' || doc.kindFrom === 'shape' ? { ...value, kind: doc.kind } : value;
  // What is only named Pod and has nothing of one is a record about a pod.
  const hasParts = doc.apiVersion !== undefined || value['spec'] !== undefined || value['metadata'] !== undefined;
  if (isPod(object) && hasParts && !(doc.apiVersion ?? '').includes('/')) {
    return [{ path: '', spec: fieldsOf(value['spec']), metadata: value['metadata'] }];
  }
  const kind = doc.kind ?? '';
  if (doc.kind === undefined || kind.endsWith('List') || barrenKinds.has(kind) || isRecord(object)) return [];
  const usual = isShippedWorkload(object) ? podTemplateOf(object) : undefined;
  if (usual) return isFields(usual.spec) && Object.keys(usual.spec).length > 0 ? [usual] : [];
  return templatesByShape(value);
}

/** The pod that a template stands for, in the types of objects.ts. */
function podOf(doc: ManifestDocument, template: FoundTemplate): Pod {
  const metadata = fieldsOf(conform(template.metadata ?? {}, 'ObjectMeta'));
  const apiNamespace = (template.path === '' ? textOf(metadata['namespace']) : undefined) ?? doc.apiNamespace;
  const { namespace: _namespace, ...rest } = metadata;
  const pod = {
    apiVersion: 'v1', kind: 'Pod',
    metadata: apiNamespace === undefined ? rest : { ...rest, namespace: apiNamespace },
    spec: fieldsOf(conform(template.spec, 'PodSpec')),
  };
  const status = template.path === '' ? conform(doc.value['status'], 'PodStatus') : undefined;
  return isFields(status) ? { ...pod, status } : pod;
}

/** The pods that one document makes, none for most kinds. */
export function podsOfDocument(doc: ManifestDocument): readonly PodInDocument[] {
  return templatesOf(doc).map((template) => ({
    document: doc.index,
    path: joinField(template.path, template.specKey ?? 'spec'),
    templatePath: template.path,
    ownerKind: doc.kind ?? 'Pod',
    ...(doc.name === undefined ? {} : { ownerName: doc.name }),
    builtIn: doc.kind === undefined || doc.kind === 'Pod' || isShippedWorkload({ ...doc.value, kind: doc.kind }),
    pod: podOf(doc, template),
    template,
  }));
}

/** The field of the document that a field of the pod stands at: `spec.hostNetwork` → `spec.template.spec.hostNetwork`. */
export const fieldInDocument = (pod: Pick<PodInDocument, 'path' | 'templatePath'>, field: string): string =>
  isBelow(field, 'spec') ? `${pod.path}${field.slice('spec'.length)}` : joinField(pod.templatePath, field);

/** The other way: the field of the pod that stands at a field of the document, undefined outside the pod. */
export function fieldInPod(pod: Pick<PodInDocument, 'path' | 'templatePath'>, field: string): string | undefined {
  if (isBelow(field, pod.path)) return `spec${field.slice(pod.path.length)}`;
  if (pod.templatePath === '') return field;
  return field.startsWith(`${pod.templatePath}.`) ? field.slice(pod.templatePath.length + 1) : undefined;
}

const isBelow = (field: string, path: string): boolean => field === path || field.startsWith(`${path}.`);
