/** kubectl-status.json: the columns of `kubectl get pods`. */
import { printPod, printPodWide } from '../kubernetes/kubectlColumns';
import type { Pod } from '../kubernetes/objects';
import { parseRfc3339 } from '../lib/time';
import { result } from './compare';
import type { CaseResult, TableCase } from './table';

interface KubectlCase {
  readonly pod: Pod;
  readonly input: { readonly wide?: boolean; readonly now: string };
  readonly expected: { readonly columns: Readonly<Record<string, string>> };
}

export function check(testCase: TableCase): CaseResult {
  const { pod, input, expected } = testCase as unknown as KubectlCase;
  const now = parseRfc3339(input.now) ?? 0;
  return result(expected.columns, input.wide ? printPodWide(pod, now) : printPod(pod, now));
}
