import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { decodeBytes } from './decode';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: web\n    image: nginx\n';
const firstOf = (text: string) => analyseManifest(text).problems[0];

describe('characters that only look like others', () => {
  it.each([
    ['a wide colon', pod.replace('kind: Pod', 'kind：Pod'), 2, 'A wide colon stands where a plain one belongs'],
    ['a dash of a word processor', pod.replace('  - name', '  – name'), 7, 'A character that looks like a dash begins this line'],
    ['a bullet', pod.replace('  - name', '  • name'), 7, 'A character that looks like a dash begins this line'],
    ['a dash without its space', pod.replace('  - name', '  -name'), 7, 'A space is missing behind the dash'],
    ['a colon without its space', pod.replace('name: a', 'name:a').replace('metadata:\n', 'metadata:\n  labels: {}\n'), 5, 'A space is missing behind the colon'],
    ['an equals sign', pod.replace('kind: Pod', 'kind = Pod'), 2, 'An equals sign stands where a colon belongs'],
    ['dots for what was left out', pod.replace('    image: nginx', '    ...'), 8, 'The dots stand for something that was left out'],
  ])('names %s at its line', (_name, text, line, message) => {
    expect(firstOf(text)).toMatchObject({ severity: 'error', code: 'yamlSyntax', line, message });
  });

  it('looks for a lost dash above an error that it led to', () => {
    const text = `${pod.replace('  - name: web\n', '  – command:\n    - sh\n    name: web\n')}  - name: other\n    image: nginx\n`;
    expect(firstOf(text)).toMatchObject({ line: 7, message: 'A character that looks like a dash begins this line' });
    expect(firstOf(text)?.detail).toContain(', line 9');
  });

  it('does not blame what stands in a text of another field', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  notes: |\n    – one: two\n    -x: y\n  other: 1\n bad: 2\n`;
    expect(firstOf(text)).toMatchObject({ line: 8, message: 'The indentation does not fit the lines above' });
  });

  it('tells an invisible character from a space', () => {
    expect(firstOf(pod.replace('  name: a', '\u200b  name: a'))).toMatchObject({ code: 'noBreakSpace', line: 4, message: 'An invisible character stands before this line' });
    expect(firstOf(`${pod}---\n\ufeff${pod}`)?.severity).toBe('info');
    expect(firstOf(`${pod.replace('kind', '\ufeffkind')}`)).toMatchObject({ code: 'noBreakSpace', line: 2 });
  });

  it('looks over the comments above a line for spaces that are none', () => {
    const text = 'a:\n  - key: x\n\u00a0\u00a0\u00a0 effect: y\n  # a comment\n  # and one more\n  - key: z\n';
    expect(firstOf(text)).toMatchObject({ code: 'noBreakSpace', line: 3 });
  });

  it('does not take a wrapped line for one that misses a space', () => {
    expect(firstOf(`${pod.replace('image: nginx', 'image: ngi\nnx:1.27')}    tty: true\n`)?.message).toBe('This line has no colon before the next one');
  });
});

describe('texts that lost their form', () => {
  const flat = pod.replaceAll(/^ +/gm, '');
  it.each([
    ['their indentation', flat.replace('- name: web\n', ''), 'The indentation was lost: every line begins in the first column'],
    ['their indentation, with a list', flat, 'The indentation was lost: every line begins in the first column'],
    ['their line breaks', pod.replaceAll('\n', ' '), 'The line breaks were lost: everything stands on one line'],
    ['their line breaks to an escape', pod.replaceAll('\n', String.raw`\n`), String.raw`The line breaks stand in it as \n`],
    ['their line breaks to quotes', JSON.stringify(pod), String.raw`The line breaks stand in it as \n`],
  ])('says that they lost %s', (_name, text, message) => {
    const { problems } = analyseManifest(text);
    expect(problems.map((problem) => [problem.line, problem.severity, problem.message])).toEqual([[1, 'error', message]]);
  });

  it('does not say so of one line of flow style', () => {
    expect(firstOf('{apiVersion: v1, kind: Pod, metadata: {name: a}')).toMatchObject({ message: 'The text ends in the middle' });
  });

  it('says of a text in UTF-32 that nobody reads it', () => {
    for (const littleEndian of [true, false]) {
      const view = new DataView(new ArrayBuffer(4 + 4 * pod.length));
      view.setUint32(0, 0xfeff, littleEndian);
      Array.from(pod).forEach((char, index) => view.setUint32(4 + 4 * index, char.charCodeAt(0), littleEndian));
      const { problems, pods } = analyseManifest(decodeBytes(new Uint8Array(view.buffer)));
      expect(pods).toEqual([]);
      expect(problems).toMatchObject([{
        line: 1, severity: 'error', code: 'controlCharacter', message: 'This text is in an encoding that Kubernetes does not read, perhaps UTF-32',
        hint: 'Save the file as UTF-8.', kubernetes: 'yaml: control characters are not allowed',
      }]);
    }
  });

  it('says of bytes that are no text what they are', () => {
    const bytes = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68]);
    expect(firstOf(decodeBytes(bytes))).toMatchObject({ code: 'controlCharacter', message: 'This is not text: there are zero bytes in it' });
  });
});

describe('the end of a text', () => {
  it('tells a quote that was forgotten from a text that was cut', () => {
    expect(firstOf(pod.replace('name: web', 'name: "web').trimEnd())).toMatchObject({ line: 7, message: 'The quote is not closed' });
    expect(firstOf(`${pod}    args: ["a", "b`)).toMatchObject({ code: 'truncated', line: 9 });
    expect(firstOf(pod.replace('name: web', 'args: ["a"').trimEnd())).toMatchObject({ line: 7, message: 'The [ is not closed' });
  });

  it('sees that a last word was to be a key', () => {
    const text = pod.slice(0, pod.indexOf('tainers'));
    expect(analyseManifest(text).problems).toContainEqual(expect.objectContaining({ line: 6, code: 'truncated', detail: 'con is read as the value of spec.' }));
    expect(analyseManifest(`${text}\n`).problems.map(({ code }) => code)).not.toContain('truncated');
  });

  it('hints that a sentence or a file name above a manifest was copied along', () => {
    for (const line of ['Hi all, this is my pod:', 'pod.yaml:']) {
      expect(firstOf(`${line}\n${pod}`)).toMatchObject({ line: 1, code: 'unknownField', hint: 'Remove the line, if it was copied along.' });
    }
    expect(firstOf(`Hi, my pod:\n${pod}`)?.message).toBe('unknown field "Hi, my pod"');
    expect(firstOf(`stringData: {}\n${pod}`)?.hint).toBeUndefined();
  });

  it('says that three dots end a document, and that the rest is never read', () => {
    const { problems, parts, pods } = analyseManifest(`${pod}...\nstatus: {}\n`);
    expect(pods).toHaveLength(1);
    expect(problems).toMatchObject([{ line: 9, severity: 'error', code: 'trailingText', detail: 'A line of three dots ends the document.' }]);
    expect(parts.map(({ broken, trailing }) => [broken, trailing ?? false])).toEqual([[false, false], [true, true]]);
    expect(analyseManifest(`${pod}...\n# the end\n`).problems).toEqual([]);
    expect(analyseManifest(`    ${pod}`).parts.map(({ startLine, broken }) => [startLine, broken])).toEqual([[1, false], [2, true]]);
  });

  it('calls words for people what they are', () => {
    expect(analyseManifest('This is a note about the cluster.\nIt has two lines.\n').problems).toMatchObject([{ line: 1, message: 'This is text for people, not a manifest', hint: 'A manifest begins with apiVersion and kind.' }]);
  });

  it('finds the kind of a script in its first line, which is a comment to YAML', () => {
    expect(firstOf('#!/bin/bash\nuser=$1\nmkdir -p /tmp/x\n')).toMatchObject({ message: 'This is a shell script' });
  });
});

