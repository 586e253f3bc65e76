import { describe, expect, it } from 'vitest';
import { cgroupPath, parseCgroupPath, podCgroupName, podOfCgroup, systemdBaseName, toCgroupfs, toSystemd } from './cgroups';

const uid = '6c1a4e95-6bb6-11e6-bc26-28d2444e470d';

describe('names and paths', () => {
  it('of systemd repeat what is above', () => {
    expect([[], [''], ['test', 'a', 'b']].map(toSystemd)).toEqual(['/', '/', '/test.slice/test-a.slice/test-a-b.slice']);
    expect(systemdBaseName(['kubepods', 'burstable', `pod${uid}`])).toBe(`kubepods-burstable-pod${uid.replaceAll('-', '_')}.slice`);
  });
  it('of cgroupfs do not', () => {
    expect([[], ['kubepods', 'pod1']].map(toCgroupfs)).toEqual(['/', '/kubepods/pod1']);
  });
  it.each(['systemd', 'cgroupfs'] as const)('can be read back from %s', (driver) => {
    for (const name of [['kubepods', 'besteffort', `pod${uid}`], ['kubepods'], []]) expect(parseCgroupPath(cgroupPath(name, driver), driver)).toEqual(name);
  });
});

describe('pods', () => {
  it('sit under their class, guaranteed ones under the node', () => {
    expect(podCgroupName('u', 'Guaranteed')).toEqual(['kubepods', 'podu']);
    expect(podCgroupName('u', 'BestEffort')).toEqual(['kubepods', 'besteffort', 'podu']);
  });
  it.each(['systemd', 'cgroupfs'] as const)('are recognised in %s', (driver) => {
    const of = (...name: string[]) => podOfCgroup(cgroupPath(name, driver), driver);
    expect(of('kubepods', 'burstable', `pod${uid}`)).toBe(uid);
    expect(of('kubepods', `pod${uid}`)).toBe(uid);
    expect([of('kubepods', 'burstable'), of('kubepods'), of(), of('kubepods', 'burstable', `pod${uid}`, 'c'), of('kubepods', 'podpod1')]).toEqual(Array(5).fill(undefined));
  });
});
