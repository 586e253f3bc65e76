import { describe, expect, it } from 'vitest';
import {
  checkHostPortConflicts, validateEnv, validateLifecycle, validatePorts, validateProbes, validateRestart, validateRestartWithoutRules,
  validateVolumeMounts,
} from './containerPartsValidation';
import { fieldErrorText, type FieldError } from './fieldErrors';

const texts = (errors: readonly FieldError[]): readonly string[] => errors.map(fieldErrorText);

describe('ports', () => {
  it('have a number and a protocol, and a name that is unique', () => {
    expect(texts(validatePorts([{ name: 'a', containerPort: 80, protocol: 'TCP' }, { name: 'a', protocol: 'X', hostPort: 70000 }], 'p'))).toEqual([
      'p[1].name: Duplicate value: "a"', 'p[1].containerPort: Required value',
      'p[1].hostPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      'p[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
    ]);
  });
  it('of the node are held once', () => {
    const port = { protocol: 'TCP', hostPort: 80 };
    expect(texts(checkHostPortConflicts([{ ports: [port] }, { ports: [{ ...port, hostIP: '10.0.0.1' }, port] }], 'c'))).toEqual([
      'c[1].ports[1].hostPort: Duplicate value: "TCP//80"',
    ]);
  });
});

describe('environment', () => {
  it('has names and one source', () => {
    expect(texts(validateEnv([{ name: 'A-b.c' }, { name: 'A=B' }, {}, { name: 'C', valueFrom: {} }, { name: 'D', value: 'x', valueFrom: { fieldRef: {} } }], 'e'))).toEqual([
      'e[1].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
      'e[2].name: Required value',
      'e[3].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      'e[4].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    ]);
  });
});

describe('mounts', () => {
  it('name a volume of the pod, once a path', () => {
    const mounts = [{ name: 'v', mountPath: '/a' }, { name: 'w', mountPath: '/a' }, { name: 'v', mountPath: '/b', mountPropagation: 'Bidirectional' }];
    expect(texts(validateVolumeMounts({ volumeMounts: mounts }, new Set(['v']), 'm'))).toEqual([
      'm[1].name: Not found: "w"', 'm[1].mountPath: Invalid value: "/a": must be unique',
      'm.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers',
    ]);
    const privileged = { volumeMounts: mounts.slice(2), securityContext: { privileged: true } };
    expect(validateVolumeMounts(privileged, new Set(['v']), 'm')).toEqual([]);
  });
});

describe('probes and hooks', () => {
  it('have one handler with a usable port', () => {
    expect(texts(validateProbes({ livenessProbe: { successThreshold: 1 }, readinessProbe: { httpGet: { port: 0 }, exec: { command: ['x'] } } }, 'c'))).toEqual([
      'c.livenessProbe: Required value: must specify a handler type',
      'c.readinessProbe.httpGet: Forbidden: may not specify more than 1 handler type',
    ]);
    expect(texts(validateLifecycle({ lifecycle: { preStop: { httpGet: { port: 'a--b' } }, postStart: { exec: {} } } }, 'c'))).toEqual([
      'c.lifecycle.postStart.exec.command: Required value',
      'c.lifecycle.preStop.httpGet.port: Invalid value: "a--b": must not contain consecutive hyphens',
    ]);
  });
  it('differ by kind in what they may say', () => {
    const exec = { exec: { command: ['x'] } };
    expect(texts(validateProbes({ livenessProbe: { ...exec, successThreshold: 2, periodSeconds: -1 }, readinessProbe: { ...exec, terminationGracePeriodSeconds: 1 } }, 'c'))).toEqual([
      'c.livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
      'c.livenessProbe.successThreshold: Invalid value: 2: must be 1',
      'c.readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes',
    ]);
  });
});

describe('restart rules', () => {
  it('need a policy, an action and exit codes', () => {
    expect(texts(validateRestart({ restartPolicyRules: [{}] }, 'c'))).toEqual(['c.restartPolicy: Required value: must specify restartPolicy when restart rules are used']);
    expect(texts(validateRestart({ restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart' }] }, 'c'))).toEqual([
      'c.restartPolicyRules[0].exitCodes: Required value: must be specified',
    ]);
    expect(validateRestart({ restartPolicy: 'Sometimes' }, 'c')).toHaveLength(1);
  });
  it('without the gate are for sidecars only', () => {
    expect(validateRestartWithoutRules({ restartPolicy: 'Always' }, 'c', true)).toEqual([]);
    expect(texts(validateRestartWithoutRules({ restartPolicy: 'Always' }, 'c', false))).toEqual(['c.restartPolicy: Forbidden: may not be set for non-init containers']);
    expect(validateRestartWithoutRules({ restartPolicy: 'Never' }, 'c', true)).toHaveLength(1);
  });
});
