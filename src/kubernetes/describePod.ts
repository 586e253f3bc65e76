/**
 * `kubectl describe pod` as text. Stands for kubectl/pkg/describe/describe.go:describePod (v1.36). Left out: the values
 * of downward-API variables, and volume types that the simulation does not name.
 */
import { ageSince } from './kubectlColumns';
import { describeContainers, describeResources, describeSeccomp } from './describeContainers';
import { describeVolumes } from './describeVolumes';
import { describeEvents, type PrintedEvent } from './kubectlText';
import type { LabelSelector, Labels, Pod, Toleration } from './objects';
import { findCondition } from './podConditions';
import { isPodPhaseTerminal } from './podStatus';
import { getPodQOS } from './qos';
import { formatRfc1123 } from './rfc1123';
import { alignTabs } from './tabWriter';

const LONGEST_ANNOTATION = 140;
const UNSHOWN_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The whole text. `events`: those of the pod; `now`: milliseconds since 1970. */
export function describePod(pod: Pod, events: readonly PrintedEvent[], now: number): string {
  const { spec, status } = pod;
  return alignTabs([
    ...describeHead(pod, now),
    ...(spec?.resources ? ['Resources:', ...describeResources(spec.resources, '  ')] : []),
    ...(spec?.initContainers?.length ? describeContainers('Init Containers', spec.initContainers, status?.initContainerStatuses) : []),
    ...describeContainers('Containers', spec?.containers ?? [], status?.containerStatuses),
    ...(spec?.ephemeralContainers?.length ? describeContainers('Ephemeral Containers', spec.ephemeralContainers, status?.ephemeralContainerStatuses) : []),
    ...describeConditions(pod),
    ...describeVolumes(spec?.volumes ?? []),
    `QoS Class:\t${getPodQOS(pod)}`,
    ...describeLabels('Node-Selectors', spec?.nodeSelector),
    ...describeTolerations(spec?.tolerations ?? []),
    ...describeSpread(pod),
    ...describeEvents(events, now),
  ]);
}

function describeHead(pod: Pod, now: number): string[] {
  const { metadata, spec, status } = pod;
  const isGoing = metadata?.deletionTimestamp && !isPodPhaseTerminal(status?.phase);
  const controller = metadata?.ownerReferences?.find((owner) => owner.controller);
  const ips = status?.podIPs ?? [];
  const shown = (label: string, value: string | number | undefined): string[] => (value === undefined || value === '' ? [] : [`${label}:\t${value}`]);
  return [
    `Name:\t${metadata?.name ?? ''}`,
    `Namespace:\t${metadata?.namespace ?? ''}`,
    ...shown('Priority', spec?.priority),
    ...shown('Priority Class Name', spec?.priorityClassName),
    ...shown('Runtime Class Name', spec?.runtimeClassName),
    ...shown('Service Account', spec?.serviceAccountName),
    `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'}`,
    ...shown('Start Time', status?.startTime && formatRfc1123(status.startTime)),
    ...describeLabels('Labels', metadata?.labels),
    ...describeAnnotations(metadata?.annotations),
    ...(isGoing
      ? [`Status:\tTerminating (lasts ${ageSince(metadata.deletionTimestamp, now)})`, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`]
      : [`Status:\t${status?.phase ?? ''}`]),
    ...shown('Reason', status?.reason),
    ...shown('Message', status?.message),
    ...describeSeccomp(spec?.securityContext?.seccompProfile, ''),
    `IP:\t${status?.podIP ?? ''}`,
    ...(ips.length === 0 ? ['IPs:\t<none>'] : ['IPs:', ...ips.map(({ ip }) => `  IP:\t${ip}`)]),
    ...(controller ? [`Controlled By:\t${controller.kind}/${controller.name}`] : []),
    ...shown('NominatedNodeName', status?.nominatedNodeName),
  ];
}

/** A title and one line a label, sorted. describe.go:printLabelsMultiline. */
function describeLabels(title: string, labels: Labels | undefined): string[] {
  const names = Object.keys(labels ?? {}).toSorted();
  if (names.length === 0) return [`${title}:\t<none>`];
  return names.map((name, i) => `${i === 0 ? `${title}:` : ''}\t${name}=${labels?.[name] ?? ''}`);
}

/** Long ones stand on a line of their own and are cut. describe.go:printAnnotationsMultiline. */
function describeAnnotations(annotations: Labels | undefined): string[] {
  const names = Object.keys(annotations ?? {}).filter((name) => name !== UNSHOWN_ANNOTATION).toSorted();
  if (names.length === 0) return ['Annotations:\t<none>'];
  return names.flatMap((name, i) => {
    const lead = i === 0 ? 'Annotations:\t' : '\t';
    const value = (annotations?.[name] ?? '').replace(/\n$/, '');
    if (value.length + name.length + 2 <= LONGEST_ANNOTATION && !value.includes('\n')) return [`${lead}${name}: ${value}`];
    return [`${lead}${name}:`, ...value.split('\n').map((line) => `\t  ${line.length > LONGEST_ANNOTATION - 2 ? `${line.slice(0, LONGEST_ANNOTATION - 2)}...` : line}`)];
  });
}

function describeConditions({ spec, status }: Pod): string[] {
  const gates = spec?.readinessGates ?? [];
  const conditions = status?.conditions ?? [];
  return [
    ...(gates.length > 0 ? ['Readiness Gates:', '  Type\tStatus', ...gates.map(({ conditionType }) => `  ${conditionType} \t${findCondition(conditions, conditionType)?.status ?? '<none>'} `)] : []),
    ...(conditions.length > 0 ? ['Conditions:', '  Type\tStatus', ...conditions.map(({ type, status: value }) => `  ${type} \t${value} `)] : []),
  ];
}

/** describe.go:printTolerationsMultilineWithIndent. */
function describeTolerations(tolerations: readonly Toleration[]): string[] {
  if (tolerations.length === 0) return ['Tolerations:\t<none>'];
  const sorted = tolerations.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0));
  return sorted.map(({ key = '', value, effect, operator, tolerationSeconds }, i) => {
    const where = `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
    const exists = operator === 'Exists' && !value ? `${key || effect ? ' ' : ''}op=Exists` : '';
    return `${i === 0 ? 'Tolerations:' : ''}\t${where}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
  });
}

/** describe.go:describeTopologySpreadConstraints. */
function describeSpread({ spec }: Pod): string[] {
  const constraints = (spec?.topologySpreadConstraints ?? []).toSorted((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1));
  return constraints.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }, i) => {
    const selector = labelSelector ? ` for selector ${formatLabelSelector(labelSelector)}` : '';
    return `${i === 0 ? 'Topology Spread Constraints:' : ''}\t${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
  });
}

const WORDS: Readonly<Record<string, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/** "app=web,tier in (a,b)". apimachinery/pkg/apis/meta/v1:FormatLabelSelector. */
export function formatLabelSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const terms = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...(matchExpressions ?? []).map(({ key, operator, values }) => ({ key, text: WORDS[operator]?.(key, (values ?? []).toSorted().join(',')) ?? '<error>' })),
  ].toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return terms.length === 0 ? '<none>' : terms.map(({ text }) => text).join(',');
}
