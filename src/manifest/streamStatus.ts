/**
 * What kubectl prints under STATUS for a pod of a dump. Nearly all pods of a dump simply run, and are told from a few
 * fields; only the others are brought into the types of objects.ts and printed.
 */
import { printPod } from '../kubernetes/kubectlColumns';
import type { Pod } from '../kubernetes/objects';
import { fieldsOf, isFields, textOf, type Fields } from '../kubernetes/reading';
import { conform } from './schema';

const isUp = (status: unknown): boolean => isFields(status) && status['ready'] === true && isFields(fieldsOf(status['state'])['running']);
const isOver = (status: unknown): boolean => fieldsOf(fieldsOf(fieldsOf(status)['state'])['terminated'])['exitCode'] === 0;
const all = (value: unknown, holds: (status: unknown) => boolean): boolean => value === undefined || (Array.isArray(value) && value.every(holds));

function simplyRuns(value: Fields, status: Fields): boolean {
  return status['phase'] === 'Running' && status['reason'] === undefined && fieldsOf(value['metadata'])['deletionTimestamp'] === undefined &&
    all(status['containerStatuses'], isUp) && all(status['initContainerStatuses'], isOver);
}

/** The STATUS column of a live pod; empty for one without a phase. */
export function statusOfPod(value: Fields): string {
  const status = fieldsOf(value['status']);
  if (textOf(status['phase']) === undefined) return '';
  if (simplyRuns(value, status)) return 'Running';
  const pod: Pod = { metadata: fieldsOf(conform(value['metadata'], 'ObjectMeta')), spec: fieldsOf(conform(value['spec'], 'PodSpec')), status: fieldsOf(conform(status, 'PodStatus')) };
  return printPod(pod, 0).STATUS;
}
