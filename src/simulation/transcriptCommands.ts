/**
 * The commands of transcripts (transcript.ts): what a person types, read as actions of actions.ts and commands of
 * kubectlView.ts. Unknown words are an error with the command's own spelling, never ignored.
 */
import type { UserAction } from './actions';
import type { ApiObject } from '../kubernetes/objects';
import { parseManifest } from '../manifest/parse';
import { durationOf } from './clusterText';
import type { KubectlCommand } from './kubectlView';

export type Command =
  | { readonly do: 'cluster'; readonly written: Readonly<Record<string, unknown>> }
  /** `until`: since time 0, else from now on. Milliseconds. */
  | { readonly do: 'run'; readonly until: number | undefined; readonly lasts: number }
  | { readonly do: 'act'; readonly action: UserAction }
  | { readonly do: 'show'; readonly command: KubectlCommand };

/** A command that cannot be read. */
export class TranscriptError extends Error {
  override name = 'TranscriptError';
}

const cannotRead = (line: string, why: string): TranscriptError => new TranscriptError(`“${line}”: ${why}`);

/** The words of a command: names in order, and flags with their values (`--force` has none). */
interface Words {
  readonly line: string;
  readonly names: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
}

const SHORT_FLAGS: Readonly<Record<string, string>> = { '-n': 'namespace', '-o': 'output', '-A': 'all-namespaces' };

function wordsOf(line: string): Words {
  const names: string[] = [];
  const flags: Record<string, string> = {};
  const words = line.split(/\s+/);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const short = SHORT_FLAGS[word];
    if (short === 'all-namespaces') flags[short] = '';
    else if (short !== undefined) flags[short] = words[++i] ?? '';
    else if (word.startsWith('--')) {
      const [name = '', value = ''] = word.slice(2).split('=');
      flags[name] = value;
    } else names.push(word);
  }
  return { line, names, flags };
}

const KINDS: Readonly<Record<string, string>> = {
  pod: 'Pod', node: 'Node', deployment: 'Deployment', replicaset: 'ReplicaSet', daemonset: 'DaemonSet', statefulset: 'StatefulSet', job: 'Job', cronjob: 'CronJob',
  namespace: 'Namespace', configmap: 'ConfigMap', secret: 'Secret', service: 'Service', poddisruptionbudget: 'PodDisruptionBudget', priorityclass: 'PriorityClass',
  resourcequota: 'ResourceQuota', limitrange: 'LimitRange', serviceaccount: 'ServiceAccount', lease: 'Lease',
};

interface Target {
  readonly kind: string;
  readonly name?: string;
  readonly namePattern?: string;
  readonly namespace?: string;
}

/** An object by its name, or the first by a beginning of it: `web-*`. */
const named = (name: string): { readonly name: string } | { readonly namePattern: string } => (name.endsWith('*') ? { namePattern: `${name.slice(0, -1)}.*` } : { name });

/** `pod p` or `pod/p`, from the `from`-th name on, and what follows it. */
function targetOf({ line, names, flags }: Words, from: number): { readonly target: Target; readonly rest: readonly string[] } {
  const [kindText = '', afterSlash] = (names[from] ?? '').split('/');
  const kind = KINDS[kindText.toLowerCase()];
  const name = afterSlash ?? names[from + 1];
  if (!kind || !name) throw cannotRead(line, 'no kind and name of an object, as in “pod p”');
  const namespace = flags['namespace'];
  return { target: { kind, ...named(name), ...(namespace ? { namespace } : {}) }, rest: names.slice(from + (afterSlash === undefined ? 2 : 1)) };
}

/** The objects of a block of YAML. */
function objectsOf(line: string, block: string): readonly ApiObject[] {
  const { documents, problems } = parseManifest(block);
  const fault = problems.find(({ severity }) => severity === 'error');
  if (fault || documents.length === 0) throw cannotRead(line, fault ? `line ${fault.line} of its block: ${fault.message}` : 'its block holds no object');
  return documents.map(({ value }) => value as ApiObject);
}

/** kubectl fills in what a person leaves out of a short manifest: apiVersion v1, kind Pod. */
const asObject = (object: ApiObject): ApiObject => ({ apiVersion: 'v1', kind: 'Pod', ...object });

function debugAction(words: Words, pod: string): UserAction {
  const { image, target, name, namespace } = words.flags;
  if (image === undefined) throw cannotRead(words.line, 'no --image=');
  return { do: 'debug', pod, image, ...(target ? { target } : {}), ...(name ? { name } : {}), ...(namespace ? { namespace } : {}) };
}

function taintAction({ line, names }: Words): UserAction {
  const match = /^([^=:]+)(?:=([^:]*))?:(\w+)(-?)$/.exec(names[4] ?? '');
  const [, key, value, effect, remove] = match ?? [];
  if (names[2] !== 'node' || key === undefined || effect === undefined) throw cannotRead(line, 'expected kubectl taint node NODE KEY[=VALUE]:EFFECT[-]');
  return { do: 'taint', node: names[3] ?? '', key, effect, ...(value === undefined ? {} : { value }), ...(remove ? { remove: true } : {}) };
}

function deleteAction(words: Words): UserAction {
  const { flags } = words;
  const grace = flags['grace-period'];
  const cascade = (['background', 'foreground', 'orphan'] as const).find((each) => each === flags['cascade']);
  return { do: 'delete', ...targetOf(words, 2).target, ...(cascade ? { cascade } : {}), ...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }), ...(flags['force'] === undefined ? {} : { force: true }) };
}

function drainAction({ names, flags }: Words): UserAction {
  const has = (flag: string): boolean => flags[flag] !== undefined;
  return { do: 'drain', node: names[2] ?? '', ignoreDaemonsets: has('ignore-daemonsets'), force: has('force'), deleteEmptydirData: has('delete-emptydir-data') };
}

