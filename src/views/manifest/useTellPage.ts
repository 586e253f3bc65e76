/** Tells the rest of the page what is in the editor: the pod that is looked at, or why there is none. */
import { useEffect } from 'react';
import { excerpt, type Problem } from '../../manifest/problem';
import { usePageStore } from '../../state/usePage';
import type { ReportedPod } from './report';

/** What the leading sentence has room for. */
const MOST_LETTERS = 100;

export function useTellPage(pod: ReportedPod | undefined, problems: readonly Problem[]): void {
  const store = usePageStore();
  useEffect(() => {
    store.getState().setPasted(pod ? { name: pod.title, classification: pod.classification, pod: pod.pod, causes: pod.causes } : null);
    return () => store.getState().setPasted(null);
  }, [store, pod]);
  const fault = pod ? null : faultOf(problems);
  useEffect(() => {
    store.getState().setPastedFault(fault);
    return () => store.getState().setPastedFault(null);
  }, [store, fault]);
}

/** The first error, else whatever is told first; without its full stop. */
function faultOf(problems: readonly Problem[]): string | null {
  const first = problems.find(({ severity }) => severity === 'error') ?? problems.find(({ code }) => code !== 'empty');
  return first ? excerpt(first.message.replace(/\.$/, ''), MOST_LETTERS) : null;
}
