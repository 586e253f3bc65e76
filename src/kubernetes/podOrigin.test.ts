import { describe, expect, it } from 'vitest';
import type { Pod, PodSpec } from './objects';
import {
  getPodSource, getValidatedSources, isCriticalPod, isCriticalPodBasedOnPriority, isMirrorPod, isNodeCriticalPod, isStaticPod,
  parsePodFullName, podFullName, preemptable,
} from './podOrigin';

const pod = (annotations: Record<string, string> = {}, spec: PodSpec = {}): Pod => ({ metadata: { name: 'p', namespace: 'ns', annotations }, spec });
const fromFile = pod({ 'kubernetes.io/config.source': 'file' });
const fromApi = pod({ 'kubernetes.io/config.source': 'api' });
const mirror = pod({ 'kubernetes.io/config.mirror': '' });

describe('origin', () => {
  it('is static with any source but the API server', () => {
    expect([fromFile, pod({ 'kubernetes.io/config.source': 'http' }), fromApi, pod()].map(isStaticPod)).toEqual([true, true, false, false]);
    expect([getPodSource(fromFile), getPodSource(pod())]).toEqual(['file', undefined]);
  });
  it('is a mirror with any value of the annotation', () => {
    expect([mirror, fromFile].map(isMirrorPod)).toEqual([true, false]);
  });
  it('knows three sources and a star', () => {
    expect(getValidatedSources(['file', '', 'api'])).toEqual({ sources: ['file', 'api'] });
    expect(getValidatedSources(['file', '*', 'unknown']).sources).toHaveLength(3);
    expect(getValidatedSources(['file', 'unknown', '*'])).toEqual({ sources: [], error: 'unknown pod source "unknown"' });
  });
});

describe('critical pods', () => {
  const high = pod({}, { priority: 2_000_000_000 });
  it('are static pods, mirrors and system priorities', () => {
    expect([fromFile, mirror, high, fromApi, pod({}, { priority: 1_999_999_999 })].map(isCriticalPod)).toEqual([true, true, true, false, false]);
    expect([2_000_000_000, 1_000_000_000].map(isCriticalPodBasedOnPriority)).toEqual([true, false]);
  });
  it('are critical for the node by class only', () => {
    const className = { priorityClassName: 'system-node-critical' };
    expect(isNodeCriticalPod({ ...fromFile, spec: className })).toBe(true);
    expect(isNodeCriticalPod(pod({}, className))).toBe(false);
    expect(isNodeCriticalPod(high)).toBe(false);
  });
  it('may displace what is not critical, or has a lower priority', () => {
    expect(preemptable(fromFile, pod())).toBe(true);
    expect(preemptable(pod(), fromFile)).toBe(false);
    expect(preemptable(fromFile, fromFile)).toBe(false);
    expect(preemptable(pod({}, { priority: 2 }), pod({}, { priority: 1 }))).toBe(true);
    expect(preemptable(pod({}, { priority: 2 }), pod())).toBe(false);
  });
});

describe('full names', () => {
  it('are name and namespace', () => {
    expect(podFullName(pod())).toBe('p_ns');
    expect(parsePodFullName('p_ns')).toEqual({ name: 'p', namespace: 'ns' });
  });
  it.each(['p', '_', '_ns', 'p_', 'a_b_c', ''])('%s is none', (name) => {
    expect(parsePodFullName(name)).toBeUndefined();
  });
});
