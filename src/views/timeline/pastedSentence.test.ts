import { describe, expect, it } from 'vitest';
import type { Classification } from '../../kubernetes/classification';
import { classify } from '../../kubernetes/classify';
import { pastedSentence } from './pastedSentence';

const paste = { open: true, text: 'kind: Pod', path: '', file: null, view: 'text', side: 'verdict' } as const;
const told = (name: string, classification: Classification) => pastedSentence({ paste, pasted: { name, classification, pod: {}, causes: {} }, pastedCounts: null, pastedFault: null }).sentence;
const counts = (workload: number, fromFiles: number, open = 0) => ({ A: workload + fromFiles + open, B: workload, C: fromFiles, D: 0, E: fromFiles, F: workload, G: 0, H: 0 });

describe('the sentence while pasting', () => {
  it('invites while there is no text, and names nobody', () => {
    expect(pastedSentence({ paste: { ...paste, text: ' \n' }, pasted: null, pastedCounts: null, pastedFault: null })).toEqual({ subject: null, sentence: expect.stringContaining('Nothing leaves this tab') });
  });
  it('tells of a dump that is being read', () => {
    expect(pastedSentence({ paste: { ...paste, text: '', view: 'overview' }, pasted: null, pastedCounts: null, pastedFault: null }).sentence).toContain('It is read here, in this tab');
  });
  it('says of a lone Pod that its place decides', () => {
    expect(told('Pod hello', classify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hello' } }))).toContain('the place you put it does');
  });
  it('says of a mirror that deleting it stops nothing', () => {
    const mirror = classify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'etcd-cp-1', uid: 'a', annotations: { 'kubernetes.io/config.mirror': 'a', 'kubernetes.io/config.source': 'file' }, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'cp-1', uid: 'b', controller: true }] } });
    expect(told('Pod etcd-cp-1', mirror)).toContain('Deleting it stops nothing');
  });
  it.each([
    [counts(897, 3), 'pasted 900 pods or templates: 3 static, 897 workload. The static ones were placed **by no scheduler.**'],
    [counts(3, 1), 'pasted 4 pods or templates: 1 static, 3 workload. The static one was placed **by no scheduler.**'],
    [counts(2, 0), 'pasted 2 pods or templates: 2 workload. **All of them come through the API server.**'],
    [counts(1, 0, 1), 'pasted 2 pods or templates: 1 workload. Who starts the other one, **the text alone cannot say.**'],
    [counts(0, 0, 2), 'pasted 2 pods or templates. Who starts them, **the text alone cannot say.**'],
  ])('counts several', (pastedCounts, sentence) => {
    expect(pastedSentence({ paste, pasted: null, pastedCounts, pastedFault: null }).sentence).toBe(sentence);
  });
  it('names what is wrong with a text that makes no pod', () => {
    expect(pastedSentence({ paste, pasted: null, pastedCounts: null, pastedFault: 'This is what kubectl describe prints' }).sentence).toBe('pasted a text that makes no pod. **This is what kubectl describe prints.**');
  });
  it('says where a file is edited', () => {
    expect(pastedSentence({ paste: { ...paste, file: { node: 'cp-1', path: '/etc/kubernetes/manifests/etcd.yaml' } }, pasted: null, pastedCounts: null, pastedFault: null }).sentence).toContain('edit `etcd.yaml` on **cp-1**');
  });
});
