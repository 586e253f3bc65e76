/** One object explained from its first line to its last: each field with what it says and what it changes. */
import { isFields } from '../kubernetes/reading';
import { typeAt, type FieldHere } from './cursor';
import { effectOf, type Effect, type ExplainedObject } from './explain';
import { said } from './explainWords';
import { joinField } from './located';
import type { ManifestDocument } from './parse';
import { typeOfKind } from './schema';

export interface ExplainedLine {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly path: string;
  /** How deep it stands: 0 at the top. */
  readonly depth: number;
  /** The field's name; of an item of a list, the item's. */
  readonly name: string;
  /** The plain value, '' for a block. */
  readonly value: string;
  /** The type that has the field, or that the item is of; absent for what the table does not know. */
  readonly owner?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly effect?: Effect;
}

/** Fields that are explained of one object: more are no longer read by anybody. */
const most = 1000;

/** Fields that the API server writes: they change nothing that a reader could choose. */
const written = new Set(['managedFields', 'status', 'uid', 'resourceVersion', 'generation', 'creationTimestamp']);

type PlacedDocument = Pick<ManifestDocument, 'value' | 'positionOf' | 'apiVersion' | 'kind'>;

/** Every field of a document in the order of its text. Items of lists that are maps have a line of their own. */
export function explainDocument(doc: PlacedDocument, object: ExplainedObject): readonly ExplainedLine[] {
  const root = typeOfKind(doc.apiVersion, doc.kind);
  const lines: ExplainedLine[] = [];
  const add = (path: string, steps: readonly (string | number)[], name: string, value: unknown, at: { owner?: string; type?: string; required?: boolean }): void => {
    const { line, endLine, column } = doc.positionOf(path);
    const found = effectOf(object, path);
    lines.push({ line, endLine, column, path, depth: steps.length - 1, name, value: said(value), ...at, ...(found ? { effect: found } : {}) });
  };
  const visit = (value: unknown, path: string, steps: readonly (string | number)[]): void => {
    if (lines.length >= most) return;
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        if (!isFields(item) || lines.length >= most) return;
        const here = joinField(path, index);
        const own = [...steps, index];
        const type = typeAt(root, own)?.type;
        add(here, own, said(item['name']) || `item ${index + 1}`, undefined, type === undefined ? {} : { owner: type });
        visit(item, here, own);
      });
      return;
    }
    if (!isFields(value)) return;
    for (const [name, item] of Object.entries(value)) {
      if (lines.length >= most || (steps.length < 2 && written.has(name))) continue;
      const here = joinField(path, name);
      const own = [...steps, name];
      add(here, own, name, item, fieldWords(typeAt(root, own)?.field, name));
      visit(item, here, own);
    }
  };
  visit(doc.value, '', []);
  return lines.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

const fieldWords = (field: FieldHere | undefined, name: string): { owner?: string; type?: string; required?: boolean } =>
  field && field.name === name ? { owner: field.owner, type: field.type, required: field.required } : {};
