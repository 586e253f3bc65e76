/**
 * What an editor offers at the cursor: the fields of the type that the place has, the words that a field takes, names that
 * the same pod declares, whole beginnings of objects.
 */
import type { KeyWanted, ObjectHere, ValueWanted } from './cursor';
import { fieldValues } from './fieldValues';
import type { OutlineNode } from './outline';
import { fieldsOfType, knownKinds, typeWords, type Field } from './schema';

export interface Offer {
  readonly label: string;
  /** The type in a word or two, or the apiVersion of a kind. */
  readonly detail: string;
  /** What is written in place of what was typed. */
  readonly text: string;
  readonly of: 'field' | 'value' | 'object';
  /** For a field: the type that has it, for its description. */
  readonly owner?: string;
  readonly required?: boolean;
}

/** What a new field begins with: its value on the line, or the block under it. */
function fieldText(name: string, { type }: Field, column: number): string {
  const indent = ' '.repeat(column);
  if (type.startsWith('[')) return `${name}:\n${indent}- `;
  return type.startsWith('{') || fieldsOfType(type) ? `${name}:\n${indent}  ` : `${name}: `;
}

function fieldOffers({ fields, owner, present, column, needsDash, hasColon }: KeyWanted): readonly Offer[] {
  return [...fields].filter(([name]) => !present.includes(name)).map(([name, field]): Offer => ({
    label: name, detail: field.required ? `${typeWords(field.type)}, required` : typeWords(field.type),
    text: hasColon ? name : needsDash ? `- ${fieldText(name, field, column + 2)}` : fieldText(name, field, column),
    of: 'field', owner, required: field.required,
  }));
}

const split = (versioned: string): { readonly apiVersion: string; readonly kind: string } => {
  const at = versioned.lastIndexOf('/');
  return { apiVersion: versioned.slice(0, at), kind: versioned.slice(at + 1) };
};

/** Whole beginnings, where nothing says yet what the object is. */
function objectOffers({ column, present, hasColon }: KeyWanted): readonly Offer[] {
  if (hasColon || present.includes('kind') || present.includes('apiVersion')) return [];
  const indent = `\n${' '.repeat(column)}`;
  return knownKinds.map(split).map(({ apiVersion, kind }): Offer => ({
    label: `kind: ${kind}`, detail: apiVersion, of: 'object',
    text: `apiVersion: ${apiVersion}${indent}kind: ${kind}${present.includes('metadata') ? '' : `${indent}metadata:${indent}  name: `}`,
  }));
}

const identity: readonly Offer[] = (['apiVersion', 'kind', 'metadata', 'spec'] as const).map((label): Offer => ({
  label, detail: label === 'metadata' || label === 'spec' ? 'a map' : 'a text', text: `${label}: `, of: 'field', owner: '*',
}));

/** The names of the pod's volumes or containers, from the nearest map above that lists them. */
function declaredNames(chain: readonly OutlineNode[], lists: readonly string[]): readonly string[] {
  const spec = chain.findLast((node) => node.children.some(({ step }) => typeof step === 'string' && lists.includes(step)));
  return (spec?.children ?? []).filter(({ step }) => typeof step === 'string' && lists.includes(step))
    .flatMap((list) => list.children.flatMap((item) => item.children.filter(({ step }) => step === 'name').map(({ value }) => value)))
    .filter((name) => name !== '');
}

/** Fields that hold the name of something that the same pod declares. */
const references: Readonly<Record<string, readonly string[]>> = {
  'VolumeMount.name': ['volumes'],
  'VolumeDevice.name': ['volumes'],
  'EphemeralContainer.targetContainerName': ['containers'],
  'ResourceFieldSelector.containerName': ['initContainers', 'containers'],
};

const word = (label: string, detail: string): Offer => ({ label, detail, text: label, of: 'value' });

function identityValues(name: string, { apiVersion, kind }: ObjectHere): readonly Offer[] {
  const known = knownKinds.map(split);
  if (name === 'kind') {
    const own = known.filter((each) => apiVersion === '' || each.apiVersion === apiVersion);
    return (own.length > 0 ? own : known).map((each) => word(each.kind, each.apiVersion));
  }
  const own = known.filter((each) => kind === '' || each.kind === kind);
  return [...new Set((own.length > 0 ? own : known).map((each) => each.apiVersion))].map((version) => word(version, kind === '' ? '' : `of ${kind}`));
}

function valueOffers({ field, name, object, chain }: ValueWanted): readonly Offer[] {
  const atTop = chain.at(-1) === object.node;
  if (atTop && (name === 'kind' || name === 'apiVersion')) return identityValues(name, object);
  if (!field) return [];
  const key = `${field.owner}.${field.name}`;
  const values = fieldValues[key];
  if (values) return values.words.map((each, i) => word(each, i === 0 && !values.open ? 'usual' : ''));
  const lists = references[key];
  if (lists) return declaredNames(chain, lists).map((each) => word(each, lists.includes('volumes') ? 'a volume of the pod' : 'a container of the pod'));
  return field.type === 'b' ? [word('true', ''), word('false', '')] : [];
}

/** Everything that fits; what is typed so far narrows it in the editor. */
export function offersFor(wanted: KeyWanted | ValueWanted): readonly Offer[] {
  if (wanted.wants === 'value') return valueOffers(wanted);
  if (wanted.fields.size > 0) return fieldOffers(wanted);
  return [...objectOffers(wanted), ...identity.filter(({ label }) => !wanted.present.includes(label) && !wanted.hasColon)];
}
