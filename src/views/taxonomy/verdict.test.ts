import { describe, expect, it } from 'vitest';
import { classify } from '../../kubernetes/classify';
import type { Classification, Evidence } from '../../kubernetes/classification';
import type { Pod } from '../../kubernetes/objects';
import { verdictOf } from './verdict';

const evidence = (because: string, about: Evidence['about'], verdict: Evidence['verdict']): Evidence =>
  ({ because, about, verdict, field: 'metadata', source: 'a.go:f' });

const settled: Classification = {
  path: ['A', 'C', 'E', 'H'], paths: [['A', 'C', 'E', 'H']], class: 'mirror', system: 'system',
  startedBy: { kind: 'mirror', controllerChain: [] }, confidence: { startedBy: 'certain', system: 'certain' },
  evidence: [
    evidence('schedulerName is only a default.', 'origin', 'does-not-count'),
    evidence('It has a label.', 'role', 'leans'),
    evidence('Its owner is the Node cp-1.', 'origin', 'proves'),
    evidence('etcd is a known component.', 'role', 'proves'),
    evidence('It has the annotation config.mirror.', 'origin', 'proves'),
  ],
};

describe('verdictOf', () => {
  it('says the best reason for the origin, then for the role, then what does not count', () => {
    const verdict = verdictOf('etcd-cp-1', settled);
    expect(verdict.lines.map(({ proves, lead, text }) => [proves, lead, text])).toEqual([
      [true, 'Static', 'its owner is the Node cp-1.'],
      [true, 'System', 'etcd is a known component.'],
      [false, undefined, 'schedulerName is only a default.'],
    ]);
    expect([verdict.origin, verdict.role, verdict.paths, verdict.ways]).toEqual(['static', 'system', 1, []]);
  });

  it('keeps the reasons that had no room, in their order', () => {
    expect(verdictOf('etcd-cp-1', settled).more.map((line) => line.text)).toEqual(['it has a label.', 'it has the annotation config.mirror.']);
  });

  it('leaves the origin of a lone Pod open, and says what would settle it', () => {
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'edge' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const verdict = verdictOf('edge', classify(pod));
    expect(verdict.origin).toBeUndefined();
    expect(verdict.role).toBe('nonSystem');
    expect(verdict.paths).toBe(2);
    expect(verdict.ways.map((way) => way.lead)).toEqual(['Static', 'Workload']);
    expect(verdict.settle.length).toBeGreaterThan(0);
    expect(verdict.lines.filter((line) => line.proves).map((line) => line.lead)).not.toContain('Static');
  });

  it('finds no kind where there is no pod', () => {
    const verdict = verdictOf('web', classify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }));
    expect([verdict.origin, verdict.role, verdict.paths, verdict.ways]).toEqual([undefined, undefined, 0, []]);
  });
});
