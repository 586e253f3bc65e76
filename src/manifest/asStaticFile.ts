/**
 * What a kubelet would do if a pasted text were one file of its manifests folder (or came from its staticPodURL): what
 * it leaves out, what it refuses and in which words, and what the pod would become there, with its mirror. One answer a
 * pod of the paste, from the rules of kubernetes/staticPods, mirrorPod, nodeRestriction and priority; pure, so that a
 * panel can ask again for each node's name and path.
 */
import { judgeManifestPath } from '../kubernetes/manifestPaths';
import { makeMirror } from '../kubernetes/mirrorPod';
import { admitMirrorServiceAccount, admitNodeRestriction } from '../kubernetes/nodeRestriction';
import type { Node, Pod } from '../kubernetes/objects';
import { configHashAnnotation, configMirrorAnnotation, configSeenAnnotation, configSourceAnnotation, isMirrorPod } from '../kubernetes/podOrigin';
import { admitPriority, systemPriorityClasses } from '../kubernetes/priority';
import { textOf } from '../kubernetes/reading';
import { fileRefusalText, tryDecodeSinglePod, withConfigSource, type ManifestOrigin, type StaticPodResult } from '../kubernetes/staticPods';
import type { ManifestDocument } from './parse';
import type { PodInDocument } from './podTemplates';
import { excerpt } from './problem';
import { checkType } from './schema';

export interface StaticPlace {
  /** The file's full path on the node, or the URL. It is part of the pod's UID. */
  readonly path?: string;
  readonly nodeName?: string;
  readonly source?: 'file' | 'http';
  /** The folder or file that the user's kubelet watches, besides the known ones. */
  readonly staticPodPath?: string;
}

/** One thing that the kubelet writes into the pod, or the API server or the scheduler then treat differently. */
export interface StaticChange {
  /** The field in the pod, `metadata.name`. */
  readonly field: string;
  /** What the text has, undefined when it has nothing. */
  readonly from?: string;
  readonly to: string;
  /** One plain sentence. */
  readonly because: string;
  readonly source: string;
}

/** Something worth knowing that stops nothing. */
export interface StaticNote {
  readonly text: string;
  /** The field of the document, empty for the whole of it. */
  readonly field: string;
  readonly source: string;
}

interface Refusal {
  /** One plain sentence. */
  readonly because: string;
  /** What the kubelet logs, word for word; absent when it is silent. */
  readonly log?: string;
  /** The field of the document that causes it, empty for the whole of it. */
  readonly field: string;
  readonly source: string;
  /** What would help. */
  readonly hint?: string;
}

export type AsStaticFile =
  /** The kubelet never looks at it. */
  | ({ readonly verdict: 'ignored' } & Refusal)
  /** It reads it, logs an error and skips the file. */
  | ({ readonly verdict: 'refused'; readonly notes: readonly StaticNote[] } & Refusal)
  | {
      readonly verdict: 'runs';
      /** The pod as the kubelet keeps it; `config.seen` holds no time here. */
      readonly pod: Pod;
      readonly changes: readonly StaticChange[];
      readonly mirror: MirrorOutlook;
      readonly notes: readonly StaticNote[];
    };

/** What the API server would show of it. */
export interface MirrorOutlook {
  readonly pod: Pod;
  /** Why the API server would refuse it, in its words: the pod then runs and kubectl does not show it. */
  readonly refused?: string;
}

const common = 'pkg/kubelet/config/common.go';
const files = 'pkg/kubelet/config/file.go';

const defaultPath = '/etc/kubernetes/manifests/pod.yaml';
const defaultNode = 'node-1';

