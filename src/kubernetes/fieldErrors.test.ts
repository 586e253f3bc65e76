import { describe, expect, it } from 'vitest';
import { duplicate, fieldErrorsText, fieldErrorText, forbidden, invalid, invalidObjectText, notFound, notSupported, required, tooLong } from './fieldErrors';

describe('fieldErrorText', () => {
  it.each([
    [required('spec.containers'), 'spec.containers: Required value'],
    [required('metadata.name', 'name or generateName is required'), 'metadata.name: Required value: name or generateName is required'],
    [forbidden('spec.hostNetwork', 'when `hostUsers` is false'), 'spec.hostNetwork: Forbidden: when `hostUsers` is false'],
    [invalid('spec.x', 'A', 'why'), 'spec.x: Invalid value: "A": why'],
    [invalid('spec.x', 0, 'why'), 'spec.x: Invalid value: 0: why'],
    [duplicate('spec.x', 'a'), 'spec.x: Duplicate value: "a"'],
    [notFound('spec.x', 'a'), 'spec.x: Not found: "a"'],
    [notSupported('spec.x', 'c', ['a', 'b']), 'spec.x: Unsupported value: "c": supported values: "a", "b"'],
    [tooLong('spec.x', 64), 'spec.x: Too long: may not be more than 64 bytes'],
  ])('%#', (error, text) => {
    expect(fieldErrorText(error)).toBe(text);
  });
});

describe('several objections', () => {
  it('stand in brackets, each once', () => {
    expect(fieldErrorsText([required('a')])).toBe('a: Required value');
    expect(fieldErrorsText([required('a'), required('b'), required('a')])).toBe('[a: Required value, b: Required value]');
    expect(invalidObjectText('Pod', 'web', [required('a')])).toBe('Pod "web" is invalid: a: Required value');
  });
});
