// Texts that nobody would paste on purpose, made from a seed: real manifests with small faults, random bytes, random
// YAML and JSON. For scripts/fuzz-paste.ts.
import { draw } from '../src/lib/prng';

/** Draws from one seed, in order. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    const { value, next } = draw(this.state);
    this.state = next;
    return value;
  }
  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  pick<T>(list: readonly T[], fallback: T): T {
    return list[this.below(list.length)] ?? fallback;
  }
}

/** What gets into manifests: marks of YAML, JSON and templates, odd spaces, fields of pods with values that do not fit. */
const scraps = [
  '\t', ' ', '  ', ':', ': ', '- ', '{', '}', '[', ']', '"', "'", '#', ' #', '&a ', '*a', '!!int ', '|', '>-\n', '%', '@', '`', ',', '\n', '\n\n', '? ', '~', 'null',
  'yes', '0x1F', '1_000', '.inf', '<<: *a', '...', '---\n', '{{ .Values.x }}', '${X}', '{X}', '\\', '=', '\u00a0', '\u200b', '\ufeff', '\u0000', 'é', '😀', '\ud800',
  '<<<<<<< HEAD\n', '=======\n', '>>>>>>> branch\n', '```yaml\n', 'cat <<EOF | kubectl apply -f -\n', 'EOF\n', 'NAME   READY   STATUS\n', 'Name:         web\n',
  'kind: Pod\n', 'kind: List\n', 'items: []\n', 'apiVersion: v1\n', 'metadata: 5\n', 'spec: []\n', 'containers: {}\n', '__proto__: 1\n', 'constructor: {}\n', 'toString: x\n',
  'hostNetwork: "true"\n', 'priority: 99999999999999999999\n', 'resources: {limits: {cpu: 1e999999, memory: -1}}\n', 'ownerReferences: [{controller: true}]\n', 'labels: [a]\n',
  'annotations: {kubernetes.io/config.mirror: 5}\n', 'volumes: [null, 5, {name: 7}]\n', 'initContainers: [{restartPolicy: Always}]\n', 'ephemeralContainers: [{targetContainerName: 3}]\n',
] as const;

function mutatedLines(dice: Dice, lines: string[]): void {
  const at = dice.below(lines.length);
  const line = lines[at] ?? '';
  const column = dice.below(line.length + 1);
  switch (dice.below(9)) {
    case 0:
      lines.splice(at, 1 + dice.below(4));
      return;
    case 1:
      lines.splice(at, 0, dice.pick(lines, ''));
      return;
    case 2:
      lines[at] = ' '.repeat(1 + dice.below(4)) + line;
      return;
    case 3:
      lines[at] = line.replace(/^ {1,2}/, '');
      return;
    case 4:
      lines[at] = line.slice(0, column) + line.slice(column + 1 + dice.below(5));
      return;
    case 5:
      lines.length = at + 1;
      lines[at] = line.slice(0, column);
      return;
    case 6:
      lines[at] = line.replace(/:.*/, `: ${dice.pick(scraps, '')}`);
      return;
    default:
      lines[at] = line.slice(0, column) + dice.pick(scraps, '') + line.slice(column);
  }
}

/** The most of one source that is used: small inputs find faults as well as large ones, and more of them fit into an hour. */
const longest = 12_000;

function mutated(dice: Dice, sources: readonly string[]): string {
  const whole = dice.pick(sources, '');
  const start = whole.length > longest ? whole.lastIndexOf('\n', dice.below(whole.length - longest)) + 1 : 0;
  const lines = whole.slice(start, start + longest).split('\n');
  const times = 1 + dice.below(6);
  for (let time = 0; time < times; time++) mutatedLines(dice, lines);
  const text = lines.join(dice.below(20) === 0 ? '\r\n' : '\n');
  return dice.below(12) === 0 ? `${text}\n---\n${dice.pick(sources, '').slice(0, longest)}` : text;
}

function randomText(dice: Dice): string {
  const length = dice.below(600);
  const high = dice.pick([0x7f, 0xff, 0x10ffff], 0x7f);
  let text = '';
  for (let index = 0; index < length; index++) text += dice.below(4) === 0 ? dice.pick(scraps, '') : String.fromCodePoint(dice.below(high + 1));
  return text;
}

const keys = [
  'apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations', 'ownerReferences', 'uid', 'spec', 'template', 'containers', 'initContainers', 'image',
  'volumes', 'volumeMounts', 'securityContext', 'resources', 'limits', 'requests', 'cpu', 'memory', 'tolerations', 'items', 'status', 'jobTemplate', 'pods', 'env', 'ports',
  'hostNetwork', 'hostPID', 'priority', 'priorityClassName', 'nodeSelector', 'affinity', 'hostPath', 'path', 'windowsOptions', '__proto__', 'a.b', 'x y', '',
] as const;
const words = ['v1', 'Pod', 'Deployment', 'List', 'PodList', 'StatefulSet', 'apps/v1', 'batch/v1', 'CronJob', 'Rollout', 'example.com/v1', 'kube-system', 'kube-apiserver', 'Always', 'windows', 'x'] as const;

function randomValue(dice: Dice, depth: number): unknown {
  const choice = dice.below(depth <= 0 ? 5 : 9);
  if (choice === 0) return dice.pick(words, 'x');
  if (choice === 1) return dice.below(2) === 0;
  if (choice === 2) return dice.pick([0, -1, 1e21, 2_000_000_000, 0.5, 8080], 0);
  if (choice === 3) return null;
  if (choice === 4) return dice.pick(scraps, '');
  if (choice === 5) return Array.from({ length: dice.below(4) }, () => randomValue(dice, depth - 1));
  return Object.fromEntries(Array.from({ length: dice.below(6) }, () => [dice.pick(keys, 'x'), randomValue(dice, depth - 1)]));
}

/** A random object that at least begins like a manifest. */
const randomObject = (dice: Dice): unknown => ({
  apiVersion: dice.pick(words, 'v1'), kind: dice.pick(words, 'Pod'), metadata: randomValue(dice, 3),
  spec: { containers: [randomValue(dice, 4)], template: { spec: randomValue(dice, 6) }, ...Object(randomValue(dice, 5)) as object },
  ...(dice.below(3) === 0 ? { items: [randomValue(dice, 6)] } : {}),
});

/** Block YAML of a JSON value, with scalars as JSON writes them, or bare. */
function asYaml(dice: Dice, value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${value.map((item) => `${indent}-${asYaml(dice, item, `${indent}  `).replace(/^\n\s*/, ' ')}`).join('')}`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? ' {}\n' : `\n${entries.map(([key, child]) => `${indent}${key}:${asYaml(dice, child, `${indent}  `)}`).join('')}`;
  }
  return ` ${typeof value === 'string' && dice.below(3) > 0 ? value : JSON.stringify(value)}\n`;
}

/** The input of a seed. */
export function pasteText(seed: number, sources: readonly string[]): string {
  const dice = new Dice(seed);
  const choice = dice.below(20);
  if (choice < 12) return mutated(dice, sources);
  if (choice < 14) return randomText(dice);
  if (choice < 17) return asYaml(dice, randomObject(dice), '').trimStart();
  const json = JSON.stringify(randomObject(dice), null, dice.below(3));
  if (choice < 19) return json;
  const lines = json.split('\n');
  mutatedLines(dice, lines);
  return lines.join('\n');
}
