/**
 * The meaning of YAML syntax to Kubernetes: words, tags, keys, merge keys, anchors, duplicates. Stands for
 * goyaml.v2/decode.go and, for keys, for sigs.k8s.io/yaml yaml.go:convertToJSONableObject. Caps on depth and on the
 * expanded number of values stand in limits.ts.
 */
import { CST, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { goyamlError } from './goyamlErrors';
import { lineAt } from './lines';
import { duplicateKey } from './jsonReader';
import { maxDepth, maxNodes, maxProblemsOfAKind } from './limits';
import { locatedList, locatedMap, locatedScalar, type Located, type LocatedEntry } from './located';
import { excerpt, type Fault } from './problem';
import { plainKey, resolvePlain, resolveTagged } from './scalars';
import { kubernetesRefuses } from './yamlFaults';

/** Unwinds the building from any depth; readYaml catches it. */
export class Stop extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/**
 * Builds located values from the package's nodes; `faults` collects warnings. Throws {@link Stop} where Kubernetes would
 * refuse the document.
 */
export class YamlBuilder {
  readonly faults: Fault[] = [];
  private readonly anchors = new Map<string, Located | 'open'>();
  /** The first node that was built: the whole document. */
  private root: unknown;

  /**
   * `text` is the document's own text and `base` its offset in the whole; `repaired` says that the nodes were read from
   * a text with flattened regions (yamlRepair.ts).
   */
  constructor(private readonly text: string, private readonly base: number, private readonly repaired: boolean) {}

  build(node: unknown): Located {
    this.root ??= node;
    if (isAlias(node)) return this.alias(node.source, node.range?.[0] ?? 0, node.range?.[1] ?? 0);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const located = this.capped(this.fresh(node));
    if (anchor !== undefined) this.anchors.set(anchor, located);
    return located;
  }

  private fresh(node: unknown): Located {
    if (isScalar(node)) return this.scalar(node);
    if (isMap(node)) return this.map(node);
    if (!isSeq(node)) return locatedScalar(null, this.base, this.base);
    const items = node.items.map((item) => this.build(item));
    const [start = 0, end = 0] = node.range ?? [];
    const last = node.items.at(-1);
    // An alias's value ends where its anchor's does.
    const lastEnd = isAlias(last) ? this.base + (last.range?.[1] ?? end) : items.at(-1)?.end;
    return locatedList(items, this.base + start, node.flow ? this.base + end : (lastEnd ?? this.base + end));
  }

  private alias(name: string, start: number, end: number): Located {
    const target = this.anchors.get(name);
    if (target === undefined) throw this.stop(start, end, 'alias', `unknown anchor '${name}' referenced`);
    if (target === 'open') throw this.stop(start, end, 'alias', `anchor '${name}' value contains itself`);
    return target;
  }

  private capped(located: Located): Located {
    const { start, end } = located;
    if (located.depth > maxDepth) throw this.stopAt(start, end, 'tooDeep', `More than ${maxDepth} levels of maps and lists`);
    if (located.size > maxNodes) {
      throw this.stopAt(start, end, 'tooMany', `The aliases expand to more than ${maxNodes / 1e6} million values`);
    }
    return located;
  }

  private scalar(node: Scalar): Located {
    const [from = 0, to = from] = node.range ?? [];
    const source = this.sourceOf(node, from, to);
    const end = this.base + from + this.text.slice(from, to).trimEnd().length;
    const start = this.base + from;
    const plain = node.type === 'PLAIN' || node.type === undefined;
    if (node.tag !== undefined && node.tag !== '!') {
      const result = resolveTagged(node.tag, source);
      if ('refused' in result) throw this.stop(from, to, 'tag', result.refused);
      return locatedScalar(result.value, start, end);
    }
    const value = plain && node.tag === undefined ? resolvePlain(source) : source;
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.stop(from, to, 'yamlSyntax', `${source} has no place in JSON`);
    return locatedScalar(value, start, end);
  }

  /** The text of a scalar. After a repair a quoted one is read again from the original. */
  private sourceOf(node: Scalar, from: number, to: number): string {
    const quoted = node.type === 'QUOTE_DOUBLE' ? 'double-quoted-scalar' : node.type === 'QUOTE_SINGLE' ? 'single-quoted-scalar' : undefined;
    if (this.repaired && quoted !== undefined) {
      return CST.resolveAsScalar({ type: quoted, offset: 0, indent: 0, source: this.text.slice(from, to), end: [] }, true, () => undefined).value;
    }
    return node.source ?? (typeof node.value === 'string' ? node.value : '');
  }

  private map(node: YAMLMap): Located {
    const entries = new Map<string, LocatedEntry>();
    const own = new Set<string>();
    const again: Duplicate[] = [];
    let last = 0;
    for (const pair of node.items) {
      const [keyStart, keyEnd] = this.rangeOf(pair);
      if (isMergeKey(pair.key)) {
        const value = this.build(pair.value);
        this.merge(entries, value, keyStart, keyEnd);
        last = Math.max(last, keyEnd, isAlias(pair.value) ? keyEnd : value.end);
        continue;
      }
      this.checkKeyLine(keyStart, keyEnd);
      const key = this.keyOf(pair, keyStart, keyEnd);
      const value = this.build(pair.value);
      if (own.has(key)) again.push({ key, fault: this.duplicate(key, keyStart, keyEnd, isAlias(pair.value) ? keyStart : value.start, again.length) });
      own.add(key);
      entries.set(key, { keyStart, keyEnd, value });
      last = Math.max(last, keyEnd, isAlias(pair.value) ? keyEnd : value.end);
    }
    this.faults.push(...(node === this.root && !node.flow ? asJoinedObjects(again) : again.map(({ fault }) => fault)));
    const [start = 0, end = 0] = node.range ?? [];
    return locatedMap(entries, this.base + start, node.flow || last === 0 ? this.base + end : last);
  }

  /** goyaml names the line of the second value, not of its key, and counts from the document's start. */
  private duplicate(key: string, keyStart: number, keyEnd: number, valueStart: number, before: number): Fault {
    const fault = duplicateKey(key, keyStart, keyEnd);
    // More are not listed, and counting lines takes time.
    if (this.faults.length + before >= maxProblemsOfAKind) return fault;
    return { ...fault, kubernetes: `line ${lineAt(this.text, valueStart - this.base)}: ${fault.message}` };
  }

  private rangeOf(pair: Pair): readonly [number, number] {
    const range = isScalar(pair.key) || isMap(pair.key) || isSeq(pair.key) || isAlias(pair.key) ? pair.key.range : undefined;
    const [start = 0, end = start] = range ?? [];
    return [this.base + start, this.base + end];
  }

  /** A key and its colon stand on one line, unless a `?` comes before it (scannerc.go:yaml_parser_stale_simple_keys). */
  private checkKeyLine(start: number, end: number): void {
    const from = end - this.base;
    const at = start - this.base;
    if (this.text[from] === ':' && !this.text.slice(at, from).includes('\n')) return;
    const colon = /\s*:/y;
    colon.lastIndex = from;
    const gap = colon.exec(this.text)?.[0];
    if (gap === undefined || !(this.text.slice(at, from) + gap).includes('\n')) return;
    if (/\?\s*$/.test(this.text.slice(Math.max(0, at - 200), at))) return;
    throw this.stopAt(start, end, 'yamlSyntax', 'This line has no colon', goyamlError(this.text));
  }

  private keyOf(pair: Pair, start: number, end: number): string {
    const { key } = pair;
    if (isScalar(key) && key.tag === undefined && (key.type === 'PLAIN' || key.type === undefined)) {
      if (key.anchor !== undefined) this.anchors.set(key.anchor, this.scalar(key));
      const text = plainKey(key.source ?? '');
      if (text !== undefined) return text;
      throw this.stopAt(start, end, 'mapKey', 'An empty or null key', goyamlError(this.text));
    }
    const located = this.build(key);
    if (typeof located.value === 'string') return located.value;
    if (typeof located.value === 'number' || typeof located.value === 'boolean') return String(located.value);
    const shown = excerpt(this.text.slice(start - this.base, end - this.base), 40);
    const kubernetes = goyamlError(this.text) ?? (located.kind === 'scalar' ? undefined : `yaml: invalid map key: ${goValue(located)}`);
    throw this.stopAt(start, end, 'mapKey', `A map key must be a text, here it is a ${located.kind === 'scalar' ? 'null' : located.kind}: ${shown}`, kubernetes);
  }

  /** Merges come in the order of the text: a later key overrides them, and they override an earlier one. */
  private merge(entries: Map<string, LocatedEntry>, value: Located, start: number, end: number): void {
    const sources = value.kind === 'list' ? value.items.toReversed() : [value];
    for (const source of sources) {
      if (source.kind !== 'map') throw this.stopAt(start, end, 'alias', 'map merge requires map or sequence of maps as the value');
      for (const [key, entry] of source.entries) entries.set(key, entry);
    }
  }

  private stop(start: number, end: number, code: Fault['code'], message: string): Stop {
    return this.stopAt(this.base + start, this.base + end, code, message, code === 'alias' ? goyamlError(this.text) ?? `yaml: ${message}` : undefined);
  }

  private stopAt(start: number, end: number, code: Fault['code'], message: string, kubernetes?: string): Stop {
    return new Stop({
      start, end: Math.max(end, start + 1), severity: 'error', code, message, detail: kubernetesRefuses,
      ...(message.startsWith('unknown anchor') ? { hint: 'Put the value in quotes: a * begins an alias.' } : {}),
      ...(kubernetes === undefined ? {} : { kubernetes }),
    });
  }
}

/** A value as Go prints it with %#v, in which goyaml names a key that is no text (decode.go:decoder.mapping). */
function goValue(located: Located): string {
  switch (located.kind) {
    case 'map':
      return `map[interface {}]interface {}{${[...located.entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, { value }]) => `${JSON.stringify(key)}:${goValue(value)}`).join(', ')}}`;
    case 'list':
      return `[]interface {}{${located.items.map(goValue).join(', ')}}`;
    case 'scalar':
      return located.value === null ? 'interface {}(nil)' : JSON.stringify(located.value);
  }
}

interface Duplicate {
  readonly key: string;
  readonly fault: Fault;
}

/**
 * Keys that stand twice at the top of a document. When apiVersion and kind are among them, another object begins there
 * and the line that parts the two is missing: that one cause is told, at the first key of each further object.
 */
function asJoinedObjects(again: readonly Duplicate[]): readonly Fault[] {
  const faults = again.map(({ fault }) => fault);
  const keys = new Set(again.map(({ key }) => key));
  const [first] = again;
  if (!first || !keys.has('apiVersion') || !keys.has('kind')) return faults;
  const printed = faults.flatMap(({ kubernetes }) => kubernetes ?? []).join('\n');
  return again.filter(({ key }) => key === first.key).map(({ fault }, index) => {
    const { kubernetes: _own, ...rest } = fault;
    return {
      ...rest, message: 'Another object begins here, without a line --- before it', hint: 'Put a line with --- above it.',
      detail: 'Kubernetes reads one object, in which the last value of each field counts. kubectl apply refuses the text by its strict validation.',
      ...(index === 0 ? { kubernetes: printed } : {}),
    };
  });
}

/** A plain `<<`; a quoted one is an ordinary key. */
const isMergeKey = (key: unknown): boolean => isScalar(key) && key.type === 'PLAIN' && key.tag === undefined && key.source === '<<';
