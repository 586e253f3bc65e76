import { describe, expect, it } from 'vitest';
import { makePortMappings, networkNotReady, podPortMappings } from './podNetwork';

describe('makePortMappings', () => {
  it('drops repeated names and repeated ports of one address', () => {
    const mappings = makePortMappings({
      name: 'c',
      ports: [
        { containerPort: 80, hostPort: 8080, hostIP: '127.0.0.1' }, { containerPort: 80, hostPort: 8080, hostIP: '127.0.0.1' },
        { containerPort: 80, hostPort: 8080, hostIP: '::' }, { name: 'a', containerPort: 1 }, { name: 'a', containerPort: 2 },
      ],
    });
    expect(mappings.map(({ containerPort, hostIP, protocol }) => [containerPort, hostIP, protocol])).toEqual([[80, '127.0.0.1', 'TCP'], [80, '::', 'TCP'], [1, '', 'TCP']]);
  });
  it('are of all containers that have ports', () => {
    expect(podPortMappings({ spec: { initContainers: [{ name: 'i', ports: [{ containerPort: 1 }] }], containers: [{ name: 'c', ports: [{ containerPort: 2 }] }, { name: 'd' }] } })).toHaveLength(2);
  });
});

describe('networkNotReady', () => {
  it('holds back all but hostNetwork pods', () => {
    expect(networkNotReady({ spec: {} }, 'cni')).toBe('network is not ready: cni');
    expect([networkNotReady({ spec: { hostNetwork: true } }, 'cni'), networkNotReady({ spec: {} }, undefined)]).toEqual([undefined, undefined]);
  });
});
