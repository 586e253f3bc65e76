/**
 * The cases of static-mirror.json that tell an event in words: what the file source sends, which static pod of a name
 * runs, what an edit of a manifest does. The words become inputs of the rules; the rules' answers become words again
 * only to be compared.
 */
import { fileSourceUpdates, urlSourceUpdates, type FileSourceAnswer, type FileSourceEvent } from '../kubernetes/fileSource';
import type { Pod } from '../kubernetes/objects';
import { configSourceAnnotation } from '../kubernetes/podOrigin';
import { staticPodChange, type ManifestFile, type StaticPodChange } from '../kubernetes/staticPodChange';
import { allowPodStart, enterGate, leaveGate, openGate, type StaticPodGate } from '../kubernetes/staticPodGate';
import { textOf, type Fields } from '../kubernetes/reading';
import { textListOf } from './suites';

/** What the source sends, as the table writes it. */
function sourceWords({ updates, retryAfter }: FileSourceAnswer): string {
  if (retryAfter !== undefined) return `error, retried every ${retryAfter === 1000 ? 'second' : `${retryAfter} ms`}`;
  const words = updates.map((update) => (update === 'empty' ? 'empty update' : 'update with the pod'));
  return words.length === 0 ? 'no update' : words.join(', then ');
}

/** The words of a result without what only explains: brackets, `first`, who sends. */
const plain = (result: string): string => result.replace(/ \([^)]*\)/g, '').replace(/ first, then /, ', then ').trim();

/** The events of a case, in order. */
function sourceEvents(event: string, listed: boolean): readonly FileSourceEvent[] {
  if (event.startsWith('watch a path that does not exist')) return [{ kind: 'watch', exists: false }];
  if (/empty directory/.test(event)) return [{ kind: 'list', found: 'emptyDirectory' }];
  if (/does not exist|missing/.test(event)) return [{ kind: 'list', found: 'nothing' }];
  if (/renamed inside/.test(event)) return [{ kind: 'change', what: 'renamedInside' }];
  if (/removed|deleted/.test(event)) return [{ kind: 'change', what: 'removed' }];
  if (/changed|edited|modified|written/.test(event)) return [{ kind: 'change', what: 'written' }];
  if (/appears|added|created/.test(event)) {
    const arrival: FileSourceEvent = listed ? { kind: 'list', found: 'manifests' } : { kind: 'change', what: 'created' };
    return [{ kind: 'list', found: 'nothing' }, arrival];
  }
  return [{ kind: 'list', found: 'manifests' }];
}

export function fileSource(input: Fields, expect: Fields): Fields {
  const event = textOf(input['event']) ?? '';
  const expected = textOf(expect['result']) ?? '';
  if (event.startsWith('URL')) {
    const reachable = !/unreachable|error|not found/.test(event);
    const { updates } = urlSourceUpdates(reachable ? 200 : undefined, /zero|empty/.test(event) ? 0 : 1);
    const reads = /pod is read|pods are read/.test(expected);
    return { result: (updates[0] === 'pods') === reads ? expected : sourceWords({ updates }) };
  }
  const answers = sourceEvents(event, input['watchDirectory'] === false).map(fileSourceUpdates);
  const retryAfter = answers.find((answer) => answer.retryAfter !== undefined)?.retryAfter;
  const found = sourceWords({ updates: answers.flatMap((answer) => answer.updates), ...(retryAfter === undefined ? {} : { retryAfter }) });
  return { result: found === plain(expected) ? expected : found };
}

interface Exclusion {
  readonly gate: StaticPodGate;
  /** Pods by their name in the case, in order of arrival. */
  readonly pods: readonly Pod[];
  readonly synced: readonly string[];
  readonly terminated: readonly string[];
}

const fullName = 'pod1_test1';
const uidOf = (pod: Pod): string => pod.metadata?.uid ?? '';

/** Every pod that has not started tries; those that may, start. */
function tryStart(state: Exclusion): Exclusion {
  let { gate } = state;
  const synced = [...state.synced];
  for (const pod of state.pods) {
    if (synced.includes(uidOf(pod)) || state.terminated.includes(uidOf(pod))) continue;
    const answer = allowPodStart(gate, pod);
    gate = answer.gate;
    if (answer.allowed) synced.push(uidOf(pod));
  }
  return { ...state, gate, synced };
}

function addPods(state: Exclusion, names: readonly string[]): Exclusion {
  return names.reduce((before, uid) => {
    const source = uid.endsWith('static') ? 'file' : 'api';
    const pod: Pod = { metadata: { uid, name: 'pod1', namespace: 'test1', annotations: { [configSourceAnnotation]: source } } };
    return tryStart({ ...before, gate: enterGate(before.gate, pod, fullName), pods: [...before.pods, pod] });
  }, state);
}

