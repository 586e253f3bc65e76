/**
 * The plugin LimitRanger: the LimitRanges of an API namespace fill in what a pod's containers leave open, and refuse
 * what is too little or too much. Mirrors are no exception.
 * Stands for: plugin/pkg/admission/limitranger/admission.go; what a range says stands in src/kubernetes/limitRange.ts.
 * Left out: resize.
 */
import { claimObjection, limitObjection, withLimitDefaults } from '../../../kubernetes/limitRange';
import type { ApiObject, OtherObject, Pod } from '../../../kubernetes/objects';
import type { Tx } from '../../tx';
import type { Refusal } from '../answers';
import { forbiddenOnceNamed } from './refusals';

const rangesFor = (tx: Tx, object: ApiObject): readonly OtherObject[] => tx.rows('others', 'limitRangesByNamespace', object.metadata?.namespace ?? '');

/** The mutating half, before any other plugin has touched the pod. */
export const defaultLimits = (tx: Tx, pod: Pod): Pod => rangesFor(tx, pod).reduce((object, range) => withLimitDefaults(range, object), pod);

/** The validating half: the first range that objects. */
export function exceedsLimits(tx: Tx, object: ApiObject): Refusal | undefined {
  const objects = object.kind === 'Pod' || object.kind === 'PersistentVolumeClaim' ? rangesFor(tx, object) : [];
  for (const range of objects) {
    const text = object.kind === 'Pod' ? limitObjection(range, object) : claimObjection(range, object as OtherObject);
    if (text !== undefined) return forbiddenOnceNamed(object, text);
  }
  return undefined;
}
