/**
 * Score ImageLocality (plugins/imagelocality): nodes that already hold the pod's images are better, the more so the
 * larger the images and the more nodes hold them, so that one node with an image does not draw every pod.
 */
import type { Pod } from '../objects';
import { MAX_NODE_SCORE } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';

const MEBIBYTE = 1024 * 1024;
const MIN_THRESHOLD = 23 * MEBIBYTE;
const MAX_CONTAINER_THRESHOLD = 1000 * MEBIBYTE;

export interface ImageLocalityState {
  /** The image of every container, and of image volumes, by the name under which a node reports it. */
  readonly images: readonly string[];
  /** Containers and init containers; image volumes do not count. */
  readonly containers: number;
}

/** What image_locality.go:Score reads of the pod, once a cycle. */
export function imageLocalityState(pod: Pod): ImageLocalityState {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const images = containers.map(({ image }) => normalizedImageName(image ?? ''));
  for (const volume of pod.spec?.volumes ?? []) {
    const reference = imageReference(volume['image']);
    if (reference !== undefined) images.push(normalizedImageName(reference));
  }
  return { images, containers: containers.length };
}

function imageReference(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null || !('reference' in source)) return undefined;
  return typeof source.reference === 'string' ? source.reference : undefined;
}

/** 0..100 (image_locality.go:Score, sumImageScores, calculatePriority). */
export function scoreImageLocality(state: ImageLocalityState, nodeInfo: NodeInfo, nodes: NodeInfoLister): number {
  if (nodeInfo.imageSizes.size === 0) return 0;
  let sum = 0;
  for (const image of state.images) {
    const size = nodeInfo.imageSizes.get(image);
    if (size !== undefined) sum += Math.trunc(size * (nodes.nodesWithImage(image) / nodes.size));
  }
  const maxThreshold = MAX_CONTAINER_THRESHOLD * state.containers;
  const bounded = sum < MIN_THRESHOLD ? MIN_THRESHOLD : Math.min(sum, maxThreshold);
  return Math.trunc((MAX_NODE_SCORE * (bounded - MIN_THRESHOLD)) / (maxThreshold - MIN_THRESHOLD));
}

/** An image name with a tag: latest where there is none (image_locality.go:normalizedImageName). */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}
