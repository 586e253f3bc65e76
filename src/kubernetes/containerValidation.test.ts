import { describe, expect, it } from 'vitest';
import { validateContainers, validateEphemeralContainers, validateInitContainers, validateVolumes, type ContainerContext } from './containerValidation';
import { fieldErrorText, type FieldError } from './fieldErrors';
import type { Fields } from './reading';

const texts = (errors: readonly FieldError[]): readonly string[] => errors.map(fieldErrorText);
const context: ContainerContext = { volumes: new Set(), hostUsers: true, isPod: true, restartRules: true };
const container = (fields: Fields = {}): Fields => ({ name: 'c', image: 'i', terminationMessagePolicy: 'File', imagePullPolicy: 'Always', ...fields });

describe('app containers', () => {
  it('are needed, each with a name and an image', () => {
    expect(texts(validateContainers({}, 'spec', context))).toEqual(['spec.containers: Required value']);
    expect(texts(validateContainers({ containers: [container({ name: '', image: '' })] }, 'spec', context))).toEqual([
      'spec.containers[0].name: Required value', 'spec.containers[0].image: Required value',
    ]);
    expect(validateContainers({ containers: [container()] }, 'spec', context)).toEqual([]);
  });
  it('have names of their own', () => {
    expect(texts(validateContainers({ containers: [container(), container()] }, 'spec', context))).toEqual(['spec.containers[1].name: Duplicate value: "c"']);
  });
  it('may not ask for more than their limit', () => {
    const resources = { requests: { cpu: '2000m', memory: '1Gi', 'a b': 'none' }, limits: { cpu: 1, memory: '1024Mi', 'a b': 1 } };
    expect(texts(validateContainers({ containers: [container({ resources })] }, 'spec', context))).toEqual([
      'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    ]);
  });
  it('may not contradict themselves', () => {
    const securityContext = { privileged: true, allowPrivilegeEscalation: false, procMount: 'Unmasked' };
    expect(validateContainers({ containers: [container({ securityContext })] }, 'spec', context).map(({ detail }) => detail)).toEqual([
      '`hostUsers` must be false to use `Unmasked`', 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ]);
  });
  it('of a pod have an image without blanks around it', () => {
    const spec = { containers: [container({ image: ' i' })] };
    expect(validateContainers(spec, 'spec', context)).toHaveLength(1);
    expect(validateContainers(spec, 'spec', { ...context, isPod: false })).toEqual([]);
  });
});

describe('init containers', () => {
  const probe = { readinessProbe: { exec: { command: ['x'] }, successThreshold: 1 } };
  it('have no probes unless they are sidecars', () => {
    expect(texts(validateInitContainers({ initContainers: [container(probe)] }, 'spec', context))).toEqual([
      'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ]);
    expect(validateInitContainers({ initContainers: [container({ ...probe, restartPolicy: 'Always' })] }, 'spec', context)).toEqual([]);
  });
  it('share their names with no app container', () => {
    expect(validateInitContainers({ containers: [container()], initContainers: [container()] }, 'spec', context)).toHaveLength(1);
  });
});

describe('ephemeral containers', () => {
  it('have a target that exists, and no ports, probes or subpaths', () => {
    const debug = container({ name: 'debug', targetContainerName: 'nobody', ports: [{ containerPort: 1, protocol: 'TCP' }], resources: {} });
    expect(texts(validateEphemeralContainers({ containers: [container()], ephemeralContainers: [debug] }, 'spec', context))).toEqual([
      'spec.ephemeralContainers[0].targetContainerName: Not found: "nobody"',
      'spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
    ]);
  });
});

describe('volumes', () => {
  it('have unique names', () => {
    expect(texts(validateVolumes({ volumes: [{ name: 'a' }, { name: 'a' }, {}, { name: '_INVALID_' }] }, 'spec')).slice(0, 2)).toEqual([
      'spec.volumes[1].name: Duplicate value: "a"', 'spec.volumes[2].name: Required value',
    ]);
  });
});

describe('the sources of a volume', () => {
  it('are one', () => {
    expect(texts(validateVolumes({ volumes: [{ name: 'a', hostPath: {}, emptyDir: {} }, { name: 'b', emptyDir: {} }] }, 'spec'))).toEqual([
      'spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type',
    ]);
  });
});
