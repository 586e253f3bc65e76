/**
 * One object of a dump to its rows: parsed, classified as the paste panel classifies it, and let go. Owners are not
 * looked up in the rest of the dump, which is not kept: what stands above a ReplicaSet or a Job is inferred from labels
 * and names, as controllerChain tells.
 */
import { classify, type ClassifyContext } from '../kubernetes/classify';
import type { ControllerLink } from '../kubernetes/classification';
import { podDefaults } from '../kubernetes/defaults';
import type { Pod } from '../kubernetes/objects';
import { containersOf } from '../kubernetes/podContainers';
import { getPodQOS } from '../kubernetes/qos';
import { fieldsOf, isFields, textOf, type Fields } from '../kubernetes/reading';
import type { Destination } from './diagnose';
import { objectOf } from './analyse';
import type { KindFrom, ManifestDocument } from './parse';
import { podsOfDocument, type PodInDocument } from './podTemplates';
import type { ProblemCode } from './problem';
import type { StreamItem } from './streamParts';
import type { DumpRow } from './streamTable';
import { readYaml } from './yamlReader';

export interface ItemReading {
  readonly rows: readonly DumpRow[];
  /** The kinds of objects that make no pods. */
  readonly others: readonly string[];
  /** Why it could not be read. */
  readonly error?: { readonly code: ProblemCode; readonly message: string; readonly detail: string; readonly lines: number };
}

export interface ItemPlace {
  readonly file: number;
  readonly json: boolean;
  /** The file's path and what else is known besides the text. */
  readonly destination: Destination;
}

type Parsed = { readonly value: unknown } | { readonly error: NonNullable<ItemReading['error']> };

const hasPodShape = (value: Fields): boolean => isFields(value['metadata']) && Array.isArray(fieldsOf(value['spec'])['containers']);

function parseJson(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { error: { code: 'jsonSyntax', message: `Broken JSON: ${why}`, detail: 'This object was not read; the rest was.', lines: 0 } };
  }
}

function parseYaml(bytes: string, dash: boolean): Parsed {
  const text = bytes.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const { root, error } = readYaml(text, 0, text.length);
  if (error) {
    const lines = text.slice(0, error.start).split('\n').length - 1;
    return { error: { code: error.code, message: error.message, detail: error.detail ?? 'This object was not read; the rest was.', lines } };
  }
  if (!dash) return { value: root?.value };
  return { value: root?.kind === 'list' && root.items.length === 1 ? root.items[0]?.value : root?.value };
}

/** The document as podTemplates takes it. Positions inside an item are not kept: the row leads to its text. */
function documentOf(value: Fields, item: StreamItem, json: boolean): ManifestDocument {
  const listed = item.listKind?.endsWith('List') ? item.listKind.slice(0, -'List'.length) : '';
  const kindFrom: KindFrom = typeof value['kind'] === 'string' ? 'text' : listed !== '' ? 'list' : hasPodShape(value) ? 'shape' : 'none';
  const kind = textOf(value['kind']) ?? (kindFrom === 'list' ? listed : kindFrom === 'shape' ? 'Pod' : undefined);
  const apiVersion = textOf(value['apiVersion']) ?? (kindFrom === 'list' ? item.listVersion : undefined);
  const metadata = fieldsOf(value['metadata']);
  const name = textOf(metadata['name']) ?? textOf(metadata['generateName']);
  const apiNamespace = textOf(metadata['namespace']);
  return {
    index: 0, part: 0, path: '', format: json ? 'json' : 'yaml', startLine: item.line, endLine: item.line, value, kindFrom,
    ...(kind === undefined ? {} : { kind }), ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(name === undefined ? {} : { name }), ...(apiNamespace === undefined ? {} : { apiNamespace }),
    positionOf: () => ({ line: item.line, column: 1, endLine: item.line, endColumn: 1 }), has: () => false,
  };
}

const words = (link: ControllerLink | undefined): string => (link ? `${link.kind} ${link.name ?? ''}`.trim() : '');

/** What a row has of the classification, and its place. */
function classColumns(doc: ManifestDocument, template: Pick<ClassifyContext, 'template'>, item: StreamItem, place: ItemPlace): Omit<DumpRow, 'kind' | 'namespace' | 'node' | 'qos' | 'containers'> {
  const { startedBy, system, confidence } = classify(objectOf(doc), { ...place.destination, ...template });
  return {
    file: place.file, offset: item.offset, length: item.bytes.length, line: item.line, name: doc.name ?? '',
    origin: startedBy.kind, controller: words(startedBy.controllerChain[0]), head: words(startedBy.controllerChain.at(-1)),
    system, startedBySure: confidence.startedBy, systemSure: confidence.system, dash: item.dash ?? false,
  };
}

