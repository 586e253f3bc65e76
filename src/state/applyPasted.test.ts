import { expect, test } from 'vitest';
import type { ApiObject } from '../kubernetes/objects';
import { simulationOf } from './page';
import { createPage } from './store';
import { apiServerAnswers, applyPasted, missingNamespaces } from './applyPasted';

const pod = (namespace?: string): ApiObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hello', ...(namespace === undefined ? {} : { namespace }) }, spec: { containers: [{ name: 'a', image: 'nginx' }] },
} as ApiObject);

test('before there is a cluster, what is pasted goes to the last step', () => {
  const page = createPage();
  expect(apiServerAnswers(simulationOf(page.getState()).world)).toBe(false);
  let done = 0;
  applyPasted(page, [pod('shop')], () => done++);
  page.getState().forward();
  expect(done).toBe(1);
  page.getState().last();
  const { tables } = simulationOf(page.getState()).world;
  expect(tables.namespaces.has('shop')).toBe(true);
  expect(tables.pods.get('shop/hello')?.status?.phase).toBe('Running');
});

test('where an API server answers, the step stays', () => {
  const page = createPage();
  page.getState().seek(page.getState().length - 5);
  const at = page.getState().cursor;
  applyPasted(page, [pod()], () => undefined);
  expect(page.getState().branches.at(-1)?.forkedAt).toBe(at);
});

test('only namespaces that nobody has made are missing', () => {
  const page = createPage();
  page.getState().last();
  const { world } = simulationOf(page.getState());
  const namespace: ApiObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mine' } };
  expect(missingNamespaces(world, [pod(), pod('kube-system'), namespace, pod('mine'), pod('shop'), pod('shop')])).toEqual(['shop']);
});
