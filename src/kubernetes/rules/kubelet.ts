/** Rules of the kubelet: its sources, its pod workers, its containers, its node. */
import { kubeletContainerRules } from './kubeletContainers';
import { kubeletNodeRules } from './kubeletNode';
import { kubeletPodRules } from './kubeletPods';

export const kubeletRules = {
  ...kubeletPodRules,
  ...kubeletContainerRules,
  ...kubeletNodeRules,
} as const;
