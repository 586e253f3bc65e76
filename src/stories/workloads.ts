/** Objects that several stories use, as a person would write them. */
import type { Container, Deployment, Pod, PodSpec } from '../kubernetes/objects';
import { MANIFESTS_FOLDER } from '../simulation/kubeadm';

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
