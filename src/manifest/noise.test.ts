import { describe, expect, it } from 'vitest';
import { withoutNoise } from './noise';
import { parseManifest } from './parse';

const manifest = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n';
const namesIn = (text: string): readonly (string | undefined)[] => parseManifest(text).documents.map(({ name }) => name);

describe('withoutNoise', () => {
  it('leaves an ordinary text alone', () => {
    expect(withoutNoise(manifest)).toEqual({ text: manifest, faults: [] });
  });

  it('reads what stands between Markdown fences', () => {
    const text = `Some words.\n\n\`\`\`shell\nkubectl get pod a\n\`\`\`\n\n\`\`\`yaml\n${manifest}\`\`\`\nMore words: here\n`;
    expect(namesIn(text)).toEqual(['a']);
    expect(parseManifest(text).problems).toMatchObject([{ code: 'pasteNoise', line: 3, severity: 'error' }]);
    expect(parseManifest(text).documents[0]?.startLine).toBe(8);
    expect(withoutNoise(text).text).toHaveLength(text.length);
  });

  it('reads a text of which only one fence was copied', () => {
    expect(namesIn(`${manifest}\`\`\`\n`)).toEqual(['a']);
    expect(namesIn(`\`\`\`yaml\n${manifest}`)).toEqual(['a']);
  });

  it('reads what stands in a shell here-document', () => {
    const text = `cat <<'EOF' | kubectl apply -f -\n${manifest}EOF\nkubectl get pods\n`;
    expect(namesIn(text.replace('kubectl get pods\n', ''))).toEqual(['a']);
    expect(parseManifest(text).problems[0]).toMatchObject({ code: 'pasteNoise', line: 1 });
  });

  it('drops the command that printed the manifest', () => {
    expect(namesIn(`$ kubectl get pod a -o yaml\n${manifest}`)).toEqual(['a']);
    expect(namesIn(`root@cp-1:~# kubectl get pod a -o yaml\n${manifest}`)).toEqual(['a']);
  });

  it.each(['[root@cp-1 ~]#', '➜  ~', '➜  shop git:(main) ✗', '❯', 'PS C:\\Users\\ada>', 'C:\\Users\\ada>', 'bash-5.2$', 'ada@cp-1 ~ %'])('knows the prompt %s', (prompt) => {
    const text = `${prompt} kubectl get pod a -n shop -o yaml\n${manifest}`;
    expect(namesIn(text)).toEqual(['a']);
    expect(parseManifest(text).problems).toMatchObject([{ code: 'pasteNoise', line: 1 }]);
    expect(namesIn(`${manifest}${prompt} \n`)).toEqual(['a']);
  });

  it('leaves a command in a comment alone, which root’s prompt may look like', () => {
    for (const text of [`# kubectl apply -f pod.yaml\n${manifest}`, `# cat <<EOF | kubectl apply -f -\n${manifest}# EOF\n`]) {
      expect(withoutNoise(text)).toEqual({ text, faults: [] });
    }
    expect(parseManifest(`# cat <<EOF | kubectl apply -f -\n${manifest}EOF\n`).problems[0]).toMatchObject({ code: 'pasteNoise', line: 1 });
  });

  it('keeps fences and commands inside a ConfigMap', () => {
    const text = 'kind: ConfigMap\ndata:\n  readme: |\n    ```yaml\n    kind: Pod\n    ```\n    cat <<EOF\n    EOF\n';
    expect(withoutNoise(text)).toEqual({ text, faults: [] });
  });

  it('drops warnings before the manifest and a prompt behind it', () => {
    const text = `Warning: v1 Endpoints is deprecated\nI1130 18:00:00.1 1 loader.go:395] Config loaded\n${manifest}root@cp-1:~# \n`;
    expect(namesIn(text)).toEqual(['a']);
    expect(parseManifest(text).problems).toMatchObject([{ code: 'pasteNoise', line: 1 }]);
    expect(parseManifest(`${manifest}$ \n`).problems).toMatchObject([{ code: 'pasteNoise', line: 5 }]);
  });
  it.each([
    ['the numbers of an editor', manifest.replace(/^/gm, '  7\t').replace(/ {2}7\t$/, '').split('\n').map((line, index) => line.replace('7', String(index + 1))).join('\n')],
    ['quotation marks of a mail', manifest.replace(/^(?=.)/gm, '> ')],
    ['the plus of a diff', manifest.replace(/^(?=.)/gm, '+')],
    ['a whole diff', `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n apiVersion: v1\n kind: Pod\n metadata:\n-  name: b\n+  name: a\n`],
  ])('reads through %s', (_name, text) => {
    expect(namesIn(text)).toEqual(['a']);
    expect(parseManifest(text).problems[0]).toMatchObject({ code: 'pasteNoise', line: 1 });
    expect(withoutNoise(text).text).toHaveLength(text.length);
  });
  it('keeps the documents of a diff apart', () => {
    const file = (name: string): string => `--- a/${name}\n+++ b/${name}\n@@ -0,0 +1,4 @@\n${manifest.replace(/^(?=.)/gm, '+')}`;
    expect(namesIn(`${file('x')}${file('y')}`)).toEqual(['a', 'a']);
    expect(namesIn(`${file('x')}+---\n${manifest.replace(/^(?=.)/gm, '+')}`)).toEqual(['a', 'a']);
  });
  it('takes a list or a text that only looks marked as it is', () => {
    const text = 'kind: ConfigMap\ndata:\n  x: |\n    + a\n    > b\n    1 c\n';
    expect(withoutNoise(text)).toEqual({ text, faults: [] });
  });

  const longer = `${manifest}  namespace: b\nspec:\n  containers:\n  - name: web\n    image: nginx\n    args:\n    - a\n---\n${manifest.replace('name: a', 'name: c')}`;
  const numbered = (mark: (number: number) => string): string => longer.trimEnd().split('\n').map((line, index) => `${mark(index + 1)}${line}`).join('\n');
  it.each([
    ['numbers of different width', numbered((number) => `${number}: `), 'A line number stands before each line'],
    ['numbers with a dot', numbered((number) => `${number}. `), 'A line number stands before each line'],
    ['numbers in a column', numbered((number) => `${String(number).padStart(4)}  `), 'A line number stands before each line'],
    ['the frame of a pager', `──────┬──────\n      │ File: a.yaml\n──────┼──────\n${numbered((number) => `${String(number).padStart(4)}  │ `)}\n──────┴──────`, 'A line number stands before each line'],
    ['the name of the file', numbered((number) => `k8s/a.yaml:${number}:`), 'The name of the file stands before each line'],
    ['a mail', `Jane wrote on Monday:\n\n${numbered(() => '> ')}`, 'A mark of quoted text stands before each line'],
    ['colours', longer.replaceAll(/(\w+):/g, '\u001b[94m$1\u001b[0m:'), 'The colours of a terminal stand in the text'],
    ['colours without their escape', longer.replaceAll(/(\w+):/g, '[94m$1[0m:'), 'The colours of a terminal stand in the text'],
    ['lines of a diff', longer.replaceAll(/^/gm, ' ').replace('   namespace: b', '-  namespace: x\n+  namespace: b'), 'This is a diff, read as it is after the change'],
    ['fences in a list of Markdown', `1. Make it:\n\n   \`\`\`yaml\n${longer.replaceAll(/^/gm, '   ')}\n   \`\`\`\n`, 'Markdown fences around the manifest'],
    ['the prompt of zsh', `➜  ~ kubectl get pod a -o yaml\n${longer}➜  ~ `, 'The first line is a shell command'],
    ['the prompt of PowerShell', `PS C:\\k8s> kubectl get pod a -o yaml\n${longer}PS C:\\k8s>`, 'The first line is a shell command'],
    ['the prompt of Windows', `C:\\k8s>type a.yaml\n${longer}\nC:\\k8s>`, 'The first line is a shell command'],
    ['the edge of an editor', `${longer}~\n~\n"a.yaml" 20L, 381B`, 'The last lines were copied along: they are no part of the manifest'],
    ['the answer of kubectl', `${longer}kubectl apply -f a.yaml\npod/a created\n`, 'The last lines were copied along: they are no part of the manifest'],
  ])('reads through %s', (_name, text, message) => {
    const { documents, problems } = parseManifest(text);
    expect(documents.map(({ name, apiNamespace, value }) => [name, apiNamespace, value['spec'] !== undefined])).toEqual([['a', 'b', true], ['c', undefined, false]]);
    expect(problems.map((problem) => [problem.code, problem.message])).toEqual([['pasteNoise', message]]);
    expect(withoutNoise(text).text).toHaveLength(text.length);
  });

  it('keeps a last field that is named like a complaint', () => {
    const text = `${manifest}error: x\n`;
    expect(withoutNoise(text).faults).toEqual([]);
  });

  it('says of a page of Markdown without a manifest that it has none', () => {
    const page = '# Goal\n\nThis example shows how to run a server in a cluster.\n\n---\n\n```bash\nkubectl get pods\n```\n\n- a list: of things\n';
    expect(parseManifest(page)).toMatchObject({ documents: [], parts: [], problems: [{ line: 7, code: 'pasteNoise', message: 'This is a page of Markdown, and there is no manifest in it' }] });
    expect(namesIn(`${page}\n\`\`\`yaml\n${manifest}\`\`\`\n`)).toEqual(['a']);
  });

  it('keeps the script above a here-document apart from the manifest', () => {
    const text = `set -e\ncat <<EOF | kubectl apply -f -\n${manifest}EOF\n`;
    expect(namesIn(text)).toEqual(['a']);
    expect(parseManifest(text).parts.map(({ broken }) => broken)).toEqual([true, false]);
  });
});
