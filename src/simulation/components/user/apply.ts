/**
 * kubectl apply: each object is created, or changed by what its manifest changed since the last apply.
 * Stands for: kubectl/pkg/cmd/apply. Simplified: the last applied manifest is remembered beside the object, not in its
 * annotation kubectl.kubernetes.io/last-applied-configuration.
 */
import type { ApiObject } from '../../../kubernetes/objects';
import { resolveManifest } from '../../addons';
import type { ManifestRef } from '../../actions';
import { isKnownKind, keyOf, kindInfo } from '../../kinds';
import { LATENCY } from '../../latencies';
import type { About } from '../../step';
import type { Tx } from '../../tx';
import { type Answer, create, type Refusal } from '../apiServer';
import { changeObject } from './change';
import { threeWayMerge } from './merge';
import { refused, succeed } from './outcome';

/** The API server waits so often for an account that is being made (plugin serviceaccount:getServiceAccount). */
const ACCOUNT_TRIES = 10;
const ACCOUNT_RETRY = 150;

/** What is left of one command. */
export interface ApplyRest {
  readonly id: string;
  readonly objects: readonly ApiObject[];
  /** Was every object so far accepted? */
  readonly ok: boolean;
  readonly tries: number;
}

/** The command begins. */
export function apply(tx: Tx, id: string, references: readonly ManifestRef[]): void {
  applyNext(tx, { id, objects: references.flatMap((reference) => resolveManifest(reference)), ok: true, tries: 0 });
}

/** Applies the first of the objects that are left and goes on to the next. */
export function applyNext(tx: Tx, rest: ApplyRest): void {
  const [object, ...others] = rest.objects;
  if (!object) return;
  const { kind, metadata } = object;
  const answer = applyObject(tx, object);
  if (!answer.ok && waitsForAccount(tx, object, answer, rest.tries)) {
    return next(tx, { ...rest, tries: rest.tries + 1 }, ACCOUNT_RETRY);
  }
  const ok = rest.ok && answer.ok;
  if (answer.ok) tx.because(isKnownKind(kind ?? '') ? 'user.apply' : 'user.applyOther', { kind: kind ?? '', name: answer.object.metadata?.name ?? '', ...place(answer.object) });
  else refused(tx, rest.id, `kubectl apply (${kind ?? '?'} ${metadata?.name ?? metadata?.generateName ?? ''})`, answer);
  if (others.length > 0) next(tx, { ...rest, objects: others, ok, tries: 0 }, LATENCY.kubectlNext);
  else if (ok) succeed(tx, rest.id);
}

const place = ({ metadata }: ApiObject): About => (metadata?.namespace ? { namespace: metadata.namespace } : {});

const next = (tx: Tx, rest: ApplyRest, delay: number): void => {
  tx.send({ type: 'note', to: 'user/you', kind: 'apply', about: rest.id, data: { rest } }, delay);
};

/** A namespace that was made a moment ago has no account `default` yet: the request is kept waiting, not refused. */
function waitsForAccount(tx: Tx, object: ApiObject, answer: Refusal, tries: number): boolean {
  const account = (object as { readonly spec?: { readonly serviceAccountName?: string } }).spec?.serviceAccountName ?? 'default';
  return object.kind === 'Pod' && account === 'default' && tries < ACCOUNT_TRIES && answer.message.includes('serviceaccount "default" not found') &&
    tx.get('memory', 'leader/kube-controller-manager') !== undefined;
}

/** A manifest carries no status, and its namespace is `default` unless it says otherwise. */
function cleaned(object: ApiObject): ApiObject {
  const { status: _status, ...rest } = object as ApiObject & { readonly status?: unknown };
  const { namespaced } = kindInfo(rest.kind ?? '', rest.apiVersion);
  return namespaced ? { ...rest, metadata: { ...rest.metadata, namespace: rest.metadata?.namespace ?? 'default' } } : rest;
}

function applyObject(tx: Tx, given: ApiObject): Answer<ApiObject> {
  const object = cleaned(given);
  const kind = object.kind ?? '';
  const { table } = kindInfo(kind, object.apiVersion);
  const key = keyOf(kind, object.metadata?.namespace, object.metadata?.name ?? '');
  const existing = object.metadata?.name === undefined ? undefined : (tx.get(table, key) as ApiObject | undefined);
  const memory = tx.get('memory', `applied/${kind}/${key}`);
  const last = memory?.kind === 'applied' && memory.uid === existing?.metadata?.uid ? memory.object : undefined;
  const answer = existing
    ? changeObject(tx, table, key, (live) => threeWayMerge(last, object, live) as ApiObject)
    : create(tx, 'user/you', object);
  if (answer.ok) tx.put('memory', `applied/${kind}/${key}`, { kind: 'applied', uid: answer.object.metadata?.uid ?? '', object });
  return answer;
}
