/**
 * The API server's objections to an object's metadata: name, namespace, labels, annotations, owners, and the rules for
 * the mirror annotation. Stands for apimachinery pkg/api/validation:ValidateObjectMeta and the annotation rules of
 * pkg/apis/core/validation/validation.go. Left out: finalizers and managed fields.
 */
import { duplicate, forbidden, invalid, required, type FieldError } from './fieldErrors';
import { isDNS1123Label, isDNS1123Subdomain, isLabelValue, isQualifiedName } from './nameValidation';
import type { Pod } from './objects';
import { configMirrorAnnotation } from './podOrigin';
import { fieldsOf, listOf, textOf, textsOf } from './reading';

const annotationsLimit = 256 * 1024;

/** unversionedvalidation.ValidateLabels. */
export function validateLabels(labels: unknown, field: string): readonly FieldError[] {
  return Object.entries(textsOf(labels)).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((message) => invalid(field, key, message)),
    ...isLabelValue(value).map((message) => invalid(field, value, message, `${field}.${key}`)),
  ]);
}

/** apimachineryvalidation.ValidateAnnotations: keys are qualified names once in lower case. */
export function validateAnnotations(annotations: unknown, field: string): readonly FieldError[] {
  const entries = Object.entries(textsOf(annotations));
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) => isQualifiedName(key.toLowerCase()).map((message) => invalid(field, key, message))),
    ...(size > annotationsLimit
      ? [{ type: 'TooLong', field, detail: `may not be more than ${annotationsLimit} bytes` } as const]
      : []),
  ];
}

/** apimachineryvalidation.ValidateOwnerReferences: one controller at most. */
function validateOwnerReferences(owners: unknown, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const controllers: string[] = [];
  for (const [index, owner] of listOf(owners).entries()) {
    const at = `${field}[${index}]`;
    if (!textOf(owner['apiVersion'])) errors.push(invalid(`${field}.apiVersion`, '', 'must not be empty', at));
    for (const key of ['kind', 'name', 'uid']) {
      if (!textOf(owner[key])) errors.push(invalid(`${field}.${key}`, '', 'must not be empty', at));
    }
    if (owner['controller'] === true) controllers.push(textOf(owner['name']) ?? '');
  }
  if (controllers.length > 1) {
    errors.push(invalid(field, owners,
      `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0] ?? ''} and ${controllers[1] ?? ''}`));
  }
  return errors;
}

/**
 * Metadata of a namespaced object, after a name was generated; its name is a DNS subdomain unless its kind has another
 * rule (apimachinery pkg/api/validation/objectmeta.go:ValidateObjectMeta).
 */
export function validateObjectMeta(metadata: unknown, field = 'metadata', nameRule = isDNS1123Subdomain): readonly FieldError[] {
  const meta = fieldsOf(metadata);
  const name = textOf(meta['name']) ?? '';
  const generateName = textOf(meta['generateName']) ?? '';
  const namespace = textOf(meta['namespace']) ?? '';
  const errors: FieldError[] = [];
  if (generateName !== '') {
    const prefix = generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName;
    errors.push(...nameRule(prefix).map((message) => invalid(`${field}.generateName`, generateName, message)));
  }
  if (name === '') errors.push(required(`${field}.name`, 'name or generateName is required'));
  else errors.push(...nameRule(name).map((message) => invalid(`${field}.name`, name, message)));
  errors.push(...(namespace === ''
    ? [required(`${field}.namespace`)]
    : isDNS1123Label(namespace).map((message) => invalid(`${field}.namespace`, namespace, message))));
  return [
    ...errors,
    ...validateLabels(meta['labels'], `${field}.labels`),
    ...validateAnnotations(meta['annotations'], `${field}.annotations`),
    ...validateOwnerReferences(meta['ownerReferences'], `${field}.ownerReferences`),
  ];
}

const mirrorField = `metadata.annotations[${configMirrorAnnotation}]`;

/** A mirror must be bound to a node (validation.go:ValidatePodSpecificAnnotations, the part about mirrors). */
export function validateMirrorAnnotation(pod: Pod): readonly FieldError[] {
  const value = textsOf(pod.metadata?.annotations)[configMirrorAnnotation];
  return value !== undefined && !textOf(pod.spec?.nodeName)
    ? [invalid(mirrorField, value, 'must set spec.nodeName if mirror pod annotation is set')]
    : [];
}

/** Nobody may add, change or remove the mirror annotation (validation.go:ValidatePodSpecificAnnotationUpdates). */
export function validateMirrorAnnotationUpdate(newPod: Pod, oldPod: Pod): readonly FieldError[] {
  const after = textsOf(newPod.metadata?.annotations)[configMirrorAnnotation];
  const before = textsOf(oldPod.metadata?.annotations)[configMirrorAnnotation];
  if (after === before) return validateMirrorAnnotation(newPod);
  return [
    forbidden(mirrorField, before === undefined ? 'may not add mirror pod annotation' : 'may not remove or update mirror pod annotation'),
    ...validateMirrorAnnotation(newPod),
  ];
}

/** Mirrors take no ephemeral containers (validation.go:ValidatePodEphemeralContainersUpdate). */
export const validateMirrorEphemeralContainersUpdate = (oldPod: Pod): readonly FieldError[] =>
  textsOf(oldPod.metadata?.annotations)[configMirrorAnnotation] === undefined
    ? []
    : [forbidden('', 'static pods do not support ephemeral containers', 'spec.ephemeralContainers')];

/** Mirrors cannot be resized in place (validation.go:ValidatePodResize). */
export const validateMirrorResize = (oldPod: Pod): readonly FieldError[] =>
  textsOf(oldPod.metadata?.annotations)[configMirrorAnnotation] === undefined
    ? []
    : [forbidden('', 'static pods cannot be resized', 'spec.containers')];

/**
 * Names are fixed, as are namespace and uid (apimachinery ValidateObjectMetaUpdate).
 */
export function validateObjectMetaUpdate(newPod: Pod, oldPod: Pod): readonly FieldError[] {
  return (['name', 'namespace', 'uid'] as const).flatMap((key) => {
    const after = newPod.metadata?.[key];
    const before = oldPod.metadata?.[key];
    const unset = after === undefined && key === 'uid';
    return unset || after === before ? [] : [invalid(`metadata.${key}`, after ?? '', 'field is immutable')];
  });
}

/** Entries whose key was seen before, each an objection (field.Duplicate). */
export function duplicates(
  entries: readonly { readonly key: string; readonly field: string }[], seen: Set<string> = new Set(),
): readonly FieldError[] {
  return entries.flatMap(({ key, field }) => {
    if (seen.has(key)) return [duplicate(field, key)];
    seen.add(key);
    return [];
  });
}
