/**
 * Random pastes: `npm run fuzz:paste -- --seeds N [--from S] [--corpus DIR]`. Each seed makes a text (a real manifest with
 * small faults, random bytes, random YAML or JSON); reading it must neither throw nor take a second, and no answer may
 * stand without evidence at a place in the text. A failing seed prints itself with the smallest text that still fails.
 * Exits with 1 when one fails.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyseManifest, type AnalysedPod, type ManifestAnalysis } from '../src/manifest/analyse';
import { asStaticFile } from '../src/manifest/asStaticFile';
import { decodeBytes } from '../src/manifest/decode';
import { manifestExamples } from '../src/manifest/examples';
import type { ManifestDocument } from '../src/manifest/parse';
import { podSummary } from '../src/manifest/podSummary';
import { podObjections } from '../src/manifest/refusals';
import { pasteText } from './pasteTexts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' }, corpus: { type: 'string', default: '../shared/corpus' } },
});

/** The corpus when it is there, else the project's own examples. */
function sources(): readonly string[] {
  if (!existsSync(values.corpus)) return manifestExamples.map(({ text }) => text);
  return readdirSync(values.corpus, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/.*\.(ya?ml|json)$/.test(name))
    .map((name) => decodeBytes(readFileSync(path.join(values.corpus, name))));
}

/** Milliseconds of the processor: another program on the machine does not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
const limit = 1000;

/** What is wrong with the answer about one pod. */
function faultOfPod(pod: AnalysedPod, doc: ManifestDocument, lines: number): string | null {
  const { classification } = pod;
  const at = `${doc.kind ?? 'pod'} at ${pod.path}`;
  for (const about of ['origin', 'role'] as const) {
    if (!classification.evidence.some((evidence) => evidence.about === about)) return `${at}: no evidence of its ${about}`;
  }
  const mute = classification.evidence.find(({ because, source }) => because === '' || source === '');
  if (mute) return `${at}: evidence that says nothing`;
  const astray = classification.evidence.map(({ field }) => doc.positionOf(field)).find(({ line }) => line < 1 || line > lines);
  if (astray) return `${at}: evidence at line ${astray.line} of ${lines}`;
  if (classification.paths.length === 0 && classification.startedBy.kind !== 'none') return `${at}: no path through the flowchart`;
  const open = classification.confidence.startedBy === 'undecidable' || classification.system === 'unsure';
  if (open && (classification.settle ?? []).length === 0) return `${at}: open, and nothing said that would settle it`;
  podSummary(pod.pod);
  if (podObjections(doc, pod).some(({ text, line }) => text === '' || line < 1 || line > lines)) return `${at}: an objection without words or place`;
  const placed = asStaticFile(doc, pod);
  return placed.verdict !== 'runs' && placed.because === '' ? `${at}: refused as a static file without a reason` : null;
}

function faultOfAnswer({ text, documents, problems, pods }: ManifestAnalysis): string | null {
  const lines = text.split('\n').length;
  const lost = problems.find(({ line, column, message }) => message === '' || !(line >= 1 && line <= lines && column >= 1));
  if (lost) return `problem ${lost.code} at ${lost.line}:${lost.column} of ${lines} lines: ${lost.message}`;
  for (const pod of pods) {
    const doc = documents[pod.document];
    const fault = doc ? faultOfPod(pod, doc, lines) : 'a pod without its document';
    if (fault !== null) return fault;
  }
  return null;
}

interface Outcome {
  readonly fault: string | null;
  readonly time: number;
}

function read(text: string): Outcome {
  const from = processorTime();
  try {
    const fault = faultOfAnswer(analyseManifest(text));
    const time = processorTime() - from;
    return { fault: fault ?? (time > limit ? `took ${time.toFixed(0)} ms` : null), time };
  } catch (error) {
    return { fault: error instanceof Error ? `${error.name}: ${error.message}\n${(error.stack ?? '').split('\n').slice(1, 4).join('\n')}` : String(error), time: 0 };
  }
}

/** The text without every piece that is not needed to fail: halves first, then single characters. */
function shrink(text: string): string {
  let small = text;
  for (let piece = Math.ceil(text.length / 2); piece >= 1; piece = Math.floor(piece / 2)) {
    for (let at = small.length - piece; at >= 0; at -= piece) {
      const less = small.slice(0, at) + small.slice(at + piece);
      if (read(less).fault !== null) small = less;
    }
  }
  return small;
}

const texts = sources();
const from = Number(values.from);
const count = Number(values.seeds);
let failed = 0;
let slowest = { seed: from, time: 0, length: 0 };
for (let seed = from; seed < from + count; seed++) {
  if ((seed - from) % 5000 === 4999) console.log(`after ${seed - from + 1}: ${failed} failed`);
  const text = pasteText(seed, texts);
  const { fault, time } = read(text);
  if (time > slowest.time) slowest = { seed, time, length: text.length };
  if (fault === null) continue;
  failed++;
  console.log(`seed ${seed}: ${fault}`);
  if (failed <= 5) console.log(JSON.stringify(shrink(text)).slice(0, 2000));
}
console.log(`slowest: seed ${slowest.seed}, ${slowest.time.toFixed(0)} ms of the processor for ${slowest.length} characters`);
console.log(`fuzz:paste: ${count - failed}/${count}`);
process.exitCode = failed === 0 ? 0 : 1;
