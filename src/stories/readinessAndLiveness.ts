/** Readiness and liveness: two probes, two quite different consequences. */
import type { Container } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest, service } from './workloads';

const IMAGE = 'registry.example/web:1.0';

const web: Container = {
  name: 'web',
  image: IMAGE,
  readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5, failureThreshold: 3 },
  livenessProbe: { httpGet: { path: '/alive', port: 80 }, periodSeconds: 5, failureThreshold: 3 },
};

const fails = (probe: 'readiness' | 'liveness', nth: number): StepMatcher => ({ rule: 'kubelet.probeFailed', about: { probe }, nth });
const endpoints = (nth: number): StepMatcher => ({ rule: 'endpointSlice.update', nth });
const killed: StepMatcher = { rule: 'kubelet.stopContainer' };

export const readinessAndLiveness: Story = {
  version: 1,
  ...headingOf('readiness-and-liveness'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: {
      [IMAGE]: onEveryNode({
        sequence: [{ run: 'forever' }],
        probesByStart: [
          {
            readiness: [{ at: 0, ok: true }, { at: 12_000, ok: false }, { at: 35_000, ok: true }],
            liveness: [{ at: 0, ok: true }, { at: 48_000, ok: false }],
          },
          { readiness: [{ at: 0, ok: false }, { at: 3_000, ok: true }] },
        ],
      }),
    },
  },
  seed: 12,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [service('shop'), podManifest('shop', { containers: [web] })] } },
  ],
  until: 80_000,
  opening: 'A pod with both probes behind a Service. First it will be too busy to serve, later it will hang. **Press Play: which of them restarts it?**',
  chapters: [
    { title: 'Ready' },
    { title: 'Not ready', at: fails('readiness', 1) },
    { title: 'Ready again', at: endpoints(4) },
    { title: 'Not alive', at: fails('liveness', 1) },
    { title: 'Restarted', at: { rule: 'kubelet.createContainer', nth: 2 } },
  ],
  captions: [
    { at: { rule: 'endpointSlice.create' }, text: 'A Service sends to the pods that its EndpointSlices list as ready. There is none yet.' },
    { at: { rule: 'user.apply' }, text: 'Both probes ask every 5 s, and believe a change for the worse after 3 failures.' },
    { at: endpoints(1), text: 'The pod has an address and is listed, but not as ready.' },
    { at: { rule: 'containerd.startContainer' }, text: 'From here on the kubelet of this node asks. **Nobody else probes: no controller, no Service.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'The first readiness probe succeeded.' },
    { at: endpoints(2), text: 'Now the Service sends requests here.' },
    { at: fails('readiness', 1), text: 'The process runs and says: not now. Once does not count.' },
    { at: fails('readiness', 2), text: 'Twice does not count either. The Service still sends requests here.' },
    { at: fails('readiness', 3), text: 'Three in a row.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, not ready' } }, text: 'READY 0/1, phase Running. **No process was stopped, RESTARTS is 0.**' },
    { at: endpoints(3), text: 'That is all it does: **no new requests come.** The pod stays where it is.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, nth: 2 }, text: 'One success is enough to come back.' },
    { at: endpoints(4), text: 'Readiness may come and go all the pod’s life.' },
    { at: fails('liveness', 1), text: 'Now the process hangs: it runs, and will not recover by itself.' },
    { at: fails('liveness', 3), text: 'Three in a row again. **The same count, another consequence.**' },
    { at: killed, text: 'The kubelet stops it, with SIGTERM and grace like any container.' },
    { at: { rule: 'process.exit' }, text: 'Exit code 0, and yet the container failed its probe. By restartPolicy Always it comes back.' },
    { at: { rule: 'kubelet.createContainer', nth: 2 }, text: 'The same pod, another container. **The pod is not moved, not replaced, not deleted.**' },
    { at: { ...fails('readiness', 1), after: killed }, text: 'It has started and is not ready yet: a readiness probe that fails keeps requests away meanwhile.' },
    {
      at: endpoints(6),
      text: '**Readiness: may requests come? Liveness: would a restart help?** A liveness probe that asks another service restarts healthy pods.',
    },
  ],
  questions: [
    {
      at: fails('readiness', 3),
      text: 'The readiness probe has failed three times. What happens to the container?',
      choices: ['It is restarted', 'The pod is replaced on another node', 'Nothing'],
      answer: 2,
      because: 'Only a liveness or a startup probe makes the kubelet stop a container. A readiness probe decides whether the pod counts as ready.',
    },
  ],
  select: 'default/shop',
  focus: 'when',
};
