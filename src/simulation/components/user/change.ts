/**
 * Changes of one object through the API server, as kubectl sends them: validated against what is there, stored as a
 * new version. Stands for: registry/rest/update.go and the update strategies of the kinds.
 */
import { setDefaults } from '../../../kubernetes/defaults';
import { invalid, type FieldError } from '../../../kubernetes/fieldErrors';
import type { ApiObject, Pod } from '../../../kubernetes/objects';
import { validatePodUpdate } from '../../../kubernetes/validation';
import type { Tx } from '../../tx';
import type { ApiTableName, ApiTables } from '../../apiTables';
import { invalidObject } from '../admission/refusals';
import { validateWorkload } from '../../../kubernetes/workloadValidation';
import { type Answer, update } from '../apiServer';
import { keepUnchanged, sameValue } from './merge';

type Spec = Readonly<Record<string, unknown>>;
const specOf = (object: ApiObject): Spec => (object as { readonly spec?: Spec }).spec ?? {};

/** Fields of a spec that nobody may change once the object exists. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['selector'],
  ReplicaSet: ['selector'],
  DaemonSet: ['selector'],
  Job: ['selector', 'template', 'completionMode'],
};
/** What may be changed in a StatefulSet (apps/validation:ValidateStatefulSetUpdate). */
const STATEFUL_SET_FIELDS = [
  'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds',
];

function updateErrors(after: ApiObject, before: ApiObject): readonly FieldError[] {
  const kind = before.kind ?? '';
  if (kind === 'Pod') return validatePodUpdate(after as Pod, before as Pod);
  const [is, was] = [specOf(after), specOf(before)];
  const fixed = (IMMUTABLE[kind] ?? []).filter((name) => !sameValue(is[name], was[name]));
  const errors = fixed.map((name) => invalid(`spec.${name}`, is[name], 'field is immutable'));
  const keys = [...new Set([...Object.keys(is), ...Object.keys(was)])];
  if (kind === 'StatefulSet' && keys.some((key) => !STATEFUL_SET_FIELDS.includes(key) && !sameValue(is[key], was[key]))) {
    const allowed = STATEFUL_SET_FIELDS.map((name) => `'${name}'`);
    errors.push({
      type: 'Forbidden', field: 'spec',
      detail: `updates to statefulset spec for fields other than ${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1) ?? ''} are forbidden`,
    });
  }
  return [...errors, ...validateWorkload(after)];
}

/**
 * Replaces an object by what `make` makes of it, with defaults, after validation. An object that stays the same is not
 * written.
 */
export function changeObject(tx: Tx, table: ApiTableName, key: string, make: (object: ApiObject) => ApiObject): Answer<ApiObject> {
  const before = tx.get(table, key) as ApiObject | undefined;
  const after = before && settled(before, setDefaults(make(before)));
  const errors = before && after && after !== before ? updateErrors(after, before) : [];
  const answer = update(tx, 'user/you', table, key, (object) => (errors.length > 0 || !after ? object : (after as ApiTables[typeof table])));
  return before && errors.length > 0 && answer.ok ? invalidObject(before, errors) : (answer as Answer<ApiObject>);
}

/** Parts that did not change keep their identity; what only the server writes stays. */
function settled(before: ApiObject, after: ApiObject): ApiObject {
  const metadata = keepUnchanged(before.metadata, {
    ...after.metadata,
    ...only(before.metadata, ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'name', 'namespace']),
  });
  const status = (before as { readonly status?: unknown }).status;
  return keepUnchanged(before, { ...after, ...(metadata ? { metadata } : {}), ...(status !== undefined ? { status } : {}) } as ApiObject);
}

function only<T extends object>(object: T | undefined, names: readonly (keyof T)[]): Partial<T> {
  const picked: Partial<T> = {};
  for (const name of names) if (object?.[name] !== undefined) picked[name] = object[name];
  return picked;
}