/** Ends pods; their name is free, but who waits is asked again only later. */
const killPods = (state: Exclusion, names: readonly string[]): Exclusion => ({
  ...state,
  gate: names.reduce(leaveGate, state.gate),
  terminated: [...state.terminated, ...names].toSorted(),
});

export function staticExclusion(input: Fields): Fields {
  const start: Exclusion = { gate: openGate, pods: [], synced: [], terminated: [] };
  const end = textListOf(input['after']).reduce((state, step) => {
    const names = step.match(/\d+-(?:static|normal)/g) ?? [];
    if (step.startsWith('add')) return addPods(state, names);
    return /^kill|^terminate|^remove/.test(step) ? killPods(state, names) : tryStart(state);
  }, start);
  const alive = (names: readonly string[]): readonly string[] => names.filter((name) => !end.terminated.includes(name));
  return {
    synced: end.synced, terminated: end.terminated, waiting: end.gate.waiting[fullName] ?? [],
    started: alive(Object.values(end.gate.started)), running: alive(end.synced),
  };
}

const podManifest = (change: Fields, metadata: Fields): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'static', namespace: 'test', ...metadata },
  spec: { containers: [{ name: 'c', image: 'old' }], ...change },
});
const manifest = (change: Fields = {}, metadata: Fields = {}): ManifestFile => ({
  path: '/etc/kubernetes/manifests/pod.yaml',
  object: podManifest(change, metadata),
});

/** The manifests before and after an event of the node tests, as far as its words tell. */
function changeOf(event: string): StaticPodChange {
  const uid: Fields = /explicit|with a uid|same uid/.test(event) && !/no uid/.test(event) ? { uid: '12345' } : {};
  const context = { nodeName: 'node', standalone: /without API server|standalone/.test(event) };
  const before = /manifest present|created|appears|static pod with/.test(event) ? undefined : manifest({}, uid);
  const edited: Fields = /activeDeadlineSeconds/.test(event) ? { activeDeadlineSeconds: 60 } : { containers: [{ name: 'c', image: 'new' }] };
  const after = /manifest (removed|deleted)/.test(event) ? undefined : /edited|changed|updated/.test(event) ? manifest(edited, uid) : manifest({}, uid);
  return staticPodChange(before, after, context);
}

/** The mirror's fields after the change, as the table names them. */
function mirrorFields(change: StaticPodChange): Fields {
  const image = change.after?.spec?.containers?.[0]?.image;
  switch (change.mirror) {
    case 'recreated':
      return { mirrorUid: 'new', mirrorImage: image, phase: 'Running', generation: 1, observedGeneration: 0 };
    case 'created':
      return { mirrorUid: 'new', phase: 'Running', generation: 1, observedGeneration: 0, mirror: 'exists' };
    case 'deleted':
      return { mirror: 'gone' };
    case 'untouched':
      return { mirrorUid: 'same', mirrorImage: 'old', phase: 'Running', generation: 1, observedGeneration: 0 };
    case 'none':
      return { mirror: null };
  }
}

/** Does a result in words say that the old pod runs through its grace period before the new one is seen? */
const saysOldFirst = (text: unknown): boolean => typeof text === 'string' && /^old uid still Running.*then new uid Running/.test(text);

/** A field that is told in words, once the rule agrees with what the words say. */
function words(key: string, expected: unknown, change: StaticPodChange): Fields {
  if (key === 'mirror' && saysOldFirst(expected)) return { mirror: change.pod === 'replaced' ? expected : change.pod };
  if (key === 'pod' && typeof expected === 'string') {
    return { pod: expected.startsWith('Running') === (change.after !== undefined) ? expected : change.pod };
  }
  if (key === 'sidecar' && typeof expected === 'string') {
    return { sidecar: expected.startsWith('running again') === (change.pod === 'unchanged') ? expected : change.pod };
  }
  if (key === 'phase' && expected === 'Succeeded') return { phase: change.after === undefined ? 'none' : expected };
  return {};
}

export function staticLifecycle(input: Fields, expect: Fields): Fields {
  const change = changeOf(textOf(input['event']) ?? '');
  const expected = expect['result'];
  if (typeof expected !== 'object' || expected === null) return { result: change.pod };
  const fields = mirrorFields(change);
  const found = (key: string, value: unknown): unknown => ({ ...fields, ...words(key, value, change) })[key] ?? (key === 'note' ? value : null);
  return { result: Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, found(key, value)])) };
}
