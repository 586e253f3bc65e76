import { describe, expect, it } from 'vitest';
import { fieldErrorText } from './fieldErrors';
import {
  duplicates, validateAnnotations, validateLabels, validateMirrorAnnotation, validateMirrorAnnotationUpdate,
  validateMirrorEphemeralContainersUpdate, validateMirrorResize, validateObjectMeta, validateObjectMetaUpdate,
} from './metadataValidation';
import type { Pod } from './objects';

const mirror = (value: string | undefined, nodeName?: string): Pod => ({
  metadata: { name: 'p', namespace: 'ns', annotations: value === undefined ? {} : { 'kubernetes.io/config.mirror': value } },
  spec: nodeName === undefined ? {} : { nodeName },
});
const field = 'metadata.annotations[kubernetes.io/config.mirror]';

describe('validateObjectMeta', () => {
  it('wants a name and a namespace', () => {
    expect(validateObjectMeta({}).map(fieldErrorText)).toEqual([
      'metadata.name: Required value: name or generateName is required', 'metadata.namespace: Required value',
    ]);
    expect(validateObjectMeta({ name: 'a.b', namespace: 'default' })).toEqual([]);
  });
  it('lets a generated name end with a dash', () => {
    expect(validateObjectMeta({ name: 'a-x', generateName: 'a-', namespace: 'default' })).toEqual([]);
  });
  it('allows one controller', () => {
    const owner = (name: string, controller: boolean) => ({ apiVersion: 'v1', kind: 'K', name, uid: 'u', controller });
    const errors = validateObjectMeta({ name: 'a', namespace: 'b', ownerReferences: [owner('x', true), owner('y', true)] });
    expect(errors.map(({ detail }) => detail)).toEqual(['Only one reference can have Controller set to true. Found "true" in references for x and y']);
  });
  it('looks at labels and annotations', () => {
    expect(validateLabels({ 'a b': 'c', d: 'e f' }, 'metadata.labels').map(({ value }) => value)).toEqual(['"a b"', '"e f"']);
    expect(validateAnnotations({ 'Example.com/Key': 'any text' }, 'metadata.annotations')).toEqual([]);
    expect(validateAnnotations({ a: 'x'.repeat(256 * 1024) }, 'metadata.annotations').map(({ type }) => type)).toEqual(['TooLong']);
  });
});

describe('the mirror annotation', () => {
  it('needs a node', () => {
    expect(validateMirrorAnnotation(mirror('')).map(fieldErrorText)).toEqual([`${field}: Invalid value: "": must set spec.nodeName if mirror pod annotation is set`]);
    expect(validateMirrorAnnotation(mirror('', 'n'))).toEqual([]);
    expect(validateMirrorAnnotation(mirror(undefined))).toEqual([]);
  });
  it.each([
    [undefined, 'x', 'may not add mirror pod annotation'],
    ['x', undefined, 'may not remove or update mirror pod annotation'],
    ['x', 'y', 'may not remove or update mirror pod annotation'],
  ])('is fixed: from %s to %s', (before, after, detail) => {
    expect(validateMirrorAnnotationUpdate(mirror(after, 'n'), mirror(before, 'n'))).toEqual([{ type: 'Forbidden', field, detail }]);
  });
  it('may stay', () => {
    expect(validateMirrorAnnotationUpdate(mirror('x', 'n'), mirror('x', 'n'))).toEqual([]);
  });
  it('keeps ephemeral containers and resizing away', () => {
    expect(validateMirrorEphemeralContainersUpdate(mirror('x')).map(({ detail }) => detail)).toEqual(['static pods do not support ephemeral containers']);
    expect(validateMirrorResize(mirror('x')).map(({ detail }) => detail)).toEqual(['static pods cannot be resized']);
    expect([...validateMirrorResize(mirror(undefined)), ...validateMirrorEphemeralContainersUpdate(mirror(undefined))]).toEqual([]);
  });
});

describe('updates and repetitions', () => {
  it('names are fixed', () => {
    const renamed: Pod = { metadata: { name: 'q', namespace: 'ns' } };
    expect(validateObjectMetaUpdate(renamed, mirror(undefined)).map(fieldErrorText)).toEqual(['metadata.name: Invalid value: "q": field is immutable']);
  });
  it('tells every repetition', () => {
    const entries = ['a', 'b', 'a', 'a'].map((key, index) => ({ key, field: `x[${index}]` }));
    expect(duplicates(entries).map((error) => error.field)).toEqual(['x[2]', 'x[3]']);
  });
});
