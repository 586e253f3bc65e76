/**
 * The API server's own objections to a pod or to a pod template, in its own words and in its own order. Stands for
 * ValidatePodCreate, ValidatePodUpdate and ValidatePodSpec in pkg/apis/core/validation/validation.go; the parts stand
 * in metadataValidation, containerValidation, namespaceValidation, windowsValidation. Left out: affinity terms, spread
 * constraints, resource quantities, details of volumes, seccomp and AppArmor profiles.
 */
import { validateContainers, validateEphemeralContainers, validateInitContainers, validateVolumes } from './containerValidation';
import { forbidden, invalid, notSupported, required, type FieldError } from './fieldErrors';
import { validateLabels, validateMirrorAnnotation, validateMirrorAnnotationUpdate, validateObjectMeta, validateObjectMetaUpdate } from './metadataValidation';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidIP } from './nameValidation';
import {
  validateHostUsers, validatePodHostName, validatePodHostNetworkDeps, validateProcessNamespace, validateSysctls,
  type NamespaceValidationOptions,
} from './namespaceValidation';
import type { Pod, PodSpec } from './objects';
import { podDefaults } from './podSpecDefaults';
import { canonicalText } from './podHash';
import { configMirrorAnnotation } from './podOrigin';
import { fieldsOf, listOf, textOf, textsOf } from './reading';
import { validateOS, validateWindowsHostProcessPod } from './windowsValidation';

export interface PodValidationOptions extends NamespaceValidationOptions {
  /** kube-apiserver --allow-privileged. */
  readonly allowPrivileged?: boolean;
  /** Gate ContainerRestartRules, on since 1.35. */
  readonly containerRestartRules?: boolean;
}

const oneOf = (value: unknown, supported: readonly string[], field: string): readonly FieldError[] => {
  const text = textOf(value) ?? '';
  if (supported.includes(text)) return [];
  return [text === '' ? required(field) : notSupported(field, text, supported)];
};

const names = (value: unknown, field: string, check: (text: string) => readonly string[]): readonly FieldError[] => {
  const text = textOf(value);
  return text ? check(text).map((message) => invalid(field, text, message)) : [];
};

