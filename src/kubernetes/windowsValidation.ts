/**
 * The API server's objections that depend on the operating system: what a Windows pod may not set, what a Linux pod
 * may not set, and the rules of HostProcess containers. Stands for validateOS, validateLinux, validateWindows and
 * validateWindowsHostProcessPod in pkg/apis/core/validation/validation.go.
 */
import { forbidden, invalid, notSupported, required, type FieldError } from './fieldErrors';
import type { PodSpec } from './objects';
import { containersOf } from './podContainers';
import { fieldsOf, listOf, textOf, valueAt } from './reading';

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Fields of a pod's security context that only Linux knows. */
const linuxPodContext = [
  'appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'runAsUser', 'runAsGroup',
  'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy',
] as const;
const linuxContainerContext = [
  'appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged',
  'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup',
] as const;
const notOnWindows = 'cannot be set for a windows pod';

/** validation.go:validateWindows. */
export function validateWindows(spec: PodSpec, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (path: string): void => void errors.push(forbidden(`${field}.${path}`, notOnWindows));
  const context = fieldsOf(spec.securityContext);
  for (const key of linuxPodContext) if (isSet(context[key])) refuse(`securityContext.${key}`);
  if (listOf(context['sysctls']).length > 0) refuse('securityContext.sysctls');
  if (isSet(spec.hostUsers)) refuse('hostUsers');
  if (spec.hostPID === true) refuse('hostPID');
  if (spec.hostIPC === true) refuse('hostIPC');
  if (isSet(spec.shareProcessNamespace)) refuse('shareProcessNamespace');
  for (const { container, path } of containersOf(spec)) {
    const own = fieldsOf(container.securityContext);
    for (const key of linuxContainerContext) if (isSet(own[key])) refuse(`${path}.securityContext.${key}`);
  }
  return errors;
}

/** validation.go:validateLinux. */
export function validateLinux(spec: PodSpec, field: string): readonly FieldError[] {
  const detail = 'windows options cannot be set for a linux pod';
  return [
    ...(isSet(spec.securityContext?.windowsOptions) ? [forbidden(`${field}.securityContext.windowsOptions`, detail)] : []),
    ...containersOf(spec).flatMap(({ container, path }) =>
      isSet(container.securityContext?.windowsOptions) ? [forbidden(`${field}.${path}.securityContext.windowsOptions`, detail)] : []),
  ];
}

/** validation.go:validateOS, and what follows from the name. */
export function validateOS(spec: PodSpec, field: string): readonly FieldError[] {
  if (!isSet(spec.os)) return [];
  const name = textOf(fieldsOf(spec.os)['name']) ?? '';
  switch (name) {
    case '':
      return [required(`${field}.os.name`)];
    case 'linux':
      return validateLinux(spec, field);
    case 'windows':
      return validateWindows(spec, field);
    default:
      return [notSupported(`${field}.os`, name, ['linux', 'windows'])];
  }
}

const hostProcessOf = (context: unknown): boolean | undefined => {
  const value = valueAt(context, 'windowsOptions', 'hostProcess');
  return typeof value === 'boolean' ? value : undefined;
};

/**
 * HostProcess containers: all or none of the pod's containers, with hostNetwork, and where privileged containers are
 * allowed (validation.go:validateWindowsHostProcessPod).
 */
export function validateWindowsHostProcessPod(spec: PodSpec, field: string, allowPrivileged = true): readonly FieldError[] {
  const errors: FieldError[] = [];
  const ofPod = hostProcessOf(spec.securityContext);
  const containers = containersOf(spec);
  let hostProcess = 0;
  for (const { container, path } of containers) {
    const own = hostProcessOf(container.securityContext);
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      errors.push(invalid(
        `${field}.${path}.securityContext.windowsOptions.hostProcess`, own,
        `pod hostProcess value must be identical if both are specified, was ${ofPod}`,
      ));
    }
    if (own ?? ofPod) hostProcess++;
  }
  if (hostProcess === 0) return errors;
  if (hostProcess !== containers.length) {
    errors.push(invalid(field, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  }
  if (spec.hostNetwork !== true) {
    errors.push(invalid(`${field}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'));
  }
  if (!allowPrivileged) errors.push(forbidden(field, 'hostProcess containers are disallowed by cluster policy'));
  return errors;
}
