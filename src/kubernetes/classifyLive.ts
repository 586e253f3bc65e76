/**
 * Who started a live pod, as the API server or a kubelet shows it. Annotations and owners decide; the first rule that
 * matches holds. What only looks like evidence (a node's name, hostNetwork, the namespace, the scheduler's name) is
 * named as such.
 */
import { evidenceWhen, type Confidence, type Evidence, type PodClass, type StartedBy } from './classification';
import { controllerChain, controllerLabelOf, controllerOf, controllerSource } from './controllerChain';
import type { ApiObject, Pod } from './objects';
import { configHashAnnotation, configMirrorAnnotation, configSeenAnnotation, configSourceAnnotation } from './podOrigin';
import { isFields, listOf, textOf, textsOf, type Fields } from './reading';

/** What is known besides the object itself. */
export interface ClassificationContext {
  /** The path of the file that the text is in. */
  readonly path?: string;
  /** The folder or file that the user's kubelet watches. */
  readonly staticPodPath?: string;
  /** What the user says: put in a kubelet's folder, served at its URL, applied to the API server. */
  readonly origin?: 'file' | 'http' | 'api';
  readonly nodeName?: string;
  /** Other objects of the same paste. */
  readonly related?: readonly ApiObject[];
}

export interface OriginAnswer {
  readonly class: PodClass;
  readonly startedBy: StartedBy;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly settle: readonly string[];
}

export const annotationField = (key: string): string => `metadata.annotations[${key}]`;
const updateSource = 'pkg/kubelet/types/pod_update.go';

/**
 * Was the object read from a cluster or a kubelet? A status, a resource version, a creation time, managed fields,
 * owners or the kubelet's annotations tell. A UID alone does not: some distributions write one into their manifests.
 */
export function isLive(object: ApiObject & { readonly status?: unknown }): boolean {
  const meta = object.metadata ?? {};
  const annotations = textsOf(meta.annotations);
  return (
    (isFields(object.status) && Object.keys(object.status).length > 0) || Boolean(textOf(meta.resourceVersion)) ||
    Boolean(textOf(meta.creationTimestamp)) || listOf(meta.managedFields).length > 0 || listOf(meta.ownerReferences).length > 0 ||
    [configSourceAnnotation, configSeenAnnotation, configHashAnnotation].some((key) => annotations[key] !== undefined)
  );
}

/** Was it cleaned of what the API server adds? Then missing owners and annotations prove nothing. */
const looksStripped = (pod: Pod): boolean => !textOf(pod.metadata?.uid) && listOf(pod.metadata?.managedFields).length === 0;

const evidence = (because: string, field: string, verdict: Evidence['verdict'], source: string): Evidence =>
  ({ because, field, verdict, about: 'origin', source });
const createSource = 'pkg/kubelet/pod/mirror_client.go:CreateMirrorPod';

/** What is not as it is on a mirror that a kubelet has just posted. */
function mirrorMismatches(pod: Pod): readonly Evidence[] {
  const annotations = textsOf(pod.metadata?.annotations);
  const hash = annotations[configHashAnnotation];
  const controller = controllerOf(pod);
  const owner = textOf(controller?.owner['name']) ?? '';
  const nodeName = textOf(pod.spec?.nodeName) ?? 'no node';
  const isNode = isNodeOwner(controller?.owner);
  return [
    ...evidenceWhen(!isNode, () => evidence(
      'A mirror is owned by its Node as controller; this one is not: forged, stale, or of an old cluster.', 'metadata', 'leans', createSource,
    )),
    ...evidenceWhen(isNode && owner !== nodeName, () => evidence(
      `Its owner is the Node ${owner}, but it is bound to ${nodeName}.`, ownerField(controller?.index), 'leans', createSource,
    )),
    ...evidenceWhen(hash !== undefined && hash !== annotations[configMirrorAnnotation], () => evidence(
      'config.mirror and config.hash differ: the kubelet would delete it as the mirror of another version.',
      annotationField(configHashAnnotation), 'leans', 'pkg/kubelet/pod/pod_manager.go:IsMirrorPodOf',
    )),
  ];
}

const ownerField = (index: number | undefined): string => `metadata.ownerReferences[${index ?? 0}]`;
const isNodeOwner = (owner: Fields | undefined): boolean => owner?.['kind'] === 'Node' && owner['apiVersion'] === 'v1';

/** Rules 1 and 2: the mirror annotation, with or without everything that belongs to it. */
function mirrorAnswer(pod: Pod): OriginAnswer {
  const controller = controllerOf(pod);
  const isNode = isNodeOwner(controller?.owner);
  const node = textOf(controller?.owner['name']) ?? '';
  const mismatches = mirrorMismatches(pod);
  const consistent = mismatches.length === 0;
  return {
    class: 'mirror',
    startedBy: { kind: 'mirror', controllerChain: isNode ? [{ kind: 'Node', name: node, group: '' }] : [] },
    confidence: consistent ? 'certain' : 'probable',
    evidence: [
      evidence(
        'It has the annotation config.mirror: a kubelet posts that as the view of a static pod.',
        annotationField(configMirrorAnnotation), consistent ? 'proves' : 'leans', `${updateSource}:IsMirrorPod`,
      ),
      ...evidenceWhen(isNode, () => evidence(`Its owner and controller is the Node ${node}.`, ownerField(controller?.index), 'proves', createSource)),
      ...mismatches,
    ],
    settle: consistent ? [] : ['Look at the manifest on the node: only a static pod that a kubelet runs has a mirror that lasts.'],
  };
}

