/** Which pods a Service selects. Stands for staging/src/k8s.io/endpointslice/util/controller_utils.go:GetPodServiceMemberships. */
import type { Labels, OtherObject, Pod } from '../../kubernetes/objects';

/** Does the Service select this pod by its labels? One without a selector selects none. */
export function selects(service: OtherObject, pod: Pod): boolean {
  const selector = (service.spec?.['selector'] ?? {}) as Labels;
  let names = 0;
  for (const name in selector) {
    if (pod.metadata?.labels?.[name] !== selector[name]) return false;
    names++;
  }
  return names > 0;
}
