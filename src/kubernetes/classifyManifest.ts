/**
 * Who would start the pod of a manifest. A kind with a pod template is its controller's. A lone Pod is undecidable by
 * its text: applied it is a workload, in a kubelet's folder it is static. The answer then says so, with the way the
 * text leans and what would settle it; a known path or the user's word settles it.
 */
import { hasAPIObjectReference } from './apiObjectReferences';
import { evidenceWhen, type Evidence } from './classification';
import { annotationField, type ClassificationContext, type OriginAnswer } from './classifyLive';
import { controllerChain, groupOf } from './controllerChain';
import { judgeManifestPath } from './manifestPaths';
import type { ApiObject, Pod } from './objects';
import { configMirrorAnnotation } from './podOrigin';
import { podDefaults } from './podSpecDefaults';
import { isPod, isRecord, isShippedWorkload, podTemplateOf } from './podTemplateOf';
import { fieldsOf, listOf, textOf, textsOf } from './reading';
import { knownComponent } from './systemComponents';
import { apiNamespaceClass } from './systemNamespaces';

const evidence = (because: string, field: string, verdict: Evidence['verdict'], source: string): Evidence =>
  ({ because, field, verdict, about: 'origin', source });
const decodeSource = 'pkg/kubelet/config/common.go:tryDecodeSinglePod';

/** A kind with a template: its controller makes the pods. What was made by a controller itself tells that one too. */
export function templateAnswer(object: ApiObject, related: readonly ApiObject[] = []): OriginAnswer {
  const kind = textOf(object.kind);
  const name = textOf(object.metadata?.name);
  const shipped = isShippedWorkload(object);
  // The one shipped kind without a controller of its own.
  const proves = shipped && kind !== 'PodTemplate';
  const link = { kind: kind ?? '', group: groupOf(textOf(object.apiVersion) ?? ''), ...(name ? { name } : {}) };
  const above = controllerChain(object, related);
  return {
    class: 'workload',
    startedBy: { kind: 'workload', controllerChain: [link, ...above.links] },
    confidence: proves ? 'certain' : 'probable',
    evidence: [evidence(templateSentence(kind, shipped), kind === undefined ? '' : 'kind', proves ? 'proves' : 'leans', shipped ? decodeSource : 'docs: custom resources'), ...above.evidence],
    settle: above.settle,
  };
}

function templateSentence(kind: string | undefined, shipped: boolean): string {
  if (!shipped) return `${kind ?? 'This object'} is no kind of Kubernetes itself and has a pod template: its own operator makes the pods, often by way of other objects.`;
  return kind === 'PodTemplate'
    ? 'A PodTemplate keeps a pod template for others: a controller that refers to it makes the pods, through the API server. Kubernetes itself has none; a kubelet never runs it from a file.'
    : `A ${kind ?? ''} holds a pod template: its controller makes the pods through the API server; a kubelet never runs it from a file.`;
}

/** No pod in it. */
function noPodAnswer(object: ApiObject): OriginAnswer {
  const kind = textOf(object.kind);
  const because = isRecord(object)
    ? `A ${kind ?? ''} only keeps a text or a template: nobody makes pods from it.`
    : 'There is neither a pod nor a pod template in it.';
  return {
    class: 'unknown',
    startedBy: { kind: 'none', controllerChain: [] },
    confidence: 'certain',
    evidence: [evidence(because, kind === undefined ? '' : 'kind', 'proves', 'docs: Kubernetes API reference')],
    settle: [],
  };
}

/** Why a kubelet would not take this Pod from a file, undefined when it would. */
function cannotBeStatic(pod: Pod): Evidence | undefined {
  const reference = hasAPIObjectReference(podDefaults(pod));
  if (reference.found && reference.error === undefined) {
    const because = `It refers to ${reference.resource}, which a static pod may not: a kubelet from 1.34 on refuses the file.`;
    return evidence(because, reference.field ?? '', 'proves', 'pkg/api/pod/util.go:HasAPIObjectReference');
  }
  if (!textOf(pod.metadata?.name) && textOf(pod.metadata?.generateName)) {
    return evidence('It has generateName and no name: a kubelet needs a name.', 'metadata.generateName', 'proves', decodeSource);
  }
  return listOf(pod.spec?.schedulingGates).length > 0
    ? evidence(
        'It has scheduling gates, and a pod that is bound to a node may have none.', 'spec.schedulingGates', 'proves',
        'pkg/apis/core/validation/validation.go:ValidatePodCreate',
      )
    : undefined;
}

