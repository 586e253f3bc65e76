// Writes src/manifest/generated/schema.ts, which fields the Kubernetes kinds that we check have and of what type, and
// src/manifest/generated/descriptions.ts, what the API's documentation says of each. Its source is the generated API client, installed into a temporary folder outside the project and thrown away.
// Usage: node scripts/schema.mjs [FOLDER with @kubernetes/client-node already installed]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const source = '@kubernetes/client-node@2.0.1';
/** apiVersion and kind → the client's type. Everything that these reach is written. */
const roots = {
  'v1/Pod': 'V1Pod', 'v1/PodTemplate': 'V1PodTemplate', 'v1/ReplicationController': 'V1ReplicationController',
  'v1/Service': 'V1Service', 'v1/Node': 'V1Node', 'v1/Namespace': 'V1Namespace', 'v1/ConfigMap': 'V1ConfigMap',
  'v1/Secret': 'V1Secret', 'v1/PersistentVolumeClaim': 'V1PersistentVolumeClaim', 'v1/ServiceAccount': 'V1ServiceAccount',
  'apps/v1/Deployment': 'V1Deployment', 'apps/v1/ReplicaSet': 'V1ReplicaSet', 'apps/v1/DaemonSet': 'V1DaemonSet',
  'apps/v1/StatefulSet': 'V1StatefulSet', 'batch/v1/Job': 'V1Job', 'batch/v1/CronJob': 'V1CronJob',
  'policy/v1/PodDisruptionBudget': 'V1PodDisruptionBudget', 'scheduling.k8s.io/v1/PriorityClass': 'V1PriorityClass',
  'node.k8s.io/v1/RuntimeClass': 'V1RuntimeClass', 'networking.k8s.io/v1/NetworkPolicy': 'V1NetworkPolicy',
};
/** The client calls a Quantity a string; the API takes a number there too. */
const quantities = new Set([
  'limits', 'requests', 'capacity', 'allocatable', 'allocatedResources', 'overhead', 'podFixed', 'sizeLimit', 'divisor', 'hard', 'used',
]);

/** Characters of a description. */
const longest = 230;
const byDefault = /\b(?:defaults? to|default (?:value )?is|the default is)\s+(?:value of )?(?:the )?["'`]?([^"'`.;,()\s]+(?:\.[^"'`.;,()\s]+)*)["'`]?(?=[.;,)]|$| \(| for | unless| and | seconds?\b)/i;
/** A number, a truth value, a path, a word of the API: not a word of the sentence. */
const usableDefault = /^(?:\d+s?|true|false|[A-Z][A-Za-z]+|\/\S*|xfs|default)$/;

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv[2];
const folder = given ?? mkdtempSync(path.join(tmpdir(), 'podarium-schema-'));
try {
  if (!given) execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, source], { stdio: 'inherit' });
  const models = path.join(folder, 'node_modules', '@kubernetes', 'client-node', 'dist', 'gen', 'models');
  const { schema, descriptions } = generate(models);
  for (const [name, text] of [['schema', schema], ['descriptions', descriptions]]) {
    writeFileSync(path.join(project, 'src', 'manifest', 'generated', `${name}.ts`), text);
    console.log(`src/manifest/generated/${name}.ts: ${text.length} bytes, ${gzipSync(text).length} gzip`);
  }
} finally {
  if (!given) rmSync(folder, { recursive: true, force: true });
}

