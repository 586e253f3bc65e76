/**
 * The API server's objections to the containers and volumes of a pod: which lists there are, what each kind of
 * container may have. Stands for validateContainers, validateInitContainers, validateEphemeralContainers and
 * ValidateVolumes in pkg/apis/core/validation/validation.go. Expects a pod with defaults (podSpecDefaults.ts). Left out:
 * the details of volume sources, and of resource quantities all but a request above its limit.
 */
import {
  checkHostPortConflicts, validateEnv, validateLifecycle, validatePorts, validateProbes, validateRestart,
  validateRestartWithoutRules, validateVolumeMounts,
} from './containerPartsValidation';
import { forbidden, invalid, notFound, notSupported, required, type FieldError } from './fieldErrors';
import { duplicates } from './metadataValidation';
import { isDNS1123Label } from './nameValidation';
import type { Quantity } from './objects';
import { canonicalQuantity, compareQuantities } from './quantities';
import { fieldsOf, isFields, listOf, textOf, valueAt, type Fields } from './reading';

const labelErrors = (value: string, field: string): readonly FieldError[] =>
  isDNS1123Label(value).map((message) => invalid(field, value, message));

/** validateContainerCommon and the image rule that holds for pods only (validateContainerOnlyForPod). */
function validateCommon(container: Fields, field: string, context: ContainerContext): readonly FieldError[] {
  const name = textOf(container['name']) ?? '';
  const image = textOf(container['image']) ?? '';
  const policy = textOf(container['terminationMessagePolicy']) ?? '';
  const pull = textOf(container['imagePullPolicy']) ?? '';
  return [
    ...(name === '' ? [required(`${field}.name`)] : labelErrors(name, `${field}.name`)),
    ...(image === '' ? [required(`${field}.image`)] : []),
    ...(policy === 'File' || policy === 'FallbackToLogsOnError' ? [] : [policy === ''
      ? required(`${field}.terminationMessagePolicy`)
      : notSupported(`${field}.terminationMessagePolicy`, policy, ['FallbackToLogsOnError', 'File'])]),
    ...validatePorts(container['ports'], `${field}.ports`),
    ...validateEnv(container['env'], `${field}.env`),
    ...validateVolumeMounts(container, context.volumes, `${field}.volumeMounts`),
    ...(['Always', 'IfNotPresent', 'Never'].includes(pull) ? [] : [pull === ''
      ? required(`${field}.imagePullPolicy`)
      : notSupported(`${field}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never'])]),
    ...validateRequests(container, `${field}.resources`),
    ...validateSecurityContext(container, field, context.hostUsers),
    ...(context.isPod && image !== image.trim()
      ? [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')]
      : []),
  ];
}

/** ValidateContainerResourceRequirements: no request may exceed its limit; other rules on quantities are left out. */
function validateRequests(container: Fields, field: string): readonly FieldError[] {
  const limits = fieldsOf(valueAt(container, 'resources', 'limits'));
  return Object.entries(fieldsOf(valueAt(container, 'resources', 'requests'))).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if (!isQuantity(request) || !isQuantity(limit) || compareQuantities(request, limit) <= 0) return [];
    return [invalid(`${field}.requests`, canonicalQuantity(request), `must be less than or equal to ${resource} limit of ${canonicalQuantity(limit) ?? ''}`)];
  });
}
const isQuantity = (value: unknown): value is Quantity =>
  (typeof value === 'string' || typeof value === 'number') && canonicalQuantity(value) !== null;

/** ValidateSecurityContext: the combinations that contradict each other. */
function validateSecurityContext(container: Fields, field: string, hostUsers: boolean): readonly FieldError[] {
  const context = fieldsOf(container['securityContext']);
  const at = `${field}.securityContext`;
  const errors: FieldError[] = [];
  if (context['procMount'] === 'Unmasked' && hostUsers) {
    errors.push(invalid(`${at}.procMount`, 'Unmasked', '`hostUsers` must be false to use `Unmasked`'));
  }
  if (context['allowPrivilegeEscalation'] === false) {
    if (context['privileged'] === true) {
      errors.push(invalid(at, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    }
    const added = valueAt(context, 'capabilities', 'add');
    if (Array.isArray(added) && added.includes('CAP_SYS_ADMIN')) {
      errors.push(invalid(at, context, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
    }
  }
  return errors;
}

/** What the containers' rules need to know of the pod. */
export interface ContainerContext {
  readonly volumes: ReadonlySet<string>;
  readonly hostUsers: boolean;
  readonly isPod: boolean;
  /** Gate ContainerRestartRules, on since 1.35. */
  readonly restartRules: boolean;
}

/** validateContainers: the app containers. At least one; names and host ports must not repeat. */
export function validateContainers(spec: Fields, field: string, context: ContainerContext): readonly FieldError[] {
  const containers = listOf(spec['containers']);
  if (containers.length === 0) return [required(`${field}.containers`)];
  const names = new Set<string>();
  return [
    ...containers.flatMap((container, index) => {
      const at = `${field}.containers[${index}]`;
      return [
        ...validateCommon(container, at, context),
        ...duplicates([{ key: textOf(container['name']) ?? '', field: `${at}.name` }], names),
        ...validateLifecycle(container, at),
        ...validateProbes(container, at),
        ...(context.restartRules ? validateRestart(container, at) : validateRestartWithoutRules(container, at, false)),
      ];
    }),
    ...checkHostPortConflicts(containers, `${field}.containers`),
  ];
}

/** validateInitContainers: a sidecar may have probes and hooks, another init container may not. */
export function validateInitContainers(spec: Fields, field: string, context: ContainerContext): readonly FieldError[] {
  const names = new Set(listOf(spec['containers']).map((container) => textOf(container['name']) ?? ''));
  return listOf(spec['initContainers']).flatMap((container, index) => {
    const at = `${field}.initContainers[${index}]`;
    const name = textOf(container['name']) ?? '';
    const sidecar = container['restartPolicy'] === 'Always';
    return [
      ...validateCommon(container, at, context),
      ...(context.restartRules ? validateRestart(container, at) : validateRestartWithoutRules(container, at, true)),
      ...(name === '' ? [] : duplicates([{ key: name, field: `${at}.name` }], names)),
      ...checkHostPortConflicts([container], `${field}.initContainers`),
      ...(sidecar
        ? [...validateLifecycle(container, at), ...validateProbes(container, at)]
        : ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((key) =>
            isFields(container[key]) ? [forbidden(`${at}.${key}`, 'may not be set for init containers without restartPolicy=Always')] : [])),
    ];
  });
}

const notForEphemeral = [
  'ports', 'resources', 'resizePolicy', 'restartPolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe',
  'startupProbe', 'lifecycle',
] as const;
const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && !(isFields(value) && Object.keys(value).length === 0) &&
  !(Array.isArray(value) && value.length === 0);

/** validateEphemeralContainers: the target must be another container; no ports, resources, probes, hooks. */
export function validateEphemeralContainers(spec: Fields, field: string, context: ContainerContext): readonly FieldError[] {
  const targets = new Set(
    [...listOf(spec['containers']), ...listOf(spec['initContainers'])].map((container) => textOf(container['name']) ?? ''),
  );
  const names = new Set(targets);
  return listOf(spec['ephemeralContainers']).flatMap((container, index) => {
    const at = `${field}.ephemeralContainers[${index}]`;
    const target = textOf(container['targetContainerName']);
    return [
      ...validateCommon(container, at, context),
      ...duplicates([{ key: textOf(container['name']) ?? '', field: `${at}.name` }], names),
      ...(target && !targets.has(target) ? [notFound(`${at}.targetContainerName`, target)] : []),
      ...notForEphemeral.flatMap((key) =>
        isSet(container[key]) ? [forbidden(`${at}.${key}`, 'cannot be set for an Ephemeral Container')] : []),
      ...listOf(container['volumeMounts']).flatMap((mount, mountIndex) =>
        (['subPath', 'subPathExpr'] as const).flatMap((key) =>
          textOf(mount[key]) ? [forbidden(`${at}.volumeMounts[${mountIndex}].${key}`, 'cannot be set for an Ephemeral Container')] : [])),
    ];
  });
}

/** The sources in the order in which validateVolumeSource looks at them. */
const volumeSources = [
  'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker', 'persistentVolumeClaim', 'rbd', 'cinder',
  'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos',
  'projected', 'scaleIO', 'csi', 'ephemeral', 'image',
];

/** validateVolumeSource: one source, and no more. What is in it is taken as it is. */
const sourceErrors = (volume: Fields, field: string): readonly FieldError[] =>
  volumeSources.filter((source) => isFields(volume[source])).slice(1).map((source) => forbidden(`${field}.${source}`, 'may not specify more than 1 volume type'));

/** ValidateVolumes: names, and one source each. */
export function validateVolumes(spec: Fields, field: string): readonly FieldError[] {
  const names = new Set<string>();
  return listOf(spec['volumes']).flatMap((volume, index) => {
    const at = `${field}.volumes[${index}].name`;
    const name = textOf(volume['name']) ?? '';
    const sources = sourceErrors(volume, `${field}.volumes[${index}]`);
    if (name === '') return [...sources, required(at)];
    const errors = labelErrors(name, at);
    return [...sources, ...(errors.length > 0 ? errors : duplicates([{ key: name, field: at }], names))];
  });
}
