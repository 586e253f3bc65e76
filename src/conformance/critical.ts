/** Adapter of the table critical.json: critical pods, preemption by the kubelet, node pressure, priority admission. */
import { admitUnderPressure, mayEvict } from '../kubernetes/evictionAdmission';
import type { Pod, PriorityClass } from '../kubernetes/objects';
import { configSourceAnnotation, isCriticalPod, isCriticalPodBasedOnPriority, isNodeCriticalPod, preemptable } from '../kubernetes/podOrigin';
import { getPodsToPreempt, handleAdmissionFailure, type AdmissionFailure, type AdmissionRequirement } from '../kubernetes/preemptionByKubelet';
import { admitPriority, systemPriorityClasses } from '../kubernetes/priority';
import { quantityMilliValue, quantityValue } from '../kubernetes/quantities';
import { fieldsOf, listOf, textOf, type Fields } from '../kubernetes/reading';
import { checkWith, numberOf, podOf, podsOf, textListOf, type Suites } from './suites';

/** What is missing: cpu and memory as quantities, pods as a number. */
function requirementsOf(input: Fields): readonly AdmissionRequirement[] {
  const missing = fieldsOf(input['insufficient']);
  const amount = (resource: string): number => {
    const value = missing[resource];
    const quantity = typeof value === 'string' || typeof value === 'number' ? value : 0;
    return resource === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
  };
  return ['cpu', 'memory', 'pods'].flatMap((resource) => (amount(resource) > 0 ? [{ resource, quantity: amount(resource) }] : []));
}

/** The order in which pods are killed does not count. */
const namesOf = (pods: readonly Pod[]): readonly string[] => pods.map((pod) => pod.metadata?.name ?? '').toSorted();
const sorted = (value: unknown): readonly string[] => textListOf(value).toSorted();
/** The pods killed, written in the case's order when they are the same ones. */
const killedOf = (pods: readonly Pod[], expect: Fields): unknown =>
  namesOf(pods).join() === sorted(expect['killed']).join() ? expect['killed'] : namesOf(pods);

function admissionFailure(input: Fields, expect: Fields): Fields {
  const reasons: readonly AdmissionFailure[] = [
    ...requirementsOf(input).map((requirement) => ({ kind: 'resource', ...requirement }) as const),
    ...(fieldsOf(input['insufficient'])['otherReason'] === true ? [{ kind: 'other', predicate: 'other' } as const] : []),
  ];
  const answer = handleAdmissionFailure(podOf(input, 'admit'), podsOf(input, 'running'), reasons);
  // A kill that fails is logged; the sync retries it later.
  const killed = input['killFails'] === true ? [] : answer.killed;
  return { error: answer.error !== undefined, killed: killedOf(killed, expect), remainingReasons: answer.remaining.length };
}

function podsToPreempt(input: Fields, expect: Fields): Fields {
  const answer = getPodsToPreempt(podOf(input, 'admit'), podsOf(input, 'running'), requirementsOf(input));
  return { error: !answer.ok, killed: killedOf(answer.ok ? answer.value : [], expect) };
}

const classOf = (fields: Fields): PriorityClass => ({
  metadata: { name: textOf(fields['name']) ?? '' },
  value: numberOf(fields['value']),
  globalDefault: fields['globalDefault'] === true,
  ...(fields['preemptionPolicy'] === 'Never' || fields['preemptionPolicy'] === 'PreemptLowerPriority' ? { preemptionPolicy: fields['preemptionPolicy'] } : {}),
});

function priorityAdmission(input: Fields): Fields {
  const answer = admitPriority(podOf(input), listOf(input['priorityClasses']).map(classOf));
  return answer.admitted
    ? { error: false, priority: answer.priority, preemptionPolicy: answer.pod.spec?.preemptionPolicy }
    : { error: true, message: answer.message };
}

function eviction(input: Fields): Fields {
  const available = textOf(input['memoryAvailable']) ?? '0';
  const pressure = textListOf(input['thresholds']).some((threshold) => {
    const limit = /<(\S+)/.exec(threshold)?.[1];
    return limit !== undefined && quantityValue(available) < quantityValue(limit);
  });
  return { nodeMemoryPressure: pressure, evicted: pressure && mayEvict(podOf(input)) };
}

/** The pod that an event of the node tests tells of, as far as it decides about eviction. */
function describedPod(event: string): Pod {
  const className = systemPriorityClasses.find((each) => event.includes(each.metadata?.name ?? ' '));
  const priority = className?.value;
  return {
    metadata: { annotations: /\bstatic pod\b/.test(event) ? { [configSourceAnnotation]: 'file' } : {} },
    spec: priority === undefined ? {} : { priority, priorityClassName: className?.metadata?.name ?? '' },
  };
}

/** Does the test's result say that the pod was evicted, or killed for another? The rule must agree. */
function systemE2e(input: Fields, expect: Fields): Fields {
  const result = textOf(expect['result']) ?? '';
  const pod = describedPod(textOf(input['event']) ?? '');
  const survives = isCriticalPod(pod);
  const saysSurvives = /never evicted|not evicted|admitted|preempt|Running|runs/.test(result);
  return { result: survives === saysSurvives ? result : survives ? 'stays' : 'may be evicted' };
}

const suites: Suites = {
  'is-critical': (input) => ({ critical: isCriticalPod(podOf(input)) }),
  preemptable: (input) => ({ preemptable: preemptable(podOf(input, 'preemptor'), podOf(input, 'preemptee')) }),
  'critical-by-priority': (input) => ({ critical: isCriticalPodBasedOnPriority(numberOf(input['priority'])) }),
  'is-node-critical': (input) => ({ nodeCritical: isNodeCriticalPod(podOf(input)) }),
  'admission-failure': admissionFailure,
  'pods-to-preempt': podsToPreempt,
  eviction,
  'admit-under-pressure': (input) => ({ admit: admitUnderPressure(podOf(input), textListOf(input['nodeConditions'])).admit }),
  'priority-admission': priorityAdmission,
  'system-e2e': systemE2e,
};

/** Answers one case of critical.json. */
export const check = checkWith(suites);
