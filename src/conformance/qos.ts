/** qos.json: the class of a pod, and the range of oom_score_adj of each of its containers. */
import type { Container, Pod } from '../kubernetes/objects';
import { computePodQOS, containerOOMScoreAdjust } from '../kubernetes/qos';
import { result } from './compare';
import { withoutPodLevel } from './podLevel';
import type { CaseResult, TableCase } from './table';

interface QosCase {
  readonly input: { readonly pod?: Pod; readonly memoryCapacity?: number; readonly podLevelResources?: boolean };
  readonly expect: { readonly qos?: string; readonly oomScoreAdj?: Readonly<Record<string, readonly [number, number]>> };
}

function scores(pod: Pod, memoryCapacity: number): Readonly<Record<string, number>> {
  const containers: readonly Container[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return Object.fromEntries(containers.map((container) => [container.name, containerOOMScoreAdjust(pod, container, memoryCapacity)]));
}

export function check(testCase: TableCase): CaseResult {
  const { input, expect } = testCase as unknown as QosCase;
  const given = input.pod ?? {};
  const pod = input.podLevelResources === false ? withoutPodLevel(given) : given;
  if (expect.qos !== undefined) return result(expect.qos, computePodQOS(pod));
  const found = scores(pod, input.memoryCapacity ?? 0);
  const ranges = Object.entries(expect.oomScoreAdj ?? {});
  const pass = ranges.length > 0 && ranges.every(([name, [low, high]]) => {
    const score = found[name];
    return score !== undefined && score >= low && score <= high;
  });
  return { expected: expect.oomScoreAdj, found, pass };
}
