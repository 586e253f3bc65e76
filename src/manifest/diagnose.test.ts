import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { decodeBytes } from './decode';
import { diagnose, type Destination } from './diagnose';
import { parseManifest } from './parse';
import { podsOfDocument } from './podTemplates';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: web\n    image: nginx\n';

function problemsOf(text: string, destination?: Destination): readonly (readonly [string, number, string])[] {
  const parsed = parseManifest(text);
  return diagnose(parsed, parsed.documents.flatMap(podsOfDocument), destination).map(({ severity, line, code }) => [severity, line, code] as const);
}
const firstOf = (text: string) => {
  const parsed = parseManifest(text);
  return diagnose(parsed, parsed.documents.flatMap(podsOfDocument))[0];
};

describe('causes before symptoms', () => {
  it.each([
    ['a Helm template', pod.replace('name: a', 'name: {{ .Release.Name }}'), 4, '{{ … }}'],
    ['a Jinja template', pod.replace('    image: nginx\n', '    image: nginx\n    {% if x %}\n    tty: true\n    {% endif %}\n'), 9, '{% … %}'],
    ['an image with two marks', pod.replace('nginx', '{{ .Values.image }}:{{ .Values.tag }}'), 8, '{{ … }}'],
    ['words in braces with more behind', pod.replace('nginx', '{REPO}/nginx'), 8, '{ … }'],
    ['an unrendered JSON', '{\n "kind": "Pod",\n {{labels}}\n}\n', 3, '{{ … }}'],
  ])('names %s at its line', (_name, text, line, mark) => {
    expect(firstOf(text)).toMatchObject({ severity: 'error', code: 'template', line, message: `This is a template that was not rendered: ${mark}` });
  });

  it('tells two objects without a line between them once, where the second begins', () => {
    const parsed = parseManifest(pod + pod.replace('name: a', 'name: b'));
    const found = diagnose(parsed, parsed.documents.flatMap(podsOfDocument));
    expect(found.map(({ line, code, message }) => [line, code, message])).toEqual([[9, 'duplicateKey', 'Another object begins here, without a line --- before it']]);
    expect(found[0]?.hint).toBe('Put a line with --- above it.');
    expect(found[0]?.kubernetes).toBe([
      'line 9: key "apiVersion" already set in map', 'line 10: key "kind" already set in map', 'line 12: key "metadata" already set in map', 'line 14: key "spec" already set in map',
    ].join('\n'));
    expect(problemsOf(`${pod}kind: Job\n`)).toContainEqual(['warning', 9, 'duplicateKey']);
    expect(problemsOf(pod + pod + pod).map(([, line]) => line)).toEqual([9, 17]);
  });

  it('names an unresolved merge conflict at its first mark', () => {
    const text = pod.replace('    image: nginx\n', '<<<<<<< HEAD\n    image: nginx:1\n=======\n    image: nginx:2\n>>>>>>> other\n');
    expect(firstOf(text)).toMatchObject({ code: 'mergeConflict', line: 8, kubernetes: "yaml: line 9: could not find expected ':'" });
    expect(problemsOf('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  log: |\n    <<<<<<< HEAD\n    >>>>>>> x\n')).toEqual([]);
  });

  it.each([
    ['events', 'LAST SEEN   TYPE      REASON      OBJECT\n5m          Normal    Scheduled   pod/web\n'],
    ['what crictl prints', 'POD ID              CREATED             STATE\n0a1b                5 days ago          Ready\n'],
    ['an error of kubectl', 'Error from server (NotFound): pods "web" not found\n'],
  ])('names %s', (_name, text) => {
    expect(firstOf(text)).toMatchObject({ code: 'kubectlOutput', line: 1 });
  });

  it('names a placeholder that reads as a map', () => {
    expect(firstOf(pod.replace('nginx', '{IMAGE}'))).toMatchObject({ code: 'template', line: 8, message: 'A placeholder was not filled in: {IMAGE}' });
  });

  it('warns of a mark that reads as a text, only where a name or an image belongs', () => {
    expect(problemsOf(pod.replace('nginx', '"{{ .Values.image }}"'))).toContainEqual(['warning', 8, 'template']);
    expect(problemsOf('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  rule: "{{ $labels.pod }}"\n')).toEqual([]);
  });

  it('names no-break spaces, whether they break the YAML or not', () => {
    expect(firstOf(pod.replace('  name: a', '\u00a0\u00a0name: a'))).toMatchObject({ code: 'noBreakSpace', line: 4, column: 1 });
    expect(firstOf(pod.replace('  - name: web', '\u00a0 - name: web'))).toMatchObject({ code: 'noBreakSpace', line: 7 });
    expect(problemsOf(`# a\u00a0comment\n${pod}`)).toEqual([]);
  });

  it('names curly quotes in JSON', () => {
    expect(firstOf('{“kind”: "Pod"}')).toMatchObject({ message: 'Curly quotes stand where straight ones belong', line: 1, column: 2 });
  });

  it('names what kubectl prints for people', () => {
    expect(firstOf('NAME    READY   STATUS    RESTARTS   AGE\nweb     1/1     Running   0          5d\n')).toMatchObject({ code: 'kubectlOutput', line: 1, message: 'This is the table that kubectl get prints' });
    expect(firstOf('NAMESPACE     NAME      READY   STATUS\nkube-system   etcd      1/1     Running\n')).toMatchObject({ code: 'kubectlOutput' });
    const described = 'Name:             web\nNamespace:        default\nNode:             n1/10.0.0.1\nLabels:           <none>\nStatus:           Running\n';
    expect(firstOf(described)).toMatchObject({ code: 'kubectlOutput', message: 'This is what kubectl describe prints' });
    expect(firstOf(`${described}Containers:\n  web:\n    Port:\t80/TCP\n\tx: y: z\n`)).toMatchObject({ code: 'kubectlOutput', line: 1 });
  });

  it('names a text that was cut', () => {
    expect(firstOf('{"kind": "Pod", "metadata": {"name": ')).toMatchObject({ code: 'truncated', severity: 'error' });
    expect(firstOf(`${pod}    ports:\n`)).toMatchObject({ code: 'truncated', severity: 'warning', line: 9 });
    expect(firstOf(`${pod}    por`)).toMatchObject({ code: 'truncated', line: 9 });
    expect(firstOf(`${pod}    args: [a,\n`)).toMatchObject({ code: 'truncated' });
  });
});

