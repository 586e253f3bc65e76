import { describe, expect, it } from 'vitest';
import { fieldErrorText } from './fieldErrors';
import { sysctlNamespace, validateHostUsers, validatePodHostName, validatePodHostNetworkDeps, validateProcessNamespace, validateSysctls } from './namespaceValidation';
import type { PodSpec } from './objects';

describe('hostUsers: false', () => {
  it('excludes the node’s other namespaces and block devices', () => {
    const spec: PodSpec = {
      hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true,
      containers: [{ name: 'c', volumeDevices: [{ name: 'd', devicePath: '/dev/d' }] }],
    };
    const errors = validateHostUsers(spec, 'spec');
    expect(errors.map(fieldErrorText)).toEqual([
      'spec.hostNetwork: Forbidden: when `hostUsers` is false', 'spec.HostPID: Forbidden: when `hostUsers` is false',
      'spec.HostIPC: Forbidden: when `hostUsers` is false', 'spec.containers[0].volumeDevices: Forbidden: when `hostUsers` is false',
    ]);
    expect(errors.map(({ at }) => at)).toEqual([undefined, 'spec.hostPID', 'spec.hostIPC', undefined]);
    expect(validateHostUsers(spec, 'spec', { allowUserNamespacesHostNetworkSupport: true, allowUserNamespacesWithVolumeDevices: true })).toHaveLength(2);
    expect(validateHostUsers({ ...spec, hostUsers: true }, 'spec')).toEqual([]);
  });
});

describe('hostNetwork', () => {
  const spec = (hostPort?: number): PodSpec => ({ hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80, ...(hostPort === undefined ? {} : { hostPort }) }] }] });
  it('wants the same port on both sides', () => {
    expect(validatePodHostNetworkDeps(spec(80), 'spec')).toEqual([]);
    expect(validatePodHostNetworkDeps(spec(81), 'spec').map(fieldErrorText)).toEqual([
      'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
    ]);
    expect(validatePodHostNetworkDeps(spec(), 'spec')).toHaveLength(1);
    expect(validatePodHostNetworkDeps(spec(), 'spec.template.spec', { resourceIsPod: false })).toEqual([]);
  });
});

describe('process namespaces', () => {
  it('are shared in one way', () => {
    expect(validateProcessNamespace({ shareProcessNamespace: true, hostPID: true }, 'spec').map(({ field, at }) => [field, at])).toEqual([
      ['spec.securityContext.shareProcessNamespace', 'spec.shareProcessNamespace'],
    ]);
    expect(validateProcessNamespace({ shareProcessNamespace: false, hostPID: true }, 'spec')).toEqual([]);
  });
});

describe('sysctls', () => {
  const spec = (names: readonly string[], more: PodSpec = {}): PodSpec => ({ securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) }, ...more });
  it('belong to a namespace', () => {
    expect(['net.a', 'net/a', 'kernel.shmmax', 'kernel/sem', 'fs.mqueue.x', 'kernel.pid_max', 'vm.x'].map(sysctlNamespace)).toEqual([
      'net', 'net', 'ipc', 'ipc', 'ipc', undefined, undefined,
    ]);
  });
  it('of the node’s namespaces are refused', () => {
    expect(validateSysctls(spec(['net.a', 'kernel.shmmax'], { hostNetwork: true }), 'spec').map(fieldErrorText)).toEqual([
      `spec.securityContext.sysctls[0].name: Invalid value: "net.a": may not be specified when 'hostNetwork' is true`,
    ]);
    expect(validateSysctls(spec(['net.a', 'kernel.shmmax'], { hostIPC: true }), 'spec')).toHaveLength(1);
    expect(validateSysctls(spec(['net.a'], { hostNetwork: true }), 'spec', { allowNamespacedSysctlsForHostNetAndHostIPC: true })).toEqual([]);
  });
  it('have names of a form, once', () => {
    expect(validateSysctls(spec(['', 'i!', 'a.b', 'a.b']), 'spec').map(({ type }) => type)).toEqual(['Required', 'Invalid', 'Duplicate']);
  });
});

describe('hostnameOverride', () => {
  it.each<[PodSpec, number]>([
    [{}, 0], [{ hostnameOverride: 'a.b' }, 0], [{ hostnameOverride: '' }, 1], [{ hostnameOverride: 'A' }, 1],
    [{ hostnameOverride: 'a'.repeat(65) }, 1], [{ hostnameOverride: 'a', hostNetwork: true }, 1],
    [{ hostnameOverride: 'a', setHostnameAsFQDN: true, hostNetwork: true }, 2], [{ hostnameOverride: 'a', setHostnameAsFQDN: false }, 0],
  ])('%j', (spec, errors) => {
    expect(validatePodHostName(spec, 'spec')).toHaveLength(errors);
  });
});
