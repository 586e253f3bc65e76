/** The API's own words for a field, loaded when they are first needed: a table of some 30 kB. */
type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface FieldWords {
  readonly text: string;
  readonly byDefault?: string;
}

let table: Descriptions | undefined;
let loading: Promise<Descriptions | undefined> | undefined;

/** Loads the table. Without it help goes on, with types and effects alone. */
export function loadDescriptions(): Promise<Descriptions | undefined> {
  loading ??= import('../../manifest/generated/descriptions').then(({ descriptions }) => (table = descriptions)).catch(() => undefined);
  return loading;
}

const own = (type: string, field: string): string | undefined => {
  const fields = table && Object.hasOwn(table, type) ? table[type] : undefined;
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
};

/** The words for a field of a type; a field without any has those of the type that it holds. */
export function describe(owner: string, field: string, type: string): FieldWords | undefined {
  const found = own(owner, field) ?? (field === 'kind' || field === 'apiVersion' ? own('*', field) : undefined) ?? own(type.replace(/[[\]{}]/g, ''), '');
  if (found === undefined) return undefined;
  const [text = '', byDefault] = found.split('\n');
  return byDefault === undefined ? { text } : { text, byDefault };
}
