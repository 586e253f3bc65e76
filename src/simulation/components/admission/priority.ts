/**
 * The plugin Priority: from the name of a PriorityClass to its number, and the rules for PriorityClasses themselves.
 * Stands for: plugin/pkg/admission/priority/admission.go and the reserved names of pkg/apis/scheduling/validation.
 */
import { invalid, forbidden as forbiddenField } from '../../../kubernetes/fieldErrors';
import type { Pod, PriorityClass } from '../../../kubernetes/objects';
import { systemClusterCritical, systemCriticalPriority, systemNodeCritical, systemNodeCriticalPriority } from '../../../kubernetes/podOrigin';
import type { Tx } from '../../tx';
import type { Refusal } from '../answers';
import { forbidden, invalidObject } from './refusals';

/** The class for pods that name none: of several the one with the lowest value (getDefaultPriorityClass). */
function globalDefault(tx: Tx): PriorityClass | undefined {
  let lowest: PriorityClass | undefined;
  for (const priorityClass of tx.rows('priorityClasses', 'globalDefaultPriorities')) {
    if (!lowest || (priorityClass.value ?? 0) < (lowest.value ?? 0)) lowest = priorityClass;
  }
  return lowest;
}

/** The pod with its number, or why it is refused (admitPod). */
export function admitPriority(tx: Tx, pod: Pod): Pod | Refusal {
  const name = pod.spec?.priorityClassName;
  const priorityClass = name ? tx.get('priorityClasses', name) : globalDefault(tx);
  if (name && !priorityClass) return forbidden(pod, `no PriorityClass with name ${name} was found`);
  const priority = priorityClass?.value ?? 0;
  const preemptionPolicy = priorityClass?.preemptionPolicy ?? 'PreemptLowerPriority';
  const given = pod.spec?.priority;
  if (given !== undefined && given !== priority) {
    return forbidden(pod, `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`);
  }
  const policy = pod.spec?.preemptionPolicy;
  if (policy !== undefined && policy !== preemptionPolicy) {
    return forbidden(pod, `the string value of PreemptionPolicy (${policy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`);
  }
  const className = name ?? priorityClass?.metadata?.name;
  return { ...pod, spec: { ...pod.spec, ...(className ? { priorityClassName: className } : {}), priority, preemptionPolicy } };
}

const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  [systemNodeCritical]: systemNodeCriticalPriority,
  [systemClusterCritical]: systemCriticalPriority,
};

/** The objection to a PriorityClass, or undefined (validatePriorityClass; scheduling/validation:ValidatePriorityClass). */
export function refusePriorityClass(tx: Tx, object: PriorityClass): Refusal | undefined {
  const name = object.metadata?.name ?? '';
  const value = object.value ?? 0;
  if (name.startsWith('system-')) {
    if (SYSTEM_CLASSES[name] !== value) {
      return invalidObject(object, [forbiddenField('metadata.name', "priority class names with 'system-' prefix are reserved for system use only. error: " +
        (SYSTEM_CLASSES[name] === undefined ? `${name} is not a known system priority class` : `value of ${name} PriorityClass must be ${SYSTEM_CLASSES[name]}`))]);
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    return invalidObject(object, [invalid('value', value, `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)]);
  }
  const other = object.globalDefault ? globalDefault(tx) : undefined;
  return other ? forbidden(object, `PriorityClass ${other.metadata?.name ?? ''} is already marked as default. Only one default can exist`) : undefined;
}
