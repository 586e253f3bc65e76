/**
 * What in a pod points to the cluster's system: a recognised component, a system priority, marks that only a platform
 * puts on its own pods, work that only the cluster's plumbing does. Each sign has its field, so that it can be shown.
 * What the signs mean together is systemRole.ts's matter.
 */
import { isDNS1123Subdomain } from './nameValidation';
import type { PodSpec } from './objects';
import { containersOf } from './podContainers';
import { systemClusterCritical, systemCriticalPriority, systemNodeCritical } from './podOrigin';
import { fieldsOf, listOf, textOf, textsOf, valueAt } from './reading';
import { imageBaseName, isInfrastructureImage, isInfrastructureLabel, isProjectImage, knownComponent, type KnownComponent } from './systemComponents';

/** The pod, or the template, with the paths at which its parts stand in the text. */
export interface RoleSubject {
  readonly spec: PodSpec;
  /** `spec`, or `spec.template.spec`. */
  readonly specPath: string;
  /** The kind of the object, undefined when the text does not tell. */
  readonly kind?: string;
  /** Names to look at, the object's own first: each with its path and the node's name that a mirror's name ends with. */
  readonly names: readonly { readonly name: string; readonly field: string }[];
  readonly nodeName?: string;
  /** Labels with their path, `metadata.labels`. Several: the object's and the template's. */
  readonly labels: readonly { readonly labels: unknown; readonly field: string }[];
  readonly annotations?: readonly { readonly annotations: unknown; readonly field: string }[];
  readonly apiNamespace?: string;
  readonly namespaceField: string;
}

/** Something that was seen, as a sentence, and where. */
export interface Sign {
  readonly text: string;
  readonly field: string;
  readonly source: string;
}
export interface ComponentSign extends Sign {
  readonly component: KnownComponent;
}

const distributions = 'manifests of the distributions';

/** The name without the node's name at its end, as mirrors have it. */
const withoutNode = (name: string, nodeName: string | undefined): string =>
  nodeName && name.toLowerCase().endsWith(`-${nodeName.toLowerCase()}`) ? name.slice(0, -nodeName.length - 1) : name;

/** The first recognised component among the object's name, its containers' names and images. */
export function componentSign(subject: RoleSubject): ComponentSign | undefined {
  const known = (component: KnownComponent, field: string, what: string): ComponentSign =>
    ({ component, field, source: distributions, text: `${what} ${component.name}, a component that is recognised.` });
  for (const { name, field } of subject.names) {
    const component = knownComponent(withoutNode(name, subject.nodeName), subject.nodeName !== undefined);
    if (component) return known(component, field, `It is named ${name}: that is`);
  }
  for (const { container, name, path, kind } of containersOf(subject.spec)) {
    if (kind === 'ephemeral') continue;
    const byName = knownComponent(name);
    if (byName) return known(byName, `${subject.specPath}.${path}.name`, `Its container ${name} is`);
    const byImage = knownComponent(imageBaseName(textOf(container.image) ?? ''));
    if (byImage) return known(byImage, `${subject.specPath}.${path}.image`, `The image of its container ${name} is`);
  }
  return undefined;
}

/** Names of components that users also run for themselves. */
const anybodys = new Set(['haproxy', 'nginx-proxy', 'traefik', 'etcd', 'cert-manager', 'external-dns', 'default-http-backend', 'karpenter', 'heapster', 'tiller-deploy', 'kubernetes-dashboard']);
const isAnybodys = (name: string): boolean => anybodys.has(name) || name.includes('ingress');

/** What nobody runs but for the cluster: a storage driver, a network plugin, an autoscaler. `component` is the one that was recognised. */
export function clusterComponentSign(subject: RoleSubject, component: ComponentSign | undefined): Sign | undefined {
  if (component && !isAnybodys(component.component.name)) return component;
  const found = containersOf(subject.spec).find(({ container, kind }) => kind !== 'ephemeral' && isInfrastructureImage(textOf(container.image) ?? ''));
  return found && {
    field: `${subject.specPath}.${found.path}.image`, source: 'docs: registry.k8s.io',
    text: `The image of its container ${found.name} is one that the Kubernetes project builds for clusters alone.`,
  };
}

export function prioritySign({ spec, specPath }: RoleSubject): Sign | undefined {
  const name = textOf(spec.priorityClassName);
  const source = 'plugin/pkg/admission/priority/admission.go:admitPod';
  if (name === systemNodeCritical || name === systemClusterCritical) {
    return { source, field: `${specPath}.priorityClassName`, text: `Its priority class is ${name}. Any namespace may use it, so it is a sign and no proof.` };
  }
  const { priority } = spec;
  return typeof priority === 'number' && priority >= systemCriticalPriority
    ? { source, field: `${specPath}.priority`, text: `Its priority ${priority} is in the range of the system classes.` }
    : undefined;
}

