import { describe, expect, it } from 'vitest';
import { layOutJson } from './layOutJson';

describe('one object in one line', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: {}, annotations: { note: 'a "quoted" {brace}, and: \\ more' } }, spec: { containers: [{ name: 'c', args: ['-x', '{'], ports: [] }] }, status: { phase: 'Running' } };

  it('is laid out as it would be written by hand', () => {
    expect(layOutJson(JSON.stringify(pod))).toBe(`${JSON.stringify(pod, null, 2)}\n`);
  });
  it('keeps every number and every double key as it stands', () => {
    const line = `{"metadata":{"generation":12345678901234567890,"name":"a","name":"b"},"padding":"${'x'.repeat(200)}"}`;
    expect(layOutJson(line).replaceAll(/\n\s*/g, '').replaceAll(': ', ':')).toBe(line);
  });
  it.each(['', 'kind: Pod', '{"kind":"Pod"}', `${JSON.stringify(pod, null, 1)}`, `text ${'x'.repeat(200)}`])('leaves what can be read, and what is no JSON, alone', (text) => {
    expect(layOutJson(text)).toBe(text);
  });
  it('does not fail over a text that breaks off', () => {
    expect(layOutJson(`{"a":"${'x'.repeat(200)}","b":[1,{"c":"d`)).toContain('"c": "d');
  });
});
