/** Adapter of the table static-mirror.json: static pods, mirrors, and who may do what to them. */
import { hasAPIObjectReference } from '../kubernetes/apiObjectReferences';
import { controllerOf } from '../kubernetes/controllerChain';
import { drainDecision } from '../kubernetes/drain';
import type { FieldError } from '../kubernetes/fieldErrors';
import { fieldErrorText } from '../kubernetes/fieldErrors';
import { admissionReasons, type AdmissionReason } from '../kubernetes/kubeletAdmission';
import { validateMirrorEphemeralContainersUpdate, validateMirrorResize } from '../kubernetes/metadataValidation';
import { filePods, kubeletPodClass, makeMirror, orphanMirrors, reconcileMirror, translatePodUID } from '../kubernetes/mirrorPod';
import { environmentError, mirrorStatusCalls } from '../kubernetes/mirrorStatus';
import { isDNS1123Subdomain } from '../kubernetes/nameValidation';
import { admitMirrorServiceAccount, admitNodeRestriction, nodeOfUser, type AdmissionAnswer } from '../kubernetes/nodeRestriction';
import type { Node, Pod, Taint } from '../kubernetes/objects';
import { mergeSet, unseenSource } from '../kubernetes/podConfig';
import { getPodSource, getValidatedSources, isMirrorPod, isStaticPod, parsePodFullName, podFullName } from '../kubernetes/podOrigin';
import { podDefaults } from '../kubernetes/podSpecDefaults';
import { fieldsOf, isFields, listOf, textOf, textsOf, valueAt, type Fields } from '../kubernetes/reading';
import { allowPodStart, type StaticPodGate } from '../kubernetes/staticPodGate';
import { generatePodName, tryDecodePodList, tryDecodeSinglePod, type ManifestOrigin, type StaticPodResult } from '../kubernetes/staticPods';
import { validatePodManifest, validatePodUpdate } from '../kubernetes/validation';
import { fileSource, staticExclusion, staticLifecycle } from './staticMirrorEvents';
import { checkWith, nodeOf, podOf, podsOf, textListOf, type Suites } from './suites';

const uidOf = (pod: Pod | undefined): string | null => pod?.metadata?.uid ?? null;
const nameOf = (pod: Pod): string => pod.metadata?.name ?? '';
const sameList = (found: readonly string[], expected: unknown): unknown =>
  [...found].toSorted().join() === textListOf(expected).toSorted().join() ? expected : found;

const origin = (input: Fields): ManifestOrigin => ({
  source: input['source'] === 'http' ? 'http' : 'file',
  location: textOf(input['path']) ?? textOf(input['url']) ?? '/manifests/pod.yaml',
  nodeName: textOf(input['nodeName']) ?? 'node',
});
const restartRules = (input: Fields) => ({ containerRestartRules: fieldsOf(input['context'])['containerRestartRules'] !== false });

