/**
 * The resource quota controller: it writes into each ResourceQuota what is limited and what is used, so that admission
 * can refuse. What is made is charged by admission itself; what is deleted, or has ended, is counted off here.
 *
 * Stands for: pkg/controller/resourcequota/resource_quota_controller.go (syncResourceQuota, replenishQuota).
 * Left out: the full count every 5 minutes.
 */
import type { Address, Message } from '../messages';
import type { OtherObject, ResourceList } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { update } from './apiServer';
import { deepEqual, nameOf } from './controllerUtils';
import { hardOf, totalUsage } from './quotaUsage';
import { type Controller, enqueue, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/resourcequota';

interface QuotaStatus {
  readonly hard: ResourceList;
  readonly used: ResourceList;
}

export const resourceQuotaController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

/** Every quota once (a new leader). */
export function startResourceQuotas(tx: Tx): void {
  for (const namespace of tx.keys('allNamespaces')) for (const key of tx.keys('quotasByNamespace', namespace)) enqueue(tx, ADDRESS, key);
}

const statusOf = (tx: Tx, quota: OtherObject): QuotaStatus => ({ hard: hardOf(quota, 'spec'), used: totalUsage(tx, quota) });

const CONTROLLER: Controller<'status'> = {
  address: ADDRESS,
  sync(tx, key) {
    const quota = tx.get('others', key);
    return !quota || deepEqual(statusOf(tx, quota), quota.status ?? {}) ? [] : ['status'];
  },
  perform(tx, key): Outcome<'status'> {
    const quota = tx.get('others', key);
    if (!quota) return 'nothing';
    const status = statusOf(tx, quota);
    const answer = update(tx, ADDRESS, 'others', key, (object) => ({ ...object, status: { ...status } }), { status: true });
    if (!answer.ok) return 'refused';
    const used = Object.keys(status.hard).sort().map((resource) => `${resource} ${status.used[resource] ?? '0'} of ${status.hard[resource] ?? '0'}`).join(', ');
    tx.because('resourceQuota.updateStatus', { quota: nameOf(quota), namespace: quota.metadata?.namespace ?? '', used });
    return 'written';
  },
};
