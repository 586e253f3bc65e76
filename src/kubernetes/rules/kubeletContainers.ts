/** Rules of the kubelet about sandboxes, images, containers, hooks and probes. */
import type { Rules } from './rule';

const MANAGER = 'pkg/kubelet/kuberuntime/kuberuntime_manager.go';
const CONTAINER = 'pkg/kubelet/kuberuntime/kuberuntime_container.go';
const IMAGES = 'pkg/kubelet/images/image_manager.go';
const HOOKS_DOCS = 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/';
const IMAGES_DOCS = 'https://kubernetes.io/docs/concepts/containers/images/';
const PROBES_DOCS = 'https://kubernetes.io/docs/concepts/workloads/pods/probes/';
const RESTART_DOCS = 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy';
const TERMINATION_DOCS = 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination';

export const kubeletContainerRules = {
  'kubelet.runPodSandbox': {
    title: 'Ask for a sandbox',
    sentence: 'asks containerd to make a sandbox for **{pod}**: the pod’s shared Linux namespaces, before any container.',
    upstream: `${MANAGER}:createPodSandbox`,
    via: 'call',
    label: 'RunPodSandbox',
    beat: true,
  },
  'kubelet.sandboxFailed': {
    title: 'Get no sandbox',
    sentence: 'gets no sandbox for **{pod}**: {error}. It tries again in 10 to 15 s.',
    upstream: `${MANAGER}:SyncPod`,
  },
  'kubelet.sandboxChanged': {
    title: 'Replace the sandbox',
    sentence: 'finds that the sandbox of {pod} is no good any more: the pod is taken down and set up again, **the same pod with new namespaces**.',
    upstream: 'pkg/kubelet/kuberuntime/util/util.go:PodSandboxChanged',
    beat: true,
  },
  'kubelet.pullImage': {
    title: 'Ask for an image',
    sentence: 'asks containerd to pull the image `{image}` for **{pod}**.',
    upstream: `${IMAGES}:pullImage`,
    docs: IMAGES_DOCS,
    via: 'call',
    label: 'PullImage',
  },
  'kubelet.queuePull': {
    title: 'Queue for an image',
    sentence: 'puts the image `{image}` for **{pod}** into the queue: a node pulls one image at a time.',
    upstream: 'pkg/kubelet/images/puller.go:processImagePullRequests',
    docs: IMAGES_DOCS,
  },
  'kubelet.noImage': {
    title: 'Have no image',
    sentence: 'cannot start container {container} of {pod} without its image `{image}`: **{reason}**.',
    upstream: `${IMAGES}:EnsureImageExists`,
    docs: IMAGES_DOCS,
  },
  'kubelet.createContainer': {
    title: 'Ask for a container',
    sentence: 'has the image of container **{container}** of {pod}, and asks containerd to create it in the sandbox.',
    upstream: `${CONTAINER}:startContainer`,
    via: 'call',
    label: 'CreateContainer',
  },
  'kubelet.startContainer': {
    title: 'Ask for its start',
    sentence: 'asks containerd to start container **{container}** of {pod}.',
    upstream: `${CONTAINER}:startContainer`,
    via: 'call',
    label: 'StartContainer',
  },
  'kubelet.containerStarted': {
    title: 'The container has started',
    sentence: 'hears that container **{container}** has started, and looks at {pod} again at once.',
    upstream: 'pkg/kubelet/pleg/generic.go:Relist',
    quiet: true,
  },
  'kubelet.cannotCreate': {
    title: 'Fail to start a container',
    sentence: 'cannot start container **{container}** of {pod}: {error}.',
    upstream: `${CONTAINER}:startContainer`,
  },
  'kubelet.crashBackOff': {
    title: 'Hold a restart back',
    sentence: 'does not restart container {container} of {pod} yet: its back-off lasts for at least another **{seconds} s**.',
    upstream: `${MANAGER}:doBackOff`,
    docs: RESTART_DOCS,
    beat: true,
  },
  'kubelet.containerDied': {
    title: 'See that a container ended',
    sentence: 'sees at its next look at the runtime that container **{container}** of {pod} has ended with exit code {exitCode}.',
    upstream: 'pkg/kubelet/pleg/generic.go:Relist',
    docs: RESTART_DOCS,
  },
  'kubelet.postStart': {
    title: 'Run the postStart hook',
    sentence: 'has the postStart hook of container **{container}** of {pod} run; nothing else of the pod is started meanwhile.',
    upstream: `${CONTAINER}:startContainer`,
    docs: HOOKS_DOCS,
    via: 'call',
    label: 'exec postStart',
  },
  'kubelet.postStartFailed': {
    title: 'The postStart hook failed',
    sentence: 'kills container **{container}** of {pod}, because its postStart hook failed.',
    upstream: `${CONTAINER}:startContainer`,
    docs: HOOKS_DOCS,
  },
  'kubelet.preStop': {
    title: 'Run the preStop hook',
    sentence: 'has the preStop hook of container **{container}** of {pod} run, for {seconds} s at most; SIGTERM comes after it.',
    upstream: `${CONTAINER}:executePreStopHook`,
    docs: HOOKS_DOCS,
    via: 'call',
    label: 'exec preStop',
  },
  'kubelet.preStopFailed': {
    title: 'The preStop hook failed',
    sentence: 'hears that the preStop hook of container **{container}** of {pod} has failed; the container is stopped all the same.',
    upstream: `${CONTAINER}:executePreStopHook`,
    docs: HOOKS_DOCS,
  },
  'kubelet.stopContainer': {
    title: 'Ask for a stop',
    sentence: 'asks containerd to stop container **{container}** of {pod}: SIGTERM now, SIGKILL after {seconds} s.',
    upstream: `${CONTAINER}:killContainer`,
    docs: TERMINATION_DOCS,
    via: 'call',
    label: 'StopContainer',
  },
  'kubelet.stopPodSandbox': {
    title: 'Ask for the sandbox’s end',
    sentence: 'asks containerd to stop the sandbox of **{pod}**: no container of it runs any more.',
    upstream: `${MANAGER}:killPodWithSyncResult`,
    docs: TERMINATION_DOCS,
    via: 'call',
    label: 'StopPodSandbox',
  },
  'kubelet.probeFailed': {
    title: 'A probe fails',
    sentence: 'finds that the {probe} probe of container **{container}** of {pod} fails.',
    upstream: 'pkg/kubelet/prober/prober.go:probe',
    docs: PROBES_DOCS,
    via: 'call',
    label: 'probe',
  },
  'kubelet.probeErrored': {
    title: 'A probe cannot be carried out',
    sentence: 'cannot carry out the {probe} probe of container **{container}** of {pod}: {error}. That is no failure: **it is not counted**.',
    upstream: 'pkg/kubelet/prober/prober.go:probe',
    docs: PROBES_DOCS,
    simplification: 'The up to three tries of one turn are drawn as one.',
    via: 'call',
    label: 'probe',
  },
  'kubelet.probeGaveUp': {
    title: 'A probe has failed too often',
    sentence: 'counts **{threshold}** failures in a row of the {probe} probe of {container}: now they have a consequence.',
    upstream: 'pkg/kubelet/prober/worker.go:doProbe',
    docs: PROBES_DOCS,
    beat: true,
  },
  'kubelet.probeSucceeded': {
    title: 'A probe succeeds',
    sentence: 'finds that the {probe} probe of container **{container}** of {pod} succeeds.',
    upstream: 'pkg/kubelet/prober/worker.go:doProbe',
    docs: PROBES_DOCS,
    simplification: 'The probe itself takes no time, and a probe that keeps succeeding is not shown.',
    via: 'call',
    label: 'probe',
    quiet: true,
  },
} as const satisfies Rules;
