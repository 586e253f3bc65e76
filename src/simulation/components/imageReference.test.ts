import { expect, test } from 'vitest';
import { isImageReference } from './imageReference';

test('names of images', () => {
  for (const name of ['nginx', 'nginx:1.27', 'library/nginx', 'registry.k8s.io/pause:3.10', 'localhost:5000/a/b_c:V1.0', `nginx@sha256:${'a'.repeat(64)}`, 'a--b', 'quay.io/Foo/bar'.toLowerCase()]) {
    expect(isImageReference(name), name).toBe(true);
  }
});

test('what is none', () => {
  for (const name of ['', 'Nginx', 'nginx:', 'nginx:a b', ':latest', 'a/B', 'nginx@sha256:12', 'a___b', '-a', 'a'.repeat(64).replaceAll('a', 'f'), 'x y']) {
    expect(isImageReference(name), name).toBe(false);
  }
});
