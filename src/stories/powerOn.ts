/** Power-on: from four files on a disk to a cluster of three nodes. */
import { markControlPlane } from '../simulation/bootstrap';
import { headingOf } from './contents';
import type { Story } from './story';

export const powerOn: Story = {
  version: 1,
  ...headingOf('power-on'),
  cluster: { controlPlanes: ['cp-1'], workers: ['worker-1', 'worker-2'], ready: false },
  seed: 1,
  actions: [
    { id: 'power', at: 0, action: { do: 'startKubelet', node: 'cp-1' } },
    { id: 'mark', at: 11_000, action: markControlPlane('cp-1') },
    { id: 'addons', at: 13_000, action: { do: 'apply', objects: [{ $kubeadm: 'kube-proxy' }, { $kubeadm: 'coredns' }] } },
    { id: 'cni', at: 20_000, action: { do: 'apply', objects: [{ $cni: 'daemonset' }] } },
    { id: 'join-1', at: 30_000, action: { do: 'startKubelet', node: 'worker-1' } },
    { id: 'join-2', at: 34_000, action: { do: 'startKubelet', node: 'worker-2' } },
  ],
  until: 42_000,
  opening: 'Three machines are on, one of them with four files on its disk. There is no cluster yet. **Press Play to see who starts what.**',
  chapters: [
    { title: 'The kubelet alone' },
    { title: 'The API server answers', at: { rule: 'etcd.serve' } },
    { title: 'The mirrors appear', at: { rule: 'kubelet.registerNode', about: { node: 'cp-1' } } },
    { title: 'The first workload pods', at: { rule: 'user.apply' } },
    { title: 'A network for the pods', at: { rule: 'user.apply', about: { name: 'cni' } } },
    { title: 'Two workers join', at: { rule: 'user.startKubelet', about: { node: 'worker-1' } } },
  ],
  captions: [
    { at: { rule: 'user.startKubelet' }, text: 'Only it and containerd are services: **all else here will be containers.**' },
    { at: { rule: 'kubelet.start' }, text: '`kubeadm init` has left four manifests there.' },
    { at: { rule: 'kubelet.addStaticPod', about: { pod: 'etcd-cp-1' } }, text: 'The node’s name becomes part of the pod’s name.' },
    {
      at: { rule: 'kubelet.addStaticPod', about: { pod: 'kube-scheduler-cp-1' } },
      text: 'Four files, four pods. **No scheduler chose this node**: the files are here, so the pods are.',
    },
    {
      at: { rule: 'kubelet.runPodSandbox', about: { pod: 'etcd-cp-1' } },
      text: 'All four pods start at the same time: **nobody puts them in order.** Each waits or fails until what it needs is there.',
    },
    {
      at: { rule: 'containerd.keepNodeNetwork', about: { pod: 'etcd-cp-1' } },
      text: 'Its manifest says `hostNetwork: true`: so the control plane can start **before there is a network for pods.**',
    },
    { at: { rule: 'kubelet.registerRefused' }, text: 'There is no API server to ask yet. **Static pods do not need one.**' },
    { at: { rule: 'containerd.startPause', about: { pod: 'etcd-cp-1' } }, text: 'When a container ends, the sandbox stays.' },
    {
      at: { rule: 'containerd.startContainer', about: { container: 'etcd' } },
      text: '`mnt` is never shared, not even inside a pod: **files are shared through volumes.**',
    },
    {
      at: { rule: 'containerd.startContainer', about: { container: 'kube-apiserver' } },
      text: 'There is no etcd to reach yet, so it waits. After 20 s in vain it would end, and **the kubelet would start it again.**',
    },
    {
      at: { rule: 'containerd.startContainer', about: { container: 'kube-scheduler' } },
      text: 'Like the controller manager, it looks for an API server again and again.',
    },
    { at: { rule: 'etcd.serve' }, text: 'What the cluster knows will be stored **here and nowhere else.**' },
    { at: { rule: 'apiServer.serve' }, text: 'This is why it is a static pod: **an API server cannot be asked to start itself.**' },
    { at: { rule: 'apiServer.createSystemNamespaces' }, text: 'The system’s pods belong in `kube-system`; none of the four is called “system”.' },
    {
      at: { rule: 'apiServer.createSystemPriorityClasses' },
      text: 'The four manifests name the first one. Without it their mirrors would be refused.',
    },
    {
      at: { rule: 'process.takeLead', about: { lease: 'kube-controller-manager' } },
      text: 'Its controllers begin: each watches objects and **writes objects, nothing else.**',
    },
    { at: { rule: 'kubelet.registerNode', about: { node: 'cp-1' } }, text: 'The node starts with the taint `not-ready`, which keeps ordinary pods away.' },
    {
      at: { rule: 'kubelet.createMirrorPod' },
      text: 'The pod has long been running, and now kubectl can see it. **Nothing is ever started from a mirror.**',
    },
    {
      at: { rule: 'process.takeLead', about: { lease: 'kube-scheduler' } },
      text: 'It looks for pods without a node. **The four have one from birth: it will never touch them.**',
    },
    { at: { rule: 'kubelet.patchStatus' }, text: 'Reports go from the kubelet to the API server, and **nobody has asked for them.**' },
    { at: { rule: 'user.edit', about: { name: 'cp-1' } }, text: 'This is kubeadm’s mark: the label `control-plane`, and a taint that keeps ordinary pods off.' },
    { at: { rule: 'nodeLifecycle.stopEvictions' }, text: 'A cluster that is being born looks to it like one that has lost every node.' },
    {
      at: { rule: 'user.apply', about: { kind: 'DaemonSet', name: 'kube-proxy' } },
      text: 'kubeadm applies its add-ons. They are **workloads: they come through the API server.**',
    },
    { at: { rule: 'daemonSet.createPod', about: { owner: 'kube-proxy' } }, text: 'This is an object, and no more: **nothing has been started.**' },
    { at: { rule: 'scheduler.bindOnly' }, text: 'kube-proxy tolerates every taint, so it fits on a node that is not ready.' },
    { at: { rule: 'kubelet.addPod' }, text: 'The API server sends pods to no kubelet. **The kubelet watches for its own name.**' },
    { at: { rule: 'deployment.createReplicaSet' }, text: 'The Deployment makes a ReplicaSet, and the ReplicaSet makes pods.' },
    { at: { rule: 'scheduler.failed' }, text: 'CoreDNS tolerates the control plane’s taint, but not `not-ready`.' },
    {
      at: { rule: 'user.apply', about: { kind: 'DaemonSet', name: 'cni' } },
      text: 'The pod network is an add-on as well. Its pods use the node’s network: **they start without the network that they make.**',
    },
    { at: { rule: 'process.writeNetworkConfig', about: { node: 'cp-1' } }, text: 'The kubelet asks containerd every few seconds whether the network is ready.' },
    { at: { rule: 'kubelet.nodeReady', about: { node: 'cp-1' } }, text: 'CoreDNS has waited for this.' },
    {
      at: { rule: 'nodeLifecycle.removeTaint', about: { node: 'cp-1' } },
      text: 'Nobody tells the scheduler. **It watches nodes too**, and tries the waiting pods again.',
    },
    { at: { rule: 'containerd.makeNetworkNamespace' }, text: 'All pods before this one use the node’s own network. **This one gets its own.**' },
    { at: { rule: 'network.giveAddress' }, text: 'The address is the pod’s, **however many containers it has.**' },
    { at: { rule: 'deployment.complete' }, text: 'Every pod here was started by the kubelet: **four from files, the rest through the API server.**' },
    { at: { rule: 'user.startKubelet', about: { node: 'worker-1' } }, text: 'Its manifests folder is empty: **a worker needs no static pods.**' },
    { at: { rule: 'kubelet.registerNode', about: { node: 'worker-1' } }, text: '`kubeadm join` told it where the API server is. The rest it does itself.' },
    { at: { rule: 'daemonSet.createPod', about: { node: 'worker-1' } }, text: 'A new node is enough: a DaemonSet wants **one pod on each.**' },
    { at: { rule: 'nodeLifecycle.taintNoExecute', about: { node: 'worker-1' } }, text: 'The two daemon pods tolerate it without limit, **so they stay.**' },
    { at: { rule: 'nodeLifecycle.removeTaint', about: { node: 'worker-1' } }, text: 'From now on ordinary pods find a place here.' },
    { at: { rule: 'kubelet.nodeReady', about: { node: 'worker-2' } }, text: 'Three nodes: **each container on them was started by the kubelet of its own node.**' },
    { at: { rule: 'nodeLifecycle.removeTaint', about: { node: 'worker-2' } }, text: 'The cluster stands. Now break something, or apply a manifest of yours.' },
  ],
  questions: [
    {
      at: { rule: 'scheduler.failed' },
      text: 'CoreDNS waits. What will let it start?',
      choices: ['A larger node', 'A network plugin', 'A worker node'],
      answer: 1,
      because: 'The node becomes Ready when a network plugin has written its configuration. Then the taint goes, and the scheduler tries again.',
    },
  ],
  select: 'kube-system/etcd-cp-1',
  focus: 'where',
};
