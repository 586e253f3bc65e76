/**
 * What the Priority admission plugin does with a pod that is created: the class's number is written into it. Stands for
 * plugin/pkg/admission/priority/admission.go. It looks at no namespace: any pod may use the system classes, unless a
 * quota forbids it. Mirrors pass through it too; for a static pod itself nobody resolves the class.
 */
import type { Pod, PriorityClass } from './objects';

/** The classes that the API server makes by itself (pkg/apis/scheduling/v1/helpers.go:systemPriorityClasses). */
export const systemPriorityClasses: readonly PriorityClass[] = [
  {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'system-node-critical' }, value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.', preemptionPolicy: 'PreemptLowerPriority',
  },
  {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    preemptionPolicy: 'PreemptLowerPriority',
  },
];

/** The highest number that a class of a user may have (pkg/apis/scheduling/types.go:HighestUserDefinablePriority). */
export const highestUserPriority = 1_000_000_000;

export type PriorityAdmission =
  | { readonly admitted: true; readonly pod: Pod; readonly priority: number }
  | { readonly admitted: false; readonly message: string };

/** The default class: of those marked so, the one with the lowest number (admission.go:getDefaultPriorityClass). */
export const defaultPriorityClass = (classes: readonly PriorityClass[]): PriorityClass | undefined =>
  classes
    .filter((each) => each.globalDefault === true)
    .reduce<PriorityClass | undefined>((lowest, each) => (lowest === undefined || (each.value ?? 0) < (lowest.value ?? 0) ? each : lowest), undefined);

/**
 * Resolves the pod's class among `classes`. Refused: an unknown class, and a priority or preemption policy in the pod
 * that differs from the class's (plugin/pkg/admission/priority/admission.go:admitPod).
 */
export function admitPriority(pod: Pod, classes: readonly PriorityClass[]): PriorityAdmission {
  const { priorityClassName: asked, priority: givenPriority, preemptionPolicy: givenPolicy } = pod.spec ?? {};
  const found = asked ? classes.find((each) => each.metadata?.name === asked) : defaultPriorityClass(classes);
  if (asked && !found) return { admitted: false, message: `no PriorityClass with name ${asked} was found` };

  const priority = found?.value ?? 0;
  if (givenPriority !== undefined && givenPriority !== priority) {
    return {
      admitted: false,
      message: `the integer value of priority (${givenPriority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
    };
  }
  const policy = found ? found.preemptionPolicy : 'PreemptLowerPriority';
  if (policy !== undefined && givenPolicy !== undefined && givenPolicy !== policy) {
    return {
      admitted: false,
      message: `the string value of PreemptionPolicy (${givenPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    };
  }
  const className = found?.metadata?.name;
  return {
    admitted: true,
    priority,
    pod: {
      ...pod,
      spec: {
        ...pod.spec, priority, ...(className === undefined ? {} : { priorityClassName: className }),
        ...(policy === undefined ? {} : { preemptionPolicy: policy }),
      },
    },
  };
}
