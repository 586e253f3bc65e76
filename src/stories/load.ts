/** Fetches a story when it is wanted: a page needs only the one that it shows. */
import { isStoryId, type StoryId } from './contents';
import type { Story } from './story';

const doors: Readonly<Record<StoryId, () => Promise<Story>>> = {
  'power-on': async () => (await import('./powerOn')).powerOn,
  'two-doors': async () => (await import('./twoDoors')).twoDoors,
  'what-containers-share': async () => (await import('./whatContainersShare')).whatContainersShare,
  'api-server-goes-away': async () => (await import('./apiServerGoesAway')).apiServerGoesAway,
  'delete-the-mirror': async () => (await import('./deleteTheMirror')).deleteTheMirror,
  'no-scheduler': async () => (await import('./noScheduler')).noScheduler,
  'control-plane-of-three': async () => (await import('./controlPlaneOfThree')).controlPlaneOfThree,
  'crash-loop': async () => (await import('./crashLoop')).crashLoop,
  'init-and-sidecars': async () => (await import('./initAndSidecars')).initAndSidecars,
  'image-cannot-be-pulled': async () => (await import('./imageCannotBePulled')).imageCannotBePulled,
  'rolling-update': async () => (await import('./rollingUpdate')).rollingUpdate,
  'readiness-and-liveness': async () => (await import('./readinessAndLiveness')).readinessAndLiveness,
  'graceful-termination': async () => (await import('./gracefulTermination')).gracefulTermination,
  'node-dies-and-returns': async () => (await import('./nodeDiesAndReturns')).nodeDiesAndReturns,
  'cordon-and-drain': async () => (await import('./cordonAndDrain')).cordonAndDrain,
  'scheduler-says-why-not': async () => (await import('./schedulerSaysWhyNot')).schedulerSaysWhyNot,
  preemption: async () => (await import('./preemption')).preemption,
  'job-that-fails': async () => (await import('./jobThatFails')).jobThatFails,
  'stateful-set-in-order': async () => (await import('./statefulSetInOrder')).statefulSetInOrder,
  'daemon-set-new-node': async () => (await import('./daemonSetNewNode')).daemonSetNewNode,
  'debug-running-pod': async () => (await import('./debugRunningPod')).debugRunningPod,
  'etcd-lost': async () => (await import('./etcdLost')).etcdLost,
};

/** The story of that id; undefined when there is none. Rejects where its file cannot be fetched. */
export const loadStory = async (id: string): Promise<Story | undefined> => (isStoryId(id) ? doors[id]() : undefined);