function setImageAction(words: Words): UserAction {
  const { target, rest } = targetOf(words, 3);
  const [container, image] = (rest[0] ?? '').split('=');
  if (words.names[2] !== 'image' || !container || !image) throw cannotRead(words.line, 'expected kubectl set image KIND/NAME CONTAINER=IMAGE');
  return { do: 'setImage', ...target, container, image };
}

function showCommand({ line, names, flags }: Words): KubectlCommand {
  const apiNamespace = flags['namespace'] ?? 'default';
  const scope = flags['all-namespaces'] === undefined ? { apiNamespace } : {};
  if (names[1] === 'describe') return { verb: 'describePod', apiNamespace, name: names[3] ?? '' };
  switch (names[2]) {
    case 'pods':
      return { verb: 'getPods', ...scope, ...(flags['output'] === 'wide' ? { wide: true } : {}) };
    case 'nodes':
      return { verb: 'getNodes' };
    case 'events':
      return { verb: 'getEvents', ...scope };
    default:
      throw cannotRead(line, 'kubectl get knows pods, nodes and events here');
  }
}

function kubectlAction(words: Words, block: string): UserAction {
  const { line, names, flags } = words;
  switch (names[1]) {
    case 'apply':
      return { do: 'apply', objects: objectsOf(line, block).map(asObject) };
    case 'delete':
      return deleteAction(words);
    case 'patch':
      return { do: 'patch', ...targetOf(words, 2).target, patch: { ...objectsOf(line, block)[0] } };
    case 'scale':
      return { do: 'scale', ...targetOf(words, 2).target, replicas: Number(flags['replicas']) };
    case 'set':
      return setImageAction(words);
    case 'rollout':
      return { do: 'rolloutUndo', ...targetOf(words, 3).target };
    case 'cordon':
    case 'uncordon':
      return { do: names[1], node: names[2] ?? '' };
    case 'taint':
      return taintAction(words);
    case 'drain':
      return drainAction(words);
    case 'debug':
      return debugAction(words, names[2] ?? '');
    default:
      throw cannotRead(line, 'kubectl does not know this here');
  }
}

/** A pod by its name, or by a beginning of it: `web-*`. */
function whichPod(text: string): { readonly pod: string } | { readonly podPattern: string } {
  const name = text.includes('/') ? text : `default/${text}`;
  return name.endsWith('*') ? { podPattern: `${name.slice(0, -1)}.*` } : { pod: name };
}

/** `p/c=500Mi`, or `kube-system/p/c=500Mi`. */
function usageOf(line: string, text: string): Extract<UserAction, { readonly do: 'setUsage' }>['usage'][number] {
  const [path = '', memory = ''] = text.split('=');
  const slash = path.lastIndexOf('/');
  if (slash < 0 || !memory) throw cannotRead(line, 'expected memory POD/CONTAINER=QUANTITY …');
  return { ...whichPod(path.slice(0, slash)), container: path.slice(slash + 1), memory };
}

/** What a person does at a node: `on w1: …`. */
function nodeAction(line: string, node: string, deed: string, block: string): UserAction {
  const [verb = '', first = '', second = '', third = ''] = deed.split(/\s+/);
  switch (verb) {
    case 'write':
      return { do: 'writeFile', node, path: first, content: block };
    case 'remove':
      return { do: 'removeFile', node, path: first };
    case 'rename':
      return { do: 'renameFile', node, from: first, to: second };
    case 'start':
      return { do: 'startKubelet', node };
    case 'stop':
      return { do: 'stopKubelet', node };
    case 'power':
      return { do: first === 'on' ? 'startNode' : 'stopNode', node };
    case 'exit':
      return { do: 'exitContainer', node, ...whichPod(first), container: second, exitCode: Number(third) };
    case 'kill':
      return { do: 'killContainer', node, ...whichPod(first), container: second, ...(third === 'OOM' ? { reason: 'OOM' } : {}) };
    case 'memory':
      return { do: 'setUsage', node, usage: deed.split(/\s+/).slice(1).map((text) => usageOf(line, text)) };
    default:
      throw cannotRead(line, 'a node knows write, remove, rename, start, stop, power, exit, kill and memory');
  }
}

function runCommand(line: string): Command {
  const [, until, text = ''] = /^run (until )?(\S+)$/.exec(line) ?? [];
  const duration = durationOf(text);
  if (duration === undefined) throw cannotRead(line, 'expected run 10s, or run until 10s');
  return { do: 'run', until: until ? duration : undefined, lasts: duration };
}

/** Reads one command with the block of indented lines under it. */
export function readCommand(line: string, block: string): Command {
  if (line === 'cluster') return { do: 'cluster', written: { ...objectsOf(line, block)[0] } };
  if (line.startsWith('run ')) return runCommand(line);
  const [, node, deed] = /^on (\S+): (.+)$/.exec(line) ?? [];
  if (node !== undefined && deed !== undefined) return { do: 'act', action: nodeAction(line, node, deed, block) };
  const [, has, image] = /^registry (has|lacks) (\S+)$/.exec(line) ?? [];
  if (has !== undefined && image !== undefined) return { do: 'act', action: { do: 'setImageExists', image, exists: has === 'has' } };
  if (!line.startsWith('kubectl ')) throw cannotRead(line, 'expected cluster, run, kubectl, on NODE: or registry');
  const words = wordsOf(line);
  if (words.names[1] === 'get' || words.names[1] === 'describe') return { do: 'show', command: showCommand(words) };
  return { do: 'act', action: kubectlAction(words, block) };
}
