import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse';
import { fieldInDocument, fieldInPod, podsOfDocument } from './podTemplates';
import { printYaml } from './print';

const spec = { containers: [{ name: 'web', image: 'nginx' }] };
const podsIn = (...objects: readonly object[]) =>
  parseManifest(objects.map((object) => printYaml(object)).join('---\n')).documents.flatMap(podsOfDocument);
const pathsIn = (...objects: readonly object[]): readonly string[] => podsIn(...objects).map(({ path }) => path);

describe('podsOfDocument', () => {
  it.each([
    ['v1', 'Pod', { spec }, 'spec'],
    ['apps/v1', 'Deployment', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['apps/v1', 'ReplicaSet', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['apps/v1', 'DaemonSet', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['apps/v1', 'StatefulSet', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['v1', 'ReplicationController', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['batch/v1', 'Job', { spec: { template: { spec } } }, 'spec.template.spec'],
    ['batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: { spec } } } } }, 'spec.jobTemplate.spec.template.spec'],
    ['v1', 'PodTemplate', { template: { spec } }, 'template.spec'],
    ['extensions/v1beta1', 'Deployment', { spec: { template: { spec } } }, 'spec.template.spec'],
  ])('finds the pod of a %s %s', (apiVersion, kind, rest, path) => {
    const [pod] = podsIn({ apiVersion, kind, metadata: { name: 'x' }, ...rest });
    expect(pod).toMatchObject({ path, ownerKind: kind, ownerName: 'x', builtIn: true });
    expect(pod?.pod.spec).toEqual(spec);
  });

  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', { spec: { template: { spec } } }, ['spec.template.spec']],
    ['argoproj.io/v1alpha1', 'Experiment', { spec: { templates: [{ name: 'a', template: { spec } }, { template: { spec } }] } }, ['spec.templates[0].template.spec', 'spec.templates[1].template.spec']],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', { spec: { replicatedJobs: [{ template: { spec: { template: { spec } } } }] } }, ['spec.replicatedJobs[0].template.spec.template.spec']],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { spec: { leaderWorkerTemplate: { leaderTemplate: { spec }, workerTemplate: { spec } } } }, ['spec.leaderWorkerTemplate.leaderTemplate.spec', 'spec.leaderWorkerTemplate.workerTemplate.spec']],
    ['core.strimzi.io/v1', 'StrimziPodSet', { spec: { pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'k-0' }, spec }] } }, ['spec.pods[0].spec']],
    ['flink.apache.org/v1beta1', 'FlinkDeployment', { spec: { podTemplate: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec } } }, ['spec.podTemplate.spec']],
    ['workload.codeflare.dev/v1beta2', 'AppWrapper', { spec: { components: [{ template: { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec } } } }] } }, ['spec.components[0].template.spec.template.spec']],
    ['prow.k8s.io/v1', 'ProwJob', { spec: { job: 'a', pod_spec: spec } }, ['spec.pod_spec']],
    ['serving.kserve.io/v1beta1', 'InferenceService', { spec: { predictor: { minReplicas: 1, ...spec } } }, ['spec.predictor']],
    ['serving.kserve.io/v1beta1', 'InferenceService', { spec: { predictor: { model: { modelFormat: { name: 'sklearn' } } } } }, []],
    ['apps/v1', 'Deployment', { spec: { template: { metadata: {} } } }, []],
  ])('looks into %s %s', (apiVersion, kind, rest, paths) => {
    expect(pathsIn({ apiVersion, kind, ...rest })).toEqual(paths);
    for (const pod of podsIn({ apiVersion, kind, ...rest })) expect(pod.builtIn).toBe(false);
  });

  it.each([
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', { spec: { versions: [{ schema: { openAPIV3Schema: { properties: { spec } } } }] } }],
    ['v1', 'ConfigMap', { data: { 'pod.yaml': 'kind: Pod\nspec:\n  containers:\n  - name: a\n' } }],
    ['machineconfiguration.openshift.io/v1', 'MachineConfig', { spec: { config: { storage: { files: [{ contents: { inline: 'kind: Pod' } }] } } } }],
    ['apps/v1', 'ControllerRevision', { data: { spec: { template: { spec } } } }],
    ['kyverno.io/v1', 'ClusterPolicy', { spec: { rules: [{ validate: { pattern: { spec } } }] } }],
    ['monitoring.coreos.com/v1', 'Prometheus', { spec: { containers: [{ name: 'prometheus', readinessProbe: {} }] } }],
    ['apps.kruise.io/v1alpha1', 'SidecarSet', { spec }],
    ['work.open-cluster-management.io/v1', 'ManifestWork', { spec: { workload: { manifests: [{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } }] } } }],
    ['argoproj.io/v1alpha1', 'Workflow', { spec: { templates: [{ container: { image: 'x' }, sidecars: [{ name: 's', image: 'y' }] }] } }],
    ['argoproj.io/v1alpha1', 'Workflow', { spec: { templates: [{ containerSet: spec }] } }],
    ['troubleshoot.sh/v1beta2', 'Collector', { spec: { collectors: [{ runPod: { podSpec: spec } }] } }],
    ['metrics.k8s.io/v1beta1', 'PodMetrics', { containers: [{ name: 'a', usage: { cpu: '1' } }] }],
    ['v1', 'Service', { spec: { ports: [] } }],
  ])('takes no pod from a %s %s', (apiVersion, kind, rest) => {
    expect(pathsIn({ apiVersion, kind, ...rest })).toEqual([]);
  });

  it('takes a pod without kind, without spec, and an item of a PodList', () => {
    expect(pathsIn({ metadata: { name: 'a' }, spec })).toEqual(['spec']);
    expect(pathsIn({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } })).toEqual(['spec']);
    expect(pathsIn({ apiGroup: 'v1', kind: 'Pod', name: 'a', stages: [] })).toEqual([]);
    expect(podsIn({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' }, spec }] })).toMatchObject([{ document: 1, ownerKind: 'Pod' }]);
  });

  it('leaves out what does not fit its type, so that rules may trust it', () => {
    const [pod] = podsIn({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 7, labels: { a: 'b', c: 1 } },
      spec: { containers: [null, { image: 5, args: 'x', ports: [{ containerPort: '80' }] }], initContainers: 'none', hostNetwork: 'yes' },
    });
    expect(pod?.pod.metadata).toEqual({ labels: { a: 'b' } });
    expect(pod?.pod.spec).toEqual({ containers: [{ name: '' }, { name: '', ports: [{}] }] });
  });

  it('gives a template its owner’s namespace', () => {
    const [pod] = podsIn({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'shop' }, spec: { template: { metadata: { labels: { a: 'b' } }, spec } } });
    expect(pod?.pod.metadata).toEqual({ labels: { a: 'b' }, namespace: 'shop' });
    expect(pod && fieldInDocument(pod, 'spec.hostNetwork')).toBe('spec.template.spec.hostNetwork');
    const [own] = podsIn({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { template: { metadata: { namespace: 'kube-system' }, spec } } });
    expect(own?.pod.metadata).toEqual({});
  });

  it('places the fields of a pod spec that has a name of its own', () => {
    const [job] = podsIn({ apiVersion: 'prow.k8s.io/v1', kind: 'ProwJob', spec: { pod_spec: spec } });
    expect(job && fieldInDocument(job, 'spec.containers[0].image')).toBe('spec.pod_spec.containers[0].image');
    expect(job && fieldInPod(job, 'spec.pod_spec.containers[0].image')).toBe('spec.containers[0].image');
    expect(job && fieldInPod(job, 'metadata.name')).toBeUndefined();
  });
});
