/**
 * What there is to be opened: the headings of all stories, in the order in which a newcomer would take them. Apart from the
 * stories themselves, which are loaded when they are opened.
 */

/** How a story stands in menus, in what is found and in its own heading. */
export interface StoryHeading {
  readonly id: string;
  readonly title: string;
  /** One sentence: what one understands afterwards. */
  readonly teaches: string;
}

const contents = {
  'power-on': {
    title: 'From power-on to the first workload pods',
    teaches: 'Why static pods exist: the control plane itself is started from files, before there is anyone to ask.',
  },
  'two-doors': {
    title: 'Two doors: a file and a Deployment',
    teaches: 'A static pod needs only its kubelet; a workload pod needs the API server, the controllers and the scheduler too.',
  },
  'what-containers-share': {
    title: 'What containers share',
    teaches: 'The sandbox holds what is shared, one address above all; files are shared only through volumes.',
  },
  'api-server-goes-away': {
    title: 'The API server goes away',
    teaches: 'Without the API server nothing new can be asked for; what runs, runs on, and kubelets keep it running.',
  },
  'delete-the-mirror': {
    title: 'Delete the mirror',
    teaches: 'The mirror only shows a static pod: deleting it stops nothing. Who wants to change the pod changes the file.',
  },
  'no-scheduler': {
    title: 'No scheduler',
    teaches: 'The scheduler only writes a node’s name into a pod. Pods that have one already start without it.',
  },
  'control-plane-of-three': {
    title: 'A control plane of three',
    teaches: 'Each control-plane node runs its own copies of the four static pods; of schedulers and controller managers only one at a time leads.',
  },
  'crash-loop': {
    title: 'Crash loop',
    teaches: 'CrashLoopBackOff is a pause between two starts of a container, not the fault; the pod stays the same all the time.',
  },
  'init-and-sidecars': {
    title: 'Init containers and sidecars',
    teaches: 'Init containers run one by one to their end, sidecars only have to start; at the end sidecars go last, in reverse order.',
  },
  'image-cannot-be-pulled': {
    title: 'An image cannot be pulled',
    teaches: 'A missing image fails no pod: its container waits and the pull is tried again, with longer and longer pauses, until it works.',
  },
  'rolling-update': {
    title: 'Rolling update, and one that is stuck',
    teaches: 'A Deployment replaces pods through two ReplicaSets, one step at a time; when new pods do not become ready the old ones stay.',
  },
  'readiness-and-liveness': {
    title: 'Readiness and liveness',
    teaches: 'A failing readiness probe takes the pod out of its Services and restarts nothing; a failing liveness probe restarts the container.',
  },
  'graceful-termination': {
    title: 'Graceful termination under the microscope',
    teaches: 'Delete is a wish with a deadline: hooks, SIGTERM and SIGKILL share one grace period, and the object goes last.',
  },
  'node-dies-and-returns': {
    title: 'A node dies and returns',
    teaches: 'A dead node is only silence: 50 s until it counts as unknown, 5 minutes more until its pods are replaced elsewhere.',
  },
  'cordon-and-drain': {
    title: 'Cordon and drain',
    teaches: 'Cordon keeps new pods away and touches none; drain asks for the eviction of each pod, and a budget may say: not yet.',
  },
  'scheduler-says-why-not': {
    title: 'The scheduler says why not',
    teaches: 'A pod that fits nowhere waits with one reason for each node, and is tried again when something changes that could help.',
  },
  preemption: {
    title: 'Preemption',
    teaches: 'A pod of higher priority may push others out: they are deleted gracefully, and it waits until they have really ended.',
  },
  'job-that-fails': {
    title: 'A Job that fails and retries',
    teaches: 'A Job counts failures: with restartPolicy Never each try is a new pod, with OnFailure a new container in the same pod.',
  },
  'stateful-set-in-order': {
    title: 'A StatefulSet in order',
    teaches: 'Pods of a StatefulSet have fixed names and claims of their own; they come one after the other and go in reverse.',
  },
  'daemon-set-new-node': {
    title: 'A DaemonSet meets a new node',
    teaches: 'A DaemonSet has no number of replicas: each node that fits gets one pod, a new one as soon as it is registered.',
  },
  'debug-running-pod': {
    title: 'Debug a running pod',
    teaches: 'An ephemeral container joins a running pod to look around; it counts for nothing, is never restarted, and stays listed.',
  },
  'etcd-lost': {
    title: 'etcd is lost',
    teaches: 'All objects live in etcd and nowhere else: without it the API server answers nobody, while what runs on the nodes runs on.',
  },
} as const satisfies Readonly<Record<string, Omit<StoryHeading, 'id'>>>;

export type StoryId = keyof typeof contents;

export const headingOf = (id: StoryId): StoryHeading => ({ id, ...contents[id] });

export interface HeadingGroup {
  readonly title: string;
  readonly headings: readonly StoryHeading[];
}

const group = (title: string, ...ids: readonly StoryId[]): HeadingGroup => ({ title, headings: ids.map(headingOf) });

export const headingGroups: readonly HeadingGroup[] = [
  group('Begin here', 'power-on', 'two-doors', 'what-containers-share'),
  group('The control plane, piece by piece', 'api-server-goes-away', 'delete-the-mirror', 'no-scheduler', 'control-plane-of-three', 'etcd-lost'),
  group('The life of a pod', 'crash-loop', 'init-and-sidecars', 'image-cannot-be-pulled', 'readiness-and-liveness', 'graceful-termination', 'debug-running-pod'),
  group('Controllers', 'rolling-update', 'stateful-set-in-order', 'daemon-set-new-node', 'job-that-fails'),
  group('Nodes and the scheduler', 'node-dies-and-returns', 'cordon-and-drain', 'scheduler-says-why-not', 'preemption'),
];

export const headings: readonly StoryHeading[] = headingGroups.flatMap((one) => one.headings);

/** The story that a newcomer would take next; null after the last one, and for a run that is no story. */
export function headingAfter(id: string): StoryHeading | null {
  const at = headings.findIndex((heading) => heading.id === id);
  return at < 0 ? null : (headings[at + 1] ?? null);
}

export const isStoryId = (id: string): id is StoryId => Object.hasOwn(contents, id);