describe('whose template it is', () => {
  it.each([
    ['a Helm chart', '{{ .Values.image }}', 'helm template'],
    ['Jinja', '{{ image_name | default("x") }}', 'Ansible'],
    ['another program', '{{ .Image }}', 'the tool that it was written for'],
    ['a shell', '${IMAGE}:{', 'envsubst'],
  ])('hints at %s', (_name, mark, hint) => {
    expect(firstOf(pod.replace('nginx', `[${mark}`))).toMatchObject({ code: 'template' });
    expect(firstOf(pod.replace('nginx', `[${mark}`))?.hint).toContain(hint);
  });

  it.each(['$IMAGE:$TAG', '<your-image>', '__IMAGE__', '$(IMAGE)'])('knows the placeholder %s in an image', (image) => {
    expect(firstOf(pod.replace('nginx', image))).toMatchObject({ line: 8, severity: 'warning', code: 'template', message: `A placeholder was not filled in: ${image}` });
  });

  it('knows a word in two brackets, which is a list to YAML', () => {
    expect(firstOf(pod.replace('name: a', 'name: [[ .name ]]'))).toMatchObject({ line: 4, severity: 'error', code: 'template', message: 'A placeholder was not filled in: [[ … ]]' });
  });
});

describe('hints for broken JSON', () => {
  it.each([
    ['{"kind": "Pod" "a": 1}', 'Put a comma before it.'],
    ['{"kind": "Pod"}}', 'Remove this bracket: it closes none, or put in the value before it.'],
    ['{"a": [1, 2,], "kind": {}{}', 'Remove the comma before it: JSON has none behind the last item.'],
    ['{\n// no\n"kind": "Pod"}', 'Remove the comment: JSON has none.'],
    ['{"kind": ["Pod"}', 'Close the other bracket first.'],
  ])('%j', (text, hint) => {
    expect(analyseManifest(text).problems.find(({ code }) => code === 'jsonSyntax')?.hint).toBe(hint);
  });
});
