/**
 * Measurements of reading pasted texts, a part of `npm run bench`; alone, and for a dump of any size:
 * `npm run bench -- paste [MEGABYTES]`. A small manifest, 2 MB of YAML, and JSON dumps as kubectl and
 * jq print them, made piece by piece while they are read. Each beside the time that the parser alone takes for the same
 * text, piece by piece too, in time of the processor. The longest piece of work is what a click on Stop may have
 * to wait for in the worker; the page itself never waits. Nothing here passes or fails.
 */
import { parseAllDocuments } from 'yaml';
import { analyseManifest } from '../src/manifest/analyse';
import { Dump, DumpFile } from '../src/manifest/stream';
import { firstQuery, queryDump } from '../src/manifest/streamQuery';
import { bytesOfPod, jsonLines, kubectl, oneLine, type Print } from './dumps';

const CHUNK = 64 * 1024;
/** Pods that are made, parsed and streamed in turns. */
const BATCH = 50;

const fixed = (value: number, digits = 1): string => value.toFixed(digits);
const line = (what: string, text: string): void => console.log(`${what.padEnd(34)} ${text}`);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds of the processor, of this process's threads only: what else the machine does is not in them. */
function timed(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

const manifest = (name: string, variables: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app: ${name}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
      - name: web
        image: registry.example/shop/web:2.4.1
        ports:
        - containerPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
        env:
${Array.from({ length: variables }, (_, i) => `        - name: VARIABLE_${i}\n          value: "value ${i} of ${name}"\n`).join('')}`;

function small(): void {
  const text = manifest('web', 3);
  const rounds = Array.from({ length: 200 }, () => [timed(() => parseAllDocuments(text)), timed(() => analyseManifest(text))] as const).slice(50);
  const parser = median(rounds.map(([one]) => one));
  const whole = median(rounds.map(([, two]) => two));
  line('small manifest, 30 lines', `${fixed(whole, 2)} ms with verdict and problems; the YAML parser alone ${fixed(parser, 2)} ms; ratio ${fixed(whole / parser, 2)}`);
}

function yaml(): void {
  const text = Array.from({ length: 300 }, (_, i) => manifest(`web-${i}`, 88)).join('---\n');
  const parser = Math.min(...[1, 2, 3].map(() => timed(() => parseAllDocuments(text).map((doc) => doc.toJS() as unknown))));
  const whole = Math.min(...[1, 2].map(() => timed(() => analyseManifest(text))));
  const bytes = new TextEncoder().encode(text);
  let rows = 0;
  const streamed = Math.min(...[1, 2].map(() => timed(() => {
    const dump = new Dump();
    const file = new DumpFile(dump, 0);
    for (let at = 0; at < bytes.length; at += CHUNK) file.push(bytes.subarray(at, at + CHUNK));
    file.end();
    rows = dump.table.size;
  })));
  line(`${fixed(bytes.length / 1e6)} MB of YAML, 300 documents`, `the YAML parser alone ${fixed(parser, 0)} ms; with verdicts and problems ${fixed(whole, 0)} ms, ratio ${fixed(whole / parser, 2)}; streamed to ${rows} rows ${fixed(streamed, 0)} ms, ratio ${fixed(streamed / parser, 2)}`);
}

const heap = (): number => process.memoryUsage().heapUsed / 1e6;

function json(print: Print, pods: number): void {
  const encoder = new TextEncoder();
  const dump = new Dump();
  const file = new DumpFile(dump, 0);
  globalThis.gc?.();
  const before = heap();
  let size = 0;
  let took = 0;
  let parser = 0;
  let longest = 0;
  let peak = 0;
  const ratios: number[] = [];
  const push = (text: string): number => {
    const bytes = encoder.encode(text);
    size += bytes.length;
    let sum = 0;
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const piece = timed(() => file.push(bytes.subarray(at, at + CHUNK)));
      sum += piece;
      longest = Math.max(longest, piece);
    }
    took += sum;
    return sum;
  };
  push(print.head);
  for (let i = 0; i < pods; i += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, pods - i) }, (_, k) => print.pod(i + k));
    // A text in one piece, as a parser would have it.
    const whole = new TextDecoder().decode(encoder.encode(`[${items.join(',')}]`));
    const own = timed(() => void JSON.parse(whole));
    parser += own;
    ratios.push(push(`${i > 0 ? print.between : ''}${items.join(print.between)}`) / own);
    peak = Math.max(peak, heap() - before);
  }
  push(print.tail);
  took += timed(() => file.end());
  globalThis.gc?.();
  const { columns, characters } = dump.table.footprint;
  const question = timed(() => queryDump(dump.table, { ...firstQuery, text: 'web', sort: 'name' }));
  line(`${fixed(size / 1e6, 0)} MB of ${print.what}`, `${dump.table.size} pods in ${fixed(took, 0)} ms, ${dump.problemCount} problems; JSON.parse alone ${fixed(parser, 0)} ms; ratio ${fixed(took / parser, 2)}, median of ${BATCH} pods ${fixed(median(ratios), 2)}`);
  line('', `longest piece of ${CHUNK / 1024} kB ${fixed(longest)} ms; kept: columns ${fixed(columns / 1e6)} MB, texts ${fixed(characters / 1e6)} MB${globalThis.gc ? `, heap ${fixed(heap() - before)} MB` : ''}; heap at most ${fixed(peak, 0)} MB, the making of the text included; filter and sort ${fixed(question)} ms`);
}

/** Runs all of them; `megabytes` is the size of the largest dump. */
export function measurePastes(megabytes = 177): void {
  small();
  yaml();
  json(kubectl, Math.round((megabytes * 1e6) / bytesOfPod));
  json(oneLine, 3000);
  json(jsonLines, 3000);
}
