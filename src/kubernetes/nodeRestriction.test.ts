import { describe, expect, it } from 'vitest';
import { admitMirrorServiceAccount, admitNodeRestriction, nodeOfUser, type PodRequest } from './nodeRestriction';
import type { OwnerReference, Pod, PodSpec } from './objects';

const owner: OwnerReference = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'node-uid', controller: true };
const mirror = (owners: readonly OwnerReference[] = [owner], spec: PodSpec = {}): Pod => ({
  metadata: { name: 'web', annotations: { 'kubernetes.io/config.mirror': 'h' }, ownerReferences: owners },
  spec: { nodeName: 'n1', ...spec },
});
const withClaims = (resourceClaimName: string): Pod => ({ ...mirror(), status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName }] } });
const other: Pod = { metadata: { name: 'web' }, spec: { nodeName: 'n2' } };
const request = (change: Partial<PodRequest>): PodRequest => ({
  user: 'system:node:n1', operation: 'CREATE', subresource: '', name: 'web', pod: mirror(), node: { metadata: { name: 'n1', uid: 'node-uid' } }, ...change,
});
const message = (change: Partial<PodRequest>): string => {
  const answer = admitNodeRestriction(request(change));
  return answer.allowed ? 'allowed' : answer.message;
};

describe('a kubelet', () => {
  it('may post its own mirrors', () => {
    expect(message({})).toBe('allowed');
  });
  it.each<[string, Partial<PodRequest>, string]>([
    ['ordinary pods', { pod: { metadata: {}, spec: { nodeName: 'n1' } } }, 'node "n1" can only create mirror pods'],
    ['mirrors of another node', { pod: mirror([owner], { nodeName: 'n2' }) }, 'can only create pods with spec.nodeName set to itself'],
    ['without an owner', { pod: mirror([]) }, 'an owner reference set to itself'],
    ['with two owners', { pod: mirror([owner, owner]) }, 'a single owner reference set to itself'],
    ['with another owner', { pod: mirror([{ ...owner, apiVersion: 'v2' }]) }, 'an owner reference set to itself'],
    ['with an owner that is no controller', { pod: mirror([{ ...owner, controller: false }]) }, 'a controller owner reference set to itself'],
    ['with a blocking owner', { pod: mirror([{ ...owner, blockOwnerDeletion: true }]) }, 'must not set blockOwnerDeletion'],
    ['with another UID', { pod: mirror([{ ...owner, uid: 'x' }]) }, 'node n1 UID mismatch: expected x got node-uid'],
    ['with references', { pod: mirror([owner], { serviceAccountName: 'x' }) }, 'node "n1" can not create pods that reference serviceaccounts'],
    ['updates', { operation: 'UPDATE' }, 'pods "web" is forbidden: unexpected operation'],
    ['deletions elsewhere', { operation: 'DELETE', stored: other }, 'can only delete pods with spec.nodeName set to itself'],
    ['deletions of nothing', { operation: 'DELETE' }, 'not found'],
    ['status of other pods', { operation: 'UPDATE', subresource: 'status', stored: other }, 'can only update pod status for pods with spec.nodeName set to itself'],
    ['labels through the status', { operation: 'UPDATE', subresource: 'status', stored: { ...mirror(), metadata: { labels: { a: 'b' } } } }, 'cannot update labels through pod status'],
    ['claims through the status', { operation: 'UPDATE', subresource: 'status', pod: withClaims('mine'), stored: withClaims('other') }, 'cannot update resource claim statuses'],
    ['a new status', { subresource: 'status' }, 'forbidden: unexpected operation'],
    ['evictions elsewhere', { subresource: 'eviction', stored: other }, 'node n1 can only evict pods with spec.nodeName set to itself'],
    ['evictions of nobody', { subresource: 'eviction', name: '' }, 'could not determine pod from request data'],
    ['changed evictions', { subresource: 'eviction', operation: 'UPDATE', stored: mirror() }, 'forbidden: unexpected operation'],
    ['other parts', { subresource: 'exec' }, 'unexpected pod subresource "exec"'],
  ])('may not: %s', (_name, change, text) => {
    expect(message(change)).toContain(text);
  });
  it('may delete, evict and report on pods of its node', () => {
    const stored = mirror();
    expect([message({ operation: 'DELETE', stored }), message({ operation: 'UPDATE', subresource: 'status', stored }), message({ subresource: 'eviction', stored })]).toEqual(Array(3).fill('allowed'));
  });
});

describe('other users', () => {
  it('are not its business', () => {
    expect(nodeOfUser('bob')).toBeUndefined();
    expect(message({ user: 'bob', operation: 'DELETE' })).toBe('allowed');
    expect(message({ user: 'system:node:' })).toContain('could not determine node from user');
  });
});

describe('the service account of a mirror', () => {
  it.each<[PodSpec, boolean]>([
    [{}, true], [{ serviceAccountName: 'x' }, false], [{ volumes: [{ name: 'v', secret: { secretName: 's' } }] }, false],
    [{ volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] }, false],
    [{ volumes: [{ name: 'v', configMap: { name: 'm' } }] }, true],
  ])('%j', (spec, allowed) => {
    expect(admitMirrorServiceAccount(mirror([owner], spec)).allowed).toBe(allowed);
    expect(admitMirrorServiceAccount({ spec }).allowed).toBe(true);
  });
});
