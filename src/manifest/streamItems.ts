/**
 * One object of a dump to its rows: parsed, classified as the paste panel classifies it, and let go. Owners are not
 * looked up in the rest of the dump, which is not kept: what stands above a ReplicaSet or a Job is inferred from labels
 * and names, as controllerChain tells.
 */
import { classify } from '../kubernetes/classify';
import type { Classification, ControllerLink } from '../kubernetes/classification';
import { podDefaults } from '../kubernetes/defaults';
import type { ApiObject, Pod } from '../kubernetes/objects';
import { containersOf } from '../kubernetes/podContainers';
import { getPodQOS } from '../kubernetes/qos';
import { fieldsOf, isFields, textOf, type Fields } from '../kubernetes/reading';
import type { Destination } from './diagnose';
import { objectOf } from './analyse';
import { givenKind, holdsObjects, kindByShape } from './kindByShape';
import { kindOf, type ManifestDocument } from './parse';
import { podsOfDocument, type PodInDocument } from './podTemplates';
import type { ProblemCode } from './problem';
import type { StreamItem } from './streamParts';
import { dumpNodeOf, type DumpNode } from './streamNodes';
import { statusOfPod } from './streamStatus';
import type { DumpRow } from './streamTable';
import { readYaml } from './yamlReader';