/** The first label that the test accepts, as a sign. */
function findLabel(subject: RoleSubject, accepts: (key: string, value: string) => boolean, text: (key: string, value: string) => string): Sign | undefined {
  for (const { labels, field } of subject.labels) {
    for (const [key, value] of Object.entries(textsOf(labels))) {
      if (accepts(key, value)) return { field: `${field}[${key}]`, text: text(key, value), source: distributions };
    }
  }
  return undefined;
}

export const labelSign = (subject: RoleSubject): Sign | undefined =>
  findLabel(subject, isInfrastructureLabel, (key, value) => `The label ${key}: ${value} is put on cluster infrastructure.`);

const addOnLabels = new Set(['kubernetes.io/cluster-service', 'addonmanager.kubernetes.io/mode', 'k8s-addon', 'addon.kops.k8s.io/name']);

/** The labels of the add-on manager and of kOps: whoever writes them means an add-on of the cluster, wherever it is. */
export const addOnLabelSign = (subject: RoleSubject): Sign | undefined =>
  findLabel(
    subject,
    (key, value) => addOnLabels.has(key) && isInfrastructureLabel(key, value),
    (key, value) => `The label ${key}: ${value} declares an add-on of the cluster.`,
  );

const hostedPrefixes = ['hypershift.openshift.io/control-plane-component', 'hypershift.openshift.io/hosted-control-plane', 'kamaji.clastix.io/'];

/** A control plane of another cluster that runs here as a workload: its operator says so with labels of its own. */
export const hostedSign = (subject: RoleSubject): Sign | undefined =>
  findLabel(
    subject,
    (key, value) => hostedPrefixes.some((prefix) => key.startsWith(prefix)) || (key === 'gardener.cloud/role' && value === 'controlplane'),
    (key, value) => `The label ${key}: ${value} is put on the control plane of a hosted cluster.`,
  );

function findAnnotation(subject: RoleSubject, key: string, text: string, source: string): Sign | undefined {
  const found = (subject.annotations ?? []).find(({ annotations }) => textsOf(annotations)[key] !== undefined);
  return found && { field: `${found.field}[${key}]`, text, source };
}

/** OpenShift's own pods carry it, so that they may run on the processors that are kept for the platform. */
export const platformSign = (subject: RoleSubject): Sign | undefined =>
  findAnnotation(
    subject, 'target.workload.openshift.io/management',
    "The annotation target.workload.openshift.io/management puts it on the processors that OpenShift keeps for its own pods.", 'docs: OpenShift workload partitioning',
  );

/** Marks by which an add-on says that the cluster needs it. */
export function criticalAddOnSign(subject: RoleSubject): Sign | undefined {
  const annotation = findAnnotation(
    subject, 'scheduler.alpha.kubernetes.io/critical-pod',
    'The annotation critical-pod marked add-ons that the cluster cannot do without, before there were priority classes.',
    'docs: guaranteed scheduling for critical add-on pods',
  );
  if (annotation) return annotation;
  const index = listOf(subject.spec.tolerations).findIndex((toleration) => toleration['key'] === 'CriticalAddonsOnly');
  return index === -1
    ? undefined
    : {
        field: `${subject.specPath}.tolerations[${index}]`, source: 'cmd/kubeadm/app/phases/addons/dns/manifests.go',
        text: 'It tolerates the taint CriticalAddonsOnly, as the add-ons do that a cluster needs.',
      };
}

/** An image that the Kubernetes project itself builds, other than those for tests and lessons. */
export function projectImageSign(subject: RoleSubject): Sign | undefined {
  const found = containersOf(subject.spec).find(({ container, kind }) => kind !== 'ephemeral' && isProjectImage(textOf(container.image) ?? ''));
  return found && {
    field: `${subject.specPath}.${found.path}.image`, source: 'docs: registry.k8s.io',
    text: `The image of its container ${found.name} is one that the Kubernetes project or a distribution of it builds.`,
  };
}

const plumbingWords = new Set([
  'kube', 'kubelet', 'csi', 'cni', 'ccm', 'cpi', 'vpc', 'dns', 'coredns', 'network', 'networks', 'networking', 'netplugin', 'vswitch', 'whereabouts', 'keepalived', 'ingress',
  'provisioner', 'snapshotter', 'attacher', 'autoscaler', 'apiserver', 'authenticator', 'kms', 'kube2iam', 'kiam', 'flexvol', 'flexvolume',
]);
const plumbingPhrases = ['device-plugin', 'driver-installer', 'cloud-controller', 'cloud-provider', 'controller-manager', 'termination-handler'];