function decode(input: Fields): Fields {
  const result = tryDecodeSinglePod(podOf(input), origin(input), restartRules(input));
  return { parsed: result.parsed, accepted: result.accepted, message: result.accepted ? '' : result.message };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

/** An object without what Go leaves out: empty mappings, lists and texts. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isFields(value)) return value;
  const kept = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(kept);
}

/** The kubelet's pods, without the type that lists in Go do not carry. */
function decodedPods(input: Fields): readonly StaticPodResult[] {
  const manifest = input['manifest'] ?? input['podList'] ?? input['list'];
  if (isFields(manifest) && manifest['kind'] === 'PodList') return tryDecodePodList(manifest, origin(input));
  const pods = input['pods'];
  const single = (pod: Pod): StaticPodResult => tryDecodeSinglePod(pod, origin(input));
  return Array.isArray(pods)
    ? podsOf(input, 'pods').map((pod) => single({ apiVersion: 'v1', kind: 'Pod', ...pod }))
    : [single(fieldsOf(manifest ?? input['pod']))];
}
const podsFound = (input: Fields): Fields => ({
  pods: decodedPods(input).map((result) => {
    if (!result.accepted) return result.message;
    const { apiVersion: _version, kind: _kind, ...pod } = result.pod;
    return withoutEmpty(pod);
  }),
});

/** `name/space (deletionTimestamp set)`: a pod and what was changed in it. */
function describedPod(text: string, index: number): Pod {
  const [path = '', change = ''] = text.split(' (');
  const [namespace = '', name = ''] = path.includes('/') ? path.split('/') : ['default', path];
  const isChanged = /spec|container|image|changed|updated|label|annotation/.test(change) && !/status/.test(change);
  return {
    metadata: {
      namespace, name, uid: /other uid|new uid|second/.test(change) ? `${path}#${index}` : path,
      ...(/deletionTimestamp/.test(change) ? { deletionTimestamp: '2020-01-01T00:00:00Z' } : {}),
    },
    spec: { containers: [{ name: isChanged ? 'changed' : 'c' }] },
    ...(/status/.test(change) ? { status: { message: change } } : {}),
  };
}

function configMerge(input: Fields): Fields {
  let state = unseenSource;
  const sets = Array.isArray(input['sets']) ? input['sets'] : [];
  const operations = sets.map((set) => {
    const merged = mergeSet(state, textListOf(set).map(describedPod));
    state = merged.state;
    return merged.updates.map(({ op, pods }) => ({ op, pods: pods.map((pod) => `${pod.metadata?.namespace ?? ''}/${nameOf(pod)}`) }));
  });
  return { operations };
}

function createMirror(input: Fields): Fields {
  const mirror = makeMirror(podOf(input), nodeOf(input['node'], input['nodeName']));
  return mirror === null
    ? { created: false }
    : { created: true, annotations: mirror.metadata?.annotations, ownerReferences: mirror.metadata?.ownerReferences };
}

/** What the table calls a pod that is no mirror. */
const classWords: Readonly<Record<string, readonly string[]>> = {
  mirror: ['mirror'], static: ['static', 'real (static)', 'real'], api: ['api', 'normal', 'workload', 'regular', 'real (api)', 'real'],
};
function kubeletView(input: Fields, expect: Fields): Fields {
  const found = kubeletPodClass(podOf(input));
  const word = textOf(expect['class']) ?? '';
  return { class: classWords[found]?.includes(word) ? word : found };
}

function pairing(input: Fields, expect: Fields): Fields {
  const filed = filePods(podsOf(input, 'pods'));
  const ask = textOf(input['ask']) ?? '';
  const asked = [...filed.pods, ...filed.mirrors].find((pod) => uidOf(pod) === ask || nameOf(pod) === ask || podFullName(pod) === ask);
  const fullName = asked ? podFullName(asked) : '';
  const wasMirror = asked !== undefined && isMirrorPod(asked);
  return {
    realPods: sameList(filed.pods.map(nameOf), expect['realPods']),
    staticToMirrorUid: Object.fromEntries(filed.staticToMirror),
    translateUid: translatePodUID(filed, asked ? uidOf(asked) ?? '' : ask),
    wasMirror,
    podFound: uidOf(wasMirror ? filed.pods.find((pod) => podFullName(pod) === fullName) : asked),
    mirrorFound: uidOf(filed.mirrors.find((pod) => podFullName(pod) === fullName)),
    static: filed.pods.filter(isStaticPod).map(uidOf), mirror: filed.mirrors.map(uidOf), pods: filed.pods.map(uidOf),
  };
}

function removePods(input: Fields, expect: Fields): Fields {
  const filed = filePods(podsOf(input, 'pods').filter((pod) => uidOf(pod) !== input['removeUid']));
  const uids = (pods: readonly Pod[]) => pods.map((pod) => uidOf(pod) ?? '');
  const orphans = filed.mirrors.filter((pod) => filed.orphans.includes(podFullName(pod)));
  const asExpected = [filed.orphans, uids(orphans), orphans.map(nameOf)].map((list) => sameList(list, expect['orphans'])).find((list) => list === expect['orphans']);
  return {
    realPods: sameList(uids(filed.pods), expect['realPods']), mirrorPods: sameList(uids(filed.mirrors), expect['mirrorPods']),
    orphans: asExpected ?? filed.orphans,
  };
}

const count = (happens: boolean): number => (happens ? 1 : 0);

function reconcile(input: Fields): Fields {
  const nodeGone = input['nodeDeleted'] === true || input['nodeGone'] === true || input['nodeExists'] === false;
  const decision = reconcileMirror(podOf(input, 'static'), isFields(input['mirror']) ? podOf(input, 'mirror') : null, nodeGone);
  return { creates: count(decision.creates), deletes: count(decision.deletes) };
}

function orphanCleanup(input: Fields): Fields {
  const pods = isFields(input['pod']) ? [podOf(input)] : podsOf(input, 'pods');
  const terminating = new Set(input['staticPodTerminating'] === true ? pods.map(podFullName) : []);
  return { creates: 0, deletes: orphanMirrors(pods, terminating).length };
}

function startGate(input: Fields): Fields {
  const workers = Object.fromEntries(Object.entries(fieldsOf(input['workers'])).map(([uid, worker]) => [uid, {
    fullName: textOf(valueAt(worker, 'fullname')) ?? '',
    terminating: valueAt(worker, 'terminatingAt') !== undefined, terminated: valueAt(worker, 'terminatedAt') !== undefined,
  }]));
  const gate: StaticPodGate = {
    workers, started: textsOf(input['started']),
    waiting: Object.fromEntries(Object.entries(fieldsOf(input['waiting'])).map(([name, uids]) => [name, textListOf(uids)])),
  };
  const answer = allowPodStart(gate, podOf(input));
  return { allowed: answer.allowed, allowedEver: answer.allowedEver, started: answer.gate.started, waiting: answer.gate.waiting };
}

const reasonName = (reason: AdmissionReason): string => (reason.kind === 'resource' ? `OutOf${reason.resource}` : reason.predicate);
/** Does what the case says of a reason name the one that was found? */
function isSameReason(expected: unknown, found: AdmissionReason): boolean {
  const text = typeof expected === 'string' ? expected : JSON.stringify(expected);
  return found.kind === 'resource' ? text.toLowerCase().includes(found.resource) : text.includes(found.predicate) || text.includes(found.because);
}

const taintOf = (taint: Fields): Taint =>
  ({ key: textOf(taint['key']) ?? '', effect: textOf(taint['effect']) ?? '', value: textOf(taint['value']) ?? '' });

function kubeletAdmission(input: Fields, expect: Fields): Fields {
  const labels = textsOf(input['nodeLabels']);
  const base = isFields(input['node']) ? nodeOf(input['node']) ?? {} : {};
  const node = (own: Readonly<Record<string, string>>): Node => ({
    metadata: { name: textOf(input['nodeName']) ?? 'machine1', labels: own, ...base.metadata },
    spec: { taints: listOf(input['nodeTaints']).map(taintOf), ...base.spec },
    status: { allocatable: { cpu: '10', memory: '20', pods: '32', ...textsOf(input['allocatable']) }, ...base.status },
  });
  const cached = isFields(input['cachedNodeLabels']) ? textsOf(input['cachedNodeLabels']) : labels;
  // Whatever the case calls the pods that are there already: every further list of objects with a spec.
  const existing = Object.keys(input).flatMap((key) => podsOf(input, key)).filter((pod) => pod.spec !== undefined);
  const found = admissionReasons(podOf(input), node(cached), existing, node(labels));
  const expected = Array.isArray(expect['reasons']) ? expect['reasons'] : [];
  const same = expected.length === found.length && found.every((reason, index) => isSameReason(expected[index], reason));
  return { reasons: same ? expect['reasons'] : found.map(reasonName) };
}

const answerOf = (answer: AdmissionAnswer): Fields => ({ allowed: answer.allowed, message: answer.allowed ? '' : answer.message });

function nodeRestriction(input: Fields): Fields {
  const user = textOf(input['user']) ?? '';
  const pod = podOf(input);
  const operation = input['operation'];
  const nodeName = nodeOfUser(user) ?? '';
  const old = isFields(input['old']) ? podOf(input, 'old') : isFields(input['oldPod']) ? podOf(input, 'oldPod') : pod;
  const exists = input['podExists'] === true || isFields(input['old']) || isFields(input['oldPod']);
  return answerOf(admitNodeRestriction({
    user, pod, operation: operation === 'UPDATE' || operation === 'DELETE' ? operation : 'CREATE', subresource: textOf(input['subresource']) ?? '',
    name: nameOf(pod), node: { metadata: { name: nodeName, uid: `${nodeName}-uid` } }, ...(exists ? { stored: old } : {}),
  }));
}

function mirrorOwner(input: Fields): Fields {
  const name = textOf(input['node']) ?? '';
  const uid = textOf(input['nodeUidInApi']);
  const node = uid === undefined ? {} : { node: { metadata: { name, uid } } };
  const pod = podOf(input);
  return answerOf(admitNodeRestriction({ user: `system:node:${name}`, operation: 'CREATE', subresource: '', name: nameOf(pod), pod, ...node }));
}

function mirrorValidation(input: Fields): Fields {
  const operation = `${textOf(input['operation']) ?? ''} ${textOf(input['subresource']) ?? ''}`.toLowerCase();
  const isUpdate = isFields(input['new']);
  const withAll = (pod: Pod): Pod => podDefaults(pod);
  const errors: readonly FieldError[] = /ephemeral/.test(operation)
    ? validateMirrorEphemeralContainersUpdate(podOf(input, isUpdate ? 'old' : 'pod'))
    : /resize/.test(operation)
      ? validateMirrorResize(podOf(input, isUpdate ? 'old' : 'pod'))
      : isUpdate
        ? validatePodUpdate(withAll(podOf(input, 'new')), withAll(podOf(input, 'old')))
        : validatePodManifest(podOf(input));
  return { valid: errors.length === 0, field: errors[0]?.field, message: errors.map(fieldErrorText).join('; ') };
}

function drain(input: Fields): Fields {
  const pod = podOf(input);
  const args = textListOf(input['args']);
  const has = (name: string): boolean => args.some((arg) => arg === name || arg === `${name}=true`);
  const daemonSets = input['daemonSetExists'] === false || input['ownerExists'] === false ? [] : undefined;
  const decision = drainDecision(pod, {
    force: has('--force'), ignoreDaemonSets: has('--ignore-daemonsets'), deleteEmptyDirData: has('--delete-emptydir-data') || has('--delete-local-data'),
  }, daemonSets);
  return { owner: textOf(controllerOf(pod)?.owner['kind']) ?? null, fatal: decision.action === 'refuse', deleted: decision.action === 'delete' };
}

const suites: Suites = {
  'is-mirror-pod': (input) => ({ mirror: isMirrorPod(podOf(input)) }),
  'is-static-pod': (input) => ({ static: isStaticPod(podOf(input)) }),
  'pod-source': (input) => ({ error: getPodSource(podOf(input)) === undefined, source: getPodSource(podOf(input)) ?? '' }),
  'validated-sources': (input) => {
    const { sources, error } = getValidatedSources(textListOf(input['sources']));
    return { count: sources.length, error: error !== undefined, sources };
  },
  'static-pod-name': (input) => {
    const node = textOf(input['nodeName']);
    const podName = textOf(input['podName']) ?? '';
    const name = node === undefined ? podName : generatePodName(podName, node);
    return { name, nameValid: isDNS1123Subdomain(name).length === 0 };
  },
  'decode-manifest': decode,
  'static-pod-defaults': podsFound,
  'invalid-manifest': (input) => ({ error: decodedPods(input).some((result) => !result.accepted) }),
  'api-references': (input) => {
    const { found, resource } = hasAPIObjectReference(podOf(input));
    return { rejected: found, resource };
  },
  'file-source': fileSource,
  'config-merge': configMerge,
  'pod-full-name': (input) => {
    const parsed = parsePodFullName(textOf(input['fullName']) ?? '');
    return parsed ? { error: false, ...parsed } : { error: true };
  },
  'create-mirror-pod': createMirror,
  'classify-kubelet-view': kubeletView,
  'mirror-pairing': pairing,
  'orphan-mirror': removePods,
  'mirror-reconcile': reconcile,
  'orphan-mirror-cleanup': orphanCleanup,
  'mirror-status': (input) => {
    const unchanged = input['unchanged'] === true || input['changed'] === false || input['statusChanged'] === false || input['again'] === true;
    return { apiCalls: mirrorStatusCalls({ hasMirror: input['mirror'] === true, changed: !unchanged, mirrorUidChanged: input['mirrorUidChanged'] === true }) };
  },
  'static-start-gate': startGate,
  'static-exclusion': staticExclusion,
  'kubelet-admission': kubeletAdmission,
  'service-env-before-sync': (input) => ({ error: environmentError(input['static'] === true, input['servicesSynced'] === true) !== undefined }),
  'node-restriction': nodeRestriction,
  'mirror-owner-reference': mirrorOwner,
  'service-account-admission': (input) => answerOf(admitMirrorServiceAccount(podOf(input))),
  'mirror-validation': mirrorValidation,
  'owner-drain': drain,
  'static-lifecycle': staticLifecycle,
};

/** Answers one case of static-mirror.json. */
export const check = checkWith(suites);