/** Does the pod use only what the node itself has, or pulls? */
const needsOnlyTheNode = (pod: Pod): boolean =>
  listOf(pod.spec?.volumes).every((volume) => ['hostPath', 'emptyDir', 'image'].some((source) => volume[source] !== undefined));

/** Is it a namespace in which the cluster, or the platform that it is of, keeps its own pods? */
const isClusterNamespace = (apiNamespace: string | undefined): boolean => ['kube-system', 'platform'].includes(apiNamespaceClass(apiNamespace));

/** Signs that point to a static pod; each is weak. */
function staticLeans(pod: Pod): readonly Evidence[] {
  const meta = pod.metadata ?? {};
  const spec = pod.spec ?? {};
  const labels = textsOf(meta.labels);
  const known = knownComponent(textOf(meta.name) ?? '');
  const kubeadm = Object.keys(textsOf(meta.annotations)).find((key) => key.startsWith('kubeadm.kubernetes.io/')) ?? '';
  const lean = (because: string, field: string) => (): Evidence =>
    evidence(because, field, 'leans', 'cmd/kubeadm/app/util/staticpod/utils.go:ComponentPod');
  return [
    ...evidenceWhen(
      labels['tier'] === 'control-plane' && labels['component'],
      lean('It has the labels component and tier: control-plane, as kubeadm writes them.', 'metadata.labels[tier]'),
    ),
    ...evidenceWhen(
      spec.hostNetwork === true && needsOnlyTheNode(pod),
      lean("It uses the node's network and only files of the node: it needs nothing of the API server.", 'spec.hostNetwork'),
    ),
    ...evidenceWhen(known, lean(`Its name is ${known?.name ?? ''}, a ${known?.core ? 'control plane component' : 'component of the cluster'}.`, 'metadata.name')),
    ...evidenceWhen(kubeadm, lean('It has an annotation that kubeadm writes into its manifests.', `metadata.annotations[${kubeadm}]`)),
    ...evidenceWhen(
      spec.priority !== undefined && textOf(spec.priorityClassName),
      lean('It gives both priority and priorityClassName: nobody would fill in the number for a static pod.', 'spec.priority'),
    ),
    ...evidenceWhen(textOf(meta.uid), lean('It gives its own UID, as some distributions do in their static manifests.', 'metadata.uid')),
    ...evidenceWhen(isClusterNamespace(textOf(meta.namespace)), lean(`It is for ${textOf(meta.namespace) ?? ''}, a namespace of the cluster itself.`, 'metadata.namespace')),
    ...evidenceWhen(
      meta.creationTimestamp === null,
      lean('creationTimestamp: null is what programs write that print a Pod into a file.', 'metadata.creationTimestamp'),
    ),
  ];
}

/** Signs that point to a pod that is applied. */
function workloadLeans(pod: Pod): readonly Evidence[] {
  const labels = textsOf(pod.metadata?.labels);
  const apiNamespace = textOf(pod.metadata?.namespace) ?? '';
  const tool = ['helm.sh/chart', 'app.kubernetes.io/managed-by'].find((key) => labels[key] !== undefined) ?? '';
  const lean = (because: string, field: string) => (): Evidence => evidence(because, field, 'leans', 'docs: kubectl apply');
  return [
    ...evidenceWhen(
      apiNamespace !== '' && !isClusterNamespace(apiNamespace),
      lean(`It is for the namespace ${apiNamespace}, as things are that users apply.`, 'metadata.namespace'),
    ),
    ...evidenceWhen(tool, lean('It has a label of a tool that applies to the API server.', `metadata.labels[${tool}]`)),
  ];
}

/** What looks like evidence of the origin and is none. */
function notEvidence(pod: Pod): readonly Evidence[] {
  return [
    ...evidenceWhen(textOf(pod.spec?.nodeName), () => evidence(
      'nodeName skips the scheduler; the pod is still made through the API server.', 'spec.nodeName', 'does-not-count',
      'docs: assigning pods to nodes',
    )),
    ...evidenceWhen(textsOf(pod.metadata?.annotations)[configMirrorAnnotation] !== undefined, () => evidence(
      'config.mirror in a manifest makes no mirror: it would be a forged one, which the kubelet deletes.',
      annotationField(configMirrorAnnotation), 'does-not-count', 'pkg/kubelet/kubelet_pods.go:HandlePodCleanups',
    )),
  ];
}

const askForPlace = [
  "Tell the file's path: in the folder that a kubelet watches (often /etc/kubernetes/manifests) it is static, anywhere else it is not.",
  'Or paste the live pod, `kubectl get pod <name> -n <namespace> -o yaml`: the annotation config.mirror decides.',
];
const applyInstead = 'Applied to the API server, this Pod would be a workload.';

