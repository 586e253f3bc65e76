/** resources.json: requests and limits of pods, compared as amounts, and classes of service. */
import type { Pod, ResourceList } from '../kubernetes/objects';
import { computePodQOS } from '../kubernetes/qos';
import { aggregateContainerLimits, aggregateContainerRequests, podLimits, podRequests, type PodResourcesOptions } from '../kubernetes/resources';
import { isEqualResources, result } from './compare';
import { withoutPodLevel } from './podLevel';
import type { CaseResult, TableCase } from './table';

interface ResourcesCase {
  readonly function: string;
  readonly pod: Pod;
  readonly input: { readonly options?: PodResourcesOptions; readonly podLevelResourcesEnabled?: boolean };
  readonly expected: { readonly requests?: ResourceList; readonly limits?: ResourceList; readonly qosClass?: string };
}

export function check(testCase: TableCase): CaseResult {
  const { function: name, pod: given, input, expected } = testCase as unknown as ResourcesCase;
  const pod = input.podLevelResourcesEnabled === false ? withoutPodLevel(given) : given;
  if (name === 'ComputePodQOS') return result(expected, { qosClass: computePodQOS(pod) });
  const isAggregate = name.startsWith('Aggregate');
  const requests = isAggregate ? aggregateContainerRequests(pod, input.options) : podRequests(pod, input.options);
  const limits = isAggregate ? aggregateContainerLimits(pod, input.options) : podLimits(pod, input.options);
  const pass =
    (expected.requests !== undefined || expected.limits !== undefined) &&
    (expected.requests === undefined || isEqualResources(expected.requests, requests)) &&
    (expected.limits === undefined || isEqualResources(expected.limits, limits));
  return {
    expected,
    found: { ...(expected.requests === undefined ? {} : { requests }), ...(expected.limits === undefined ? {} : { limits }) },
    pass,
  };
}