function rowOf(doc: ManifestDocument, found: PodInDocument, item: StreamItem, place: ItemPlace): DumpRow {
  const { pod } = found;
  return {
    ...classColumns(doc, found.builtIn ? {} : { template: found.template }, item, place),
    kind: found.ownerKind, namespace: doc.apiNamespace ?? pod.metadata?.namespace ?? '',
    node: found.templatePath === '' ? pod.spec?.nodeName ?? '' : '', qos: qosOf(pod), containers: containersOf(pod.spec).length,
  };
}

/**
 * The row of a pod whose class of service is stored. A dump is made of these, and nothing that the row shows then needs
 * the pod's values in the types of objects.ts, which is half the work of a row.
 */
function livePodRow(doc: ManifestDocument, item: StreamItem, place: ItemPlace): DumpRow | undefined {
  const { value } = doc;
  const qos = fieldsOf(value['status'])['qosClass'];
  if (doc.kind !== 'Pod' || (doc.apiVersion ?? '').includes('/') || !isQosClass(qos)) return undefined;
  const spec = fieldsOf(value['spec']);
  return { ...classColumns(doc, {}, item, place), kind: 'Pod', namespace: doc.apiNamespace ?? '', node: textOf(spec['nodeName']) ?? '', qos, containers: containersOf(spec).length };
}

const isQosClass = (text: unknown): text is DumpRow['qos'] => text === 'Guaranteed' || text === 'Burstable' || text === 'BestEffort';

/** The stored class of a live pod, else computed. A value that Kubernetes does not have counts as none. */
function qosOf(pod: Pod): DumpRow['qos'] {
  const stored = pod.status?.qosClass;
  return isQosClass(stored) ? stored : getPodQOS(podDefaults({ ...pod, status: {} }));
}

/** Reads one item. Never throws, whatever its bytes are. */
export function readItem(item: StreamItem, place: ItemPlace): ItemReading {
  const text = new TextDecoder().decode(item.bytes);
  const parsed = place.json ? parseJson(text) : parseYaml(text, item.dash ?? false);
  if ('error' in parsed) return { rows: [], others: [], error: parsed.error };
  return readValue(parsed.value, item, place);
}

function readValue(value: unknown, item: StreamItem, place: ItemPlace): ItemReading {
  if (value === undefined || value === null) return { rows: [], others: [] };
  // A bare list, or a list inside another: its items share one place.
  const inner = Array.isArray(value) ? value : isFields(value) && (textOf(value['kind']) ?? '').endsWith('List') && Array.isArray(value['items']) ? value['items'] : undefined;
  if (inner) {
    const kind = isFields(value) ? textOf(value['kind']) : undefined;
    const version = isFields(value) ? textOf(value['apiVersion']) : undefined;
    const { listKind: _kind, listVersion: _version, ...rest } = item;
    const own = { ...rest, ...(kind === undefined ? {} : { listKind: kind }), ...(version === undefined ? {} : { listVersion: version }) };
    const all = inner.filter((each) => isFields(each)).map((each) => readValue(each, own, place));
    return { rows: all.flatMap(({ rows }) => rows), others: all.flatMap(({ others }) => others) };
  }
  if (!isFields(value)) {
    return { rows: [], others: [], error: { code: 'notAnObject', message: 'A single value, not an object', detail: 'A Kubernetes object is a map with apiVersion, kind and metadata.', lines: 0 } };
  }
  const doc = documentOf(value, item, place.json);
  const live = livePodRow(doc, item, place);
  if (live) return { rows: [live], others: [] };
  const pods = podsOfDocument(doc);
  return pods.length === 0 ? { rows: [], others: [doc.kind ?? 'no kind'] } : { rows: pods.map((pod) => rowOf(doc, pod, item, place)), others: [] };
}

/**
 * The text of a row's object as an editor shows it: without the indentation that its list gave it, and with line breaks
 * if it had none.
 */
export function itemText(bytes: Uint8Array, row: { readonly dash: boolean }): string {
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (row.dash) return withoutDash(text);
  if (!/^\s*[{[]/.test(text)) return text;
  if (!text.trimEnd().includes('\n')) {
    const parsed = parseJson(text);
    return 'value' in parsed ? `${JSON.stringify(parsed.value, null, 2)}\n` : text;
  }
  // The closing bracket stands under the line that opened the object.
  const indent = /\n([ \t]*)[}\]]\s*$/.exec(text)?.[1] ?? '';
  return `${indent === '' ? text : text.replaceAll(`\n${indent}`, '\n')}\n`;
}

function withoutDash(text: string): string {
  const lead = /^([ \t]*)-([ \t]*)/.exec(text);
  if (!lead) return text;
  const [whole] = lead;
  const width = whole.length;
  return text.split('\n').map((line, i) => (i === 0 ? line.slice(width) : line.slice(Math.min(width, line.search(/\S|$/))))).join('\n');
}
