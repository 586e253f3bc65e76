import { describe, expect, it } from 'vitest';
import { openInTurn, openSource, readRange } from './dumpSource';
import { isForEditor } from './takeFiles';

const text = `${'filling ü '.repeat(20_000)}{"name":"web-€"}${' and more'.repeat(1000)}`;
const utf8 = new TextEncoder().encode(text);
const wanted = new TextEncoder().encode('{"name":"web-€"}');
const at = new TextEncoder().encode(text.slice(0, text.indexOf('{'))).length;

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

async function all(file: Blob): Promise<number> {
  const { read, taken } = await openSource(file);
  let size = 0;
  for (let bytes = await read(); bytes !== null; bytes = await read()) size += bytes.length;
  expect(taken()).toBe(file.size);
  return size;
}

describe('a range of a file', () => {
  it('is the same bytes whether the file is plain, packed or in UTF-16', async () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((unit) => [unit & 255, unit >> 8])]);
    for (const file of [new Blob([utf8]), await packed(utf8), new Blob([utf16]), await packed(utf16)]) {
      expect(new TextDecoder().decode(await readRange(file, at, wanted.length))).toBe('{"name":"web-€"}');
    }
  });
});

describe('a file', () => {
  it('is unpacked by its first bytes, whatever its name', async () => {
    expect(await all(await packed(utf8))).toBe(utf8.length);
    expect(await all(new Blob([utf8]))).toBe(utf8.length);
  });

  it('is read in advance when it is small; one that cannot be read is told when its turn comes', async () => {
    const asked: number[] = [];
    const small = (i: number, fails = false) => Object.assign(new Blob([`text ${i}`]), {
      arrayBuffer: () => {
        asked.push(i);
        return fails ? Promise.reject(new Error('gone')) : Promise.resolve(new TextEncoder().encode(`text ${i}`).buffer);
      },
    });
    const open = openInTurn([small(0), small(1), new Blob([utf8, utf8]), small(3, true), small(4)], 3);
    const texts: string[] = [];
    for (const index of [0, 1, 2, 3, 4]) {
      const opened = await open(index).catch((error: unknown) => (error instanceof Error ? error.message : ''));
      const bytes = typeof opened === 'string' ? new TextEncoder().encode(opened) : await opened.read();
      texts.push(new TextDecoder().decode(bytes ?? new Uint8Array()).slice(0, 7));
      if (index === 0) expect(asked).toEqual([0, 1, 3]);
    }
    expect(texts).toEqual(['text 0', 'text 1', 'filling', 'gone', 'text 4']);
    expect(asked).toEqual([0, 1, 3, 4]);
  });

  it('goes to the editor when it is one, small and not packed', () => {
    const small = { path: 'a.yaml', file: new File(['kind: Pod'], 'a.yaml') };
    expect(isForEditor([small])).toBe(true);
    expect(isForEditor([small, small])).toBe(false);
    expect(isForEditor([{ path: 'a', file: new File(['x'], 'a.json.gz') }])).toBe(false);
    expect(isForEditor([{ path: 'a', file: new File(['x'.repeat(1_000_001)], 'a.json') }])).toBe(false);
    expect(isForEditor([])).toBe(false);
  });
});