function generate(models) {
  const types = new Map();
  const told = new Map();
  let release = '';
  const visit = (name) => {
    if (types.has(name)) return;
    types.set(name, '');
    const code = readFileSync(path.join(models, `${name}.js`), 'utf8');
    const declaration = readFileSync(path.join(models, `${name}.d.ts`), 'utf8');
    release ||= /OpenAPI spec version: (\S+)/.exec(code)?.[1] ?? '';
    const list = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(code)?.[1];
    if (!list) throw new Error(`no attributeTypeMap in ${name}.js`);
    const fields = JSON.parse(list).map(({ name: own, baseName, type, format }) => {
      const required = new RegExp(`^ {4}'${own}': `, 'm').test(declaration);
      return `${baseName}${required ? '!' : ''}:${short(baseName, type, format, visit)}`;
    });
    types.set(name, fields.sort().join(' '));
    const names = new Map(JSON.parse(list).map(({ name: own, baseName }) => [own, baseName]));
    told.set(name, documentation(declaration, names));
  };
  for (const type of Object.values(roots)) visit(type);
  const lines = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `  ${typeName(name)}: '${fields}',`);
  const kinds = Object.entries(roots).map(([kind, type]) => `  '${kind}': '${typeName(type)}',`);
  const schema = `// Written by scripts/schema.mjs from ${source}, Kubernetes ${release}. Do not edit.
/** The version of Kubernetes whose fields these are. */
export const schemaRelease = '${release.replace('release-', '')}';
/** apiVersion/kind → type. */
export const schemaKinds: Readonly<Record<string, string>> = {
${kinds.join('\n')}
};
/**
 * Type → its fields as \`name:type\`, \`!\` when required. s text, i whole number, n number, b truth value, t time, q quantity,
 * o number or text, * anything, [x] list, {x} map from text.
 */
export const schemaTypes: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
  return { schema, descriptions: writeDescriptions(told, release) };
}

/** The first sentence or two of each field's documentation, behind a line break its default; under '' the type's own. */
function documentation(declaration, names) {
  const [, own = ''] = /\/\*\*\n([^/]*?)\*\/\nexport declare class/.exec(declaration) ?? [];
  const entries = [['', shortened(own)]];
  for (const [, text, field] of declaration.matchAll(/^ {4}\/\*\*\n((?: {4}\*.*\n)+?) {4}\*\/\n {4}'([^']+)'/gm)) entries.push([names.get(field) ?? field, shortened(text)]);
  return entries.filter(([, text]) => text !== '');
}

function shortened(comment) {
  const text = comment.replace(/^\s*\* ?/gm, ' ').replaceAll(/\\(['"])/g, '$1').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(?:More info|See|For more information,? see|For more info(?:rmation)?,? see):?\s+https?:\S+/gi, '').replaceAll(/https?:\S+/g, '').replaceAll(/\s+/g, ' ').trim();
  const sentences = text.split(/(?<!\b(?:e\.g|i\.e|etc|vs|cf))(?<=[.!?])\s+(?=[A-Z("'`])/);
  let [first = ''] = sentences;
  const second = sentences[1] ?? '';
  if (second !== '' && first.length + second.length < longest && !/^(?:Cannot be|Populated by|This field is (?:alpha|beta))|default/i.test(second)) first = `${first} ${second}`;
  if (first.length > longest) first = `${first.slice(0, longest).replace(/[\s,;:(]+\S*$/, '')} …`;
  const [, value = ''] = byDefault.exec(text) ?? [];
  return usableDefault.test(value) ? `${first}\n${value}` : first;
}

/** What the same field of every kind says is written once, under '*'. */
function writeDescriptions(told, release) {
  const common = new Map();
  for (const type of Object.values(roots)) for (const [field, text] of told.get(type) ?? []) if (field === 'apiVersion' || field === 'kind') common.set(field, text);
  const rows = [['*', [...common]], ...[...told].map(([name, entries]) => [typeName(name), entries.filter(([field, text]) => common.get(field) !== text)])];
  const lines = rows.filter(([, entries]) => entries.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, entries]) =>
    `  ${JSON.stringify(name)}: {\n${entries.map(([field, text]) => `    ${JSON.stringify(field)}: ${JSON.stringify(text)},`).join('\n')}\n  },`);
  return `// Written by scripts/schema.mjs. Do not edit.
// The sentences are the first ones in the API's own documentation, by the authors of Kubernetes, Apache License 2.0,
// Kubernetes ${release}, taken from ${source} and shortened.
/** Type → field → its first sentence, behind a line break its default. Under '' what the type is; under '*' what every kind has. */
export const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
${lines.join('\n')}
};
`;
}

/** V1PodSpec → PodSpec; a type of another group or version keeps its whole name. */
function typeName(name) {
  return /^V1[A-Z]/.test(name) ? name.slice(2) : name;
}

function short(field, type, format, visit) {
  const list = /^Array<(.+)>$/.exec(type);
  if (list) return `[${short(field, list[1], '', visit)}]`;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map) return `{${short(field, map[1], '', visit)}}`;
  if (type === 'string') return quantities.has(field) ? 'q' : 's';
  if (type === 'number') return format.startsWith('int') || format === '' ? 'i' : 'n';
  if (type === 'boolean') return 'b';
  if (type === 'Date' || type === 'V1MicroTime') return 't';
  if (type === 'IntOrString') return 'o';
  if (type === 'any' || type === 'object') return '*';
  if (!/^[A-Z][A-Za-z0-9]+$/.test(type)) throw new Error(`unknown type ${type} of ${field}`);
  visit(type);
  return typeName(type);
}