/** Is the text as a whole, or this document in it, left out without a word? */
function ignoredBecause(doc: ManifestDocument, { path, source, staticPodPath }: StaticPlace): Refusal | undefined {
  const place = path === undefined || source === 'http' ? undefined : judgeManifestPath(path, staticPodPath);
  if (place?.kind === 'ignored') return { because: place.because, field: '', source: `${files}:extractFromDir` };
  if (doc.part > 0) {
    return {
      because: 'Of several documents in one file the kubelet reads the first, silently.', field: '', source: 'apimachinery pkg/util/yaml/decoder.go:ToJSON',
      hint: 'Put each pod into a file of its own.',
    };
  }
  return undefined;
}

/** What the decoder finds before it knows of a pod: a list, another kind, no kind, a wrong type. */
function notASinglePod(doc: ManifestDocument, pod: PodInDocument, origin: ManifestOrigin): Refusal | undefined {
  const kind = doc.kind ?? 'object without kind';
  if (doc.list !== undefined && !(origin.source === 'http' && doc.kindFrom === 'list')) {
    return {
      because: 'It is an item of a list: from a file a kubelet reads one Pod, and a PodList only from a URL.', field: '', source: `${common}:tryDecodeSinglePod`,
      hint: 'Put each pod into a file of its own.',
    };
  }
  if (pod.templatePath !== '') {
    return {
      because: `A kubelet runs only Pods from its folder; ${kind} is a matter of the API server and its controllers.`, log: refusalLog(doc, origin), field: 'kind',
      source: `${common}:tryDecodeSinglePod`, hint: `Take the pod template out of it as a Pod of its own, or apply the ${kind} to the API server.`,
    };
  }
  if (doc.kindFrom === 'shape' || (doc.kindFrom === 'text' && doc.apiVersion === undefined)) {
    return {
      because: `It has no ${doc.kindFrom === 'shape' ? 'kind' : 'apiVersion'}, so the kubelet does not know what it is.`, log: refusalLog(doc, origin), field: '',
      source: 'apimachinery pkg/runtime/serializer/json/json.go:Decode', hint: 'Add apiVersion: v1 and kind: Pod.',
    };
  }
  const wrong = checkType(doc.value, 'Pod').find((issue) => issue.kind === 'wrongType');
  return wrong && { because: `A field has a wrong type: ${wrong.message}.`, field: wrong.path, source: `${common}:tryDecodeSinglePod` };
}

/** What the kubelet logs about a document that it cannot decode as a pod. The text it quotes is cut. */
function refusalLog(doc: ManifestDocument, origin: ManifestOrigin): string {
  const result = tryDecodeSinglePod(doc.value, origin);
  return result.accepted ? '' : excerpt(fileRefusalText(origin.location, result), 300);
}

/** What to put in place of the object that it refers to. */
const referenceHint = (message: string): string =>
  message.includes('serviceaccounts')
    ? 'Leave the service account out; a static pod has no token. Mount a kubeconfig of the node with hostPath where it needs the API.'
    : 'Put what it needs into a file of the node and mount that with hostPath, or write the value into the manifest.';

/** Why the kubelet refuses what it decoded. */
function refusalOf(doc: ManifestDocument, result: Extract<StaticPodResult, { accepted: false }>, origin: ManifestOrigin): Refusal {
  const log = excerpt(fileRefusalText(origin.location, result), 600);
  switch (result.reason) {
    case 'NoName':
      return {
        because: doc.has('metadata.generateName') ? 'It has generateName and no name: nobody generates names for a kubelet.' : 'It has no name.',
        log, field: doc.has('metadata.generateName') ? 'metadata.generateName' : 'metadata.name', source: `${common}:tryDecodeSinglePod`, hint: 'Give it a metadata.name.',
      };
    case 'ApiReference':
      return {
        because: 'It refers to an object of the API server, which a static pod may not: the kubelet must be able to start it alone.', log,
        field: result.field ?? 'spec', source: 'pkg/api/pod/util.go:HasAPIObjectReference', hint: referenceHint(result.message),
      };
    case 'Invalid': {
      const [first] = result.errors ?? [];
      return {
        because: 'The kubelet validates it as the API server does, and finds it invalid.', log, field: first ? first.at ?? first.field : 'spec',
        source: 'pkg/apis/core/validation/validation.go:ValidatePodCreate',
      };
    }
    case 'NotAPod':
    case 'Undecodable':
      return { because: 'The kubelet cannot read it as a Pod.', log, field: 'kind', source: `${common}:tryDecodeSinglePod` };
  }
}

