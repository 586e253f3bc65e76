/** kubectl delete: one request, without waiting for the end. Stands for: kubectl/pkg/cmd/delete. */
import type { UserAction } from '../../actions';
import type { Tx } from '../../tx';
import { forbidden } from '../admission/refusals';
import { CONNECTION_REFUSED, remove, servingApiServer } from '../apiServer';
import { refused, succeed } from './outcome';
import { find } from './targets';

/** NamespaceLifecycle protects these (admission/plugin/namespace/lifecycle). */
const PROTECTED = new Set(['default', 'kube-system', 'kube-public']);

export function deleteObject(tx: Tx, id: string, action: Extract<UserAction, { readonly do: 'delete' }>): void {
  const force = action.force === true;
  const { cascade } = action;
  const command = `kubectl delete ${action.kind.toLowerCase()} ${action.name ?? action.namePattern ?? ''}${force ? ' --force' : ''}${cascade ? ` --cascade=${cascade}` : ''}`;
  if (!servingApiServer(tx)) return refused(tx, id, command, CONNECTION_REFUSED);
  const found = find(tx, action);
  if (!found.ok) return refused(tx, id, command, found);
  const { metadata } = found.object;
  if (found.table === 'namespaces' && PROTECTED.has(metadata?.name ?? '')) {
    return refused(tx, id, command, forbidden(found.object, 'this namespace may not be deleted'));
  }
  const grace = force ? (action.gracePeriodSeconds ?? 0) : action.gracePeriodSeconds;
  const propagation = cascade === 'foreground' ? 'Foreground' : cascade === 'orphan' ? 'Orphan' : undefined;
  const answer = remove(tx, 'user/you', found.table, found.key, {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }), ...(propagation ? { propagation } : {}),
  });
  if (!answer.ok) return refused(tx, id, command, answer);
  tx.because('user.delete', { command, kind: action.kind, name: metadata?.name ?? '', ...(metadata?.namespace ? { namespace: metadata.namespace } : {}) });
  succeed(tx, id);
}
