/**
 * The API server's objections to combinations of host namespaces: what a pod may not ask for at the same time. Stands
 * for validateHostUsers, validatePodHostNetworkDeps, validateSysctls, validatePodHostName and the part of
 * validatePodSpecSecurityContext on process namespaces, in pkg/apis/core/validation/validation.go. Upstream keeps some
 * of these fields in the security context internally, so its paths differ from the manifest's; `at` has the manifest's.
 */
import { duplicate, forbidden, invalid, required, tooLong, type FieldError } from './fieldErrors';
import { isDNS1123Subdomain } from './nameValidation';
import type { PodSpec } from './objects';
import { containersOf } from './podContainers';
import { listOf, textOf } from './reading';

export interface NamespaceValidationOptions {
  /** Gate UserNamespacesHostNetworkSupport, alpha and off. */
  readonly allowUserNamespacesHostNetworkSupport?: boolean;
  /** Only for updates of pods that have the combination already. */
  readonly allowUserNamespacesWithVolumeDevices?: boolean;
  /** Only for updates of pods that have the combination already. */
  readonly allowNamespacedSysctlsForHostNetAndHostIPC?: boolean;
  /** Is it a Pod, or the template of another object? A template's host ports are filled in later. */
  readonly resourceIsPod?: boolean;
}

/** With hostUsers false a pod may use none of the node's other namespaces (validation.go:validateHostUsers). */
export function validateHostUsers(spec: PodSpec, field: string, options: NamespaceValidationOptions = {}): readonly FieldError[] {
  if (spec.hostUsers !== false) return [];
  const detail = 'when `hostUsers` is false';
  const errors: FieldError[] = [];
  if (spec.hostNetwork === true && !options.allowUserNamespacesHostNetworkSupport) {
    errors.push(forbidden(`${field}.hostNetwork`, detail));
  }
  if (spec.hostPID === true) errors.push(forbidden(`${field}.HostPID`, detail, `${field}.hostPID`));
  if (spec.hostIPC === true) errors.push(forbidden(`${field}.HostIPC`, detail, `${field}.hostIPC`));
  if (!options.allowUserNamespacesWithVolumeDevices) {
    for (const { container, path } of containersOf(spec)) {
      if (listOf(container.volumeDevices).length > 0) errors.push(forbidden(`${field}.${path}.volumeDevices`, detail));
    }
  }
  return errors;
}

/** With hostNetwork a port is the node's port: hostPort must equal containerPort (validation.go:validatePodHostNetworkDeps). */
export function validatePodHostNetworkDeps(spec: PodSpec, field: string, options: NamespaceValidationOptions = {}): readonly FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const isPod = options.resourceIsPod ?? true;
  return listOf(spec.containers).flatMap((container, index) =>
    listOf(container['ports']).flatMap((port, portIndex) => {
      const hostPort = port['hostPort'] ?? 0;
      return (isPod || hostPort !== 0) && hostPort !== port['containerPort']
        ? [invalid(`${field}.containers[${index}].ports[${portIndex}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
        : [];
    }),
  );
}

/** shareProcessNamespace and hostPID exclude each other (validation.go:validatePodSpecSecurityContext). */
export function validateProcessNamespace(spec: PodSpec, field: string): readonly FieldError[] {
  return spec.shareProcessNamespace === true && spec.hostPID === true
    ? [invalid(
        `${field}.securityContext.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled',
        `${field}.shareProcessNamespace`,
      )]
    : [];
}

const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlFormat = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`;
const sysctlPattern = new RegExp(sysctlFormat);
const sysctlMaxLength = 253;

/**
 * The name with dots between its parts: with slashes as separators, dots and slashes change places
 * (component-helpers/node/util/sysctl:NormalizeName).
 */
function normalizeSysctl(name: string): string {
  const separator = name.search(/[./]/);
  if (separator < 0 || name[separator] === '.') return name;
  return name.replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.'));
}

/** The namespace that a sysctl belongs to, undefined for one of the whole node (sysctl/namespace.go:GetNamespace). */
export function sysctlNamespace(name: string): 'ipc' | 'net' | undefined {
  const normal = normalizeSysctl(name);
  if (normal.startsWith('net.')) return 'net';
  return normal === 'kernel.sem' || ['kernel.shm', 'kernel.msg', 'fs.mqueue.'].some((prefix) => normal.startsWith(prefix))
    ? 'ipc'
    : undefined;
}

/** A sysctl of a namespace that the pod shares with the node may not be set (validation.go:ValidateHostSysctl). */
function validateHostSysctl(spec: PodSpec, name: string, field: string): readonly FieldError[] {
  const namespace = sysctlNamespace(name);
  if (spec.hostNetwork === true && namespace === 'net') return [invalid(field, name, "may not be specified when 'hostNetwork' is true")];
  if (spec.hostIPC === true && namespace === 'ipc') return [invalid(field, name, "may not be specified when 'hostIPC' is true")];
  return [];
}

/** The names of spec.securityContext.sysctls (validation.go:validateSysctls). */
export function validateSysctls(spec: PodSpec, field: string, options: NamespaceValidationOptions = {}): readonly FieldError[] {
  const seen = new Set<string>();
  return listOf(spec.securityContext?.sysctls).flatMap((sysctl, index) => {
    const at = `${field}.securityContext.sysctls[${index}].name`;
    const name = textOf(sysctl['name']) ?? '';
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(at));
    else if (name.length > sysctlMaxLength || !sysctlPattern.test(name)) {
      errors.push(invalid(at, name, `must have at most ${sysctlMaxLength} characters and match regex ${sysctlFormat}`));
    } else if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    return options.allowNamespacedSysctlsForHostNetAndHostIPC ? errors : [...errors, ...validateHostSysctl(spec, name, at)];
  });
}

/** hostnameOverride: a DNS subdomain of 64 bytes at most, without hostNetwork or setHostnameAsFQDN (validation.go:validatePodHostName). */
export function validatePodHostName(spec: PodSpec, field: string): readonly FieldError[] {
  const value = textOf(spec.hostnameOverride);
  if (value === undefined) return [];
  const at = `${field}.hostnameOverride`;
  return [
    ...(spec.setHostnameAsFQDN === true ? [forbidden(at, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(spec.hostNetwork === true ? [forbidden(at, 'may not be specified when hostNetwork is true')] : []),
    ...(value.length > 64 ? [tooLong(at, 64)] : []),
    ...isDNS1123Subdomain(value).map((message) => invalid(at, value, message)),
  ];
}