/** A settled answer without a controller. */
const settled = (kind: 'static' | 'bare' | 'none', list: readonly Evidence[], settle: readonly string[] = []): OriginAnswer => ({
  class: kind === 'static' ? 'static' : kind === 'bare' ? 'workload' : 'unknown',
  startedBy: { kind, controllerChain: [] },
  confidence: 'certain',
  evidence: list,
  settle,
});

/** A Pod in a place that a kubelet reads, or would read. */
function placedAnswer(pod: Pod, because: string, source: string, warning?: string): OriginAnswer {
  const place = evidence(because, '', 'proves', source);
  const noName = evidence('It has no name, so the kubelet refuses it.', 'metadata', 'proves', decodeSource);
  const obstacle = cannotBeStatic(pod) ?? (textOf(pod.metadata?.name) ? undefined : noName);
  if (obstacle) return settled('none', [place, obstacle], [applyInstead]);
  const copies = evidenceWhen(warning, () => evidence(warning ?? '', '', 'leans', 'pkg/kubelet/config/file.go:extractFromDir'));
  return settled('static', [place, ...copies, ...notEvidence(pod)]);
}

/** A Pod that goes to the API server. */
const appliedAnswer = (pod: Pod, because: string): OriginAnswer =>
  settled('bare', [evidence(because, '', 'proves', 'docs: pods'), ...notEvidence(pod)]);

/** A Pod about whose place nothing is known. */
function lonePodAnswer(pod: Pod, about: readonly Evidence[]): OriginAnswer {
  const obstacle = cannotBeStatic(pod);
  if (obstacle) return { ...settled('bare', [obstacle, ...about, ...notEvidence(pod)]), confidence: 'probable' };
  const towards = staticLeans(pod);
  const away = workloadLeans(pod);
  const own = isClusterNamespace(textOf(pod.metadata?.namespace)) || knownComponent(textOf(pod.metadata?.name) ?? '') !== undefined;
  // Nobody applies a lone Pod for a part of the cluster: two signs are enough then.
  const lean = towards.length >= (own ? 2 : 3) && towards.length > away.length ? 'static' : 'bare';
  const open = evidence(
    'The text alone cannot decide: applied, this Pod is a workload; in the folder that a kubelet watches, it is static.',
    pod.kind === undefined ? '' : 'kind', 'leans', decodeSource,
  );
  return {
    class: 'unknown',
    startedBy: { kind: 'undecided', controllerChain: [], lean },
    confidence: 'undecidable',
    evidence: [open, ...towards, ...away, ...about, ...notEvidence(pod)],
    settle: askForPlace,
  };
}

/** A Pod by its file's path. */
function byPath(pod: Pod, path: string, staticPodPath: string | undefined): OriginAnswer {
  const verdict = judgeManifestPath(path, staticPodPath);
  const listing = 'pkg/kubelet/config/file.go:extractFromDir';
  switch (verdict.kind) {
    case 'static':
      return placedAnswer(pod, `The file lies in ${verdict.folder}, which a kubelet watches.`, listing, verdict.warning);
    case 'ignored': {
      const because = `The file lies below ${verdict.folder}, but nobody runs it. ${verdict.because}`;
      return settled('none', [evidence(because, '', 'proves', listing)], [applyInstead]);
    }
    case 'applied':
      return appliedAnswer(pod, `The file lies in ${verdict.folder}: ${verdict.because}.`);
    case 'unknown': {
      const source = 'pkg/kubelet/apis/config/v1beta1/defaults.go:SetDefaults_KubeletConfiguration';
      return lonePodAnswer(pod, [evidence(verdict.because, '', 'does-not-count', source)]);
    }
  }
}

/** Who would start the pod of this object. The object is no live one (see isLive in classifyLive.ts). */
export function classifyManifest(object: ApiObject, context: ClassificationContext = {}): OriginAnswer {
  if (!isPod(object)) return podTemplateOf(object) ? templateAnswer(object, context.related) : noPodAnswer(object);
  const pod: Pod = fieldsOf(object);
  switch (context.origin) {
    case 'file':
      return placedAnswer(pod, 'It is put into the folder that a kubelet watches.', 'pkg/kubelet/config/file.go:extractFromFile');
    case 'http':
      return placedAnswer(pod, 'A kubelet reads it from its staticPodURL.', 'pkg/kubelet/config/http.go:extractFromURL');
    case 'api':
      return appliedAnswer(pod, 'It is applied to the API server.');
    case undefined:
      return context.path === undefined ? lonePodAnswer(pod, []) : byPath(pod, context.path, context.staticPodPath);
  }
}
