/**
 * The ServiceAccount controller: each API namespace has a ServiceAccount `default`. Pods name it, and are refused until
 * it exists. One that is deleted comes again.
 * Stands for: pkg/controller/serviceaccount/serviceaccounts_controller.go.
 */
import type { OtherObject } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { create } from './apiServer';
import { type Controller, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/serviceaccount';
type Deed = 'create';

export const serviceAccountController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = {
  address: ADDRESS,
  sync(tx, namespace) {
    const object = tx.get('namespaces', namespace);
    if (!object || object.metadata?.deletionTimestamp || tx.get('others', `ServiceAccount/${namespace}/default`)) return [];
    return ['create'];
  },
  perform(tx, namespace): Outcome<Deed> {
    const account: OtherObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
    const answer = create(tx, ADDRESS, account);
    if (!answer.ok) return 'refused';
    tx.because('serviceAccount.createDefault', { namespace });
    return 'written';
  },
};
