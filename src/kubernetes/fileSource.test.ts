import { describe, expect, it } from 'vitest';
import { fileSourceUpdates, urlSourceUpdates, type FileSourceEvent } from './fileSource';

describe('fileSourceUpdates', () => {
  it.each<[FileSourceEvent, object]>([
    [{ kind: 'list', found: 'nothing' }, { updates: ['empty'] }],
    [{ kind: 'list', found: 'emptyDirectory' }, { updates: ['empty'] }],
    [{ kind: 'list', found: 'manifests' }, { updates: ['pods'] }],
    [{ kind: 'watch', exists: false }, { updates: [], retryAfter: 1000 }],
    [{ kind: 'watch', exists: true }, { updates: [] }],
    [{ kind: 'change', what: 'written' }, { updates: ['pods'] }],
    [{ kind: 'change', what: 'removed' }, { updates: ['empty'] }],
    [{ kind: 'change', what: 'renamedInside' }, { updates: ['empty', 'pods'] }],
    [{ kind: 'change', what: 'created', dotFile: true }, { updates: [] }],
  ])('%j', (event, answer) => {
    expect(fileSourceUpdates(event)).toEqual(answer);
  });
});

describe('urlSourceUpdates', () => {
  it('keeps the last good set on a bad answer', () => {
    expect([urlSourceUpdates(undefined, 0), urlSourceUpdates(500, 10), urlSourceUpdates(200, 0), urlSourceUpdates(200, 10)].map(({ updates }) => updates)).toEqual([[], [], ['empty'], ['pods']]);
  });
});