export interface ItemReading {
  readonly rows: readonly DumpRow[];
  /** The kinds of objects that make no pods. */
  readonly others: readonly string[];
  readonly nodes: readonly DumpNode[];
  /** The objects themselves, for whoever keeps them. */
  readonly objects: readonly ApiObject[];
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
  const { kind, kindFrom } = kindOf(value, listed || undefined);
  const apiVersion = (textOf(value['apiVersion']) || undefined) ?? (kindFrom === 'list' ? item.listVersion : undefined);
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

/** What a row has besides the classification and its place in the files. */
type PodColumns = Pick<DumpRow, 'kind' | 'namespace' | 'name' | 'node' | 'qos' | 'containers' | 'status'>;
/** Where a row's object stands in the files. */
type Placed = Pick<DumpRow, 'file' | 'offset' | 'length' | 'line' | 'dash'>;

/** One object literal with all columns: a dump makes a row for each of 150,000 pods, and spreading one is slow in older engines. */
function rowOf({ startedBy, system, confidence }: Classification, pod: PodColumns, item: Omit<Placed, 'file'>, { file }: Pick<Placed, 'file'>, problems = 0): DumpRow {
  return {
    file, offset: item.offset, length: item.length, line: item.line,
    kind: pod.kind, namespace: pod.namespace, name: pod.name, node: pod.node, qos: pod.qos, containers: pod.containers, status: pod.status, problems,
    origin: startedBy.kind, controller: words(startedBy.controllerChain[0]), head: words(startedBy.controllerChain.at(-1)),
    system, startedBySure: confidence.startedBy, systemSure: confidence.system, dash: item.dash,
  };
}

function columnsOf(doc: ManifestDocument, { pod, ownerKind, templatePath }: PodInDocument): PodColumns {
  return {
    kind: ownerKind, namespace: doc.apiNamespace ?? pod.metadata?.namespace ?? '', name: doc.name ?? '',
    node: templatePath === '' ? pod.spec?.nodeName ?? '' : '', qos: qosOf(pod), containers: containersOf(pod.spec).length,
    status: templatePath === '' ? statusOfPod(doc.value) : '',
  };
}

function podRow(doc: ManifestDocument, found: PodInDocument, item: StreamItem, place: ItemPlace): DumpRow {
  const classification = classify(objectOf(doc), found.builtIn ? place.destination : { ...place.destination, template: found.template });
  return rowOf(classification, columnsOf(doc, found), item, place);
}

/** The row of a pod whose document was read whole and whose classification is known. */
export const rowOfAnalysed = (doc: ManifestDocument, found: PodInDocument, answer: Classification, problems: number): DumpRow =>
  rowOf(answer, columnsOf(doc, found), { offset: 0, length: 0, line: doc.startLine, dash: false }, { file: 0 }, problems);

/**
 * The row of a pod whose class of service is stored. A dump is made of these, and nothing that the row shows then needs
 * the pod's values in the types of objects.ts, which is half the work of a row.
 */
function livePodRow(value: Fields, item: StreamItem, place: ItemPlace): DumpRow | undefined {
  const object = podIn(value, item);
  if (!object) return undefined;
  const qos = fieldsOf(value['status'])['qosClass'];
  if (!isQosClass(qos)) return undefined;
  const metadata = fieldsOf(value['metadata']);
  const spec = fieldsOf(value['spec']);
  return rowOf(classify(object, place.destination), {
    kind: 'Pod', namespace: textOf(metadata['namespace']) ?? '', name: textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? '',
    node: textOf(spec['nodeName']) ?? '', qos, containers: countContainers(spec), status: statusOfPod(value),
  }, item, place);
}

/** A Pod of its own word, or of its PodList's: the API server leaves kind and version out of a list's items. */
function podIn(value: Fields, { listKind, listVersion }: StreamItem): ApiObject | undefined {
  const { kind, apiVersion } = value;
  if (kind === 'Pod' && apiVersion === 'v1') return value;
  return kind === undefined && apiVersion === undefined && listKind === 'PodList' && (listVersion ?? 'v1') === 'v1' ? { apiVersion: 'v1', kind: 'Pod', ...value } : undefined;
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.filter(isFields).length : 0);
const countContainers = (spec: Fields): number => lengthOf(spec['initContainers']) + lengthOf(spec['containers']) + lengthOf(spec['ephemeralContainers']);

const isQosClass = (text: unknown): text is DumpRow['qos'] => text === 'Guaranteed' || text === 'Burstable' || text === 'BestEffort';

/** The stored class of a live pod, else computed. A value that Kubernetes does not have counts as none. */
function qosOf(pod: Pod): DumpRow['qos'] {
  const stored = pod.status?.qosClass;
  return isQosClass(stored) ? stored : getPodQOS(podDefaults({ ...pod, status: {} }));
}

const nothing: ItemReading = { rows: [], others: [], nodes: [], objects: [] };

/** Reads one item; undefined when its end was guessed and it is no object of its own. Never throws, whatever its text is. */
export function readItem(item: StreamItem, place: ItemPlace): ItemReading | undefined {
  const parsed = place.json ? parseJson(item.text) : parseYaml(item.text, item.dash);
  if (item.guess && ('error' in parsed || !isFields(parsed.value) || itemsOf(parsed.value))) return undefined;
  return 'error' in parsed ? { ...nothing, error: parsed.error } : readValue(parsed.value, item, place);
}

/** The objects that an item holds: those of a list inside it, the one that a watch tells of. */
function itemsOf(value: Fields): readonly unknown[] | undefined {
  const key = holdsObjects(givenKind(value) ?? kindByShape(value));
  const items = key && value[key];
  return Array.isArray(items) ? items : key === 'object' ? [items] : undefined;
}

function readValue(value: unknown, item: StreamItem, place: ItemPlace): ItemReading {
  if (value === undefined || value === null) return nothing;
  // A bare list, or a list inside another: its items share one place.
  if (Array.isArray(value)) return readInner(value, item, place);
  if (!isFields(value)) {
    return { ...nothing, error: { code: 'notAnObject', message: 'A single value, not an object', detail: 'A Kubernetes object is a map with apiVersion, kind and metadata.', lines: 0 } };
  }
  const live = livePodRow(value, item, place);
  if (live) return { ...nothing, rows: [live], objects: [podIn(value, item) ?? value] };
  const inner = itemsOf(value);
  if (inner) return readInner(inner, { ...item, listKind: textOf(value['kind']), listVersion: textOf(value['apiVersion']) }, place);
  const doc = documentOf(value, item, place.json);
  const pods = podsOfDocument(doc);
  const objects = [objectOf(doc)];
  if (pods.length > 0) return { ...nothing, objects, rows: pods.map((pod) => podRow(doc, pod, item, place)) };
  return { ...nothing, objects, others: [doc.kind ?? 'no kind'], nodes: doc.kind === 'Node' ? [dumpNodeOf(value)] : [] };
}

function readInner(items: readonly unknown[], item: StreamItem, place: ItemPlace): ItemReading {
  const all = items.filter(isFields).map((each) => readValue(each, item, place));
  return {
    rows: all.flatMap(({ rows }) => rows), others: all.flatMap(({ others }) => others),
    nodes: all.flatMap(({ nodes }) => nodes), objects: all.flatMap(({ objects }) => objects),
  };
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
