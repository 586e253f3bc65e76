import { describe, expect, it } from 'vitest';
import { admitUnderPressure, mayEvict } from './evictionAdmission';
import type { Pod } from './objects';

const bestEffort: Pod = { spec: { containers: [{ name: 'c' }] } };
const burstable: Pod = { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] } };
const fromFile: Pod = { ...bestEffort, metadata: { annotations: { 'kubernetes.io/config.source': 'file' } } };

describe('admitUnderPressure', () => {
  it('takes all in without pressure, critical pods always', () => {
    expect([admitUnderPressure(bestEffort, []), admitUnderPressure(fromFile, ['DiskPressure'])]).toEqual(Array(2).fill({ admit: true }));
  });
  it('refuses BestEffort pods under memory pressure', () => {
    expect(admitUnderPressure(bestEffort, ['MemoryPressure'])).toEqual({ admit: false, reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' });
    expect(admitUnderPressure(burstable, ['MemoryPressure']).admit).toBe(true);
    const tolerant: Pod = { spec: { ...bestEffort.spec, tolerations: [{ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists' }] } };
    expect(admitUnderPressure(tolerant, ['MemoryPressure']).admit).toBe(true);
  });
  it('refuses all under any other pressure', () => {
    expect(admitUnderPressure(burstable, ['DiskPressure']).admit).toBe(false);
    expect(admitUnderPressure(burstable, ['MemoryPressure', 'DiskPressure']).admit).toBe(false);
  });
});

describe('mayEvict', () => {
  it('spares critical pods', () => {
    expect([mayEvict(bestEffort), mayEvict(fromFile)]).toEqual([true, false]);
  });
});