/** A name that has a word of the cluster's plumbing in it: `efs-provisioner`, `amd-gpu-device-plugin`. */
export function plumbingNameSign(subject: RoleSubject): Sign | undefined {
  const found = subject.names.find(({ name }) =>
    plumbingPhrases.some((phrase) => name.includes(phrase)) || name.split(/[-.]/).some((word) => plumbingWords.has(word)));
  return found && { field: found.field, source: distributions, text: `Its name ${found.name} is that of a part of the cluster: its network, storage, names or size.` };
}

/** Vendors and projects whose agents watch clusters or carry logs away from kube-system and are no part of them. */
const vendors = new Set([
  'fluent', 'fluentd', 'fluentbit', 'filebeat', 'metricbeat', 'auditbeat', 'packetbeat', 'journalbeat', 'beats', 'elastic', 'promtail', 'loki', 'grafana', 'telegraf', 'logstash', 'vector', 'otel', 'opentelemetry',
  'newrelic', 'datadog', 'datadoghq', 'dynatrace', 'oneagent', 'sysdig', 'splunk', 'sumologic', 'instana', 'appdynamics', 'signalfx', 'wavefront', 'logdna', 'lacework', 'twistlock',
  'crowdstrike', 'falcon', 'falco', 'falcosecurity', 'aquasec', 'aqua', 'kubescape', 'scalyr', 'honeycomb', 'logzio', 'nri', 'groundcover', 'stackstate', 'sematext', 'checkmk', 'zabbix', 'portworx',
]);

/** An agent of a vendor, by the first word of its name or by who builds its image. */
export function vendorSign(subject: RoleSubject): Sign | undefined {
  const said = (what: string, field: string): Sign => ({ field, source: 'docs: the vendors', text: `${what} is that of an agent of others, which watches a cluster or carries its logs away and is no part of it.` });
  const named = subject.names.find(({ name }) => vendors.has(name.split(/[-.]/)[0] ?? ''));
  if (named) return said(`Its name ${named.name}`, named.field);
  const built = containersOf(subject.spec).find(({ container }) => (textOf(container.image) ?? '').split(/[/:@]/).some((part) => vendors.has(part)));
  return built && said(`The image of its container ${built.name}`, `${subject.specPath}.${built.path}.image`);
}

/** Is it meant for the control plane's nodes too? A DaemonSet then runs on every node. */
export function everyNodeSign({ spec, specPath, kind }: RoleSubject): Sign | undefined {
  const daemon = kind === 'DaemonSet';
  const index = listOf(spec.tolerations).findIndex(({ key, operator }) => (daemon && key === undefined && operator === 'Exists') || controlPlaneNode.test(textOf(key) ?? ''));
  return index === -1
    ? undefined
    : {
        field: `${specPath}.tolerations[${index}]`, source: 'docs: taints and tolerations',
        text: `It tolerates the taint of control-plane nodes, so that it ${daemon ? 'runs on every node' : 'may run there too'}.`,
      };
}

const controlPlaneNode = /^node-role\.kubernetes\.io\/(control-plane|master)$/;

/** Does it ask for a control-plane node? */
export function controlPlaneNodeSign({ spec, specPath }: RoleSubject): Sign | undefined {
  const source = 'docs: well-known labels';
  const text = 'It runs only on control-plane nodes.';
  const key = Object.keys(fieldsOf(spec.nodeSelector)).find((label) => controlPlaneNode.test(label));
  if (key !== undefined) return { field: `${specPath}.nodeSelector[${key}]`, text, source };
  const path = ['nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'] as const;
  const terms = listOf(valueAt(spec.affinity, ...path));
  const asks = terms.some((term) => listOf(term['matchExpressions']).some((each) => controlPlaneNode.test(textOf(each['key']) ?? '') && each['operator'] !== 'DoesNotExist'));
  return asks ? { field: `${specPath}.affinity.${path.join('.')}`, text, source } : undefined;
}

/** Folders of the node that belong to the kubelet, the network plugins or the control plane. */
const plumbing = /^\/(etc\/cni|opt\/cni|var\/lib\/cni|run\/flannel|var\/run\/calico|var\/lib\/calico|var\/lib\/kubelet|etc\/kubernetes|etc\/srv\/kubernetes|var\/lib\/etcd|lib\/modules|run\/xtables\.lock|var\/lib\/kube-proxy|var\/lib\/rancher)(\/|$)/;

/** Does it work on what makes the node a node? */
export function plumbingSign({ spec, specPath }: RoleSubject): Sign | undefined {
  const index = listOf(spec.volumes).findIndex((volume) => plumbing.test(textOf(fieldsOf(volume['hostPath'])['path']) ?? ''));
  const path = textOf(valueAt(listOf(spec.volumes)[index], 'hostPath', 'path')) ?? '';
  return index === -1
    ? undefined
    : {
        field: `${specPath}.volumes[${index}].hostPath.path`, source: 'docs: network plugins, kubelet files',
        text: `It uses the node's ${path}, which belongs to the kubelet, the network plugin or the control plane.`,
      };
}

