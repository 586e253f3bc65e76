/**
 * Text to Kubernetes objects with positions: YAML or JSON, several documents, JSON values one after another, lists with
 * their items. Broken input gives problems, never an exception. Stands for apimachinery's YAMLOrJSONDecoder and for
 * `kubectl`'s visitor of lists; what the objects mean is not judged here (see diagnose.ts).
 */
import { readJson } from './jsonReader';
import { givenKind, holdsObjects, kindByShape } from './kindByShape';
import { maxTextLength } from './limits';
import { lineTable, type LineTable } from './lines';
import { findField, joinField, type Located, type LocatedMap } from './located';
import { withoutNoise } from './noise';
import type { Fault, Problem } from './problem';
import { splitDocuments, type Segment } from './split';
import { readYaml } from './yamlReader';

export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Says where the kind comes from when the text does not have it: a list's kind, or the shape of a pod. */
export type KindFrom = 'text' | 'list' | 'shape' | 'none';

export interface ManifestDocument {
  /** Its place in `documents`. */
  readonly index: number;
  /** Which part of the text it is from, an index into `parts`. */
  readonly part: number;
  /** For an item of a list: the list's index in `documents`, and the item's path in the list's value, `items[0]`. */
  readonly list?: number;
  readonly path: string;
  readonly format: 'yaml' | 'json';
  readonly startLine: number;
  readonly endLine: number;
  /** The plain object, as Kubernetes would have it in JSON. Wrong types stay as they are. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly kindFrom: KindFrom;
  readonly name?: string;
  readonly apiNamespace?: string;
  /**
   * Where a field stands: `metadata.name`, `spec.containers[0].ports[1].hostPort`,
   * `metadata.annotations[kubernetes.io/config.mirror]`. An absent field answers with its nearest existing ancestor.
   */
  readonly positionOf: (path: string) => Position;
  /** Does the field stand in the text? */
  readonly has: (path: string) => boolean;
}

/** A part of the text between separators, or one of several JSON values. */
export interface ManifestPart {
  readonly startLine: number;
  readonly endLine: number;
  /** Was it refused as a whole? */
  readonly broken: boolean;
  /** For a broken part: the index of the problem that says why. */
  readonly problem?: number;
  /** Is it what stands behind the end of the document above, which Kubernetes never looks at? */
  readonly trailing?: boolean;
}

