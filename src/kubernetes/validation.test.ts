import { describe, expect, it } from 'vitest';
import { fieldErrorText, invalidObjectText } from './fieldErrors';
import type { Pod, PodSpec } from './objects';
import { podDefaults, podSpecDefaults } from './podSpecDefaults';
import { validatePodCreate, validatePodManifest, validatePodSpec, validatePodUpdate } from './validation';

const pod = (spec: PodSpec = {}, metadata: Pod['metadata'] = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
});
const texts = (of: Pod): readonly string[] => validatePodManifest(of).map(fieldErrorText);

describe('validatePodManifest', () => {
  it('has nothing against a plain pod', () => {
    expect(texts(pod())).toEqual([]);
    expect(texts(pod({}, { name: '', generateName: 'web-' }))).toEqual([]);
  });
  it('answers as the API server does', () => {
    const errors = validatePodManifest(pod({ hostUsers: false, hostNetwork: true, containers: [] }));
    expect(invalidObjectText('Pod', 'web', errors)).toBe(
      'Pod "web" is invalid: [spec.containers: Required value, spec.hostNetwork: Forbidden: when `hostUsers` is false]',
    );
  });
  it.each<[PodSpec, string]>([
    [{ hostname: 'A.b' }, 'spec.hostname: Invalid value: "A.b"'],
    [{ nodeName: 'Bad' }, 'spec.nodeName: Invalid value: "Bad"'],
    [{ runtimeClassName: 'invalid/sandbox' }, 'spec.runtimeClassName: Invalid value: "invalid/sandbox"'],
    [{ restartPolicy: 'Sometimes' as 'Always' }, 'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    [{ dnsPolicy: 'None' }, 'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    [{ dnsPolicy: 'None', dnsConfig: {} }, 'spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver'],
    [{ activeDeadlineSeconds: 0 }, 'spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    [{ tolerations: [{ operator: 'Equal' }] }, 'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists'],
    [{ tolerations: [{ key: 'a', operator: 'Exists', tolerationSeconds: 3 }] }, 'spec.tolerations[0].effect: Invalid value: "": effect must be \'NoExecute\''],
    [{ hostAliases: [{ ip: 'x', hostnames: ['a'] }] }, 'spec.hostAliases[0].ip: Invalid value: "x": must be a valid IP address'],
    [{ resourceClaims: [{ name: 'c' }] }, 'spec.resourceClaims[0]: Invalid value: {"name":"c"}: must specify one of'],
    [{ schedulingGates: [{ name: 'g' }], nodeName: 'n' }, 'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
    [{ ephemeralContainers: [{ name: 'd', image: 'i' }] }, 'spec.ephemeralContainers: Forbidden: cannot be set on create'],
    [{ volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: {} }] } }] }, 'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden'],
  ])('%j', (spec, start) => {
    expect(texts(pod(spec))).toEqual([expect.stringContaining(start)]);
  });
  it('takes a mirror’s resource claims for static pods’', () => {
    const mirror = pod({ nodeName: 'n', resourceClaims: [{ name: 'c', resourceClaimName: 'x' }] }, { annotations: { 'kubernetes.io/config.mirror': 'h' } });
    expect(texts(mirror)).toEqual([': Forbidden: static pods do not support resource claims']);
  });
  it('does not fall over texts of the wrong shape', () => {
    const broken = { metadata: { name: { x: 1 }, labels: 'no' }, spec: { containers: 'c', volumes: [null], tolerations: 3, securityContext: [] } } as unknown as Pod;
    expect(texts(broken).length).toBeGreaterThan(0);
    expect(texts({ spec: null } as unknown as Pod).length).toBeGreaterThan(0);
  });
});

describe('templates', () => {
  it('get their host ports later', () => {
    const spec = podSpecDefaults({ hostNetwork: true, containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] }, false);
    expect(validatePodSpec(spec, undefined, 'spec.template.spec', { resourceIsPod: false })).toEqual([]);
    expect(validatePodSpec(spec, undefined, 'spec')).toHaveLength(1);
  });
});

describe('validatePodCreate', () => {
  it('knows the gate of restart rules', () => {
    const own = podDefaults(pod({ containers: [{ name: 'c', image: 'i', restartPolicy: 'Never' }] }, { namespace: 'default' }));
    expect(validatePodCreate(own)).toEqual([]);
    expect(validatePodCreate(own, { containerRestartRules: false })).toHaveLength(1);
  });
});

describe('validatePodUpdate', () => {
  const stored = podDefaults(pod({ tolerations: [{ key: 'a', operator: 'Exists' }] }, { namespace: 'default' }));
  const changed = (spec: PodSpec): readonly string[] => validatePodUpdate({ ...stored, spec: { ...stored.spec, ...spec } }, stored).map(fieldErrorText);
  it('lets images change and tolerations grow', () => {
    const containers = (stored.spec?.containers ?? []).map((container) => ({ ...container, image: 'other' }));
    expect(changed({ containers, tolerations: [{ key: 'a', operator: 'Exists' }, { operator: 'Exists' }] })).toEqual([]);
  });
  it('refuses the rest', () => {
    expect(changed({ hostNetwork: true })).toEqual([expect.stringContaining('spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`')]);
    expect(changed({ tolerations: [] })).toEqual(['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds']);
    expect(changed({ containers: [] })).toContain('spec.containers: Forbidden: pod updates may not add or remove containers');
  });
});
