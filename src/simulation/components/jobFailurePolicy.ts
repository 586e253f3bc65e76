/**
 * What a Job's failure policy says of a pod that failed: the first rule that fits decides.
 * Stands for: pkg/controller/job/pod_failure_policy.go.
 */
import { exitCodeOf, type ContainerStatus, type Job, type Pod } from '../../kubernetes/objects';
import { nameOf } from './controllerUtils';

type Policy = NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>;
type Rule = NonNullable<Policy['rules']>[number];

interface PolicyMatch {
  /** Undefined: no rule fits, and the failure counts. */
  readonly action?: Rule['action'];
  /** What fits which rule, as a failed Job says it. */
  readonly message: string;
}

/** pod_failure_policy.go:matchPodFailurePolicy. */
export function matchFailurePolicy(job: Job, pod: Pod): PolicyMatch {
  for (const [index, rule] of (job.spec?.podFailurePolicy?.rules ?? []).entries()) {
    const found = rule.onExitCodes ? matchExitCodes(pod, rule.onExitCodes) : matchConditions(pod, rule.onPodConditions ?? []);
    if (found !== undefined) return { action: rule.action, message: `${found} matching ${rule.action} rule at index ${index}` };
  }
  return { message: '' };
}

/** Does the failure count towards the limits? Not when the policy ignores it. */
export const countsAsFailure = (job: Job, pod: Pod): boolean => matchFailurePolicy(job, pod).action !== 'Ignore';

const fullName = (pod: Pod): string => `${pod.metadata?.namespace ?? ''}/${nameOf(pod)}`;

/** App containers first, then init containers; an exit code of 0 never fits. */
function matchExitCodes(pod: Pod, { containerName, operator, values = [] }: NonNullable<Rule['onExitCodes']>): string | undefined {
  const fits = ({ name, state }: ContainerStatus): boolean => {
    const code = exitCodeOf(state?.terminated ?? {});
    if (code === 0 || (containerName && containerName !== name)) return false;
    return values.includes(code) === (operator === 'In');
  };
  const found = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find(fits);
  return found && `Container ${found.name} for pod ${fullName(pod)} failed with exit code ${exitCodeOf(found.state?.terminated ?? {})}`;
}

function matchConditions(pod: Pod, patterns: NonNullable<Rule['onPodConditions']>): string | undefined {
  const found = pod.status?.conditions?.find((condition) => patterns.some(({ type, status = 'True' }) => type === condition.type && status === condition.status));
  return found && `Pod ${fullName(pod)} has condition ${found.type}`;
}