/** ValidateTolerations. */
function validateTolerations(tolerations: unknown, field: string): readonly FieldError[] {
  return listOf(tolerations).flatMap((toleration, index) => {
    const at = `${field}[${index}]`;
    const key = textOf(toleration['key']) ?? '';
    const operator = textOf(toleration['operator']) ?? '';
    const value = textOf(toleration['value']) ?? '';
    const effect = textOf(toleration['effect']) ?? '';
    const errors: FieldError[] = isQualifiedNameOrEmpty(key).map((message) => invalid(`${at}.key`, key, message));
    if (key === '' && operator !== 'Exists') {
      errors.push(invalid(`${at}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
    }
    if (toleration['tolerationSeconds'] !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (operator === 'Exists' && value !== '') {
      errors.push(invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    }
    if (!['', 'Equal', 'Exists', 'Lt', 'Gt'].includes(operator)) {
      errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']));
    }
    if (!['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) {
      errors.push(notSupported(`${at}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']));
    }
    return errors;
  });
}
const isQualifiedNameOrEmpty = (key: string): string[] => (key === '' ? [] : [...isQualifiedName(key)]);

/** validatePodResourceClaims: a mirror has none. */
function validateResourceClaims(spec: PodSpec, metadata: unknown, field: string): readonly FieldError[] {
  const claims = listOf(spec.resourceClaims);
  const isMirror = textsOf(fieldsOf(metadata)['annotations'])[configMirrorAnnotation] !== undefined;
  return claims.flatMap((claim, index) => {
    const at = `${field}.resourceClaims[${index}]`;
    if (isMirror) return [forbidden('', 'static pods do not support resource claims', at)];
    const name = textOf(claim['name']) ?? '';
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'].filter((key) => textOf(claim[key]) !== undefined);
    return [
      ...(name === '' ? [required(`${at}.name`)] : names(name, `${at}.name`, isDNS1123Label)),
      ...(sources.length > 1 ? [invalid(at, claim, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')] : []),
      ...(sources.length < 1 ? [invalid(at, claim, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')] : []),
    ];
  });
}

/** dnsPolicy None needs at least one name server (validatePodDNSConfig). */
function validateDNSConfig(spec: PodSpec, field: string): readonly FieldError[] {
  const servers = fieldsOf(spec.dnsConfig)['nameservers'];
  const count = Array.isArray(servers) ? servers.length : 0;
  const at = `${field}.dnsConfig`;
  if (spec.dnsPolicy === 'None' && !spec.dnsConfig) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  if (spec.dnsPolicy === 'None' && count === 0) {
    return [required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  return count > 3 ? [invalid(`${at}.nameservers`, servers, 'must not have more than 3 nameservers')] : [];
}

/** ValidateHostAliases. */
function validateHostAliases(spec: PodSpec, field: string): readonly FieldError[] {
  return listOf(spec.hostAliases).flatMap((alias, index) => {
    const at = `${field}.hostAliases[${index}]`;
    const ip = textOf(alias['ip']) ?? '';
    const hostnames = Array.isArray(alias['hostnames']) ? alias['hostnames'] : [];
    return [
      ...(isValidIP(ip) ? [] : [invalid(`${at}.ip`, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]),
      ...hostnames.flatMap((name, nameIndex) => names(name, `${at}.hostnames[${nameIndex}]`, isDNS1123Subdomain)),
    ];
  });
}

const maxInt32 = 2147483647;

function validateNumbers(spec: PodSpec, field: string): readonly FieldError[] {
  const deadline = spec.activeDeadlineSeconds;
  return typeof deadline === 'number' && (deadline < 1 || deadline > maxInt32)
    ? [invalid(`${field}.activeDeadlineSeconds`, deadline, `must be between 1 and ${maxInt32}, inclusive`)]
    : [];
}

function validateGates(spec: PodSpec, field: string): readonly FieldError[] {
  return [
    ...listOf(spec.readinessGates).flatMap((gate, index) =>
      names(gate['conditionType'], `${field}.readinessGates[${index}].conditionType`, isQualifiedName)),
    ...listOf(spec.schedulingGates).flatMap((gate, index) =>
      names(gate['name'], `${field}.schedulingGates[${index}]`, isQualifiedName)),
  ];
}

/**
 * The objections to a pod spec with defaults. `field` is where it stands: `spec`, or `spec.template.spec` with
 * `resourceIsPod: false` (validation.go:ValidatePodSpec).
 */
export function validatePodSpec(spec: PodSpec, metadata: unknown, field: string, options: PodValidationOptions = {}): readonly FieldError[] {
  const fields = fieldsOf(spec);
  const context = {
    volumes: new Set(listOf(spec.volumes).map((volume) => textOf(volume['name']) ?? '')),
    hostUsers: spec.hostUsers !== false,
    isPod: options.resourceIsPod ?? true,
    restartRules: options.containerRestartRules ?? true,
  };
  return [
    ...(spec.terminationGracePeriodSeconds === undefined ? [required(`${field}.terminationGracePeriodSeconds`)] : []),
    ...validateVolumes(fields, field),
    ...validateResourceClaims(spec, metadata, field),
    ...validateContainers(fields, field, context),
    ...validateInitContainers(fields, field, context),
    ...validateEphemeralContainers(fields, field, context),
    ...validatePodHostNetworkDeps(spec, field, options),
    ...oneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${field}.restartPolicy`),
    ...oneOf(spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], `${field}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...validateProcessNamespace(spec, field),
    ...validateSysctls(spec, field, options),
    ...validateDNSConfig(spec, field),
    ...validateGates(spec, field),
    ...validateWindowsHostProcessPod(spec, field, options.allowPrivileged ?? true),
    ...validateHostUsers(spec, field, options),
    ...validatePodHostName(spec, field),
    ...names(spec.serviceAccountName, `${field}.serviceAccountName`, isDNS1123Subdomain),
    ...names(spec.nodeName, `${field}.nodeName`, isDNS1123Subdomain),
    ...validateNumbers(spec, field),
    ...names(spec.hostname, `${field}.hostname`, isDNS1123Label),
    ...names(spec.subdomain, `${field}.subdomain`, isDNS1123Label),
    ...validateTolerations(spec.tolerations, `${field}.tolerations`),
    ...validateHostAliases(spec, field),
    ...names(spec.priorityClassName, `${field}.priorityClassName`, isDNS1123Subdomain),
    ...(textOf(spec.runtimeClassName) === '' ? isDNS1123Subdomain('').map((message) => invalid(`${field}.runtimeClassName`, '', message)) : []),
    ...names(spec.runtimeClassName, `${field}.runtimeClassName`, isDNS1123Subdomain),
    ...(spec.preemptionPolicy === undefined ? [] : oneOf(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${field}.preemptionPolicy`)),
    ...validateOS(spec, field),
  ];
}

/** validation.go:validatePodMetadataAndSpec. */
function validatePodMetadataAndSpec(pod: Pod, options: PodValidationOptions): readonly FieldError[] {
  const spec = pod.spec ?? {};
  const withoutAccount = !textOf(spec.serviceAccountName) && !textOf(spec.serviceAccount);
  return [
    ...validateObjectMeta(pod.metadata),
    ...validateMirrorAnnotation(pod),
    ...validatePodSpec(spec, pod.metadata, 'spec', options),
    ...(withoutAccount
      ? listOf(spec.volumes).flatMap((volume, index) =>
          listOf(fieldsOf(volume['projected'])['sources']).flatMap((source, sourceIndex) =>
            source['serviceAccountToken']
              ? [forbidden(`spec.volumes[${index}].projected.sources[${sourceIndex}].serviceAccountToken`, 'must not be specified when serviceAccountName is not set')]
              : []))
      : []),
  ];
}

/**
 * The objections to creating this pod. The pod must have its defaults (podSpecDefaults.ts), its namespace and, when it is
 * generated, its name (validation.go:ValidatePodCreate).
 */
export function validatePodCreate(pod: Pod, options: PodValidationOptions = {}): readonly FieldError[] {
  const spec = pod.spec ?? {};
  return [
    ...validatePodMetadataAndSpec(pod, options),
    ...(listOf(spec.ephemeralContainers).length > 0 ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(textOf(spec.nodeName) && listOf(spec.schedulingGates).length > 0
      ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
      : []),
  ];
}

/**
 * The objections to applying this manifest of a pod, as pasted: defaults, the namespace `default` and a generated name
 * are filled in first, as the API server and kubectl do.
 */
export function validatePodManifest(pod: Pod, options: PodValidationOptions = {}): readonly FieldError[] {
  const { name, generateName, namespace } = pod.metadata ?? {};
  const generated = textOf(generateName) ? `${textOf(generateName) ?? ''}xxxxx` : undefined;
  const fullName = textOf(name) || generated;
  const metadata = {
    ...fieldsOf(pod.metadata), namespace: textOf(namespace) || 'default', ...(fullName ? { name: fullName } : {}),
  };
  return validatePodCreate(podDefaults({ ...pod, metadata }), options);
}

const updatableFields = [
  '`spec.containers[*].image`', '`spec.initContainers[*].image`', '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** The spec without the fields that an update may change. */
function fixedPart(spec: PodSpec): unknown {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, schedulingGates: _gates, ...rest } = spec;
  const withoutImages = (containers: unknown): unknown => listOf(containers).map(({ image: _image, ...container }) => container);
  return { ...rest, containers: withoutImages(spec.containers), initContainers: withoutImages(spec.initContainers) };
}

/**
 * The objections to changing `oldPod` into `newPod`: most of a pod is fixed. Both must have their defaults. The
 * difference that upstream prints after the last sentence is left out (validation.go:ValidatePodUpdate).
 */
export function validatePodUpdate(newPod: Pod, oldPod: Pod, options: PodValidationOptions = {}): readonly FieldError[] {
  const before = oldPod.spec ?? {};
  const after = newPod.spec ?? {};
  const errors: FieldError[] = [
    ...validateObjectMetaUpdate(newPod, oldPod),
    ...validatePodMetadataAndSpec(newPod, options),
    ...validateMirrorAnnotationUpdate(newPod, oldPod),
  ];
  for (const list of ['containers', 'initContainers'] as const) {
    if (listOf(after[list]).length !== listOf(before[list]).length) {
      return [...errors, forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
  }
  const kept = new Set(listOf(after.tolerations).map(tolerationText));
  if (listOf(before.tolerations).some((toleration) => !kept.has(tolerationText(toleration)))) {
    errors.push(forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
  }
  if (canonicalText(fixedPart(after)) !== canonicalText(fixedPart(before))) {
    errors.push(forbidden('spec', `pod updates may not change fields other than ${updatableFields.join(',')}`));
  }
  return errors;
}
const tolerationText = ({ tolerationSeconds: _seconds, ...toleration }: Readonly<Record<string, unknown>>): string =>
  canonicalText(toleration);