/** What the kubelet's hand changes, each with the reason. */
function changesOf(before: Pod, after: Pod, origin: ManifestOrigin): readonly StaticChange[] {
  const meta = before.metadata ?? {};
  const becomes = after.metadata ?? {};
  const uid = textOf(becomes.uid) ?? '';
  const explicitUid = textOf(meta.uid);
  const change = (field: string, from: string | undefined, to: string, because: string, source: string): StaticChange =>
    ({ field, ...(from === undefined ? {} : { from }), to, because, source });
  const annotation = (key: string, to: string, because: string, source: string): StaticChange => change(`metadata.annotations[${key}]`, undefined, to, because, source);
  return [
    change('metadata.name', textOf(meta.name), textOf(becomes.name) ?? '', 'The node’s name, in lower case, is appended.', `${common}:generatePodName`),
    ...(textOf(meta.namespace) ? [] : [change('metadata.namespace', undefined, 'default', 'Without a namespace it is in default.', `${common}:applyDefaults`)]),
    explicitUid
      ? change('metadata.uid', explicitUid, uid, 'The UID that the text gives is kept: edits change the pod in place, and its mirror is not refreshed.', `${common}:applyDefaults`)
      : change('metadata.uid', undefined, uid, origin.source === 'file'
          ? 'A hash of the pod, the node and the file’s path: an edit or a renamed file makes another pod, a comment does not.'
          : 'A hash of the pod and the URL.', `${common}:applyDefaults`),
    change('spec.nodeName', textOf(before.spec?.nodeName), origin.nodeName, 'It is bound to the node whose kubelet reads it; no scheduler is asked.', `${common}:applyDefaults`),
    annotation(configHashAnnotation, uid, 'The UID again, so that the mirror can be told from others.', `${common}:applyDefaults`),
    annotation(configSourceAnnotation, origin.source, 'Where the kubelet has it from.', 'pkg/kubelet/config/config.go:updatePodsFunc'),
    annotation(configSeenAnnotation, 'the time', 'When this kubelet first saw it.', 'pkg/kubelet/config/config.go:updatePodsFunc'),
    ...(origin.source === 'file'
      ? [change('spec.tolerations', undefined, 'operator: Exists, effect: NoExecute', 'No taint evicts a static pod from a file.', `${common}:applyDefaults`)]
      : []),
    change('metadata.ownerReferences', undefined, `Node ${origin.nodeName}, controller: true`, 'On the mirror only: it goes when the Node goes.', 'pkg/kubelet/pod/mirror_client.go:CreateMirrorPod'),
    annotation(configMirrorAnnotation, uid, 'On the mirror only: it marks the copy, which the kubelet never runs.', 'pkg/kubelet/pod/mirror_client.go:CreateMirrorPod'),
  ];
}

/** What the API server would show, and whether its admission lets it in. */
function mirrorOutlook(pod: Pod, nodeName: string): MirrorOutlook {
  const node: Node = { metadata: { name: nodeName, uid: 'the UID of the Node' } };
  const mirror = makeMirror(pod, node) ?? pod;
  const name = textOf(mirror.metadata?.name) ?? '';
  const restriction = admitNodeRestriction({ user: `system:node:${nodeName}`, operation: 'CREATE', subresource: '', name, pod: mirror, node });
  if (!restriction.allowed) return { pod: mirror, refused: restriction.message };
  const account = admitMirrorServiceAccount(mirror);
  if (!account.allowed) return { pod: mirror, refused: `pods ${JSON.stringify(name)} is forbidden: ${account.message}` };
  const asked = textOf(mirror.spec?.priorityClassName);
  const known = asked === undefined || systemPriorityClasses.some((each) => each.metadata?.name === asked);
  // Another class may exist in the cluster: only the text and the built-in classes are known here.
  const priority = known ? admitPriority(mirror, systemPriorityClasses) : undefined;
  return priority && !priority.admitted ? { pod: mirror, refused: `pods ${JSON.stringify(name)} is forbidden: ${priority.message}` } : { pod: mirror };
}

