import { describe, expect, it } from 'vitest';
import { splitDocuments } from './split';

const texts = (text: string): readonly string[] => splitDocuments(text).segments.map(({ start, end }) => text.slice(start, end).trim());

describe('splitDocuments', () => {
  it.each<[string, string, readonly string[]]>([
    ['plain separators', 'a: 1\n---\nb: 2\n', ['a: 1', 'b: 2']],
    ['blanks and comments behind the dashes', 'a: 1\n--- \nb: 2\n---\t# x\nc: 3\n---# y\nd: 4\n', ['a: 1', 'b: 2', 'c: 3', 'd: 4']],
    ['indented dashes are text', 'a: |\n  ---\n  x\n', ['a: |\n  ---\n  x']],
    ['empty parts', '---\n# only a comment\n---\n\n---\na: 1\n---', ['a: 1']],
    ['a longer line of dashes is no separator', 'a: 1\n-----\n', ['a: 1\n-----']],
  ])('%s', (_name, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });
  it('warns of content behind the dashes and keeps it', () => {
    expect(texts('--- {a: 1}\n')).toEqual(['{a: 1}']);
    expect(splitDocuments('--- {a: 1}\n').faults).toMatchObject([{ code: 'separator', message: 'invalid Yaml document separator: {a: 1}' }]);
  });
});
