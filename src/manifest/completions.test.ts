import { describe, expect, it } from 'vitest';
import { offersFor } from './completions';
import { placeAt, wantedAt } from './cursor';
import { descriptions } from './generated/descriptions';
import { fieldValues } from './fieldValues';
import { fieldsOfType } from './schema';

/** The offers where `|` stands. */
function offers(marked: string) {
  const at = marked.indexOf('|');
  const wanted = wantedAt(marked.replace('|', ''), at);
  return wanted ? offersFor(wanted) : [];
}
const labels = (marked: string) => offers(marked).map(({ label }) => label);
const accept = (marked: string, label: string) => {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  const wanted = wantedAt(text, at);
  const offer = wanted && offersFor(wanted).find((each) => each.label === label);
  if (!wanted || !offer) throw new Error(`${label} is not offered`);
  return text.slice(0, wanted.from) + offer.text + text.slice(wanted.to);
};

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';

describe('field names', () => {
  it('are those of the map that the indentation says', () => {
    expect(labels(`${POD}  ho|`)).toContain('hostNetwork');
    expect(labels(`${POD}  |`)).toContain('containers');
    expect(labels(`${POD}  containers:\n  - name: web\n    im|`)).toContain('image');
    expect(labels(`${POD}  containers:\n  - name: web\n    securityContext:\n      |`)).toContain('privileged');
    expect(labels(`${POD}  containers:\n  - name: web\n  |`)).toContain('volumes');
    expect(labels(`${POD}  containers:\n  - name: web\n|`)).toContain('status');
  });

  it('leave out what stands there, before and behind the cursor', () => {
    const own = labels(`${POD}  hostIPC: true\n  |\n  nodeName: n\n  containers:\n  - name: web\n`);
    expect(own).toContain('hostPID');
    for (const name of ['hostIPC', 'nodeName', 'containers']) expect(own).not.toContain(name);
  });

  it('work behind a dash, in nested lists, and where the dash is missing', () => {
    expect(labels(`${POD}  containers:\n  - |`)).toContain('image');
    expect(labels(`${POD}  containers:\n  - name: web\n    ports:\n    - con|`)).toContain('containerPort');
    expect(labels(`${POD}  containers:\n    - name: web\n      env:\n        - name: A\n          valueFrom:\n            |`)).toContain('fieldRef');
    expect(accept(`${POD}  containers:\n  - name: web\n    env:\n      |`, 'valueFrom')).toContain('env:\n      - valueFrom:\n          ');
  });

  it('work in templates, further documents and items of a list', () => {
    const deployment = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      |';
    expect(labels(deployment)).toContain('hostNetwork');
    expect(labels(`${POD}---\n${deployment}`)).toContain('hostNetwork');
    expect(labels('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    |')).toContain('hostNetwork');
  });

  it('know a kind that stands behind the cursor', () => {
    expect(labels('spec:\n  ho|\nkind: Pod\napiVersion: v1\n')).toContain('hostNetwork');
  });

  it('are written with what their value begins with', () => {
    expect(accept(`${POD}  ho|`, 'hostNetwork')).toBe(`${POD}  hostNetwork: `);
    expect(accept(`${POD}  con|`, 'containers')).toBe(`${POD}  containers:\n  - `);
    expect(accept(`${POD}  sec|`, 'securityContext')).toBe(`${POD}  securityContext:\n    `);
    expect(accept(`${POD}  host|Net: true`, 'hostPID')).toBe(`${POD}  hostPID: true`);
  });

  it('are not offered in text, comments, values, maps of any key, and JSON', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  file: |\n';
    expect(wantedAt(`${config}    spec\n`, config.length + 6)).toBeUndefined();
    expect(labels(`${POD}  # ho|`)).toEqual([]);
    expect(labels(`${POD}  nodeName: n\n    |`)).toEqual([]);
    expect(labels('apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    |')).toEqual([]);
    expect(labels('{"apiVersion": "v1",\n "kind": "Pod",\n |}')).toEqual([]);
  });
});