/** Things to know about a pod that runs. */
function notesOf(doc: ManifestDocument, before: Pod, warning: string | undefined, { path, staticPodPath }: StaticPlace): readonly StaticNote[] {
  const notes: StaticNote[] = [];
  const note = (text: string, field: string, source: string): void => {
    notes.push({ text, field, source });
  };
  const place = path === undefined ? undefined : judgeManifestPath(path, staticPodPath);
  if (place?.kind === 'static' && place.warning !== undefined) note(place.warning, '', `${files}:extractFromDir`);
  if (place?.kind === 'unknown' || place?.kind === 'applied') note(`No kubelet is known to watch this path. ${place.because}`, '', files);
  if (warning !== undefined) note(warning, doc.has('spec.priority') ? 'spec.priority' : 'spec.priorityClassName', `${common}:getStaticPodPriorityWarning`);
  if (textOf(before.spec?.nodeName)) note('nodeName in the text is overwritten.', 'spec.nodeName', `${common}:applyDefaults`);
  if (before.status !== undefined && Object.keys(before.status).length > 0) note('The status in the text is not used.', 'status', `${common}:applyDefaults`);
  note('It is critical to the kubelet whatever its priority: it is never evicted, and makes room for itself.', '', 'pkg/kubelet/types/pod_update.go:IsCriticalPod');
  return notes;
}

/** Before 1.34 the kubelet ran such a pod, and its mirror was refused. */
const olderKubelets: StaticNote = {
  text: 'A kubelet before 1.34 runs it, where it can get the object; the API server refuses its mirror, so that kubectl does not show it.', field: '',
  source: 'pkg/features/kube_features.go:PreventStaticPodAPIReferences',
};

/**
 * What would become of this pod of a pasted text in a kubelet's folder. `place` names the path and the node; without
 * them a usual path and a made-up node stand in. Never throws.
 */
export function asStaticFile(doc: ManifestDocument, pod: PodInDocument, place: StaticPlace = {}): AsStaticFile {
  const origin: ManifestOrigin = { source: place.source ?? 'file', location: place.path ?? defaultPath, nodeName: place.nodeName || defaultNode };
  const ignored = ignoredBecause(doc, place);
  if (ignored) return { verdict: 'ignored', ...ignored };
  const noPod = notASinglePod(doc, pod, origin);
  if (noPod) return { verdict: 'refused', notes: [], ...noPod };
  const result = tryDecodeSinglePod(pod.pod, origin);
  if (!result.accepted) {
    return { verdict: 'refused', notes: result.reason === 'ApiReference' ? [olderKubelets] : [], ...refusalOf(doc, result, origin) };
  }
  if (isMirrorPod(pod.pod)) {
    return {
      verdict: 'ignored', field: `metadata.annotations[${configMirrorAnnotation}]`, source: 'pkg/kubelet/kubelet.go:HandlePodAdditions',
      because: 'It carries config.mirror, so the kubelet takes it for the mirror of a static pod that it does not have, and runs nothing.', hint: 'Leave the kubelet’s annotations out of the file.',
    };
  }
  const kept = withConfigSource(result.pod, origin.source, '');
  return {
    verdict: 'runs',
    pod: kept,
    changes: changesOf(pod.pod, result.pod, origin),
    mirror: mirrorOutlook(kept, origin.nodeName),
    notes: notesOf(doc, pod.pod, result.warning, place),
  };
}