export interface ParsedManifest {
  /** The text as it was read, with LF as the only line break: lines and columns refer to it. */
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  readonly parts: readonly ManifestPart[];
  readonly problems: readonly Problem[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

class ManifestReader {
  readonly documents: ManifestDocument[] = [];
  readonly parts: ManifestPart[] = [];
  readonly problems: Problem[] = [];

  constructor(private readonly text: string, private readonly lines: LineTable) {}

  report(fault: Fault, document?: number): void {
    const { start, end, ...rest } = fault;
    const from = this.lines.placeOf(start);
    const to = this.lines.placeOf(Math.max(end, start));
    this.problems.push({
      ...from, endLine: to.line, endColumn: to.column, ...rest, ...(document === undefined ? {} : { document }),
    });
  }

  segment(segment: Segment): void {
    const first = /\S/.exec(this.text.slice(segment.start, segment.end))?.[0];
    if (first === '{' || first === '[') this.jsonSegment(segment);
    else this.yamlSegment(segment);
  }

  private jsonSegment(segment: Segment): void {
    const json = readJson(this.text, segment.start, segment.end);
    if (!json.error) {
      for (const root of json.roots) this.add(root, 'json', json.faults.filter((fault) => fault.start >= root.start && fault.end <= root.end));
      return;
    }
    const yaml = readYaml(this.text, segment.start, segment.end);
    const meantAsJson = /^\s*[{[]\s*(?:["{[]|\/[/*]|$)/.test(this.text.slice(segment.start, segment.end));
    if (yaml.root) {
      this.add(yaml.root, 'yaml', meantAsJson ? [...yaml.faults, notJson(json.error, this.text)] : yaml.faults);
      return;
    }
    if (json.roots.length > 0) {
      // Some values are complete: only the rest of the text is lost.
      for (const root of json.roots) this.add(root, 'json', json.faults.filter((fault) => fault.start >= root.start && fault.end <= root.end));
      this.broken({ start: json.roots.at(-1)?.end ?? segment.start, end: segment.end }, jsonFault(json.error, this.text));
      return;
    }
    this.broken(segment, meantAsJson || !yaml.error ? jsonFault(json.error, this.text) : yaml.error);
  }

  private yamlSegment(segment: Segment): void {
    const { root, faults, error } = readYaml(this.text, segment.start, segment.end);
    if (error) this.broken(segment, error);
    else if (root) this.add(root, 'yaml', faults);
  }

  private broken(segment: Segment, fault: Fault): void {
    this.parts.push({ ...this.linesOf(segment), broken: true, problem: this.problems.length });
    this.report(fault);
  }

  private linesOf(segment: Segment): { startLine: number; endLine: number } {
    const text = this.text.slice(segment.start, segment.end);
    const start = segment.start + Math.max(0, text.search(/\S/));
    const end = segment.start + text.trimEnd().length;
    return { startLine: this.lines.placeOf(start).line, endLine: this.lines.placeOf(end).line };
  }

  private add(root: Located, format: 'yaml' | 'json', faults: readonly Fault[]): void {
    if (root.kind === 'scalar' && root.value === null) return;
    const part = this.parts.length;
    this.parts.push({
      startLine: this.lines.placeOf(root.start).line, endLine: this.lines.placeOf(root.end).line,
      broken: root.kind === 'scalar', ...(root.kind === 'scalar' ? { problem: this.problems.length } : {}),
    });
    const first = this.documents.length;
    if (root.kind === 'map') this.object(root, { part, format, path: '' });
    else if (root.kind === 'list') this.bareList(root.items, root, { part, format });
    else this.report(notAnObject(root));
    const document = root.kind === 'map' ? first : undefined;
    for (const fault of faults) {
      if (fault.code === 'trailingText') this.parts.push({ ...this.linesOf(fault), broken: true, problem: this.problems.length, trailing: true });
      this.report(fault, document);
    }
  }

  private bareList(items: readonly Located[], root: Located, of: { part: number; format: 'yaml' | 'json' }): void {
    this.report({
      start: root.start, end: root.start + 1, severity: items.some((item) => item.kind === 'map') ? 'warning' : 'error',
      code: 'notAnObject', message: 'The document is a bare list',
      detail: 'Kubernetes takes objects, not lists. Its items were read one by one.',
      hint: 'Put the items under `items:` of an object with `apiVersion: v1` and `kind: List`.',
    });
    items.forEach((item, index) => {
      if (item.kind === 'map') this.object(item, { ...of, path: `[${index}]` });
    });
  }

  private object(root: LocatedMap, of: { part: number; format: 'yaml' | 'json'; path: string; list?: number; inherited?: Inherited }): void {
    const { inherited, ...place } = of;
    const index = this.documents.length;
    const { value } = root;
    const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
    const { kind, kindFrom } = kindOf(value, inherited?.kind);
    const apiVersion = (textOf(value['apiVersion']) || undefined) ?? inherited?.apiVersion;
    const name = textOf(metadata['name']);
    const apiNamespace = textOf(metadata['namespace']);
    this.documents.push({
      ...place,
      index,
      startLine: this.lines.placeOf(root.start).line,
      endLine: this.lines.placeOf(root.end).line,
      value,
      kindFrom,
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(kind === undefined ? {} : { kind }),
      ...(name === undefined ? {} : { name }),
      ...(apiNamespace === undefined ? {} : { apiNamespace }),
      positionOf: (path) => this.positionOf(root, path),
      has: (path) => findField(root, path).exact,
    });
    this.items(root, index, place, kind, apiVersion);
  }

  /** The items of a List, PodList and so on are documents of their own, and so is what a watch tells of. */
  private items(root: LocatedMap, list: number, of: { part: number; format: 'yaml' | 'json'; path: string }, kind = '', apiVersion?: string): void {
    const key = holdsObjects(kind);
    const items = key && root.entries.get(key)?.value;
    if (items?.kind === 'map' && key === 'object') this.object(items, { ...of, path: joinField(of.path, key), list });
    if (items?.kind !== 'list' || key !== 'items') return;
    const itemKind = kind.slice(0, -'List'.length);
    const inherited = itemKind === '' ? undefined : { kind: itemKind, ...(apiVersion === undefined ? {} : { apiVersion }) };
    items.items.forEach((item, index) => {
      const path = `${of.path === '' ? '' : `${of.path}.`}items[${index}]`;
      if (item.kind === 'map') this.object(item, { ...of, path, list, ...(inherited ? { inherited } : {}) });
    });
  }

  private positionOf(root: Located, path: string): Position {
    const { start, end } = findField(root, path);
    const from = this.lines.placeOf(start);
    const to = this.lines.placeOf(end);
    return { ...from, endLine: to.line, endColumn: to.column };
  }
}

interface Inherited {
  readonly kind: string;
  readonly apiVersion?: string;
}

/** The kind of an object and where it comes from: its own text, the list that it is an item of, its shape. */
export function kindOf(value: Readonly<Record<string, unknown>>, ofList: string | undefined): { readonly kind?: string; readonly kindFrom: KindFrom } {
  const given = givenKind(value);
  if (given !== undefined) return { kind: given, kindFrom: 'text' };
  if (ofList !== undefined) return { kind: ofList, kindFrom: 'list' };
  const kind = kindByShape(value);
  return kind === undefined ? { kindFrom: 'none' } : { kind, kindFrom: 'shape' };
}

const jsonFault = (fault: Fault, text: string): Fault => ({
  ...fault,
  ...(fault.code === 'truncated' ? { message: 'The JSON ends before its last bracket', hint: 'Copy the text to its end.', kubernetes: 'unexpected EOF' } : {}),
  ...(fault.code === 'jsonSyntax' ? { message: `Broken JSON: ${fault.message}`, kubernetes: fault.message, ...jsonHint(fault, text) } : {}),
  detail: 'Kubernetes refuses the whole document.',
});

/** What usually helps, by what Go's reader says and by what stands before the place: a comma before a bracket is what is wrong there. */
function jsonHint({ message, start }: Fault, text: string): Pick<Fault, 'hint'> {
  const before = text.slice(Math.max(0, start - 1000), start).trimEnd().at(-1);
  if (/^invalid character '[}\]]' looking for/.test(message)) {
    return { hint: before === ',' ? 'Remove the comma before it: JSON has none behind the last item.' : 'Remove this bracket: it closes none, or put in the value before it.' };
  }
  if (/^invalid character '["{[\w-]' after (?:object key:value pair|array element)/.test(message)) return { hint: 'Put a comma before it.' };
  if (/^invalid character '[}\]]' after/.test(message)) return { hint: 'Close the other bracket first.' };
  if (message.startsWith("invalid character '/'")) return { hint: 'Remove the comment: JSON has none.' };
  return message.endsWith('looking for beginning of object key string') ? { hint: 'Write the key in double quotes.' } : {};
}

const notJson = (fault: Fault, text: string): Fault => ({
  ...fault,
  severity: 'warning',
  code: 'jsonSyntax',
  message: `Not JSON: ${fault.message}`,
  kubernetes: fault.code === 'truncated' ? 'unexpected EOF' : fault.message,
  ...jsonHint(fault, text),
  detail: 'Kubernetes then reads the text as YAML, which allows it; a key may read otherwise than it looks.',
});

const notAnObject = (root: Located): Fault => ({
  start: root.start, end: root.end, severity: 'error', code: 'notAnObject', message: 'The document is a single value, not an object',
  detail: 'A Kubernetes object is a map with apiVersion, kind and metadata.', hint: 'A manifest begins with apiVersion and kind.',
});

/** Reads a pasted text. Lines and columns refer to it with CR and CRLF as line breaks too. Never throws. */
export function parseManifest(pasted: string): ParsedManifest {
  const text = pasted.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.length > maxTextLength) return { text: '', documents: [], parts: [], problems: [tooLarge(text.length)] };
  const cleaned = withoutNoise(text);
  const reader = new ManifestReader(cleaned.text, lineTable(cleaned.text));
  for (const fault of cleaned.faults) reader.report({ ...fault, ...asKubernetesReads(text) });
  const { segments, faults } = splitDocuments(cleaned.text);
  for (const fault of faults) reader.report(fault);
  for (const segment of segments) reader.segment(segment);
  return { text, documents: reader.documents, parts: reader.parts, problems: reader.problems };
}

/** What Kubernetes prints of a text that was read here without the noise around it. */
function asKubernetesReads(text: string): Pick<Fault, 'kubernetes'> {
  const errors = splitDocuments(text).segments.flatMap(({ start, end }) => readYaml(text, start, end).error?.kubernetes ?? []);
  return errors.length === 0 ? {} : { kubernetes: errors.slice(0, 3).join('; ') };
}

const tooLarge = (length: number): Problem => ({
  line: 1, column: 1, severity: 'error', code: 'tooLarge',
  message: `The text is too large to read here: ${(length / 1e6).toFixed(1)} MB`,
  detail: `Up to ${maxTextLength / 1e6} MB are read.`,
  hint: 'Paste a part of it, for example the pods of one namespace.',
});
