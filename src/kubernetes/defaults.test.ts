import { describe, expect, test } from 'vitest';
import { imageTag, setDefaults } from './defaults';
import type { CronJob, DaemonSet, Deployment, Job, Pod, StatefulSet } from './objects';

const pod = (spec: Pod['spec']): Pod => setDefaults<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });

describe('a pod', () => {
  test('gets what every pod has', () => {
    expect(pod({ containers: [{ name: 'c', image: 'nginx' }] }).spec).toEqual({
      containers: [
        { name: 'c', image: 'nginx', imagePullPolicy: 'Always', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' },
      ],
      restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', securityContext: {}, terminationGracePeriodSeconds: 30,
      enableServiceLinks: true,
    });
  });

  test('keeps what is given, zeros and falses too', () => {
    const { spec } = pod({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0, enableServiceLinks: false, dnsPolicy: 'None' });
    expect(spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0, enableServiceLinks: false, dnsPolicy: 'None' });
  });

  test('the pull policy follows the tag', () => {
    const tags: readonly (readonly [string, string])[] = [
      ['nginx', 'latest'], ['nginx:latest', 'latest'], ['nginx:1.27', '1.27'], ['registry.example:5000/nginx', 'latest'], ['registry.example:5000/a/nginx:2', '2'],
      ['nginx@sha256:ab', ''], ['nginx:latest@sha256:ab', 'latest'],
    ];
    for (const [image, tag] of tags) expect(imageTag(image), image).toBe(tag);
    expect(pod({ containers: [{ name: 'c', image: 'nginx:1.27' }] }).spec?.containers?.[0]?.imagePullPolicy).toBe('IfNotPresent');
    expect(pod({ containers: [{ name: 'c', image: 'nginx:1.27', imagePullPolicy: 'Never' }] }).spec?.containers?.[0]?.imagePullPolicy).toBe('Never');
  });

  test('requests follow limits, host ports the host network, volumes become emptyDir', () => {
    const { spec } = pod({
      hostNetwork: true,
      containers: [{ name: 'c', image: 'a:1', ports: [{ containerPort: 80 }, { containerPort: 53, hostPort: 5353, protocol: 'UDP' }], resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } }],
      volumes: [{ name: 'v' }, { name: 'w', configMap: { name: 'x' } }, { name: 'h', hostPath: { path: '/' } }],
    });
    expect(spec?.containers?.[0]?.resources?.requests).toEqual({ cpu: '100m', memory: '1Gi' });
    expect(spec?.containers?.[0]?.ports).toEqual([{ containerPort: 80, protocol: 'TCP', hostPort: 80 }, { containerPort: 53, hostPort: 5353, protocol: 'UDP' }]);
    expect(spec?.volumes).toEqual([{ name: 'v', emptyDir: {} }, { name: 'w', configMap: { name: 'x', defaultMode: 420 } }, { name: 'h', hostPath: { path: '/', type: '' } }]);
  });

  test('pod-level requests follow containers first, then pod-level limits', () => {
    const { spec } = pod({
      containers: [{ name: 'c', image: 'a:1', resources: { requests: { cpu: '100m' } } }],
      resources: { limits: { cpu: '1', memory: '1Gi' } },
    });
    expect(spec?.resources?.requests).toEqual({ cpu: '100m', memory: '1Gi' });
  });

  test('probes', () => {
    const { spec } = pod({ containers: [{ name: 'c', image: 'a:1', livenessProbe: { httpGet: { port: 80 }, periodSeconds: 0, failureThreshold: 5 } }] });
    expect(spec?.containers?.[0]?.livenessProbe).toEqual({
      httpGet: { port: 80, path: '/', scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 5,
    });
  });

  test('fields of a wrong type are left alone', () => {
    const wrong = { containers: 'none', volumes: [null, 7], resources: 'much', hostNetwork: 'yes' } as unknown as Pod['spec'];
    expect(pod(wrong).spec).toMatchObject({ containers: 'none', volumes: [null, 7], resources: 'much' });
  });
});

test('a second time changes nothing', () => {
  const once = pod({ hostNetwork: true, containers: [{ name: 'c', image: 'a', ports: [{ containerPort: 80 }], readinessProbe: {} }], volumes: [{ name: 'v' }] });
  expect(setDefaults(once)).toEqual(once);
});

test('a template gets less than a pod', () => {
  const deployment = setDefaults<Deployment>({
    apiVersion: 'apps/v1', kind: 'Deployment',
    spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'c', image: 'a:1', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } }] } } },
  });
  const template = deployment.spec?.template?.spec;
  expect(template?.enableServiceLinks).toBeUndefined();
  expect(template?.containers?.[0]?.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
  expect(template?.containers?.[0]?.resources).toEqual({ limits: { cpu: '1' } });
  expect(template?.restartPolicy).toBe('Always');
  expect(deployment.spec).toMatchObject({
    replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
  });
});

test('workloads', () => {
  expect(setDefaults<Deployment>({ kind: 'Deployment', spec: { replicas: 0, strategy: { type: 'Recreate' } } }).spec).toMatchObject({ replicas: 0, strategy: { type: 'Recreate' } });
  expect(setDefaults<Deployment>({ kind: 'Deployment', spec: { strategy: { type: 'Recreate' } } }).spec?.strategy).toEqual({ type: 'Recreate' });
  expect(setDefaults<DaemonSet>({ kind: 'DaemonSet' }).spec?.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
  expect(setDefaults<StatefulSet>({ kind: 'StatefulSet' }).spec).toMatchObject({ replicas: 1, podManagementPolicy: 'OrderedReady', updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
  expect(setDefaults<StatefulSet>({ kind: 'StatefulSet', spec: { updateStrategy: { type: 'RollingUpdate' } } }).spec?.updateStrategy).toEqual({ type: 'RollingUpdate' });
});

test('jobs', () => {
  const job = (spec: Job['spec']) => setDefaults<Job>({ kind: 'Job', metadata: { name: 'j' }, spec });
  expect(job({}).spec).toMatchObject({ completions: 1, parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, podReplacementPolicy: 'TerminatingOrFailed' });
  expect(job({ parallelism: 3 }).spec?.completions).toBeUndefined();
  expect(job({ completions: 5 }).spec).toMatchObject({ completions: 5, parallelism: 1 });
  expect(job({ backoffLimitPerIndex: 1 }).spec?.backoffLimit).toBe(2_147_483_647);
  expect(job({ podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } }).spec).toMatchObject({
    podReplacementPolicy: 'Failed', podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
  });
  expect(job({ template: { metadata: { labels: { app: 'x' } } } }).metadata?.labels).toEqual({ app: 'x' });
  const cron = setDefaults<CronJob>({ kind: 'CronJob', spec: { jobTemplate: { spec: {} } } });
  expect(cron.spec).toMatchObject({ concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  expect(cron.spec?.jobTemplate?.spec?.backoffLimit).toBeUndefined();
  expect(cron.spec?.jobTemplate?.spec?.template?.spec?.restartPolicy).toBe('Always');
});

test('a kind without defaults is the same object', () => {
  const service = { kind: 'Service', metadata: { name: 's' } };
  expect(setDefaults(service)).toBe(service);
  expect(setDefaults({ kind: 'constructor' })).toEqual({ kind: 'constructor' });
});
