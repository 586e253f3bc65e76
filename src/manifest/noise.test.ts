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
});
