import { describe, expect, it } from 'vitest';
import { controllerChain, controllerLabelOf, controllerOf } from './controllerChain';
import type { ApiObject, OwnerReference } from './objects';

const owner = (kind: string, name: string, controller = true): OwnerReference => ({ apiVersion: kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1', kind, name, uid: 'u', controller });
const object = (kind: string, name: string, owners: readonly OwnerReference[] = [], labels: Record<string, string> = {}): ApiObject =>
  ({ kind, metadata: { name, namespace: 'default', ownerReferences: owners, labels } });
const chain = (pod: ApiObject, related: readonly ApiObject[] = []) =>
  controllerChain(pod, related).links.map(({ kind, name, inferred }) => `${kind}/${name ?? ''}${inferred ? '?' : ''}`);

describe('controllerChain', () => {
  const pod = object('Pod', 'web-5d9c-x2x4z', [owner('Deployment', 'gc', false), owner('ReplicaSet', 'web-5d9c')], { 'pod-template-hash': '5d9c' });
  it('takes the owner that is the controller', () => {
    expect(controllerOf(pod)?.index).toBe(1);
    expect(controllerOf(object('Pod', 'a', [owner('Job', 'j', false)]))).toBeUndefined();
  });
  it('infers the Deployment from the hash', () => {
    expect(chain(pod)).toEqual(['ReplicaSet/web-5d9c', 'Deployment/web?']);
    expect(controllerChain(pod).settle[0]).toContain('Paste the ReplicaSet web-5d9c');
  });
  it('infers a Rollout from its own label', () => {
    const rollout = object('Pod', 'p', [owner('ReplicaSet', 'web-7f')], { 'rollouts-pod-template-hash': '7f' });
    expect(chain(rollout)).toEqual(['ReplicaSet/web-7f', 'Rollout/web?']);
  });
  it('leaves a ReplicaSet alone without a hash', () => {
    expect(chain(object('Pod', 'p', [owner('ReplicaSet', 'web')]))).toEqual(['ReplicaSet/web']);
  });
  it('follows owners through the same paste', () => {
    const set = object('ReplicaSet', 'web-5d9c', [owner('Deployment', 'web')]);
    const deployment = object('Deployment', 'web', [owner('WebApp', 'operator')]);
    expect(chain(pod, [set])).toEqual(['ReplicaSet/web-5d9c', 'Deployment/web']);
    expect(chain(pod, [set, deployment])).toEqual(['ReplicaSet/web-5d9c', 'Deployment/web', 'WebApp/operator']);
    expect(chain(pod, [object('ReplicaSet', 'web-5d9c')])).toEqual(['ReplicaSet/web-5d9c']);
  });
  it('infers a CronJob from the minute in a Job’s name', () => {
    expect(chain(object('Pod', 'p', [owner('Job', 'tick-29012345')]))).toEqual(['Job/tick-29012345', 'CronJob/tick?']);
    expect(chain(object('Pod', 'p', [owner('Job', 'tick-2')]))).toEqual(['Job/tick-2']);
  });
  it('ends when owners go round in a circle', () => {
    const a = object('ReplicaSet', 'a', [owner('ReplicaSet', 'a')]);
    expect(chain(object('Pod', 'p', [owner('ReplicaSet', 'a')]), [a]).length).toBeLessThan(20);
  });
  it('is empty without a controller', () => {
    expect(chain(object('Pod', 'p'))).toEqual([]);
  });
});

describe('controllerLabelOf', () => {
  it('finds what a controller wrote', () => {
    expect(controllerLabelOf(object('Pod', 'p', [], { 'controller-revision-hash': 'x' }))).toBe('controller-revision-hash');
    expect(controllerLabelOf(object('Pod', 'p', [], { app: 'x' }))).toBeUndefined();
  });
});
