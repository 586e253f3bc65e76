import { describe, expect, it } from 'vitest';
import { generatePodHostNameAndDomain, kernelHostname, truncatePodHostname } from './hostnames';
import type { PodSpec } from './objects';

const of = (spec: PodSpec, overrides = true) => generatePodHostNameAndDomain({ metadata: { name: 'test-pod', namespace: 'default' }, spec }, 'cluster.local', overrides);

describe('generatePodHostNameAndDomain', () => {
  it.each<[PodSpec, object]>([
    [{}, { hostname: 'test-pod', domain: '' }],
    [{ hostname: 'h' }, { hostname: 'h', domain: '' }],
    [{ subdomain: 's' }, { hostname: 'test-pod', domain: 's.default.svc.cluster.local' }],
    [{ hostname: 'h', subdomain: 's' }, { hostname: 'h', domain: 's.default.svc.cluster.local' }],
    [{ hostnameOverride: 'a.b', hostname: 'h', subdomain: 's' }, { hostname: 'a.b', domain: '' }],
  ])('%j', (spec, value) => {
    expect(of(spec)).toEqual({ ok: true, value });
  });
  it('ignores the override without its gate', () => {
    expect(of({ hostnameOverride: 'a.b' }, false)).toMatchObject({ value: { hostname: 'test-pod' } });
  });
  it.each<[PodSpec, string]>([
    [{ hostname: 'A!' }, 'pod Hostname "A!" is not a valid DNS label: '],
    [{ subdomain: 'A!' }, 'pod Subdomain "A!" is not a valid DNS label: '],
    [{ hostnameOverride: 'A!' }, 'pod HostnameOverride "A!" is not a valid DNS subdomain: '],
  ])('refuses %j', (spec, start) => {
    expect(of(spec)).toMatchObject({ ok: false, error: expect.stringContaining(start) });
  });
});

describe('lengths', () => {
  it('are cut to 63, without a dash or dot at the end', () => {
    expect(truncatePodHostname('a'.repeat(63))).toEqual({ ok: true, value: 'a'.repeat(63) });
    expect(truncatePodHostname(`${'a'.repeat(61)}-.x`)).toEqual({ ok: true, value: 'a'.repeat(61) });
    expect(truncatePodHostname('-'.repeat(64)).ok).toBe(false);
  });
  it('of a full name may be 64 in the kernel', () => {
    expect(kernelHostname('h', 'd', true)).toEqual({ ok: true, value: 'h.d' });
    expect([kernelHostname('h', 'd', false), kernelHostname('h', '', true)]).toEqual(Array(2).fill({ ok: true, value: 'h' }));
    expect(kernelHostname('h', 'd'.repeat(62), true).ok).toBe(true);
    expect(kernelHostname('h', 'd'.repeat(63), true)).toMatchObject({ ok: false, error: expect.stringContaining('is too long (64 characters is the max, 65 characters requested)') });
  });
});
