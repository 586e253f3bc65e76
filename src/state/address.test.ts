import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, formatInputs, parseAddress, parseInputs } from './address';
import type { SharedInput } from './session';

const PLAIN: Address = { story: 'power-on', at: '', selection: null, packedInputs: '', only: [], theme: 'system' };

describe('formatAddress', () => {
  it('names version, Kubernetes and story, and nothing that is not there', () => {
    expect(formatAddress(PLAIN)).toBe('v=1&k8s=1.36&story=power-on');
  });

  it('can be read by a person', () => {
    const address: Address = {
      ...PLAIN,
      at: 'cp-1/kubelet/RunPodSandbox/etcd-cp-1',
      selection: { kind: 'pod', id: 'kube-system/etcd-cp-1' },
      only: ['where', 'inside'],
      theme: 'dark',
    };
    expect(formatAddress(address)).toBe(
      'v=1&k8s=1.36&story=power-on&at=cp-1/kubelet/RunPodSandbox/etcd-cp-1&sel=pod:kube-system/etcd-cp-1&only=where,inside&theme=dark',
    );
  });
});

describe('parseAddress', () => {
  const panels = fc.subarray(['what', 'where', 'inside', 'when'] as const);
  const addresses: fc.Arbitrary<Address> = fc.record({
    story: fc.string(),
    at: fc.string(),
    selection: fc.option(fc.record({ kind: fc.constantFrom('pod', 'node', 'file', 'actor'), id: fc.string({ minLength: 1 }) }), { nil: null }),
    packedInputs: fc.stringMatching(/^[\w-]*$/),
    only: panels,
    theme: fc.constantFrom('system', 'light', 'dark', 'contrast'),
  });

  it('gives back whatever was formatted, whatever the characters', () => {
    fc.assert(fc.property(addresses, (address) => {
      expect(parseAddress(`#${formatAddress(address)}`)).toEqual(address);
    }));
  });

  it('throws at no text', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const address = parseAddress(text);
      expect(address === null || typeof address.story === 'string').toBe(true);
    }));
  });

  it.each(['', '#', '#v=2&story=power-on', '#story=power-on', '#v=1.0&story=x', '#something else'])('is not ours: "%s"', (fragment) => {
    expect(parseAddress(fragment)).toBeNull();
  });

  it('passes over what it does not know', () => {
    expect(parseAddress('#v=1&story=power-on&only=where,attic&theme=pink&sel=secret:x&new=1&k8s=9.9')).toEqual({ ...PLAIN, only: ['where'] });
  });

  it('drops a part whose escapes are broken, and keeps the rest', () => {
    expect(parseAddress('#v=1&story=power-on&at=%E0%A4%A&theme=dark')).toEqual({ ...PLAIN, theme: 'dark' });
  });
});

describe('parseInputs', () => {
  const inputs: readonly SharedInput[] = [
    { at: '', action: { do: 'startKubelet', node: 'cp-1' } },
    { at: 'cp-1/kubelet/watch/etcd.yaml', action: { do: 'apply', objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }] } },
    { at: 'you/user/kubectl/x~2', action: { do: 'writeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/x.yaml', content: 'kind: Pod' } },
  ];

  it('gives back what was formatted', () => {
    expect(parseInputs(formatInputs(inputs))).toEqual(inputs);
    expect(parseInputs('[]')).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"at":"","action":{"do":"apply"}}'],
    ['no place', '[{"action":{"do":"apply"}}]'],
    ['an action that nobody has', '[{"at":"","action":{"do":"format disk"}}]'],
    ['the name of a property of every object', '[{"at":"","action":{"do":"constructor"}}]'],
    ['an action that is a list', '[{"at":"","action":["apply"]}]'],
    ['null', '[null]'],
  ])('is refused: %s', (_, text) => {
    expect(parseInputs(text)).toBeNull();
  });

  it('is refused as a whole when it is too long', () => {
    const one = { at: '', action: { do: 'uncordon', node: 'cp-1' } };
    expect(parseInputs(JSON.stringify(Array(200).fill(one)))).toHaveLength(200);
    expect(parseInputs(JSON.stringify(Array(201).fill(one)))).toBeNull();
  });
});
