/**
 * The rows of a dump, one for each pod or pod template, as columns: numbers in typed arrays, texts once each. A hundred
 * and fifty thousand pods take some tens of megabytes here, where their objects would take gigabytes.
 */
import type { Confidence, StartedBy, SystemRole } from '../kubernetes/classification';
import type { PodQOSClass } from '../kubernetes/objects';

/** Who starts it, see StartedBy. */
export type DumpOrigin = StartedBy['kind'];

export interface DumpRow {
  /** Which file of the dump, an index. */
  readonly file: number;
  /** Where its object stands: bytes from the start of the file as UTF-8, uncompressed. */
  readonly offset: number;
  readonly length: number;
  /** The line at which the object starts, from 1. */
  readonly line: number;
  /** Pod, or the kind that has the template. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Empty for a template, and for a pod that has none. */
  readonly node: string;
  readonly origin: DumpOrigin;
  /** The nearest controller, `ReplicaSet web-5d8f`; empty when there is none. */
  readonly controller: string;
  /** The top of its chain of controllers, `Deployment web`; may be inferred from names and labels. */
  readonly head: string;
  readonly system: SystemRole;
  readonly qos: PodQOSClass;
  readonly containers: number;
  readonly startedBySure: Confidence;
  readonly systemSure: Confidence;
  /** Its text is an item of a YAML list and begins with the list's dash. */
  readonly dash: boolean;
  /** What kubectl prints under STATUS for a live pod; empty for a text that has no status. */
  readonly status: string;
  /** Errors and warnings in its text, where they were looked for. */
  readonly problems: number;
}

export const dumpOrigins: readonly DumpOrigin[] = ['static', 'mirror', 'workload', 'bare', 'undecided', 'none'];
const roles: readonly SystemRole[] = ['system', 'non-system', 'unsure'];
const qosClasses: readonly PodQOSClass[] = ['Guaranteed', 'Burstable', 'BestEffort'];
const confidences: readonly Confidence[] = ['certain', 'probable', 'possible', 'undecidable'];

/** Columns of texts: each cell is an index into the table's texts. */
export const textColumns = ['kind', 'namespace', 'name', 'node', 'controller', 'head', 'status'] as const;
export type TextColumn = (typeof textColumns)[number];
const byteColumns = ['origin', 'system', 'qos', 'startedBySure', 'systemSure', 'dash'] as const;
type ByteColumn = (typeof byteColumns)[number];

const firstCapacity = 1024;

/** Typed arrays that grow by doubling. */
class Column<A extends Float64Array | Uint32Array | Uint8Array> {
  private values: A;

  constructor(private readonly make: (length: number) => A) {
    this.values = make(firstCapacity);
  }

