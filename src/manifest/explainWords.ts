/** What the explanations of fields are made of: see explain.ts. */

/** What a field changes, and the panel in which it is seen. */
export interface Effect {
  readonly panel: 'What' | 'Where' | 'Inside' | 'When';
  readonly sentence: string;
}

export const effect = (panel: Effect['panel'], sentence: string): Effect => ({ panel, sentence });

/** `web`, `web and logs`, `web, logs and sh`; more than four are counted. */
export function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The verb that fits so many names. */
export const does = (names: readonly string[], one: string, several: string): string => (names.length === 1 ? one : several);

export const seconds = (value: unknown): string => (value === 1 ? '1 second' : `${String(value)} seconds`);

/** A plain value in a sentence, cut to a length that fits. */
export const said = (value: unknown): string => {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
