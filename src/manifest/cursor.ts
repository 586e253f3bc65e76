/**
 * What stands at a place of a manifest, for the help that an editor gives: the field under the pointer, and which fields
 * or values may be written at the cursor. Works on a text that is not finished, see outline.ts.
 */
import { chainAt, chainBefore, documentAround, longestOutlined, openFor, outline, type OutlineNode } from './outline';
import { fieldsOfType, typeOfKind, type Fields } from './schema';

export type Steps = readonly (string | number)[];

/** The object that a place belongs to: the document, or the item of a list with a kind of its own. */
export interface ObjectHere {
  readonly apiVersion: string;
  readonly kind: string;
  readonly node: OutlineNode;
}

/** A field of the API: in which type it is, and what it takes. */
export interface FieldHere {
  /** The type that has the field: `PodSpec`. */
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

export interface Place {
  readonly object: ObjectHere;
  /** The path from the object's top. */
  readonly steps: Steps;
  /** Offsets of the key, or of the item. */
  readonly from: number;
  readonly to: number;
  readonly field: FieldHere | undefined;
  readonly value: string;
}

const childOf = (node: OutlineNode, step: string): OutlineNode | undefined => node.children.find((child) => child.step === step);

/** The nearest map with a kind, from the last node of a chain upwards; a document without kind and with a pod's shape is a Pod. */
function objectIn(chain: readonly OutlineNode[]): ObjectHere {
  const node = chain.findLast((each) => childOf(each, 'kind')?.value && (each.step === null || typeof each.step === 'number')) ?? chain[0];
  if (!node) throw new Error('a chain begins with its document');
  return { node, kind: childOf(node, 'kind')?.value ?? '', apiVersion: childOf(node, 'apiVersion')?.value ?? '' };
}

const stepsBelow = (chain: readonly OutlineNode[], top: OutlineNode): Steps =>
  chain.slice(chain.indexOf(top) + 1).flatMap(({ step }) => (step === null ? [] : [step]));

/** The type at a path, with the field that has it. Undefined where the table does not lead. */
export function typeAt(root: string | undefined, steps: Steps): { readonly type: string; readonly field?: FieldHere } | undefined {
  let type = root;
  let field: FieldHere | undefined;
  for (const step of steps) {
    if (type === undefined) return undefined;
    if (typeof step === 'number') {
      if (!type.startsWith('[')) return undefined;
      type = type.slice(1, -1);
      continue;
    }
    if (type.startsWith('{')) {
      type = type.slice(1, -1);
      continue;
    }
    const found = fieldsOfType(type)?.get(step);
    if (!found) return undefined;
    field = { owner: type, name: step, type: found.type, required: found.required };
    type = found.type;
  }
  return type === undefined ? undefined : { type, ...(field ? { field } : {}) };
}

const rootType = ({ apiVersion, kind }: ObjectHere): string | undefined => typeOfKind(apiVersion, kind);

/** The field whose key or plain value is at an offset. */
export function placeAt(text: string, offset: number): Place | undefined {
  const { from, to } = documentAround(text, offset);
  if (to - from > longestOutlined) return undefined;
  const chain = chainAt(outline(text, from, to), offset);
  const node = chain.at(-1);
  if (!node || node.step === null || chain.length < 2) return undefined;
  // Behind a key is its value, but only the plain one on its line; a block's own lines have keys of their own.
  if (node.children.length > 0 && offset > node.keyEnd) return undefined;
  const object = objectIn(chain.slice(0, -1));
  const steps = stepsBelow(chain, object.node);
  const at = typeAt(rootType(object), steps);
  const isKey = typeof node.step === 'string';
  const field = at?.field && (isKey ? at.field.name === node.step || steps.length > 1 : true) ? at.field : undefined;
  return { object, steps, from: node.start, to: isKey ? node.keyEnd : node.end, field, value: node.value };
}

export interface KeyWanted {
  readonly wants: 'key';
  /** The fields that may stand here, without those that do. */
  readonly fields: Fields;
  readonly owner: string;
  readonly present: readonly string[];
  readonly object: ObjectHere;
  readonly atTop: boolean;
  /** Offsets of what is typed so far. */
  readonly from: number;
  readonly to: number;
  readonly column: number;
  /** The list that the fields belong to has no dash here yet. */
  readonly needsDash: boolean;
  /** A colon follows already. */
  readonly hasColon: boolean;
}

export interface ValueWanted {
  readonly wants: 'value';
  readonly object: ObjectHere;
  /** Undefined for the top-level kind and apiVersion of an object that is not known yet. */
  readonly field: FieldHere | undefined;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly chain: readonly OutlineNode[];
}

const keyBefore = /^( *)((?:- +)*)([A-Za-z_][\w./-]*)?$/;
const valueBefore = /^( *(?:- +)*)(["']?)([\w./-]+)\2:[ \t]+(["']?)([^\s#"'{}[\]]*)$/;

/** What may be written at an offset, undefined where nothing is offered. */
export function wantedAt(text: string, offset: number): KeyWanted | ValueWanted | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const lineEnd = newline === -1 ? text.length : newline;
  if (lineEnd - lineStart > 500) return undefined;
  const { from, to } = documentAround(text, offset);
  if (to - from > longestOutlined) return undefined;
  const before = text.slice(Math.max(lineStart, from), offset);
  const after = text.slice(offset, lineEnd);
  // The line at the cursor is not finished: the outline is of all others.
  const others = `${text.slice(0, lineStart)}${' '.repeat(lineEnd - lineStart)}${text.slice(lineEnd)}`;
  const root = outline(others, from, to);
  if (root.children.some(({ column }) => column === undefined)) return undefined;
  const here = { text, offset, lineStart, after, chain: chainBefore(root, lineStart) };
  if (insideText(here.chain, others, lineStart, before.search(/[^ ]|$/))) return undefined;
  return keyWanted(here, before) ?? valueWanted(here, before);
}

