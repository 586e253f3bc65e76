/** conditions.json: one condition of a pod at a time. observedGeneration is not compared. */
import type { Condition, ContainerStatus, Pod, PodPhase, PodStatus } from '../kubernetes/objects';
import {
  generateAllContainersRestartingCondition, generateContainersReadyCondition, generatePodInitializedCondition, generatePodReadyCondition,
  generatePodReadyToStartContainersCondition,
} from '../kubernetes/podConditions';
import { result } from './compare';
import { goRuntimeView, type GoPodStatus } from './runtimeViews';
import type { CaseResult, TableCase } from './table';

interface ConditionsCase {
  readonly function: string;
  readonly pod: Pod;
  readonly input: {
    readonly containerStatuses?: readonly ContainerStatus[] | null;
    readonly podPhase?: PodPhase;
    readonly conditions?: readonly Condition[];
    readonly runtimePodStatus?: GoPodStatus;
  };
  readonly expected: { readonly condition: Condition };
}

function generate({ function: name, pod, input }: ConditionsCase): Condition | undefined {
  const old: PodStatus = { ...pod.status, ...(input.conditions ? { conditions: input.conditions } : {}) };
  const view = goRuntimeView(pod, input.runtimePodStatus);
  switch (name) {
    case 'GenerateContainersReadyCondition':
      return generateContainersReadyCondition(pod, input.containerStatuses, input.podPhase);
    case 'GeneratePodReadyCondition':
      return generatePodReadyCondition(pod, input.conditions, input.containerStatuses, input.podPhase);
    case 'GeneratePodInitializedCondition':
      return generatePodInitializedCondition(pod, old, input.containerStatuses, input.podPhase);
    case 'GeneratePodReadyToStartContainersCondition':
      return generatePodReadyToStartContainersCondition(pod, view);
    case 'GenerateAllContainersRestartingCondition':
      return generateAllContainersRestartingCondition(pod, view, old, input.podPhase);
    default:
      return undefined;
  }
}

export function check(testCase: TableCase): CaseResult {
  const conditionsCase = testCase as unknown as ConditionsCase;
  const condition = generate(conditionsCase);
  if (!condition) return { expected: conditionsCase.expected, found: `no function ${conditionsCase.function}`, pass: false };
  const { observedGeneration: _ignored, ...found } = condition;
  return result(conditionsCase.expected.condition, found);
}
