/**
 * Reads a dump of any size while its bytes arrive, as `kubectl get pods -A -o json` prints it or as YAML documents, to
 * a row for each pod. Stands for what a client does with a list, without ever holding the list: V8 cannot even hold the
 * text of one with 150,000 pods. What is broken becomes a problem with its place, and the rest goes on.
 */
import type { ApiObject } from '../kubernetes/objects';
import type { Destination } from './diagnose';
import type { Problem } from './problem';
import { readItem, type ItemPlace } from './streamItems';
import { JsonSplitter } from './streamJson';
import type { DumpNode } from './streamNodes';
import type { SplitSink, Splitter, StreamItem } from './streamParts';
import { DumpTable } from './streamTable';
import { toUtf8 } from './streamUtf8';
import { YamlSplitter } from './streamYaml';

export interface DumpProblem extends Pick<Problem, 'line' | 'severity' | 'code' | 'message' | 'detail'> {
  readonly file: number;
  /** Bytes from the start of the file as UTF-8. */
  readonly offset: number;
}

/** Problems that are kept; more are only counted. */
export const mostDumpProblems = 500;

/** What was read of all files so far. */
export class Dump {
  readonly table = new DumpTable();
  readonly problems: DumpProblem[] = [];
  problemCount = 0;
  /** Objects that make no pods, by kind. */
  readonly others = new Map<string, number>();
  /** The Node objects. */
  readonly nodes: DumpNode[] = [];
  /** All objects as they were parsed, of a dump that keeps them. */
  readonly objects: ApiObject[] = [];

  /** `keeps`: hold the objects too, for dumps that are small enough. */
  constructor(readonly keeps = false) {}

  report(problem: DumpProblem): void {
    this.problemCount += 1;
    if (this.problems.length < mostDumpProblems) this.problems.push(problem);
  }
}

/** One file of a dump. Call push for its bytes in order, then end; a file that is given up needs no end. */
export class DumpFile implements SplitSink {
  private splitter: Splitter | null = null;
  private readonly decode = toUtf8();
  private place: ItemPlace;

  constructor(private readonly dump: Dump, file: number, destination: Destination = {}) {
    this.place = { file, json: true, destination };
  }

  push(bytes: Uint8Array): void {
    this.take(this.decode.push(bytes));
  }

  end(): void {
    this.take(this.decode.end());
    this.splitter?.end();
    this.splitter = null;
  }

  private take(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.splitter ??= this.splitterFor(bytes);
    this.splitter.push(bytes);
  }

  /** JSON begins with a bracket; anything else is YAML. */
  private splitterFor(bytes: Uint8Array): Splitter {
    const first = bytes.find((byte, i) => byte > 0x20 && byte !== 0x7f && !(i < 3 && byte >= 0xbb));
    const json = first === undefined || first === 0x7b || first === 0x5b;
    this.place = { ...this.place, json };
    return json ? new JsonSplitter(this) : new YamlSplitter(this);
  }

  item(item: StreamItem): boolean {
    const reading = readItem(item, this.place);
    if (!reading) return false;
    const { rows, others, nodes, objects, error } = reading;
    for (const row of rows) this.dump.table.append(row);
    for (const kind of others) this.dump.others.set(kind, (this.dump.others.get(kind) ?? 0) + 1);
    this.dump.nodes.push(...nodes);
    if (this.dump.keeps) this.dump.objects.push(...objects);
    if (error) this.fault({ offset: item.offset, line: item.line + error.lines, code: error.code, message: error.message, detail: error.detail });
    return true;
  }

  fault({ offset, line, code, message, detail }: Pick<DumpProblem, 'offset' | 'line' | 'code' | 'message'> & { readonly detail: string }): void {
    this.dump.report({ file: this.place.file, offset, line, severity: 'error', code, message, detail });
  }
}