  set(at: number, value: number): void {
    if (at >= this.values.length) {
      const larger = this.make(2 * this.values.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[at] = value;
  }

  get(at: number): number {
    return this.values[at] ?? 0;
  }

  get bytes(): number {
    return this.values.byteLength;
  }
}

const bytes8 = (length: number): Uint8Array => new Uint8Array(length);
const bytes32 = (length: number): Uint32Array => new Uint32Array(length);
const doubles = (length: number): Float64Array => new Float64Array(length);

export class DumpTable {
  private rows = 0;
  private readonly texts: string[] = [''];
  private readonly textIds = new Map<string, number>([['', 0]]);
  // Offsets may exceed 32 bits.
  private readonly offsets = new Column(doubles);
  private readonly lengths = new Column(bytes32);
  private readonly lines = new Column(bytes32);
  private readonly files = new Column(bytes32);
  private readonly containers = new Column(bytes32);
  private readonly problems = new Column(bytes32);
  private readonly text: Readonly<Record<TextColumn, Column<Uint32Array>>> = {
    kind: new Column(bytes32), namespace: new Column(bytes32), name: new Column(bytes32), node: new Column(bytes32),
    controller: new Column(bytes32), head: new Column(bytes32), status: new Column(bytes32),
  };
  private readonly codes: Readonly<Record<ByteColumn, Column<Uint8Array>>> = {
    origin: new Column(bytes8), system: new Column(bytes8), qos: new Column(bytes8), startedBySure: new Column(bytes8),
    systemSure: new Column(bytes8), dash: new Column(bytes8),
  };

  /** Rows in the table. */
  get size(): number {
    return this.rows;
  }

  /** Bytes of the columns, and characters of the texts. */
  get footprint(): { readonly columns: number; readonly characters: number } {
    const all = [this.offsets, this.lengths, this.lines, this.files, this.containers, this.problems, ...Object.values(this.text), ...Object.values(this.codes)];
    return { columns: all.reduce((sum, { bytes }) => sum + bytes, 0), characters: this.texts.reduce((sum, { length }) => sum + length, 0) };
  }

  append(row: DumpRow): void {
    const at = this.rows;
    this.offsets.set(at, row.offset);
    this.lengths.set(at, row.length);
    this.lines.set(at, row.line);
    this.files.set(at, row.file);
    this.containers.set(at, row.containers);
    this.problems.set(at, row.problems);
    for (const column of textColumns) this.text[column].set(at, this.idOf(row[column]));
    this.codes.origin.set(at, dumpOrigins.indexOf(row.origin));
    this.codes.system.set(at, roles.indexOf(row.system));
    this.codes.qos.set(at, qosClasses.indexOf(row.qos));
    this.codes.startedBySure.set(at, confidences.indexOf(row.startedBySure));
    this.codes.systemSure.set(at, confidences.indexOf(row.systemSure));
    this.codes.dash.set(at, row.dash ? 1 : 0);
    this.rows += 1;
  }

  private idOf(text: string): number {
    const known = this.textIds.get(text);
    if (known !== undefined) return known;
    // A copy: a part of a parsed text would keep the whole text in memory.
    const own = copyOf(text);
    this.texts.push(own);
    this.textIds.set(own, this.texts.length - 1);
    return this.texts.length - 1;
  }

  textOf(column: TextColumn, row: number): string {
    return this.texts[this.text[column].get(row)] ?? '';
  }

  /** The number that stands for the text of a cell: equal for equal texts. */
  textIdOf(column: TextColumn, row: number): number {
    return this.text[column].get(row);
  }

  originOf(row: number): DumpOrigin {
    return dumpOrigins[this.codes.origin.get(row)] ?? 'none';
  }

  systemOf(row: number): SystemRole {
    return roles[this.codes.system.get(row)] ?? 'unsure';
  }

  qosOf(row: number): PodQOSClass {
    return qosClasses[this.codes.qos.get(row)] ?? 'BestEffort';
  }

  problemsOf(row: number): number {
    return this.problems.get(row);
  }

  row(at: number): DumpRow {
    return {
      file: this.files.get(at), offset: this.offsets.get(at), length: this.lengths.get(at), line: this.lines.get(at),
      kind: this.textOf('kind', at), namespace: this.textOf('namespace', at), name: this.textOf('name', at), node: this.textOf('node', at),
      origin: this.originOf(at), controller: this.textOf('controller', at), head: this.textOf('head', at), system: this.systemOf(at),
      qos: this.qosOf(at), containers: this.containers.get(at),
      startedBySure: confidences[this.codes.startedBySure.get(at)] ?? 'undecidable',
      systemSure: confidences[this.codes.systemSure.get(at)] ?? 'undecidable',
      dash: this.codes.dash.get(at) === 1, status: this.textOf('status', at), problems: this.problemsOf(at),
    };
  }
}

/** Engines may represent a slice as a view of its parent; JSON has letters of its own. */
const copyOf = (text: string): string => {
  const copy: unknown = text.length < 13 ? text : JSON.parse(JSON.stringify(text));
  return typeof copy === 'string' ? copy : text;
};
