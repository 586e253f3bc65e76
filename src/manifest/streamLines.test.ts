import { describe, expect, it } from 'vitest';
import { Dump, DumpFile } from './stream';
import { utf8Length } from './streamLines';

const pod = (i: number, note = 'plain') => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name: `web-${i}`, namespace: 'shop', uid: `${i}`, annotations: { note } },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
  status: { phase: 'Running', qosClass: 'BestEffort' },
});
const notes = ['plain', 'größer € 🐳', 'a "quote" \\ and \n        }', '{ [ ] }', '世界'];
const pods = Array.from({ length: 12 }, (_, i) => pod(i, notes[i % notes.length]));
const list = (indent: string | number): string => JSON.stringify({ apiVersion: 'v1', items: pods, kind: 'List' }, null, indent);

function read(bytes: Uint8Array, size: number): Dump {
  const dump = new Dump();
  const file = new DumpFile(dump, 0);
  for (let at = 0; at < bytes.length; at += size) file.push(bytes.subarray(at, at + size));
  file.end();
  return dump;
}

/** Every row leads to the bytes of its object, and to its line, whatever the chunks are. */
function expectAll(text: string, expected: readonly unknown[] = pods): void {
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, 64, 333, 1000, 100_000]) {
    const { table, problems } = read(bytes, size);
    expect(problems).toEqual([]);
    const found = Array.from({ length: table.size }, (_, i) => table.row(i));
    expect(found.map(({ offset, length }) => JSON.parse(new TextDecoder().decode(bytes.subarray(offset, offset + length))) as unknown)).toEqual(expected);
    const lines = found.map(({ offset }) => new TextDecoder().decode(bytes.subarray(0, offset)).split('\n').length);
    expect(found.map(({ line }) => line)).toEqual(lines);
  }
}

describe('a list whose items stand on lines of their own', () => {
  it('is read by its lines, with any indentation and line break', () => {
    for (const indent of [4, 2, 1, '\t']) {
      expectAll(list(indent));
      expectAll(list(indent).replaceAll('\n', '\r\n'));
    }
  });

  it('may have its items on one line each, or end them anywhere', () => {
    const lines = pods.map((each) => JSON.stringify(each));
    expectAll(`{"kind":"List","items":[\n${lines.join(',\n')}\n]}\n`);
    expectAll(`[\n  ${lines.join(' ,\n\n  ')}\n]`);
    expectAll(`[\n${lines.map((line) => line.replace('"status"', '\n "status"')).join('\n,\n')}\n]`);
  });

  it('may be lines of JSON, with or without an end, with lines between them', () => {
    const lines = pods.map((each) => JSON.stringify(each));
    expectAll(`${lines.join('\n')}\n`);
    expectAll(lines.join('\r\n'));
    expectAll(`\n${lines.join('\n\n \n')}`);
    expectAll(lines.join('\n---\n'));
  });

  it('may mix values on one line with values on several, and lists', () => {
    const [first, second, third, ...rest] = pods;
    expectAll([JSON.stringify(first), JSON.stringify(second, null, 2), JSON.stringify(third), JSON.stringify({ kind: 'List', items: rest }, null, 2)].join('\n'));
    const text = [JSON.stringify(first), JSON.stringify({ kind: 'PodList', items: [second, third] })].join('\n');
    expectAll(text, [first, second, third]);
  });
});

describe('what only looks like an item', () => {
  it('is read carefully: its siblings are not lost', () => {
    const text = list(4);
    const damaged = text.replace('"name": "web-3"', '"name": web-3').replace('"name": "web-7",', '"name": "web-7"');
    for (const size of [50, 100_000]) {
      const { table, problems } = read(new TextEncoder().encode(damaged), size);
      expect(Array.from({ length: table.size }, (_, i) => table.row(i).name)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10, 11].map((i) => `web-${i}`));
      expect(problems.map(({ line }) => damaged.split('\n')[line - 1])).toEqual(['        {', '        {']);
    }
  });

  it('is a problem of one item when its bytes are no letters', () => {
    const bytes = new TextEncoder().encode(list(4));
    const at = new TextDecoder('latin1').decode(bytes).indexOf('plain');
    bytes[at] = 0xff;
    const { table, problems } = read(bytes, 300);
    expect(problems).toEqual([]);
    expect(table.size).toBe(pods.length);
  });
});

it('counts bytes as UTF-8 has them', () => {
  for (const text of ['', 'a', 'ü', '€', '🐳', 'aü€🐳'.repeat(3)]) expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});
