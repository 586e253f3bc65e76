import { describe, expect, it } from 'vitest';
import { cutMiddle } from './PodName';

describe('cutMiddle', () => {
  it('leaves a name that fits', () => {
    expect(cutMiddle('etcd-cp-1', 16)).toBe('etcd-cp-1');
    expect(cutMiddle('web-6d4cf56db6-x2x9k', 20)).toBe('web-6d4cf56db6-x2x9k');
  });

  it('keeps the last five characters and drops half a hash whole', () => {
    expect(cutMiddle('web-6d4cf56db6-x2x9k', 16)).toBe('web-…-x2x9k');
    expect(cutMiddle('coredns-674b8bbfcf-l8nzd', 16)).toBe('coredns-…-l8nzd');
  });

  it('keeps half a word', () => {
    expect(cutMiddle('kube-controller-manager-cp-1', 16)).toBe('kube-contr…-cp-1');
  });

  it('is never longer than asked, whatever the name', () => {
    for (const name of ['a'.repeat(253), '-'.repeat(40), '1-2-3-4-5-6-7-8-9-a-b-c-d-e', '<img src=x onerror=alert(1)>']) {
      for (const max of [8, 11, 16, 30]) {
        const short = cutMiddle(name, max);
        expect(Array.from(short).length).toBeLessThanOrEqual(max);
        expect(short.endsWith(name.slice(-5))).toBe(true);
      }
    }
  });
});
