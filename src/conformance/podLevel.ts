/** Pod-level resources in cases that turn their gate off. */
import type { Pod } from '../kubernetes/objects';

/** With the gate PodLevelResources off, the API server drops the field. */
export function withoutPodLevel(pod: Pod): Pod {
  const { resources: _dropped, ...spec } = pod.spec ?? {};
  return { ...pod, spec };
}
