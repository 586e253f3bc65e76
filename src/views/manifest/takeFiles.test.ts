import { expect, test } from 'vitest';
import type { DumpSource } from './dumpProtocol';
import { commonFolder, placedIn } from './takeFiles';

const files = (...paths: readonly string[]): readonly DumpSource[] => paths.map((path) => ({ path, file: new File([], path) }));
const paths = (sources: readonly DumpSource[]): readonly string[] => sources.map(({ path }) => path);

test.each([
  [['/manifests/a.yaml', '/manifests/b.yaml'], '/manifests/'],
  [['/m/a.yaml', '/m/old/b.yaml'], '/m/'],
  [['/m/x/a.yaml', '/m/y/b.yaml'], '/m/'],
  [['/a/x.yaml', '/ab/y.yaml'], '/'],
  [['a.yaml', 'b.yaml'], ''],
  [['a.yaml', '/m/b.yaml'], ''],
  [[], ''],
] as const)('the folder of %j is %j', (given, folder) => {
  expect(commonFolder(files(...given))).toBe(folder);
});

test('files are placed in a folder with what lies below theirs', () => {
  expect(paths(placedIn(files('/m/a.yaml', '/m/old/b.yaml'), '/etc/kubernetes/manifests/'))).toEqual(['/etc/kubernetes/manifests/a.yaml', '/etc/kubernetes/manifests/old/b.yaml']);
  expect(paths(placedIn(files('a.yaml'), '/etc/kubernetes/manifests'))).toEqual(['/etc/kubernetes/manifests/a.yaml']);
});
