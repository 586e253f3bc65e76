/**
 * Tolerant reading of objects that a person wrote: a pasted manifest may have a text where a list belongs. These
 * functions give what is there when it has the right shape and nothing otherwise; they never throw. The API server
 * refuses such objects while decoding; that objection is the manifest layer's.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** Is it a mapping, and neither null nor a list? */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The mapping, or an empty one. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** The list's entries as mappings, an entry of another type as an empty one, so that indexes stay true. */
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** The text, or undefined when it is none. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The value at a path of keys below `value`, undefined when a step is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let here: unknown = value;
  for (const key of keys) here = fieldsOf(here)[key];
  return here;
}

/** The mapping's entries whose value is a text: labels, annotations. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(fieldsOf(value))) if (typeof text === 'string') texts[key] = text;
  return texts;
}
