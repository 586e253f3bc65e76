/**
 * What the tables with several suites in one file share: reading a case, and comparing the fields that it expects. A
 * case has `input` and `expect`; an adapter is a record of suites.
 */
import type { Node, Pod } from '../kubernetes/objects';
import { fieldsOf, textOf, type Fields } from '../kubernetes/reading';
import { isEqual } from './compare';
import type { CaseResult, TableCase } from './table';

/** What is found for a case, field by field, from its input and what it expects of which fields. */
export type Suite = (input: Fields, expect: Fields) => Fields;
export type Suites = Readonly<Record<string, Suite>>;

export const podOf = (input: Fields, key = 'pod'): Pod => fieldsOf(input[key]);
export const podsOf = (input: Fields, key: string): readonly Pod[] => {
  const list = input[key];
  return Array.isArray(list) ? list.map(fieldsOf) : [];
};
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
export const textListOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** A node of a case: an object of the API, or `{name, uid}`, or nothing. */
export function nodeOf(value: unknown, name?: unknown): Node | null {
  const fields = fieldsOf(value);
  if (value === null || value === undefined || value === false) return null;
  if (fields['metadata'] !== undefined) return fields;
  return { metadata: { name: textOf(fields['name']) ?? textOf(name) ?? '', uid: textOf(fields['uid']) ?? '' } };
}

/** Words in a case that explain and are no result. */
const explanations = ['meaning', 'note', 'why'];

/** A message is found when it contains what the case expects. */
function matches(key: string, expected: unknown, found: Fields): boolean {
  if (key !== 'messageContains') return isEqual(expected, found[key]);
  return typeof expected === 'string' && (textOf(found['message']) ?? '').includes(expected);
}

/** Every field that the case expects must be found as it is; further fields do not matter. */
export function compareExpected(expect: Fields, found: Fields): CaseResult {
  const keys = Object.keys(expect).filter((key) => !explanations.includes(key));
  return { expected: expect, found, pass: keys.length > 0 && keys.every((key) => matches(key, expect[key], found)) };
}

/** The adapter of a table: its suite answers, an unknown suite is a failure. */
export const checkWith = (suites: Suites) => (testCase: TableCase): CaseResult => {
  const expect = fieldsOf(testCase['expect']);
  const suite = suites[textOf(testCase['suite']) ?? ''];
  return suite ? compareExpected(expect, suite(fieldsOf(testCase['input']), expect)) : { expected: expect, found: 'no such suite', pass: false };
};
