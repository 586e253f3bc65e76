import { expect, test } from 'vitest';
import { describeProbe } from './describeContainers';
import { describePod, formatLabelSelector } from './describePod';
import { describeVolumes } from './describeVolumes';
import type { Pod } from './objects';

const NOW = Date.UTC(2026, 2, 2, 10, 0, 0);
const pod: Pod = {
  metadata: { name: 'web', namespace: 'shop', labels: { b: '2', a: '1' }, annotations: { long: 'x'.repeat(200), 'kubectl.kubernetes.io/last-applied-configuration': '{}' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'u', controller: true }] },
  spec: {
    nodeName: 'w1', priority: 0, serviceAccountName: 'default',
    containers: [{ name: 'app', image: 'nginx:1', ports: [{ containerPort: 80 }, { containerPort: 443, protocol: 'TCP' }], command: ['sh', '-c'], resources: { requests: { memory: '64Mi', cpu: '100m' } }, env: [{ name: 'A', value: '1' }], volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }] }],
    volumes: [{ name: 'data', emptyDir: {} }],
    tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }, { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
  },
  status: {
    phase: 'Running', hostIP: '192.168.0.11', podIP: '10.244.1.2', podIPs: [{ ip: '10.244.1.2' }], startTime: '2026-03-02T09:59:00Z', qosClass: 'Burstable',
    conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }, { type: 'Ready', status: 'False' }],
    containerStatuses: [{ name: 'app', containerID: 'containerd://c1', imageID: 'i', ready: false, restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: '2026-03-02T09:59:02Z', finishedAt: '2026-03-02T09:59:03Z' } } }],
  },
};

test('a pod, as describePod writes it', () => {
  expect(describePod(pod, [], NOW).split('\n')).toEqual([
    'Name:             web',
    'Namespace:        shop',
    'Priority:         0',
    'Service Account:  default',
    'Node:             w1/192.168.0.11',
    'Start Time:       Mon, 02 Mar 2026 09:59:00 +0000',
    'Labels:           a=1',
    '                  b=2',
    'Annotations:      long:',
    `                    ${'x'.repeat(138)}...`,
    'Status:           Running',
    'IP:               10.244.1.2',
    'IPs:',
    '  IP:           10.244.1.2',
    'Controlled By:  ReplicaSet/web-1',
    'Containers:',
    '  app:',
    '    Container ID:  containerd://c1',
    '    Image:         nginx:1',
    '    Image ID:      i',
    '    Ports:         80/TCP, 443/TCP',
    '    Host Ports:    0/TCP, 0/TCP',
    '    Command:',
    '      sh',
    '      -c',
    '    State:          Waiting',
    '      Reason:       CrashLoopBackOff',
    '    Last State:     Terminated',
    '      Reason:       Error',
    '      Exit Code:    1',
    '      Started:      Mon, 02 Mar 2026 09:59:02 +0000',
    '      Finished:     Mon, 02 Mar 2026 09:59:03 +0000',
    '    Ready:          False',
    '    Restart Count:  2',
    '    Requests:',
    '      cpu:     100m',
    '      memory:  64Mi',
    '    Environment:',
    '      A:  1',
    '    Mounts:',
    '      /data from data (ro)',
    'Conditions:',
    '  Type                        Status',
    '  PodReadyToStartContainers   True ',
    '  Ready                       False ',
    'Volumes:',
    '  data:',
    "    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)",
    '    Medium:      ',
    '    SizeLimit:   <unset>',
    'QoS Class:       Burstable',
    'Node-Selectors:  <none>',
    'Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s',
    '                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s',
    'Events:          <none>',
  ]);
});

test('a pod that is being deleted says so, and for how long', () => {
  const text = describePod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-03-02T09:59:50Z', deletionGracePeriodSeconds: 30 } }, [], NOW);
  expect(text).toContain('Status:                    Terminating (lasts 10s)\nTermination Grace Period:  30s');
});

test('a pod without a node, containers not started, a readiness gate', () => {
  const text = describePod({ metadata: { name: 'p', namespace: 'default' }, spec: { containers: [{ name: 'a', image: 'i' }], readinessGates: [{ conditionType: 'x.io/ok' }] }, status: { phase: 'Pending' } }, [], NOW);
  expect(text).toContain('Node:         <none>');
  expect(text).toContain('IPs:          <none>');
  expect(text).toContain('Port:         <none>');
  expect(text).toContain('  x.io/ok        <none> ');
  expect(text).not.toContain('Container ID');
});

test('probes', () => {
  const attributes = 'delay=0s timeout=1s period=10s #success=1 #failure=3';
  const common = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  expect(describeProbe({ ...common, httpGet: { port: 8080, path: 'healthz', scheme: 'HTTP' } })).toBe(`http-get http://:8080/healthz ${attributes}`);
  expect(describeProbe({ ...common, exec: { command: ['cat', '/x'] } })).toBe(`exec [cat /x] ${attributes}`);
  expect(describeProbe({ ...common, tcpSocket: { port: 'web' } })).toBe(`tcp-socket :web ${attributes}`);
  expect(describeProbe({ ...common, grpc: { port: 1 } })).toBe(`grpc <pod>:1  ${attributes}`);
});

test('volumes and selectors', () => {
  expect(describeVolumes([])).toEqual(['Volumes:\t<none>']);
  expect(describeVolumes([{ name: 'h', hostPath: { path: '/etc' } }, { name: 'k', projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607 } }, { configMap: { name: 'ca' } }, { downwardAPI: {} }] } }])).toEqual([
    'Volumes:', '  h:', '    Type:\tHostPath (bare host directory volume)', '    Path:\t/etc', '    HostPathType:\t<none>',
    '  k:', '    Type:\tProjected (a volume that contains injected data from multiple sources)',
    '    TokenExpirationSeconds:\t3607', '    ConfigMapName:\tca', '    Optional:\tfalse', '    DownwardAPI:\ttrue',
  ]);
  expect(formatLabelSelector({ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['y', 'x'] }] })).toBe('a in (x,y),app=web');
});

test('pod-level resources, seccomp profiles, image volumes; amounts in their canonical form', () => {
  const text = describePod({
    metadata: { name: 'p', namespace: 'default' },
    spec: {
      resources: { limits: { cpu: '1000m' } },
      securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } },
      containers: [{ name: 'c', image: 'app', securityContext: { seccompProfile: { type: 'RuntimeDefault' } }, resources: { requests: { memory: '1024Ki' } } }],
      volumes: [{ name: 'v', image: { reference: 'registry.example/data:1', pullPolicy: 'Always' } }],
    },
  }, [], NOW);
  const lines = text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
  for (const line of ['SeccompProfile: Localhost', 'LocalhostProfile: p.json', 'Resources:', 'cpu: 1', 'SeccompProfile: RuntimeDefault', 'memory: 1Mi', 'Type: Image (a container image or OCI artifact)', 'Reference: registry.example/data:1', 'PullPolicy: Always']) {
    expect(lines).toContain(line);
  }
  expect(lines.indexOf('Resources:')).toBeLessThan(lines.indexOf('Containers:'));
});
