import { expect, test } from 'vitest';
import { tryDecodeSinglePod } from '../kubernetes/staticPods';
import { computePodQOS } from '../kubernetes/qos';
import { setDefaults } from '../kubernetes/defaults';
import type { Pod } from '../kubernetes/objects';
import { parseManifest } from '../manifest/parse';
import { BUILT_IN_IMAGES, resolveManifest } from './addons';
import { manifestPath, STATIC_COMPONENTS, staticPodManifest } from './kubeadm';
import { printYaml } from '../manifest/print';

const host = { name: 'cp-1', address: '10.0.0.11' };
const pods = STATIC_COMPONENTS.map((component) => staticPodManifest(component, host));
const container = (pod: Pod) => pod.spec?.containers?.[0];

test.each(STATIC_COMPONENTS)('a kubelet accepts kubeadm\'s %s', (component) => {
  const pod = staticPodManifest(component, host);
  const result = tryDecodeSinglePod(pod, { source: 'file', location: manifestPath(component), nodeName: 'cp-1' });
  expect(result).toMatchObject({ accepted: true, pod: { metadata: { name: `${component}-cp-1`, namespace: 'kube-system' } } });
  expect(result.accepted && result.warning).toBeFalsy();
});

test('all four: the node\'s network, node-critical, hostPath volumes only, Burstable, labels', () => {
  for (const pod of pods) {
    expect(pod.spec).toMatchObject({
      hostNetwork: true, priority: 2_000_001_000, priorityClassName: 'system-node-critical', securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(pod.metadata?.labels).toEqual({ component: container(pod)?.name, tier: 'control-plane' });
    expect(pod.spec?.volumes?.every((volume) => volume.hostPath)).toBe(true);
    expect(container(pod)?.volumeMounts?.map(({ name }) => name)).toEqual(pod.spec?.volumes?.map(({ name }) => name));
    expect(computePodQOS(pod)).toBe('Burstable');
  }
});

test('probes, as kubeadm times them; the controller manager has no readiness probe', () => {
  const timing = pods.map((pod) => [container(pod)?.livenessProbe, container(pod)?.startupProbe, container(pod)?.readinessProbe].map((probe) =>
    probe && `${probe.httpGet?.scheme} ${probe.httpGet?.host}${probe.httpGet?.path} ${probe.initialDelaySeconds ?? 0} ${probe.periodSeconds} ${probe.failureThreshold} ${probe.timeoutSeconds}`));
  expect(timing).toEqual([
    ['HTTP 127.0.0.1/livez 10 10 8 15', 'HTTP 127.0.0.1/readyz 10 10 24 15', 'HTTP 127.0.0.1/readyz 0 1 3 15'],
    ['HTTPS 10.0.0.11/livez 10 10 8 15', 'HTTPS 10.0.0.11/livez 10 10 24 15', 'HTTPS 10.0.0.11/readyz 0 1 3 15'],
    ['HTTPS 127.0.0.1/healthz 10 10 8 15', 'HTTPS 127.0.0.1/healthz 10 10 24 15', undefined],
    ['HTTPS 127.0.0.1/livez 10 10 8 15', 'HTTPS 127.0.0.1/livez 10 10 24 15', 'HTTPS 127.0.0.1/readyz 0 1 3 15'],
  ]);
});

test('on one node their ports do not collide, and every image is built in', () => {
  const ports = pods.flatMap((pod) => container(setDefaults(pod))?.ports?.map(({ hostPort }) => hostPort) ?? []);
  expect(ports).toEqual([2381, 6443, 10_257, 10_259]);
  const images = new Set(BUILT_IN_IMAGES.map(({ name }) => name));
  const addons = [...resolveManifest({ $kubeadm: 'coredns' }), ...resolveManifest({ $kubeadm: 'kube-proxy' }), ...resolveManifest({ $cni: 'daemonset' })];
  const templates = addons.flatMap((object) => (object as { spec?: { template?: Pod } }).spec?.template ?? []);
  expect(templates.length).toBe(3);
  for (const pod of [...pods, ...templates]) expect(images.has(container(pod)?.image ?? '')).toBe(true);
});

test('as YAML they are read back the same', () => {
  for (const pod of pods) expect(parseManifest(printYaml(pod)).documents[0]?.value).toEqual(JSON.parse(JSON.stringify(pod)));
});

test('CoreDNS does not tolerate a node that is not ready; kube-proxy and the network plugin tolerate everything', () => {
  const tolerations = (reference: Parameters<typeof resolveManifest>[0]) => {
    const owner = resolveManifest(reference).find((object) => object.kind === 'Deployment' || object.kind === 'DaemonSet');
    const spec = (owner as { spec?: { template?: Pod } })?.spec?.template?.spec;
    return { hostNetwork: spec?.hostNetwork ?? false, tolerations: spec?.tolerations?.map(({ key, operator, effect }) => `${key ?? '*'} ${operator ?? 'Equal'} ${effect ?? '*'}`) };
  };
  expect(tolerations({ $kubeadm: 'coredns' })).toEqual({
    hostNetwork: false, tolerations: ['CriticalAddonsOnly Exists *', 'node-role.kubernetes.io/control-plane Equal NoSchedule'],
  });
  expect(tolerations({ $kubeadm: 'kube-proxy' })).toEqual({ hostNetwork: true, tolerations: ['* Exists *'] });
  expect(tolerations({ $cni: 'daemonset' })).toEqual({ hostNetwork: true, tolerations: ['* Exists *'] });
});