interface Here {
  readonly text: string;
  readonly offset: number;
  readonly lineStart: number;
  readonly after: string;
  readonly chain: readonly OutlineNode[];
}

/** Within the lines of a `|` block nothing is a key. */
function insideText(chain: readonly OutlineNode[], text: string, lineStart: number, column: number): boolean {
  const open = chain.findLast((node) => node.column !== undefined && node.step !== null && column > node.column);
  if (!open || open.children.length > 0) return false;
  const newline = text.indexOf('\n', open.keyEnd);
  return newline !== -1 && newline < lineStart && /:[ \t]*[|>][-+0-9]*[ \t]*$/.test(text.slice(open.start, newline));
}

/** The open nodes at a column, with an item of its own for each dash that stands before it on the line. */
function parentsAt(chain: readonly OutlineNode[], indent: number, dashes: string): { readonly chain: readonly OutlineNode[]; readonly items: number } {
  return dashes === '' ? { chain: openFor(chain, indent, false), items: 0 } : { chain: openFor(chain, indent, true), items: dashes.split('-').length - 1 };
}

function keyWanted({ offset, after, chain: all, lineStart }: Here, before: string): KeyWanted | ValueWanted | undefined {
  const match = keyBefore.exec(before);
  const rest = /^([\w./-]*)[ \t]*(:?)/.exec(after);
  if (!match || !rest || (rest[0] === '' && after.trim() !== '' && !after.trim().startsWith('#'))) return undefined;
  const [, indent = '', dashes = '', typed = ''] = match;
  const { chain, items } = parentsAt(all, indent.length, dashes);
  const parent = chain.at(-1);
  // A plain value is finished: what is indented deeper goes on with it.
  if (!parent || (parent.value !== '' && parent.step !== null)) return undefined;
  const object = objectIn(chain);
  const steps: Steps = [...stepsBelow(chain, object.node), ...Array.from({ length: items }, () => 0)];
  const at = typeAt(rootType(object), steps);
  const needsDash = items === 0 && at?.type.startsWith('[') === true;
  const type = needsDash ? at?.type.slice(1, -1) : at?.type;
  const from = offset - typed.length;
  const fields = type === undefined ? undefined : fieldsOfType(type);
  if (type !== undefined && !fields) {
    // A list of plain values.
    const inList = items > 0 && at?.field && after.trim() === '';
    return inList ? { wants: 'value', object, field: at.field, name: at.field.name, from, to: offset, chain } : undefined;
  }
  const atTop = steps.length === 0;
  if (!fields && !atTop) return undefined;
  const present = needsDash || items > 0 ? [] : parent.children.flatMap(({ step }) => (typeof step === 'string' ? [step] : []));
  return {
    wants: 'key', fields: fields ?? new Map(), owner: type ?? '', present, object, atTop, from, to: offset + (rest[1] ?? '').length,
    column: from - lineStart, needsDash, hasColon: rest[2] === ':',
  };
}

function valueWanted({ offset, after, chain: all }: Here, before: string): ValueWanted | undefined {
  const match = valueBefore.exec(before);
  if (!match || /^[^\s#"']/.test(after)) return undefined;
  const [, prefix = '', , name = '', , typed = ''] = match;
  const dashes = prefix.trimStart();
  const { chain, items } = parentsAt(all, prefix.length - dashes.length, dashes);
  const object = objectIn(chain);
  const steps: Steps = [...stepsBelow(chain, object.node), ...Array.from({ length: items }, () => 0), name];
  return { wants: 'value', object, field: typeAt(rootType(object), steps)?.field, name, from: offset - typed.length, to: offset, chain };
}
