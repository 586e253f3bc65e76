/** A control plane of three: the same four files on three computers, and who leads when one fails. */
import type { TimedAction } from '../simulation/actions';
import { markControlPlane } from '../simulation/bootstrap';
import { manifestPath, STATIC_COMPONENTS } from '../simulation/kubeadm';
import { headingOf } from './contents';
import type { StepMatcher, Story } from './story';
import { deployment, manifestFile } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const scheduler = { node: 'cp-1', path: manifestFile('kube-scheduler') };

const files = STATIC_COMPONENTS.map((component, i): TimedAction => ({
  id: component,
  at: 1_000 + 100 * i,
  action: { do: 'writeFile', node: 'cp-3', path: manifestPath(component), manifest: { $kubeadm: component } },
}));

const stopped: StepMatcher = { rule: 'user.removeFile' };
const applied: StepMatcher = { rule: 'user.apply' };
const off: StepMatcher = { rule: 'user.powerOff' };
const unknown: StepMatcher = { rule: 'nodeLifecycle.markUnknown' };

export const controlPlaneOfThree: Story = {
  version: 1,
  ...headingOf('control-plane-of-three'),
  cluster: {
    controlPlanes: ['cp-1', 'cp-2'],
    workers: ['worker-1'],
    machines: ['cp-3'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 7,
  actions: [
    ...files,
    { id: 'join', at: 2_000, action: { do: 'startKubelet', node: 'cp-3' } },
    { id: 'mark', at: 6_000, action: markControlPlane('cp-3') },
    { id: 'stop', at: 20_000, action: { do: 'removeFile', ...scheduler } },
    { id: 'apply', at: 27_000, action: { do: 'apply', objects: [deployment('shop', 1, [{ name: 'web', image: IMAGE }])] } },
    { id: 'off', at: 35_000, action: { do: 'stopNode', node: 'cp-1' } },
    { id: 'scale', at: 58_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
  ],
  until: 122_000,
  opening: 'Two control-plane nodes run, a third machine is switched on and empty. **Press Play to see what makes it one of them.**',
  chapters: [
    { title: 'The same four files' },
    { title: 'One leader for three', at: { rule: 'apiServer.serve' } },
    { title: 'A leader steps down', at: stopped },
    { title: 'Work goes on', at: applied },
    { title: 'A machine vanishes', at: off },
    { title: 'What the others see', at: unknown },
  ],
  captions: [
    { at: { rule: 'user.writeFile' }, text: '`kubeadm join --control-plane` does this for you.' },
    { at: { rule: 'user.writeFile', nth: 4 }, text: 'cp-1 and cp-2 have **the same four files**, each with its own node’s name and address in them.' },
    { at: { rule: 'kubelet.addStaticPod' }, text: 'Elsewhere it is etcd-cp-1 and etcd-cp-2: **the node’s name keeps the three apart.**' },
    { at: { rule: 'kubelet.addStaticPod', nth: 4 }, text: 'No controller counts these copies. **There are three of each because there are three folders.**' },
    { at: { rule: 'kubelet.registerNode' }, text: 'Here somebody answers already: the API servers of the other two.' },
    { at: { rule: 'daemonSet.createPod' }, text: 'For the new node the controllers make daemon pods only. **Static pods are nobody’s work but the kubelet’s.**' },
    { at: { rule: 'kubelet.createMirrorPod' }, text: 'The mirrors arrive while the pods are starting: here the API server is older than the pods.' },
    { at: { rule: 'nodeLifecycle.taintNoExecute' }, text: 'Static pods tolerate every NoExecute taint, and these daemon pods do too.' },
    { at: { rule: 'etcd.serve' }, text: 'etcd needs a majority: **of three members one may fail.**' },
    { at: { rule: 'user.edit' }, text: 'The label and the taint of a control-plane node. **They start nothing:** the files did.' },
    { at: { rule: 'apiServer.serve' }, text: 'All three API servers answer at the same time. **Schedulers and controller managers choose one leader each.**' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'kube-scheduler-cp-3', status: 'Running, ready' } }, text: 'It is ready, and it only waits: the Lease is held by another.' },
    { at: stopped, text: 'This scheduler has been the leader.' },
    { at: { rule: 'process.releaseLease' }, text: 'Good manners: it need not run out.' },
    { at: { rule: 'process.takeLead' }, text: '**It has been running all the time:** nothing had to be started or moved.' },
    { at: { rule: 'kubelet.deleteOrphanedMirror' }, text: 'Nobody replaces it on cp-1. **No file, no pod.**' },
    { at: { rule: 'scheduler.bindOnly', after: applied }, text: 'Bound by the new leader.' },
    { at: { rule: 'deployment.complete' }, text: 'Who has applied this has noticed nothing.' },
    { at: off, text: 'The leader of the controllers was here too, and **it gave nothing back.**' },
    { at: { rule: 'process.takeLead', about: { lease: 'kube-controller-manager' } }, text: 'It has seen the Lease unrenewed for 15 s. Until now **no controller worked**, and running pods did not mind.' },
    { at: { rule: 'user.edit', after: off }, text: 'Does the cluster still take orders?' },
    { at: { rule: 'replicaSet.createPod', after: off }, text: 'The new leader has read everything it needs **from the API server.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: off }, text: 'One machine of four is missing, and everything is done as before.' },
    { at: unknown, text: 'The new leader has counted from its own start.' },
    { at: { rule: 'nodeLifecycle.markPodNotReady', about: { pod: 'etcd-cp-1' } }, text: 'The phase stays Running: **nobody is left on cp-1 to report anything else.**' },
    { at: { rule: 'nodeLifecycle.markPodNotReady', about: { pod: 'kube-controller-manager-cp-1' } }, text: 'No other node starts a copy: **a static pod stays with its file.**' },
    {
      at: { rule: 'nodeLifecycle.taintNoExecute', about: { node: 'cp-1' } },
      text: 'Pods of a Deployment leave after 5 minutes. **Static pods and daemon pods tolerate it without limit.** Now switch cp-1 on again.',
    },
  ],
  questions: [
    {
      at: { rule: 'apiServer.serve' },
      text: 'How many of the schedulers bind pods now?',
      choices: ['All of them, each a share', 'Each the pods of its own node', 'One'],
      answer: 2,
      because: 'They compete for one Lease. Its holder works, the others look every 2 s whether it is still renewed.',
    },
  ],
  select: 'kube-system/kube-apiserver-cp-3',
  focus: 'where',
};
