/** All stories whole, in the order of their headings: for tests and measurements. The page loads them one by one (load.ts). */
import { apiServerGoesAway } from './apiServerGoesAway';
import { controlPlaneOfThree } from './controlPlaneOfThree';
import { cordonAndDrain } from './cordonAndDrain';
import { crashLoop } from './crashLoop';
import { daemonSetNewNode } from './daemonSetNewNode';
import { debugRunningPod } from './debugRunningPod';
import { deleteTheMirror } from './deleteTheMirror';
import { etcdLost } from './etcdLost';
import { gracefulTermination } from './gracefulTermination';
import { imageCannotBePulled } from './imageCannotBePulled';
import { initAndSidecars } from './initAndSidecars';
import { jobThatFails } from './jobThatFails';
import { noScheduler } from './noScheduler';
import { nodeDiesAndReturns } from './nodeDiesAndReturns';
import { powerOn } from './powerOn';
import { preemption } from './preemption';
import { readinessAndLiveness } from './readinessAndLiveness';
import { rollingUpdate } from './rollingUpdate';
import { schedulerSaysWhyNot } from './schedulerSaysWhyNot';
import { statefulSetInOrder } from './statefulSetInOrder';
import type { Story } from './story';
import { twoDoors } from './twoDoors';
import { whatContainersShare } from './whatContainersShare';

export const stories: readonly Story[] = [
  powerOn, twoDoors, whatContainersShare, apiServerGoesAway, deleteTheMirror, noScheduler, controlPlaneOfThree, etcdLost,
  crashLoop, initAndSidecars, imageCannotBePulled, readinessAndLiveness, gracefulTermination, debugRunningPod,
  rollingUpdate, statefulSetInOrder, daemonSetNewNode, jobThatFails, nodeDiesAndReturns, cordonAndDrain,
  schedulerSaysWhyNot, preemption,
];

export const findStory = (id: string): Story | undefined => stories.find((story) => story.id === id);
