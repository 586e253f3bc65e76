import { describe, expect, it } from 'vitest';
import type { Pod } from './objects';
import { staticPodChange, type ManifestFile } from './staticPodChange';

const file = (image: string, metadata: Pod['metadata'] = {}, path = '/m/web.yaml'): ManifestFile => ({
  path,
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [{ name: 'c', image }, { name: 'd', image: 'same' }] } } as Pod,
});
const broken: ManifestFile = { path: '/m/web.yaml', object: null };
const change = (before: ManifestFile | undefined, after: ManifestFile | undefined, context: object = {}) => staticPodChange(before, after, { nodeName: 'n1', ...context });

describe('staticPodChange', () => {
  it.each<[string, ManifestFile | undefined, ManifestFile | undefined, object, string, string]>([
    ['a file appears', undefined, file('a'), {}, 'starts', 'created'],
    ['a file goes', file('a'), undefined, {}, 'ends', 'deleted'],
    ['it is edited', file('a'), file('b'), {}, 'replaced', 'recreated'],
    ['its layout is edited', file('a'), file('a'), {}, 'unchanged', 'untouched'],
    ['it is renamed', file('a'), file('a', {}, '/m/other.yaml'), {}, 'replaced', 'recreated'],
    ['it has its own UID', file('a', { uid: '1' }), file('b', { uid: '1' }), {}, 'updatedInPlace', 'untouched'],
    ['it becomes unreadable', file('a'), broken, {}, 'ends', 'deleted'],
    ['the single file becomes unreadable', file('a'), broken, { singleFile: true }, 'unchanged', 'untouched'],
    ['there is no API server', undefined, file('a'), { standalone: true }, 'starts', 'none'],
    ['nothing is readable', undefined, broken, {}, 'none', 'none'],
  ])('%s', (_name, before, after, context, pod, mirror) => {
    expect(change(before, after, context)).toMatchObject({ pod, mirror });
  });
  it('tells which containers restart in place, and the pod that follows', () => {
    expect(change(file('a', { uid: '1' }), file('b', { uid: '1' }))).toMatchObject({ restarted: ['c'], after: { metadata: { uid: '1', name: 'web-n1' } } });
    expect(change(file('a'), undefined).after).toBeUndefined();
  });
});
