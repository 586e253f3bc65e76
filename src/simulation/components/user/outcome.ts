/** How an action ends: the line in the log, and kubectl's words when it is refused. */
import type { Address } from '../../messages';
import type { InputFact } from '../../step';
import type { Tx } from '../../tx';
import { type Refusal, servingApiServer } from '../apiServer';

/** The action has ended well. */
export const succeed = (tx: Tx, id: string, message?: string): void => tx.fact({ type: 'input', input: id, ok: true, ...(message ? { message } : {}) });

/** kubectl's words about an answer of the API server (kubectl/pkg/cmd/util/helpers.go:StandardErrorMessage). */
export function errorText(tx: Tx, refusal: Refusal): string {
  if (refusal.code === 0) {
    const first = tx.get('machines', tx.keys('controlPlanes')[0] ?? '');
    return `The connection to the server ${first?.address ?? 'localhost'}:6443 was refused - did you specify the right host or port?`;
  }
  return refusal.reason === 'Invalid' ? `The ${refusal.message}` : `Error from server (${refusal.reason}): ${refusal.message}`;
}

/** The arrow from a person to an API server that refuses, or to where one should be. */
function drawRefusal(tx: Tx, refusal: Refusal): void {
  const server: Address = servingApiServer(tx) ?? `apiserver/${tx.keys('controlPlanes')[0] ?? 'none'}`;
  tx.motion('user/you', server, { via: 'call', label: 'kubectl', refused: refusal.code === 0 ? 'connection refused' : refusal.reason });
}

/** The action, or a part of it, was refused. Names the rule and draws the refusal. */
export function refused(tx: Tx, id: string, command: string, refusal: Refusal | string): void {
  const message = typeof refusal === 'string' ? refusal : errorText(tx, refusal);
  const code = typeof refusal === 'string' ? undefined : refusal.code;
  tx.because('user.refused', { command, error: message });
  if (typeof refusal !== 'string') drawRefusal(tx, refusal);
  const fact: InputFact = { type: 'input', input: id, ok: false, ...(code ? { code } : {}), message };
  tx.fact(fact);
}
