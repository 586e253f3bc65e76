import { expect, it } from 'vitest';
import type { Container, Pod } from '../objects';
import { changeUsedPorts, hostPortsOf, portConflicts, type UsedPorts } from './hostPorts';

const podOf = (containers: Container[], initContainers: Container[] = []): Pod => ({ spec: { containers, initContainers } });
const port = (hostPort: number, more: object = {}): Container => ({ name: 'c', ports: [{ containerPort: 80, hostPort, ...more }] });

it('an empty address is every address, an empty protocol is TCP', () => {
  expect(hostPortsOf(podOf([port(80, { hostIP: '', protocol: '' })]))).toEqual([{ ip: '0.0.0.0', port: 'TCP/80' }]);
});

it('only sidecars among the init containers hold ports, and 0 is no port', () => {
  const pod = podOf([port(0)], [port(81), { ...port(82), restartPolicy: 'Always' }]);
  expect(hostPortsOf(pod)).toEqual([{ ip: '0.0.0.0', port: 'TCP/82' }]);
});

it('a port on one address leaves the others free, a port on every address none', () => {
  const used: UsedPorts = new Map();
  changeUsedPorts(used, hostPortsOf(podOf([port(80, { hostIP: '10.0.0.1' })])), 1);
  const conflicts = (more: object) => hostPortsOf(podOf([port(80, more)])).map((each) => portConflicts(used, each));
  expect([conflicts({ hostIP: '10.0.0.2' }), conflicts({ hostIP: '10.0.0.1' }), conflicts({})]).toEqual([[false], [true], [true]]);
  expect(conflicts({ protocol: 'UDP' })).toEqual([false]);
});
