import { describe, expect, it } from 'vitest';
import { isDNS1123Label, isDNS1123Subdomain, isLabelValue, isQualifiedName, isValidIP, isValidPortName, isValidPortNum } from './nameValidation';

const good = (check: (text: string) => readonly string[]) => (text: string) => check(text).length === 0;

describe('names', () => {
  it('labels are lower case, with dashes inside, without dots, up to 63', () => {
    expect(['a', 'my-name', '1', 'a'.repeat(63)].every(good(isDNS1123Label))).toBe(true);
    expect(['', '-a', 'a-', 'A', 'a_b', 'a'.repeat(64)].some(good(isDNS1123Label))).toBe(false);
    expect(isDNS1123Label('a.b')).toEqual(['must not contain dots']);
    expect(isDNS1123Label('A')[0]).toBe(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    );
    expect(isDNS1123Label('a'.repeat(64))).toEqual(['must be no more than 63 bytes']);
  });
  it('subdomains are labels with dots between, up to 253', () => {
    expect(['a.b', 'node-1.example.com', 'a'.repeat(253)].every(good(isDNS1123Subdomain))).toBe(true);
    expect(['a..b', '.a', 'static-pod1-NODE1', 'invalid/sandbox', 'a'.repeat(254)].some(good(isDNS1123Subdomain))).toBe(false);
  });
  it('keys may have a prefix', () => {
    expect(['app', 'example.com/App_1', 'a.b'].every(good(isQualifiedName))).toBe(true);
    expect(['', '/a', 'a/b/c', 'Bad Prefix/a', '-a', 'example.com/'].some(good(isQualifiedName))).toBe(false);
    expect(isQualifiedName('/a')[0]).toBe('prefix part must be non-empty');
  });
  it('label values may be empty', () => {
    expect(['', 'a', 'A_b.c-1'].every(good(isLabelValue))).toBe(true);
    expect(['-a', 'a b', 'a'.repeat(64)].some(good(isLabelValue))).toBe(false);
  });
});

describe('ports and addresses', () => {
  it('numbers are between 1 and 65535', () => {
    expect([1, 65535].flatMap(isValidPortNum)).toEqual([]);
    expect([0, 65536, 1.5].map((port) => isValidPortNum(port).length)).toEqual([1, 1, 1]);
  });
  it('names are short, lower case, with a letter', () => {
    expect(['http', 'a-1', 'probe-port'].every(good(isValidPortName))).toBe(true);
    expect(['', '80', 'a--b', '-a', 'HTTP', 'a'.repeat(16)].some(good(isValidPortName))).toBe(false);
  });
  it('addresses are of either family', () => {
    expect(['10.0.0.1', '::1', 'fe80::1', '2001:db8:0:0:0:0:0:1'].every(isValidIP)).toBe(true);
    expect(['', '256.1.1.1', '1.2.3', 'a.b.c.d', '::1::', 'g::1', '1:2:3'].some(isValidIP)).toBe(false);
  });
});
