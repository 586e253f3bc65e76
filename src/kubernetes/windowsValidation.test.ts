import { describe, expect, it } from 'vitest';
import { fieldErrorText } from './fieldErrors';
import type { PodSpec } from './objects';
import { validateOS, validateWindowsHostProcessPod } from './windowsValidation';

const windows = (spec: PodSpec): PodSpec => ({ os: { name: 'windows' }, containers: [{ name: 'c' }], ...spec });
const hostProcess = { securityContext: { windowsOptions: { hostProcess: true } } };

describe('validateOS', () => {
  it('keeps Linux fields from Windows pods', () => {
    const spec = windows({
      hostUsers: true, hostPID: true, shareProcessNamespace: false, securityContext: { runAsUser: 1 },
      containers: [{ name: 'c', securityContext: { privileged: false } }],
    });
    expect(validateOS(spec, 'spec').map(({ field }) => field)).toEqual([
      'spec.securityContext.runAsUser', 'spec.hostUsers', 'spec.hostPID', 'spec.shareProcessNamespace', 'spec.containers[0].securityContext.privileged',
    ]);
    expect(validateOS(spec, 'spec').every(({ detail }) => detail === 'cannot be set for a windows pod')).toBe(true);
  });
  it('keeps Windows options from Linux pods', () => {
    expect(validateOS({ os: { name: 'linux' }, ...hostProcess, containers: [{ name: 'c', ...hostProcess }] }, 'spec').map(fieldErrorText)).toEqual([
      'spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod',
      'spec.containers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod',
    ]);
  });
  it('knows two systems', () => {
    expect(validateOS({}, 'spec')).toEqual([]);
    expect(validateOS({ os: { name: '' } }, 'spec').map(fieldErrorText)).toEqual(['spec.os.name: Required value']);
    expect(validateOS({ os: { name: 'plan9' } }, 'spec').map(fieldErrorText)).toEqual(['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"']);
  });
});

describe('HostProcess containers', () => {
  it.each<[string, PodSpec, number]>([
    ['none', windows({}), 0],
    ['all, by the pod', windows({ ...hostProcess, hostNetwork: true }), 0],
    ['all, one by one', windows({ containers: [{ name: 'c', ...hostProcess }], hostNetwork: true }), 0],
    ['without hostNetwork', windows(hostProcess), 1],
    ['some', windows({ containers: [{ name: 'c', ...hostProcess }, { name: 'd' }], hostNetwork: true }), 1],
    ['against the pod', windows({ securityContext: { windowsOptions: { hostProcess: false } }, containers: [{ name: 'c', ...hostProcess }], hostNetwork: true }), 1],
  ])('%s', (_name, spec, errors) => {
    expect(validateWindowsHostProcessPod(spec, 'spec')).toHaveLength(errors);
  });
  it('may be forbidden by the cluster', () => {
    expect(validateWindowsHostProcessPod(windows({ ...hostProcess, hostNetwork: true }), 'spec', false).map(fieldErrorText)).toEqual([
      'spec: Forbidden: hostProcess containers are disallowed by cluster policy',
    ]);
  });
});