describe('what it is not', () => {
  it.each([
    ['services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n', 'composeFile'],
    ['name: ci\non: [push]\njobs:\n  build:\n    runs-on: ubuntu\n    steps: []\n', 'workflowFile'],
    ['apiVersion: v2\nname: chart\nversion: 1.0.0\n', 'helmFile'],
    ['replicaCount: 2\nimage:\n  repository: nginx\n', 'helmFile'],
    ['colours:\n  red: "#f00"\n', 'notKubernetes'],
    ['stages: [build]\nbuild:\n  stage: build\n  script: [make]\n', 'workflowFile'],
    ['name: my-chart\nversion: 1.1.0\n', 'helmFile'],
    ['controller:\n  image:\n    repository: a/b\n', 'helmFile'],
  ])('%j is a %s', (text, code) => {
    expect(problemsOf(text)).toEqual([['warning', 1, code]]);
  });

  it.each([
    ['KIND:       Pod\nVERSION:    v1\n\nDESCRIPTION:\n    Words: and more\n    words.\n', 'This is what kubectl explain prints'],
    ['NAME: web\nLAST DEPLOYED: Mon Nov 30 18:00:00 2026\nSTATUS: deployed\n', 'This is what helm status prints'],
    ['pod/web-1\ndeployment.apps/web\n', 'These are only the names of objects'],
    ['NAME        SHORTNAMES   APIVERSION   NAMESPACED   KIND\nbindings                 v1           true         Binding\n', 'This is a table that a tool prints for people'],
  ])('knows the report %j', (text, message) => {
    expect(analyseManifest(text).problems[0]).toMatchObject({ line: 1, severity: 'error', code: 'kubectlOutput', message });
  });

  it.each(['kind: Pod\nmetadata:\n  name: "a', 'kind: Pod\nmetadata:\n  labels:\n    a: b\n    app.kubernetes.io/na', 'kind: Pod\n---\napiV', 'kind: Pod\nspec: {\n  containers: ['])('says that %j was cut', (text) => {
    expect(analyseManifest(text).problems.some(({ code }) => code === 'truncated')).toBe(true);
  });

  it('knows what kubectl reports of a change', () => {
    expect(problemsOf('deployment.apps/web created\nservice/web unchanged\n')).toEqual([['error', 1, 'kubectlOutput']]);
  });

  it('says that nothing is in it', () => {
    expect(problemsOf('# only\n')).toEqual([['info', 1, 'empty']]);
  });

  it('says that manifests in texts make no pods', () => {
    expect(problemsOf('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  pod.yaml: |\n    apiVersion: v1\n    kind: Pod\n')).toEqual([['info', 6, 'contains']]);
  });
});