describe('values', () => {
  it('are the words that the field takes', () => {
    expect(labels(`${POD}  restartPolicy: |`)).toEqual(['Always', 'OnFailure', 'Never']);
    expect(labels(`${POD}  containers:\n  - name: w\n    imagePullPolicy: N|`)).toContain('IfNotPresent');
    expect(labels(`${POD}  hostNetwork: |`)).toEqual(['true', 'false']);
    expect(labels(`${POD}  containers:\n  - ports:\n    - protocol: |`)).toEqual(['TCP', 'UDP', 'SCTP']);
    expect(labels(`${POD}  containers:\n  - securityContext:\n      capabilities:\n        add:\n        - |`)).toContain('NET_ADMIN');
    expect(labels(`${POD}  nodeName: |`)).toEqual([]);
  });

  it('are kinds and the versions that fit them', () => {
    expect(labels('apiVersion: apps/v1\nkind: |')).toEqual(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']);
    expect(labels('apiVersion: |\nkind: CronJob')).toEqual(['batch/v1']);
    expect(labels('|')).toContain('kind: Deployment');
    expect(accept('|', 'kind: Deployment')).toBe('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ');
  });

  it('are names that the pod declares', () => {
    expect(labels(`${POD}  volumes:\n  - name: conf\n  - name: data\n  containers:\n  - name: web\n    volumeMounts:\n    - name: |`)).toEqual(['conf', 'data']);
  });
});

describe('placeAt', () => {
  const at = (text: string, word: string) => placeAt(text, text.indexOf(word) + 1);

  it('names the field under the pointer, in YAML and JSON', () => {
    const text = `${POD}  containers:\n  - name: web\n    ports: [{containerPort: 80}]\n`;
    expect(at(text, 'ports')).toMatchObject({ steps: ['spec', 'containers', 0, 'ports'], field: { owner: 'Container', name: 'ports', type: '[ContainerPort]' } });
    expect(at(text, 'containerPort')).toMatchObject({ steps: ['spec', 'containers', 0, 'ports', 0, 'containerPort'], field: { owner: 'ContainerPort', required: true } });
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true, containers: [{ image: 'nginx' }] } }, null, 2);
    expect(at(json, 'hostPID')).toMatchObject({ steps: ['spec', 'hostPID'], value: 'true', field: { owner: 'PodSpec' } });
    expect(at(json, 'image')).toMatchObject({ steps: ['spec', 'containers', 0, 'image'], value: 'nginx' });
  });

  it('has no field for an unknown key, and no place on nothing', () => {
    expect(at(`${POD}  hostNetwrk: true\n`, 'hostNetwrk')).toMatchObject({ field: undefined });
    expect(placeAt('', 0)).toBeUndefined();
    expect(placeAt(POD, POD.indexOf('\nspec') + 1)).toMatchObject({ steps: ['spec'] });
  });

  it('reads hostile texts in no time', () => {
    for (const text of ['- '.repeat(50_000), '['.repeat(50_000), `a${' '.repeat(100_000)}b`, '"'.repeat(50_000), '{"a":'.repeat(20_000), '- a: |\n'.repeat(5_000)]) {
      expect(() => [placeAt(text, text.length >> 1), wantedAt(text, text.length)]).not.toThrow();
    }
  });
});

describe('the tables', () => {
  it('name only fields that exist', () => {
    for (const key of Object.keys(fieldValues)) {
      const [type = '', field = ''] = key.split('.');
      expect(fieldsOfType(type)?.has(field), key).toBe(true);
    }
    for (const [type, fields] of Object.entries(descriptions)) {
      if (type === '*') continue;
      for (const field of Object.keys(fields)) if (field !== '') expect(fieldsOfType(type)?.has(field), `${type}.${field}`).toBe(true);
    }
  });

  it('describe nearly every field, in short', () => {
    const all = Object.values(descriptions).flatMap((fields) => Object.values(fields));
    expect(all.length).toBeGreaterThan(900);
    expect(Math.max(...all.map(({ length }) => length))).toBeLessThan(300);
  });
});
