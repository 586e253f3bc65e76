/** phase.json: the phase of a pod, from the statuses in the order in which the test passed them. */
import type { ContainerStatus, Pod } from '../kubernetes/objects';
import { getPhase } from '../kubernetes/podPhase';
import { result } from './compare';
import type { CaseResult, TableCase } from './table';

interface PhaseCase {
  readonly pod: Pod;
  readonly statusInfo?: readonly ContainerStatus[];
  readonly input: { readonly podIsTerminal: boolean; readonly podHasInitialized: boolean };
  readonly expected: { readonly phase: string };
}

export function check(testCase: TableCase): CaseResult {
  const { pod, statusInfo, input, expected } = testCase as unknown as PhaseCase;
  const statuses = statusInfo ?? [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return result(expected.phase, getPhase(pod, statuses, input.podIsTerminal, input.podHasInitialized));
}
