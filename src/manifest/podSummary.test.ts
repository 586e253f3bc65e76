import { describe, expect, it } from 'vitest';
import { podSummary } from './podSummary';

describe('podSummary', () => {
  it('sorts containers by kind and names what they share', () => {
    const mount = (...names: string[]) => ({ volumeMounts: names.map((name) => ({ name, mountPath: `/${name}` })) });
    expect(podSummary({
      spec: {
        shareProcessNamespace: false,
        initContainers: [{ name: 'init', ...mount('work', 'own') }, { name: 'side', restartPolicy: 'Always', ...mount('work') }],
        containers: [{ name: 'app', ...mount('work', 'kube-api-access-abcde') }, { name: 'two', ...mount('kube-api-access-abcde') }],
        ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }],
        volumes: [
          { name: 'work', emptyDir: {} }, { name: 'own', hostPath: { path: '/x' } },
          { name: 'kube-api-access-abcde', projected: { sources: [{ serviceAccountToken: {} }] } },
        ],
      },
    })).toMatchObject({
      containers: { init: ['init'], sidecar: ['side'], app: ['app', 'two'], ephemeral: ['debug'] },
      windows: false,
      namespaces: { net: 'pod', ipc: 'pod', uts: 'pod', pid: 'container', mnt: 'container', user: 'node' },
      ephemeralPid: { debug: 'target:app' },
      sharedVolumes: [
        { name: 'work', type: 'emptyDir', containers: ['init', 'side', 'app'], serviceAccountToken: false },
        { name: 'kube-api-access-abcde', type: 'projected', serviceAccountToken: true },
      ],
      qos: 'BestEffort',
    });
  });

  it('tells a Windows pod, which has no Linux namespaces', () => {
    expect(podSummary({ spec: { nodeSelector: { 'kubernetes.io/os': 'windows' }, containers: [{ name: 'a' }] } })).toMatchObject({ windows: true, namespaces: {} });
    expect(podSummary({ spec: { containers: [{ name: 'a', securityContext: { windowsOptions: { hostProcess: true } } }] } }).windows).toBe(true);
    expect(podSummary({ spec: { os: { name: 'linux' }, containers: [{ name: 'a' }] } }).windows).toBe(false);
  });

  it('tells the levels of a pod that has no container yet, or only one for debugging', () => {
    expect(podSummary({ spec: { hostNetwork: true } }).namespaces).toMatchObject({ net: 'node', ipc: 'pod', uts: 'node', pid: 'container', user: 'node' });
    expect(podSummary({ spec: { ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }] } })).toMatchObject({
      namespaces: { pid: 'container' }, ephemeralPid: { debug: 'target:app' },
    });
  });

  it('counts limits as requests, as the API server’s defaults do', () => {
    expect(podSummary({ spec: { containers: [{ name: 'a', resources: { limits: { cpu: 1, memory: '1Gi' } } }] } }).qos).toBe('Guaranteed');
  });
});
