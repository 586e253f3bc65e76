// Writes src/manifest/generated/schema.ts: which fields the Kubernetes kinds that we check have, and of what type.
// Its source is the generated API client, installed into a temporary folder outside the project and thrown away.
// Usage: node scripts/schema.mjs [FOLDER with @kubernetes/client-node already installed]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv[2];
const folder = given ?? mkdtempSync(path.join(tmpdir(), 'podarium-schema-'));
try {
  if (!given) execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, source], { stdio: 'inherit' });
  const models = path.join(folder, 'node_modules', '@kubernetes', 'client-node', 'dist', 'gen', 'models');
  const text = generate(models);
  writeFileSync(path.join(project, 'src', 'manifest', 'generated', 'schema.ts'), text);
  console.log(`src/manifest/generated/schema.ts: ${text.length} bytes`);
} finally {
  if (!given) rmSync(folder, { recursive: true, force: true });
}

function generate(models) {
  const types = new Map();
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
  };
  for (const type of Object.values(roots)) visit(type);
  const lines = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `  ${typeName(name)}: '${fields}',`);
  const kinds = Object.entries(roots).map(([kind, type]) => `  '${kind}': '${typeName(type)}',`);
  return `// Written by scripts/schema.mjs from ${source}, Kubernetes ${release}. Do not edit.
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
