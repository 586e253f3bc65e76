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

  it('keeps fences and commands inside a ConfigMap', () => {
    const text = 'kind: ConfigMap\ndata:\n  readme: |\n    ```yaml\n    kind: Pod\n    ```\n    cat <<EOF\n    EOF\n';
    expect(withoutNoise(text)).toEqual({ text, faults: [] });
  });
});