describe('what it lacks', () => {
  it('kind, apiVersion, name', () => {
    expect(problemsOf('apiVersion: v1\nmetadata:\n  name: a\n')).toEqual([['error', 1, 'noKind']]);
    expect(problemsOf(pod.replace('apiVersion: v1\n', ''))).toEqual([['error', 1, 'noApiVersion']]);
    expect(problemsOf(pod.replace('kind: Pod\n', ''))).toEqual([['info', 1, 'noKind']]);
    expect(problemsOf(pod.replace('  name: a\n', '  labels: {}\n'))).toEqual([['error', 3, 'apiRefuses']]);
    expect(problemsOf('apiVersion: v1\nkind: Service\nmetadata: {}\n')).toEqual([['warning', 3, 'noName']]);
  });

  it.each([
    ['extensions/v1beta1', 'Deployment', 'Write apiVersion: apps/v1.'], ['v1', 'Deployment', 'Write apiVersion: apps/v1.'],
    ['app/v1', 'Deployment', 'Write apiVersion: apps/v1.'], ['v2', 'Service', 'Write apiVersion: v1.'], ['apps/v1', 'CronJob', 'Write apiVersion: batch/v1.'],
    ['batch/v1beta1', 'CronJob', 'Write apiVersion: batch/v1.'], ['policy/v1beta1', 'PodSecurityPolicy', 'The kind has no successor.'],
    ['apps/v1', 'Deploymnet', 'Did you mean Deployment?'], ['v1', 'pod', 'Did you mean Pod?'], ['v1', 'Pods', 'Did you mean Pod?'],
  ])('a version that serves %s %s', (apiVersion, kind, hint) => {
    expect(firstOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n`)).toMatchObject({ severity: 'warning', hint });
  });

  it.each([['serving.knative.dev/v1', 'Service'], ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['argoproj.io/v1alpha1', 'Rollout']])('is content with %s %s', (apiVersion, kind) => {
    expect(problemsOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n`)).toEqual([]);
  });
});

