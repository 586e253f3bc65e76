/** Rules of the container runtime (containerd). */
import type { Rules } from './rule';

const RUN = 'containerd:internal/cri/server/sandbox_run.go:RunPodSandbox';
const STOP = 'containerd:internal/cri/server/sandbox_stop.go:stopPodSandbox';
const STOP_CONTAINER = 'containerd:internal/cri/server/container_stop.go:stopContainer';
const LATENCY = "How long the runtime takes is the simulation's own choice.";

export const containerRuntimeRules = {
  'containerd.makeNetworkNamespace': {
    title: 'Make the network namespace',
    sentence: 'makes a network namespace for **{pod}**, before any process, and asks the network plugin for an address.',
    upstream: RUN,
    docs: 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/',
    via: 'call',
    label: 'CNI ADD',
  },
  'containerd.keepNodeNetwork': {
    title: "Keep the node's network",
    sentence: "begins the sandbox of **{pod}** in the node's own network: no network namespace is made, no address asked for.",
    upstream: RUN,
  },
  'containerd.startPause': {
    title: 'Start the pause process',
    sentence: "starts the pause process of {pod}: it holds the pod's Linux namespaces, so **the sandbox is ready**.",
    upstream: RUN,
    simplification: LATENCY,
    via: 'call',
    label: 'sandbox ready',
  },
  'containerd.sandboxFailed': {
    title: 'Give up the sandbox',
    sentence: 'takes the sandbox of **{pod}** down again: {error}.',
    upstream: RUN,
    via: 'call',
    label: 'RunPodSandbox failed',
  },
  'containerd.stopPause': {
    title: 'Stop the pause process',
    sentence: 'stops the pause process of **{pod}** and asks the network plugin to take the address back.',
    upstream: STOP,
    via: 'call',
    label: 'CNI DEL',
  },
  'containerd.stopPauseInNodeNetwork': {
    title: 'Stop the pause process',
    sentence: "stops the pause process of **{pod}**, which used the node's network.",
    upstream: STOP,
  },
  'containerd.sandboxStopped': {
    title: 'The sandbox is stopped',
    sentence: 'has stopped the sandbox of **{pod}**: the Linux namespaces that it held are gone.',
    upstream: STOP,
    via: 'call',
    label: 'sandbox stopped',
  },
  'containerd.takeCall': {
    title: 'Take a call',
    sentence: 'takes the call {op} for **{pod}**.',
    upstream: 'containerd:internal/cri/instrument/instrumented_service.go',
    quiet: true,
  },
  'containerd.refuseCall': {
    title: 'Refuse a call',
    sentence: 'refuses {op} for **{pod}**: {error}.',
    upstream: 'containerd:internal/cri/instrument/instrumented_service.go',
    via: 'call',
    label: 'error',
  },
  'containerd.createContainer': {
    title: 'Create the container',
    sentence: 'prepares container **{container}** of {pod}: a root filesystem of its own from the image, no process yet.',
    upstream: 'containerd:internal/cri/server/container_create.go:CreateContainer',
    simplification: LATENCY,
    via: 'call',
    label: 'created',
  },
  'containerd.startContainer': {
    title: 'Start the container',
    sentence: "starts the main process of container **{container}** of {pod}: it joins the sandbox's Linux namespaces, with a mount namespace of its own.",
    upstream: 'containerd:internal/cri/server/container_start.go:StartContainer',
    simplification: LATENCY,
    via: 'call',
    label: 'started',
  },
  'containerd.sendStopSignal': {
    title: 'Ask the process to end',
    sentence: 'sends {signal} to the main process of **{container}** in {pod} and waits up to {timeout} s.',
    upstream: STOP_CONTAINER,
    via: 'signal',
    label: 'SIGTERM',
  },
  'containerd.sendSigkill': {
    title: 'Kill the process',
    sentence: 'has waited long enough and sends **SIGKILL** to the main process of {container} in {pod}.',
    upstream: STOP_CONTAINER,
    via: 'signal',
    label: 'SIGKILL',
  },
  'containerd.killAtOnce': {
    title: 'Kill the process at once',
    sentence: 'sends **SIGKILL** to the main process of {container} in {pod}: no time was given to it.',
    upstream: STOP_CONTAINER,
    via: 'signal',
    label: 'SIGKILL',
  },
  'containerd.runHook': {
    title: 'Run a hook',
    sentence: 'runs the {hook} hook inside container **{container}** of {pod}.',
    upstream: 'containerd:internal/cri/server/container_execsync.go:ExecSync',
    docs: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    via: 'signal',
    label: 'exec',
  },
  'containerd.hookEnded': {
    title: 'The hook ends',
    sentence: 'reports that the {hook} hook of container **{container}** has {outcome}.',
    upstream: 'containerd:internal/cri/server/container_execsync.go:ExecSync',
    via: 'call',
    label: 'ExecSync ends',
  },
  'containerd.pullImage': {
    title: 'Pull an image',
    sentence: 'asks the registry for image **{image}**.',
    upstream: 'containerd:internal/cri/server/images/image_pull.go:PullImage',
    docs: 'https://kubernetes.io/docs/concepts/containers/images/',
  },
  'containerd.imagePulled': {
    title: 'The image is here',
    sentence: 'has pulled image **{image}**, {size} MB: it is on {node} now.',
    upstream: 'containerd:internal/cri/server/images/image_pull.go:PullImage',
    simplification: 'The time is size by bandwidth. An image that the registry of the simulation does not list exists, with 40 MB and a process that runs for ever.',
    via: 'call',
    label: 'pulled',
  },
  'containerd.imageMissing': {
    title: 'The image cannot be had',
    sentence: 'cannot get image **{image}**: the registry does not know it.',
    upstream: 'containerd:internal/cri/server/images/image_pull.go:PullImage',
    via: 'call',
    label: 'PullImage failed',
  },
  'containerd.pullCancelled': {
    title: 'Stop pulling',
    sentence: 'stops pulling image **{image}**: the kubelet has given the call up.',
    upstream: 'containerd:internal/cri/server/images/image_pull.go:PullImage',
    via: 'call',
    label: 'PullImage cancelled',
  },
  'containerd.removeContainer': {
    title: 'Remove a dead container',
    sentence: 'removes the dead container **{container}** of {pod}.',
    upstream: 'containerd:internal/cri/server/container_remove.go:RemoveContainer',
    quiet: true,
  },
  'containerd.removeSandbox': {
    title: 'Remove a stopped sandbox',
    sentence: 'removes the stopped sandbox of **{pod}** and what is left in it.',
    upstream: 'containerd:internal/cri/server/sandbox_remove.go:RemovePodSandbox',
    quiet: true,
  },
} as const satisfies Rules;