/** Rule 3: a source other than the API server, without the mirror annotation: the kubelet's own view. */
function staticAnswer(source: string): OriginAnswer {
  const because = `Its source is ${source} and it is no mirror: this is the kubelet's own view of a static pod.`;
  return {
    class: 'static',
    startedBy: { kind: 'static', controllerChain: [] },
    confidence: 'certain',
    evidence: [evidence(because, annotationField(configSourceAnnotation), 'proves', `${updateSource}:IsStaticPod`)],
    settle: ["If this was read from the API server and not from the kubelet's /pods, the annotation is only a copy: paste the pod with its owner."],
  };
}

/** Rule 5: a Node as controller, but no mirror annotation. */
function nodeOwnedAnswer(pod: Pod, index: number): OriginAnswer {
  const nodeName = textOf(pod.spec?.nodeName) ?? '';
  const suffix = nodeName !== '' && (textOf(pod.metadata?.name) ?? '').endsWith(`-${nodeName.toLowerCase()}`);
  const because = 'A Node is its controller, as for mirrors, but the annotation config.mirror is missing: it may have been stripped.';
  return {
    class: 'mirror',
    startedBy: { kind: 'mirror', controllerChain: [{ kind: 'Node', name: nodeName, group: '' }] },
    confidence: suffix && !textOf(pod.spec?.serviceAccountName) ? 'probable' : 'possible',
    evidence: [
      evidence(because, ownerField(index), 'leans', createSource),
      ...evidenceWhen(suffix, () => evidence(
        `Its name ends with -${nodeName}, as a kubelet names static pods.`, 'metadata.name', 'leans', 'pkg/kubelet/config/common.go:generatePodName',
      )),
    ],
    settle: ['Paste the pod as `kubectl get pod <name> -n <namespace> -o yaml` prints it: the annotation config.mirror decides.'],
  };
}

/** Rules 7 and 8: no controller. */
function bareAnswer(pod: Pod): OriginAnswer {
  const [owner] = listOf(pod.metadata?.ownerReferences);
  const label = controllerLabelOf(pod);
  const stripped = looksStripped(pod);
  const ownerText = `${textOf(owner?.['kind']) ?? 'object'} ${textOf(owner?.['name']) ?? ''}`;
  return {
    class: 'workload',
    startedBy: { kind: 'bare', controllerChain: [] },
    confidence: stripped ? 'possible' : 'probable',
    evidence: [
      owner
        ? evidence(`Its owner, the ${ownerText}, is not its controller: it is only deleted with it.`, ownerField(0), 'leans', controllerSource)
        : evidence('It has no owner and no annotation of a kubelet: somebody made it through the API server.', 'metadata', 'leans', `${updateSource}:IsStaticPod`),
      ...evidenceWhen(label, () => evidence(
        `The label ${label ?? ''} is a controller's: the pod looks orphaned or relabelled.`, `metadata.labels[${label ?? ''}]`, 'leans',
        'pkg/controller/controller_ref_manager.go:ReleasePod',
      )),
    ],
    settle: stripped ? ['Paste the pod with its managed fields and UID: this text looks stripped, and owners or annotations may be missing.'] : [],
  };
}

/** What looks like evidence of a static pod in a live pod and is none. */
function notEvidence(pod: Pod): readonly Evidence[] {
  const { nodeName, schedulerName, hostNetwork } = pod.spec ?? {};
  return [
    ...evidenceWhen(textOf(nodeName), () => evidence(
      'nodeName is set on every pod that was bound, by the scheduler or by hand.', 'spec.nodeName', 'does-not-count',
      'pkg/registry/core/pod/storage/storage.go:assignPod',
    )),
    ...evidenceWhen(schedulerName === 'default-scheduler', () => evidence(
      'schedulerName is filled in by defaulting, on mirrors too: it does not show that the scheduler placed the pod.', 'spec.schedulerName',
      'does-not-count', 'pkg/apis/core/v1/defaults.go:SetDefaults_PodSpec',
    )),
    ...evidenceWhen(hostNetwork === true, () => evidence('hostNetwork is allowed for any pod.', 'spec.hostNetwork', 'does-not-count', 'docs: static pods')),
  ];
}

/** Who started this live pod. The first rule that matches holds. */
export function classifyLive(pod: Pod, context: ClassificationContext = {}): OriginAnswer {
  const annotations = textsOf(pod.metadata?.annotations);
  const source = annotations[configSourceAnnotation];
  if (annotations[configMirrorAnnotation] !== undefined) return mirrorAnswer(pod);
  if (source !== undefined && source !== 'api') return staticAnswer(source);
  const controller = controllerOf(pod);
  const withNotes = (answer: OriginAnswer): OriginAnswer => ({ ...answer, evidence: [...answer.evidence, ...notEvidence(pod)] });
  if (controller?.owner['kind'] === 'Node') return withNotes(nodeOwnedAnswer(pod, controller.index));
  if (!controller) return withNotes(bareAnswer(pod));
  const chain = controllerChain(pod, context.related);
  return withNotes({
    class: 'workload',
    startedBy: { kind: 'workload', controllerChain: chain.links },
    confidence: 'certain',
    evidence: chain.evidence,
    settle: chain.settle,
  });
}
