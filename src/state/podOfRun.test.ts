import { expect, test } from 'vitest';
import { initAndSidecars } from '../stories/initAndSidecars';
import { powerOn } from '../stories/powerOn';
import { podOfRun } from './podOfRun';
import { branchOf, createPage } from './store';

const asked = (page: ReturnType<typeof createPage>, id: string) => podOfRun(branchOf(page.getState()), id);

test('before it exists it is as it will be, afterwards as it was', () => {
  const page = createPage(initAndSidecars);
  const planned = asked(page, 'default/shop');
  expect(planned).toMatchObject({ time: 'to come', startedBy: 'workload', node: undefined });
  expect(planned?.pod.spec?.initContainers?.map(({ name }) => name)).toEqual(['migrate', 'proxy', 'fetch', 'logs']);
  expect(planned?.pod.status?.containerStatuses).toBeUndefined();
  page.getState().last();
  expect(asked(page, 'default/shop')).toMatchObject({ time: 'gone', node: 'worker-1', address: '10.244.1.2' });
});

test('a static pod comes from its file', () => {
  expect(asked(createPage(powerOn), 'kube-system/etcd-cp-1')).toMatchObject({ time: 'to come', startedBy: 'static', node: 'cp-1' });
});

test('nobody knows a pod that is at no time of the run', () => {
  expect(asked(createPage(powerOn), 'default/nobody')).toBeNull();
});
