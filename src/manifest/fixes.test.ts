import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { applyFix, fixesFor, fixText } from './fixes';
import type { ProblemCode } from './problem';

/** The text after the first fix of the first problem of a kind, with the fix's label. */
function mended(text: string, code: ProblemCode): { readonly label: string; readonly text: string } | undefined {
  const analysis = analyseManifest(text);
  const problem = analysis.problems.find((each) => each.code === code);
  if (!problem) throw new Error(`no ${code} in ${analysis.problems.map((each) => each.code).join(', ')}`);
  const [fix] = fixesFor(fixText(text), problem);
  return fix && { label: fix.label, text: applyFix(text, fix) };
}

/** After its fix the problem is gone, and nothing else has come. */
function expectMended(text: string, code: ProblemCode): string {
  const after = mended(text, code)?.text ?? '';
  const codes = (of: string) => analyseManifest(of).problems.map((each) => each.code);
  expect(codes(after).filter((each) => each === code).length).toBeLessThan(codes(text).filter((each) => each === code).length);
  expect(new Set([...codes(text), ...codes(after)])).toEqual(new Set(codes(text)));
  return after;
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: web\n    image: nginx\n';

describe('fixesFor', () => {
  it('renames a misspelt field', () => {
    const text = POD.replace('spec:', 'spec:\n  restartPolcy: Never');
    expect(mended(text, 'unknownField')).toEqual({ label: 'Rename restartPolcy to restartPolicy', text: text.replace('Polcy', 'Policy') });
    expectMended(text, 'unknownField');
    const json = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostNetwrk": true, "containers": [{"name": "a", "image": "b"}]}}';
    expect(expectMended(json, 'unknownField')).toBe(json.replace('hostNetwrk', 'hostNetwork'));
  });

  it('does not rename to a field that is there, nor where it does not know better', () => {
    expect(mended(POD.replace('spec:', 'spec:\n  restartPolicy: Always\n  restartPolcy: Never'), 'unknownField')).toBeUndefined();
    expect(mended(POD.replace('spec:', 'spec:\n  somethingElse: 1'), 'unknownField')).toBeUndefined();
  });

  it('replaces tabs, and leaves those of a text block', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n\tlabels:\n\t\tapp: a\nspec:\n  containers:\n  - name: web\n    image: nginx\n';
    expect(expectMended(text, 'tab')).toBe(text.replaceAll('\t', '  '));
    expect(mended(text, 'tab')?.label).toBe('Replace the tabs in 3 lines by two spaces each');
    const script = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\ndata:\n  run: |\n    all:\n    \tmake\n';
    expect(mended(script, 'tab')?.text).toBe(script.replace('\tname', '  name'));
  });

  it('replaces spaces that are none', () => {
    const text = POD.replace('  name: a', '\u00a0\u00a0name: a').replace('    image', '\u00a0\u00a0\u00a0\u00a0image');
    expect(expectMended(text, 'noBreakSpace')).toBe(POD);
  });

  it('straightens curly quotes, not apostrophes', () => {
    const text = POD.replace('image: nginx', '“image”: “nginx”\n    workingDir: it’s');
    expect(mended(text, 'curlyQuotes')?.text).toBe(text.replace('“image”: “nginx”', '"image": "nginx"'));
    const json = '{“apiVersion”: “v1”}';
    expect(mended(json, 'curlyQuotes')?.text).toBe('{"apiVersion": "v1"}');
  });

  it('removes fences, here-documents and commands', () => {
    expect(expectMended(`Some words.\n\n\`\`\`yaml\n${POD}\`\`\`\n\nMore words.\n`, 'pasteNoise')).toBe(POD);
    expect(expectMended(`kubectl apply -f - <<EOF\n${POD}EOF\n`, 'pasteNoise')).toBe(POD);
    expect(expectMended(`$ kubectl get pod a -o yaml\n${POD}`, 'pasteNoise')).toBe(POD);
    expect(expectMended(`\`\`\`yaml\n${POD}\`\`\`\nand\n\`\`\`yaml\n${POD}\`\`\`\n`, 'pasteNoise')).toBe(`${POD}---\n${POD}`);
  });

  it('writes the successor of a version whose shape it has', () => {
    const cron = 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "* * * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n          - {name: a, image: b}\n';
    expect(expectMended(cron, 'apiVersion')).toBe(cron.replace('v1beta1', 'v1'));
    const deployment = 'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n      - {name: a, image: b}\n';
    expect(mended(deployment, 'apiVersion')).toBeUndefined();
    expect(mended(deployment.replace('spec:\n', 'spec:\n  selector: {matchLabels: {a: b}}\n'), 'apiVersion')?.label).toBe('Write apiVersion: apps/v1');
    expect(mended('apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: a}\n', 'apiVersion')).toBeUndefined();
    expect(expectMended(POD.replace('v1', 'apps/v1'), 'apiVersion')).toBe(POD);
  });

  it('writes a kind in its case, and a version that is missing', () => {
    expect(expectMended(POD.replace('kind: Pod', 'kind: "pod"'), 'kindCase')).toBe(POD.replace('kind: Pod', 'kind: "Pod"'));
    expect(expectMended(POD.replace('apiVersion: v1\n', ''), 'noApiVersion')).toBe(POD);
  });

  it('quotes what must be text, and takes quotes from numbers', () => {
    const text = POD.replace('image: nginx', 'image: nginx\n    env:\n    - name: A\n      value: 0777 # octal');
    expect(mended(text, 'wrongType')).toEqual({ label: 'Put 0777 in quotes', text: text.replace('0777', '"0777"') });
    expectMended(text, 'wrongType');
    const noted = POD.replace('  name: a', '  name: a\n  annotations:\n    restarted: true\n    a/b: 1');
    expect(expectMended(noted, 'wrongType')).toBe(noted.replace('restarted: true', 'restarted: "true"'));
    expect(expectMended(POD.replace('image: nginx', 'image: nginx\n    args: [80, x]'), 'wrongType')).toContain('["80", x]');
    expect(expectMended(POD.replace('image: nginx', 'image: nginx\n    ports: [{containerPort: "80"}]'), 'wrongType')).toContain('{containerPort: 80}');
    expect(mended(POD.replace('image: nginx', 'image: nginx\n    ports: [{containerPort: "http"}]'), 'wrongType')).toBeUndefined();
  });

  it('removes the entry of a duplicate key that does not count', () => {
    const text = POD.replace('  - name: web\n', '  - name: old\n    name: web\n');
    expect(mended(text, 'duplicateKey')).toEqual({ label: 'Remove name in line 7, which does not count', text: POD });
    const block = POD.replace('spec:\n', 'spec:\n  containers:\n  - name: x\n    image: y\n');
    expect(expectMended(block, 'duplicateKey')).toBe(POD);
    expect(expectMended(POD.replace('image: nginx', 'env: [{name: A, name: B}]\n    image: nginx'), 'duplicateKey')).toContain('[{name: B}]');
  });

  it('parts two objects without a line between them', () => {
    const other = POD.replace('name: a', 'name: b');
    expect(mended(`${POD}${other}`, 'duplicateKey')).toEqual({ label: 'Begin a new document here with ---', text: `${POD}---\n${other}` });
    expect(analyseManifest(`${POD}---\n${other}`).documents).toHaveLength(2);
  });

  it('gives what stands behind --- a line of its own', () => {
    expect(expectMended(`--- apiVersion: v1\n${POD.slice(POD.indexOf('kind'))}`, 'separator')).toBe(`---\n${POD}`);
  });

  it('has edits that lie in the text, in order, for every problem of broken texts', () => {
    const texts = [`\t${POD}`, POD.replaceAll('  ', '\u00a0'), `${POD}${POD}`, '```\n', '{"a": “b”}', '- - -\n', 'kind: pod\n', 'a: 1\na: 2', '--- x\n--- y\n'];
    for (const text of texts) {
      for (const problem of analyseManifest(text).problems) {
        for (const { edits } of fixesFor(fixText(text), problem)) {
          for (const { from, to } of edits) expect(from <= to && to <= text.length).toBe(true);
          for (const [i, edit] of edits.entries()) expect(edit.from).toBeGreaterThanOrEqual(edits[i - 1]?.to ?? 0);
        }
      }
    }
  });
});
