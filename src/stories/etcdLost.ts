/** etcd is lost: the store behind everything stops answering, and comes back. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, manifestFile, onEveryNode } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const manifest = manifestFile('etcd');

const stopped: StepMatcher = { rule: 'user.removeFile' };
const killed: StepMatcher = { rule: 'user.killContainer' };
const lost: StepMatcher = { rule: 'process.loseLease' };
const returned: StepMatcher = { rule: 'user.writeFile' };
const serves: StepMatcher = { rule: 'apiServer.serve' };
const again: StepMatcher = { rule: 'user.edit' };
const after = (rule: StepMatcher['rule'], what: StepMatcher, about?: StepMatcher['about']): StepMatcher =>
  ({ rule, after: what, ...(about ? { about } : {}) });

export const etcdLost: Story = {
  version: 1,
  ...headingOf('etcd-lost'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: onEveryNode() },
  },
  seed: 22,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [deployment('shop', 1, [{ name: 'web', image: IMAGE }])] } },
    { id: 'stop', at: 6_000, action: { do: 'removeFile', node: 'cp-1', path: manifest } },
    { id: 'scale', at: 10_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
    { id: 'kill', at: 14_000, action: { do: 'killContainer', node: 'worker-1', podPattern: 'default/shop-.*', container: 'web' } },
    { id: 'return', at: 22_000, action: { do: 'writeFile', node: 'cp-1', path: manifest, manifest: { $kubeadm: 'etcd' } } },
    { id: 'again', at: 50_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
  ],
  until: 60_000,
  opening: 'A running cluster with one etcd, and that etcd will be stopped. **Press Play: which containers stop with it?**',
  chapters: [
    { title: 'All is well' },
    { title: 'etcd stops', at: stopped },
    { title: 'What goes on', at: killed },
    { title: 'The leaders give up', at: lost },
    { title: 'etcd returns', at: returned },
    { title: 'Work again', at: again },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'Each of these objects is a value in etcd, **kept nowhere else.**' },
    { at: { rule: 'deployment.complete' }, text: 'One pod runs on worker-1.' },
    { at: stopped, text: 'etcd is a static pod here, so its file decides.' },
    { at: { rule: 'process.exit', about: { container: 'etcd' } }, text: 'Its data lie in a folder of the node, /var/lib/etcd. **They are not touched.**' },
    { at: { rule: 'apiServer.loseEtcd' }, text: 'Its process runs, but it keeps no objects of its own. **Only the API server ever spoke to etcd.**' },
    { at: { rule: 'kubelet.statusRefused' }, text: 'So nobody can note that etcd is gone. Its mirror will say Running.' },
    { at: { rule: 'user.refused' }, text: 'Here the request is refused at once; a real one would have to wait and then time out.' },
    { at: { rule: 'kubelet.probeFailed', about: { probe: 'liveness' } }, text: 'The API server is asked for `/livez`. After 8 such failures, 80 s, its kubelet would restart it, in vain.' },
    { at: { rule: 'kubelet.probeFailed', about: { probe: 'readiness' }, nth: 3 }, text: 'The readiness probe asks every second. It restarts nothing.' },
    { at: killed, text: 'Meanwhile on worker-1 a container crashes.' },
    { at: after('containerd.startContainer', killed), text: 'Restarted as ever: **the kubelet remembers its pods.**' },
    { at: lost, text: 'Leases are objects too. Without a store there is none to renew.' },
    { at: { rule: 'kubelet.createContainer', about: { container: 'kube-scheduler' } }, text: 'Both come back and wait. They have to find a Lease before they may lead.' },
    { at: returned, text: 'The file is put back, 16 s later. No API server is needed for that.' },
    { at: after('containerd.startContainer', returned, { container: 'etcd' }), text: 'Another container, the same folder.' },
    { at: { rule: 'etcd.serve' }, text: '**All objects are there, as they were when it stopped.**' },
    { at: serves, text: 'The API server reads and answers. It was not restarted.' },
    { at: after('kubelet.patchStatus', serves, { pod: 'kube-apiserver-cp-1' }), text: 'Kubelets tell what happened in between.' },
    { at: after('kubelet.patchStatus', serves, { pod: 'etcd-cp-1', status: 'Running, ready' }), text: 'The old mirror was in etcd all the time. It is kept, because the file is the same.' },
    { at: { rule: 'process.takeLead' }, text: 'The old Lease had to be seen unrenewed for 15 s.' },
    { at: { rule: 'process.takeLead', nth: 2 }, text: 'Kubelets, too, had renewed no Lease. Their 50 s were not over, so **no node is taken for dead.**' },
    { at: again, text: 'The wish that was refused before.' },
    { at: after('scheduler.bindOnly', again), text: 'The control plane decides again.' },
    {
      at: after('kubelet.patchStatus', again, { status: 'Running, ready' }),
      text: '**Losing etcd for a while costs decisions; losing its data costs the cluster.** So it is etcd that one backs up.',
    },
  ],
  questions: [
    {
      at: { rule: 'apiServer.loseEtcd' },
      text: 'etcd is gone for 18 s. Whose processes end because of that?',
      choices: ['Nobody’s', 'Those of the controller manager and the scheduler', 'Those of all pods on cp-1', 'Those of all pods'],
      answer: 1,
      because: 'Both must renew a Lease within 10 s to lead, and a Lease is an object. Without a store they end themselves; all others run on.',
    },
  ],
  select: 'kube-system/etcd-cp-1',
  focus: 'where',
};
