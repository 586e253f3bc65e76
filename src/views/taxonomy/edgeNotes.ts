/** What each line of the chart stands for, in a sentence or two. Marks as in shared/Narration. */
import type { TaxonomyEdgeId } from '../../kubernetes/taxonomy';

export interface EdgeNote {
  readonly title: string;
  readonly text: string;
}

export const edgeNotes: Readonly<Record<TaxonomyEdgeId, EdgeNote>> = {
  'A-B': {
    title: 'Through the API server',
    text: 'Somebody, most often a controller, creates the pod at the API server. The scheduler gives it a node, and the kubelet there hears of it on its watch. **Nobody calls the kubelet.**',
  },
  'A-C': {
    title: 'From a file on the node',
    text: 'A kubelet reads the manifest in its own `staticPodPath`, with kubeadm `/etc/kubernetes/manifests`, and starts the pod by itself. **It needs neither scheduler nor API server.**',
  },
  'B-F': {
    title: 'What users run',
    text: 'Pods of Deployments, StatefulSets, DaemonSets, Jobs, or pods that somebody made without a controller.',
  },
  'B-G': {
    title: 'System pods that the cluster itself schedules',
    text: 'CoreDNS and metrics-server are Deployments. The network plugin and kube-proxy are DaemonSets: one pod on each node.',
  },
  'C-E': {
    title: 'The control plane itself',
    text: 'kubeadm writes four manifests on each control-plane node: `etcd`, `kube-apiserver`, `kube-controller-manager`, `kube-scheduler`. **They are what the rest waits for, so they cannot wait for it.**',
  },
  'C-D': {
    title: 'Any other manifest in the folder',
    text: 'Whatever pod manifest is put there becomes a static pod, on any node. The kubelet treats every static pod as critical, system or not.',
  },
  'G-H': {
    title: 'Where system pods live',
    text: 'Kubernetes has no field that says that a pod is system. The pods a cluster needs are normally in the API namespace `kube-system`; some platforms use others.',
  },
  'E-H': {
    title: 'Where their mirrors live',
    text: 'The manifests of kubeadm name `kube-system`, so their mirror pods are there. The kubelet runs such a pod even while the API server, and thus the namespace, cannot be reached.',
  },
};