/** A DaemonSet that works on the nodes themselves. */
export function nodeAgentSign({ spec, specPath, kind }: RoleSubject): Sign | undefined {
  if (kind !== 'DaemonSet') return undefined;
  const sign = (field: string, what: string): Sign =>
    ({ field: `${specPath}.${field}`, source: 'docs: DaemonSet', text: `A DaemonSet that ${what} works on the nodes themselves.` });
  if (spec.hostNetwork === true) return sign('hostNetwork', "uses the node's network");
  if (spec.hostPID === true) return sign('hostPID', "sees the node's processes");
  if (spec.securityContext?.windowsOptions?.hostProcess === true) return sign('securityContext.windowsOptions.hostProcess', 'runs host processes');
  const privileged = containersOf(spec).find(({ container }) => container.securityContext?.privileged === true);
  return privileged && sign(`${privileged.path}.securityContext.privileged`, 'runs privileged');
}

/** A Pod that keeps all its data in folders of one node: it is written for that node. */
export function oneNodeSign({ spec, specPath, kind }: RoleSubject): Sign | undefined {
  const volumes = listOf(spec.volumes);
  const mounted = new Set(containersOf(spec).flatMap(({ container }) => listOf(container.volumeMounts).map((mount) => textOf(mount['name']))));
  return kind === 'Pod' && volumes.length > 2 && volumes.every((volume) => volume['hostPath'] !== undefined && mounted.has(textOf(volume['name'])))
    ? {
        field: `${specPath}.volumes`, source: 'docs: static pods',
        text: 'All its volumes are folders of the node: it is written for one node, as static pods are.',
      }
    : undefined;
}

/** An account of its own: a part of the cluster that speaks with the API server has one, what somebody left here has none. */
export function ownAccountSign({ spec, specPath }: RoleSubject): Sign | undefined {
  const field = textOf(spec.serviceAccountName) ? 'serviceAccountName' : 'serviceAccount';
  const name = textOf(fieldsOf(spec)[field]);
  return name === undefined || name === '' || name === 'default'
    ? undefined
    : { field: `${specPath}.${field}`, source: 'docs: service accounts', text: `It has an account of its own, ${name}, by which it speaks with the API server.` };
}

/** What lets traffic into a cluster; people install one, and need one. */
const ingressController = /(^|-)(ingress-controller|ingress-nginx|nginx-ingress|kubernetes-ingress)(-|$)/;
/** Most names and images do not even have the word. */
const isIngressController = (name: string): boolean => name.includes('ingress') && ingressController.test(imageBaseName(name));

/** An ingress controller, by its name or its image. */
export function ingressControllerSign(subject: RoleSubject): Sign | undefined {
  const said = (what: string, field: string): Sign => ({ field, source: 'docs: ingress controllers', text: `${what} is that of an ingress controller.` });
  const named = subject.names.find(({ name }) => isIngressController(name));
  if (named) return said(`Its name ${named.name}`, named.field);
  const built = containersOf(subject.spec).find(({ container }) => isIngressController(textOf(container.image) ?? ''));
  return built && said(`The image of its container ${built.name}`, `${subject.specPath}.${built.path}.image`);
}

/** Is it a word that something still replaces, `<injected>`, `${NAME}`? Names have none of these. */
const isToBeFilledIn = (name: string): boolean => name === '' || isDNS1123Subdomain(name).length > 0;

/** What leaves its name and its API namespace to an operator, and works on the control plane's nodes with a system priority. */
export function operatorsHelperSign(subject: RoleSubject): Sign | undefined {
  const nameless = !subject.apiNamespace && subject.names.every(({ name }) => isToBeFilledIn(name));
  return nameless && prioritySign(subject) ? plumbingSign(subject) ?? controlPlaneNodeSign(subject) : undefined;
}

/** Values that a program made up to fill every field: numbers, or the fields' own names. */
export function madeUpSign(subject: RoleSubject): Sign | undefined {
  const madeUp = (text: string): boolean => /^\d+$/.test(text) || text === 'nameValue' || text === 'imageValue' || text === 'namespaceValue';
  const [first] = subject.names;
  const containers = containersOf(subject.spec);
  return first !== undefined && madeUp(first.name) && containers.length > 0 && containers.every(({ container }) => madeUp(textOf(container.image) ?? ''))
    ? { field: first.field, source: 'staging/src/k8s.io/api/roundtrip_test.go', text: 'Its name and its images are made up, as tests fill every field of an object.' }
    : undefined;
}
