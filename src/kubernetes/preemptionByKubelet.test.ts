import { describe, expect, it } from 'vitest';
import type { Pod, ResourceList } from './objects';
import { getPodsToPreempt, handleAdmissionFailure, type AdmissionRequirement } from './preemptionByKubelet';

const pod = (name: string, cpu: string, memory: string, guaranteed = false, priority?: number): Pod => {
  const requests: ResourceList = cpu === '' ? {} : { cpu, memory };
  return {
    metadata: { name },
    spec: { containers: [{ name: 'c', resources: { requests, ...(guaranteed ? { limits: requests } : {}) } }], ...(priority === undefined ? {} : { priority }) },
  };
};
const critical = pod('critical', '100m', '100Mi', false, 2_000_000_000);
const bestEffort = pod('bestEffort', '', '');
const burstable = pod('burstable', '100m', '100Mi');
const highBurstable = pod('highBurstable', '300m', '300Mi');
const guaranteed = pod('guaranteed', '100m', '100Mi', true);
const highGuaranteed = pod('highGuaranteed', '300m', '300Mi', true);
const all = [critical, bestEffort, burstable, highBurstable, guaranteed, highGuaranteed];
const mebi = 1024 * 1024;
const needs = (cpu: number, memory: number, pods = 0): readonly AdmissionRequirement[] =>
  [{ resource: 'cpu', quantity: cpu }, { resource: 'memory', quantity: memory * mebi }, { resource: 'pods', quantity: pods }].filter(({ quantity }) => quantity > 0);
const killed = (running: readonly Pod[], requirements: readonly AdmissionRequirement[]): readonly string[] | string => {
  const answer = getPodsToPreempt(critical, running, requirements);
  return answer.ok ? answer.value.map(({ metadata }) => metadata?.name ?? '') : answer.error;
};

describe('getPodsToPreempt', () => {
  it.each<[string, readonly Pod[], readonly AdmissionRequirement[], readonly string[]]>([
    ['nothing is missing', all, [], []],
    ['a place is missing', all, needs(0, 0, 1), ['bestEffort']],
    ['the smaller burstable pod', all, needs(100, 100), ['burstable']],
    ['the nearer burstable pod', all, needs(0, 200), ['highBurstable']],
    ['a guaranteed pod too', all, needs(0, 550), ['highBurstable', 'highGuaranteed']],
    ['only guaranteed pods', [critical, guaranteed, highGuaranteed], needs(0, 150), ['highGuaranteed']],
  ])('%s', (_name, running, requirements, expected) => {
    expect(killed(running, requirements)).toEqual(expected);
  });
  it('finds none where none can be displaced', () => {
    expect(killed([critical], needs(0, 100))).toBe('no set of running pods found to reclaim resources: [(res: memory, q: 104857600), ]');
    expect(killed([burstable], needs(0, 200))).toContain('no set of running pods');
  });
});

describe('handleAdmissionFailure', () => {
  const lacksMemory = { kind: 'resource', resource: 'memory', quantity: 100 * mebi } as const;
  const other = { kind: 'other', predicate: 'NodeAffinity' } as const;
  it('does nothing for a pod that is not critical', () => {
    expect(handleAdmissionFailure(burstable, all, [lacksMemory])).toEqual({ killed: [], remaining: [lacksMemory] });
  });
  it('lets other reasons stand', () => {
    expect(handleAdmissionFailure(critical, all, [lacksMemory, other])).toEqual({ killed: [], remaining: [other] });
  });
  it('kills for resources', () => {
    expect(handleAdmissionFailure(critical, all, [lacksMemory])).toEqual({ killed: [burstable], remaining: [] });
    expect(handleAdmissionFailure(critical, [critical], [lacksMemory]).error).toContain('preemption: error finding a set of pods to preempt');
  });
});
