import { describe, expect, it } from 'vitest';
import { withLabelKeys } from './labelKeys';
import type { Pod, PodAffinityTerm, PodSpec } from './objects';

const podOf = (spec: PodSpec): Pod => ({ metadata: { name: 'p', labels: { app: 'web', hash: '1' } }, spec });
const selector = { matchLabels: { app: 'web' } };
const requiredTerm = (term: PodAffinityTerm): PodAffinityTerm | undefined =>
  withLabelKeys(podOf({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }))
    .spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0];

describe('keys of labels', () => {
  it('become requirements of the selector, with the values that the pod has', () => {
    expect(requiredTerm({ topologyKey: 'zone', labelSelector: selector, matchLabelKeys: ['hash', 'absent'], mismatchLabelKeys: ['app'] })?.labelSelector).toEqual({
      matchLabels: { app: 'web' },
      matchExpressions: [{ key: 'hash', operator: 'In', values: ['1'] }, { key: 'app', operator: 'NotIn', values: ['web'] }],
    });
  });

  it('leave a term without a selector as it is: it selects nothing', () => {
    const term: PodAffinityTerm = { topologyKey: 'zone', matchLabelKeys: ['hash'] };
    expect(requiredTerm(term)).toEqual(term);
  });

  it('are read in preferred terms and in spread constraints too', () => {
    const stored = withLabelKeys(podOf({
      affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, podAffinityTerm: { topologyKey: 'zone', labelSelector: {}, matchLabelKeys: ['hash'] } }] } },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector, matchLabelKeys: ['hash'] }],
    }));
    const hash = [{ key: 'hash', operator: 'In', values: ['1'] }];
    expect(stored.spec?.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toMatchObject([{ weight: 3, podAffinityTerm: { labelSelector: { matchExpressions: hash } } }]);
    expect(stored.spec?.topologySpreadConstraints).toMatchObject([{ labelSelector: { ...selector, matchExpressions: hash } }]);
  });

  it('are missing in most pods, which stay as they are', () => {
    const pod = podOf({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: selector }] } } });
    expect(withLabelKeys(pod)).toBe(pod);
    expect(withLabelKeys({ metadata: { name: 'p' } })).toEqual({ metadata: { name: 'p' } });
  });
});
