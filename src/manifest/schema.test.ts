import { describe, expect, it } from 'vitest';
import { schemaKinds, schemaRelease, schemaTypes } from './generated/schema';
import { checkType, conform, editDistance, typeOfKind } from './schema';

const inPod = (spec: object): readonly string[] => checkType({ apiVersion: 'v1', kind: 'Pod', spec }, 'Pod').map(({ message, hint }) => `${message} ${hint ?? ''}`.trim());

describe('the generated table', () => {
  it('is of 1.36 and complete in itself', () => {
    expect(schemaRelease).toBe('1.36');
    const used = [...Object.values(schemaKinds), ...Object.values(schemaTypes).flatMap((line) => line.split(' ').map((entry) => (entry.split(':')[1] ?? '*').replace(/[[\]{}]/g, '')))];
    const missing = used.filter((type) => !['s', 'i', 'n', 'b', 't', 'q', 'o', '*', ''].includes(type) && schemaTypes[type] === undefined);
    expect(missing).toEqual([]);
    expect(schemaTypes['PodSpec']).toContain('hostnameOverride:s');
    expect(schemaTypes['Container']).toContain('restartPolicyRules:[ContainerRestartRule]');
  });

  it('finds kinds by version', () => {
    expect(typeOfKind('apps/v1', 'Deployment')).toBe('Deployment');
    expect(typeOfKind('extensions/v1beta1', 'Deployment')).toBeUndefined();
    expect(typeOfKind(undefined, undefined)).toBeUndefined();
  });
});

describe('checkType', () => {
  it('takes what the API takes', () => {
    expect(inPod({
      containers: [{
        name: 'a', image: 'b', args: ['x'], env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }],
        resources: { limits: { cpu: 1, memory: '1Gi' } }, livenessProbe: { httpGet: { port: 'http' } }, readinessProbe: { httpGet: { port: 80 } },
      }],
      volumes: [{ name: 'v', emptyDir: { sizeLimit: 1 } }, { name: 'n', emptyDir: null }], nodeSelector: { a: 'b' }, hostNetwork: null,
    })).toEqual([]);
  });

  it.each([
    [{ restartPolcy: 'Never' }, ['unknown field "spec.restartPolcy" Did you mean restartPolicy?']],
    [{ containers: [{ name: 'a', imagee: 'x' }] }, ['unknown field "spec.containers[0].imagee" Did you mean image?']],
    [{ hostnetwork: true }, ['unknown field "spec.hostnetwork" Did you mean hostNetwork? Upper and lower case count.']],
    [{ containers: [{ name: 'a', hostNetwork: true }] }, ['unknown field "spec.containers[0].hostNetwork" hostNetwork belongs to spec: check the indentation.']],
    [{ containers: [{ name: 'a', args: 'x' }] }, ['spec.containers[0].args: a list is needed, here stands a text Write it as a list: a line with a dash for each item.']],
    [{ containers: [{ name: 'a', env: [{ name: 'A', value: 8080 }] }] }, ['spec.containers[0].env[0].value: a text is needed, here stands a number Put it in quotes: "8080".']],
    [{ containers: [{ name: 'a', ports: [{ hostPort: '80' }] }] }, ['spec.containers[0].ports[0].hostPort: a whole number is needed, here stands a text Write it without quotes.']],
    [{ containers: { name: 'a' } }, ['spec.containers: a list is needed, here stands a map Put a dash before the first key of each item.']],
    [{ securityContext: [{ runAsUser: 1 }] }, ['spec.securityContext: a map is needed, here stands a list Write one value: without a dash, without brackets.']],
    [{ terminationGracePeriodSeconds: 1.5 }, ['spec.terminationGracePeriodSeconds: a whole number is needed, here stands a number']],
    [{ nodeSelector: { gpu: true } }, ['spec.nodeSelector[gpu]: a text is needed, here stands true or false Put it in quotes: "true".']],
  ])('says what is wrong in %j', (spec, words) => {
    expect(inPod(spec)).toEqual(words);
  });

  it('says where a field of a Deployment belongs', () => {
    const [issue] = checkType({ spec: { containers: [] } }, 'Deployment');
    expect(issue).toMatchObject({ path: 'spec.containers', hint: 'containers belongs to spec.template.spec.' });
  });
});

describe('conform', () => {
  it('keeps what fits and drops the rest', () => {
    expect(conform({ containers: [{ name: 'a', args: 'x', tty: 'no' }], hostPID: true, foo: 1 }, 'PodSpec')).toEqual({ containers: [{ name: 'a' }], hostPID: true });
    expect(conform('text', 'PodSpec')).toBeUndefined();
  });
});

describe('editDistance', () => {
  it.each([['abc', 'abc', 0], ['abc', 'acb', 1], ['abc', 'ab', 1], ['abc', 'xyz', 3], ['', 'ab', 2]])('of %s and %s is %d', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance);
  });
  it('stops at its limit', () => {
    expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(2);
  });
});