describe('fields and values', () => {
  it('an unknown field is a warning at its line', () => {
    expect(problemsOf(pod.replace('spec:\n', 'spec:\n  restartPolcy: Never\n'))).toEqual([['warning', 6, 'unknownField']]);
  });

  it('a live object may have fields of another version', () => {
    expect(problemsOf(`${pod}  oldField: 1\nstatus:\n  phase: Running\n`)).toEqual([]);
  });

  it('what cannot be decoded is not validated too', () => {
    expect(problemsOf(pod.replace('image: nginx', 'image: 5'))).toEqual([['error', 8, 'wrongType']]);
  });

  it('objections of the API server stand at their lines, in its words', () => {
    const text = pod.replace('  name: a\n', '  name: A_b\n').replace('spec:\n', 'spec:\n  hostPID: true\n  shareProcessNamespace: true\n');
    expect(problemsOf(text)).toContainEqual(['error', 4, 'apiRefuses']);
    expect(problemsOf(text)).toContainEqual(['error', 7, 'apiRefuses']);
    expect(firstOf(text)?.message).toMatch(/^metadata\.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain/);
  });

  it('objects to a workload itself, but not to one of a version that is gone', () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata:\n      labels: {app: b}\n    spec:\n      containers: [{name: c, image: i}]\n';
    const { line, message } = firstOf(text) ?? {};
    expect([line, message]).toEqual([8, 'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`']);
    expect(problemsOf(text.replace('apps/v1', 'extensions/v1beta1')).map(([, , code]) => code)).toEqual(['apiVersion']);
    expect(firstOf('apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: c, image: i}]}}}\n'))
      .toMatchObject({ line: 4, message: 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"' });
  });

  it('a template is judged in place, a StatefulSet’s claims count as volumes', () => {
    const set = (kind: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: a}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec:
      containers:
      - name: web
        image: nginx
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata: {name: data}
`;
    expect(problemsOf(set('StatefulSet')).filter(([, , code]) => code === 'apiRefuses')).toEqual([]);
    expect(problemsOf(set('Deployment'))).toContainEqual(['error', 13, 'apiRefuses']);
  });

  it('lists a hundred of a kind at most and says how many more there are', () => {
    const text = `${pod}${Array.from({ length: 150 }, (_, i) => `  field${i}: 1\n`).join('')}`;
    const parsed = parseManifest(text);
    const unknown = diagnose(parsed, parsed.documents.flatMap(podsOfDocument)).filter(({ code }) => code === 'unknownField');
    expect(unknown).toHaveLength(100);
    expect(unknown.at(-1)?.detail).toContain('50 more');
  });
});

describe('in a manifests folder', () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n';

  it('the first document counts', () => {
    expect(problemsOf(`${pod}---\n${service}`)).toEqual([['info', 10, 'kubeletIgnores']]);
    expect(problemsOf(`${pod}---\n${service}`, { origin: 'file' })).toEqual([['warning', 10, 'kubeletIgnores']]);
    expect(problemsOf(`${pod}---\n${service}`, { path: '/etc/kubernetes/manifests/a.yaml' })).toEqual([['warning', 10, 'kubeletIgnores']]);
    expect(problemsOf(`${pod}---\n${service}`, { origin: 'api' })).toEqual([]);
    expect(problemsOf(`${pod}---\n${service}`, { path: 'charts/manifests/a.yaml' })).toEqual([['info', 10, 'kubeletIgnores']]);
  });

  it('only a Pod without references runs', () => {
    expect(problemsOf(service, { origin: 'file' })).toEqual([['warning', 2, 'kubeletRefuses']]);
    expect(problemsOf(pod.replace('spec:\n', 'spec:\n  serviceAccountName: x\n'), { origin: 'file' })).toEqual([['warning', 6, 'kubeletRefuses']]);
    expect(problemsOf(pod, { origin: 'file' })).toEqual([]);
  });

  it('says where bytes were no UTF-8', () => {
    const bytes = Buffer.from(pod.replace('name: a', 'name: b\n  labels: {a: c\u00e9}'), 'latin1');
    expect(analyseManifest(decodeBytes(bytes)).problems).toContainEqual(expect.objectContaining({ severity: 'warning', line: 5, code: 'controlCharacter', message: 'There are bytes here that are no UTF-8' }));
    expect(problemsOf(pod)).toEqual([]);
  });

  it('says that marks of ytt were not rendered, whose values are missing', () => {
    const text = "#@ load('@ytt:data', 'data')\napiVersion: v1\nkind: Pod\nmetadata:\n  name: #@ data.values.name\nspec:\n  containers:\n  - name: web\n    image: nginx\n";
    const told = analyseManifest(text).problems.filter(({ code }) => code === 'template');
    expect(told).toMatchObject([{ severity: 'warning', message: 'A ytt template was not rendered' }]);
    expect(analyseManifest(text.replaceAll('#@', '#')).problems.filter(({ code }) => code === 'template')).toEqual([]);
  });
});
