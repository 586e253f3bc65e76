import { describe, expect, it } from 'vitest';
import { admissionReasons, operatingSystemRejection, rejectionStatus, sysctlRejection } from './kubeletAdmission';
import type { Node, Pod, PodSpec } from './objects';

const node: Node = { metadata: { name: 'n1', labels: { disk: 'ssd' } }, spec: {}, status: { allocatable: { cpu: '1', memory: '1Gi', pods: '10' } } };
const pod = (spec: PodSpec = {}, source?: string): Pod => ({
  metadata: { name: 'p', annotations: source === undefined ? {} : { 'kubernetes.io/config.source': source } },
  spec: { containers: [{ name: 'c' }], ...spec },
});
const names = (of: Pod, on = node, others: readonly Pod[] = [], fresh = on): readonly string[] =>
  admissionReasons(of, on, others, fresh).map((reason) => (reason.kind === 'resource' ? reason.resource : reason.predicate));
const asking = (cpu: string): PodSpec => ({ containers: [{ name: 'c', resources: { requests: { cpu } } }] });
const port: PodSpec = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] };
const tainted = (effect: string): Node => ({ ...node, spec: { taints: [{ key: 'a', effect }] } });

describe('admissionReasons', () => {
  it('are none on a node that fits', () => {
    expect(names(pod({ nodeName: 'n1', nodeSelector: { disk: 'ssd' }, ...asking('500m') }))).toEqual([]);
  });
  it('name what is missing', () => {
    expect(names(pod(asking('600m')), node, [pod(asking('600m'))])).toEqual(['cpu']);
    expect(names(pod({ nodeSelector: { disk: 'hdd' } }))).toEqual(['NodeAffinity']);
    expect(names(pod({ nodeName: 'n2' }))).toEqual(['NodeName']);
    expect(names(pod(port), node, [pod(port)])).toEqual(['NodePorts']);
    expect(names(pod({ nodeName: 'n2', nodeSelector: { disk: 'hdd' }, ...asking('2') }))).toEqual(['cpu', 'NodeAffinity', 'NodeName']);
  });
  it('count NoExecute taints only, and not for static pods', () => {
    expect([names(pod(), tainted('NoExecute')), names(pod(), tainted('NoSchedule')), names(pod({}, 'file'), tainted('NoExecute'))]).toEqual([['TaintToleration'], [], []]);
    expect(names(pod({ nodeSelector: { disk: 'hdd' } }, 'file'))).toEqual(['NodeAffinity']);
  });
  it('ask again before they refuse a label', () => {
    const old: Node = { ...node, metadata: { name: 'n1' } };
    expect([names(pod({ nodeSelector: { disk: 'ssd' } }), old, [], node), names(pod({ nodeSelector: { disk: 'ssd' } }), old)]).toEqual([[], ['NodeAffinity']]);
  });
});

describe('rejectionStatus', () => {
  it('is the first reason', () => {
    const [reason] = admissionReasons(pod(asking('2')), node, []);
    expect(reason && rejectionStatus(reason)).toEqual({
      reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 2000, used: 0, capacity: 1000",
    });
    expect(rejectionStatus({ kind: 'predicate', predicate: 'NodeAffinity', because: 'x' })).toEqual({ reason: 'NodeAffinity', message: 'Pod was rejected: Predicate NodeAffinity failed: x' });
  });
});

describe('what the scheduler does not look at', () => {
  it('is the operating system in the spec, and the label that a pod asks for by name', () => {
    expect(operatingSystemRejection(pod({ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'linux' } }))).toBeUndefined();
    expect(operatingSystemRejection(pod({ os: { name: 'windows' } }))?.reason).toBe('PodOSNotSupported');
    expect(operatingSystemRejection(pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }))?.reason).toBe('PodOSSelectorNodeLabelDoesNotMatch');
  });

  it('is a sysctl that the kubelet was not told to allow', () => {
    const asks = (name: string) => sysctlRejection(pod({ securityContext: { sysctls: [{ name, value: '1' }] } }));
    expect([asks('net.ipv4.tcp_syncookies'), asks('kernel/shm_rmid_forced')]).toEqual([undefined, undefined]);
    expect(asks('kernel/msgmax')).toEqual({ reason: 'SysctlForbidden', message: 'forbidden sysctl: "kernel.msgmax" not allowlisted' });
  });
});
