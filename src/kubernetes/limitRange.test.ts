import { expect, test } from 'vitest';
import { claimObjection, limitObjection, limitRangeDefaults, withLimitDefaults } from './limitRange';
import type { OtherObject, Pod, ResourceRequirements } from './objects';

const range = (...limits: readonly object[]): OtherObject => limitRangeDefaults({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'r' }, spec: { limits } });
const pod = (...resources: readonly ResourceRequirements[]): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: resources.map((each, i) => ({ name: `c${i}`, image: 'i', resources: each })) },
});

test('defaults of the object: a limit from the maximum, a request from the limit, else from the minimum', () => {
  const [limit] = (range({ type: 'Container', min: { cpu: '1', memory: '1Mi' }, max: { cpu: '4' }, default: { 'ephemeral-storage': '1Gi' } }).spec as { limits: object[] }).limits;
  expect(limit).toMatchObject({
    default: { cpu: '4', 'ephemeral-storage': '1Gi' },
    defaultRequest: { cpu: '4', 'ephemeral-storage': '1Gi', memory: '1Mi' },
  });
  expect(range({ type: 'Pod', max: { cpu: '4' } }).spec).toEqual({ limits: [{ type: 'Pod', max: { cpu: '4' } }] });
});

test('what a container says itself is left as it is', () => {
  const filled = withLimitDefaults(range({ type: 'Container', default: { cpu: '2' }, defaultRequest: { memory: '1Gi' } }), pod({ limits: { cpu: '1' }, requests: { cpu: '1' } }, {}));
  expect(filled.spec?.containers?.map(({ resources }) => resources)).toEqual([
    { limits: { cpu: '1' }, requests: { cpu: '1', memory: '1Gi' } },
    { limits: { cpu: '2' }, requests: { cpu: '2', memory: '1Gi' } },
  ]);
  expect(filled.metadata?.annotations).toEqual({
    'kubernetes.io/limit-ranger': 'LimitRanger plugin set: memory request for container c0; cpu, memory request for container c1; cpu limit for container c1',
  });
  const same = pod({});
  expect(withLimitDefaults(range({ type: 'Pod', max: { cpu: '1' } }), same)).toBe(same);
});

test('the objections, in the plugin’s words', () => {
  const cases: readonly (readonly [object, Pod, string | undefined])[] = [
    [{ type: 'Container', min: { cpu: '100m' } }, pod({}), 'minimum cpu usage per Container is 100m.  No request is specified'],
    [{ type: 'Container', min: { cpu: '100m' } }, pod({ requests: { cpu: '200m' }, limits: { cpu: '50m' } }), 'minimum cpu usage per Container is 100m, but limit is 50m'],
    [{ type: 'Container', max: { memory: '1Gi' } }, pod({}), 'maximum memory usage per Container is 1Gi.  No limit is specified'],
    [{ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }, pod({}), 'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0'],
    [{ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }, pod({ requests: { cpu: '1' } }), 'cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0'],
    [{ type: 'Container', maxLimitRequestRatio: { cpu: '1500m' } }, pod({ requests: { cpu: '1' }, limits: { cpu: '1600m' } }), 'cpu max limit to request ratio per Container is 1500m, but provided ratio is 1.600000'],
    [{ type: 'Pod', max: { cpu: '1' } }, pod({ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }), 'maximum cpu usage per Pod is 1, but limit is 1200m'],
    [{ type: 'Pod', max: { cpu: '2' } }, pod({ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }), undefined],
  ];
  for (const [limit, object, said] of cases) expect(limitObjection(range(limit), object)).toBe(said);
});

test('the storage of a claim', () => {
  const claim = (storage?: string): OtherObject => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { resources: storage ? { requests: { storage } } : {} } });
  const storage = range({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } });
  expect(claimObjection(storage, claim('1Gi'))).toBeUndefined();
  expect(claimObjection(storage, claim('3Gi'))).toBe('maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi');
  expect(claimObjection(storage, claim())).toBe(
    '[minimum storage usage per PersistentVolumeClaim is 1Gi.  No request is specified, maximum storage usage per PersistentVolumeClaim is 2Gi.  No request is specified]');
});
