/** Objects that several stories use, as a person would write them. */
import type { Container, Deployment, OtherObject, Pod, PodSpec } from '../kubernetes/objects';
import type { ImageSpec } from '../simulation/clusterSpec';
import { MANIFESTS_FOLDER } from '../simulation/kubeadm';
import type { Program } from '../simulation/programs';

/** Where a kubeadm node's kubelet looks for manifests. */
export const manifestFile = (name: string): string => `${MANIFESTS_FOLDER}/${name}.yaml`;

/** A Pod as a manifest: applied it is a workload, in a manifests folder it is static. */
export const podManifest = (name: string, spec: PodSpec): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec,
});

/** A Deployment of one template; its labels follow its name. */
export const deployment = (name: string, replicas: number, containers: readonly Container[]): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [...containers] } },
  },
});

/** An image that every node has already; without a program its process runs for ever. */
export const onEveryNode = (program?: Program): ImageSpec => ({ sizeMB: 40, exists: true, present: true, ...(program ? { program } : {}) });

/** A Service for the pods with the label `app: <name>`. */
export const service = (name: string): OtherObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});

/** The Deployment with the wish, not the demand, that its pods go to this node. */
export const preferring = (node: string, of: Deployment): Deployment => {
  const { spec } = of;
  const template = spec?.template;
  const preference = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] };
  const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference }] } };
  return { ...of, spec: { ...spec, template: { ...template, spec: { ...template?.spec, containers: template?.spec?.containers ?? [], affinity } } } };
};
