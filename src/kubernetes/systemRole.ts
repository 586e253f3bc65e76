/**
 * Is a pod a part of the cluster's system? A table decides, whose first matching row holds: the API namespace, a
 * recognised component, a system priority, labels and other marks (see systemSigns.ts). The signs are always told, also
 * when they do not decide.
 */
import type { Confidence, Evidence, PodClass, SystemRole } from './classification';
import { isDNS1123Label } from './nameValidation';
import { fieldsOf } from './reading';
import { isInfrastructureLabel } from './systemComponents';
import { apiNamespaceClass, distributionDefault } from './systemNamespaces';
import {
  addOnLabelSign, clusterComponentSign, componentSign, controlPlaneNodeSign, criticalAddOnSign, everyNodeSign, hostedSign, ingressControllerSign, labelSign, madeUpSign, nodeAgentSign,
  oneNodeSign, operatorsHelperSign, ownAccountSign, platformSign, plumbingNameSign, plumbingSign, prioritySign, projectImageSign, vendorSign,
  type ComponentSign, type RoleSubject, type Sign,
} from './systemSigns';

export interface RoleAnswer {
  readonly system: SystemRole;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly settle: readonly string[];
}

/** Labels that look like infrastructure's and are anybody's. */
function labelThatDoesNotCount(subject: RoleSubject): Evidence[] {
  for (const { labels, field } of subject.labels) {
    for (const key of ['tier', 'component', 'k8s-app'] as const) {
      const value = fieldsOf(labels)[key];
      if (typeof value === 'string' && !isInfrastructureLabel(key, value)) {
        return [{
          because: `The label ${key}: ${value} says nothing: any pod may have it.`, field: `${field}[${key}]`,
          verdict: 'does-not-count', about: 'role', source: 'docs: recommended labels',
        }];
      }
    }
  }
  return [];
}

/** A row of the table: the verdict and why, and the sign that it rests on besides the three that are always told. */
interface Row {
  readonly system: SystemRole;
  readonly confidence: Confidence;
  readonly because: string;
  readonly field: string;
  readonly settle?: string;
  readonly sign?: Sign;
}

/** The signs that every row may need. */
interface Signs {
  readonly component: ComponentSign | undefined;
  readonly priority: Sign | undefined;
  readonly label: Sign | undefined;
}

function rowOf(subject: RoleSubject, podClass: PodClass, signs: Signs): Row {
  const apiNamespace = subject.apiNamespace ?? '';
  const field = subject.namespaceField;
  switch (apiNamespaceClass(subject.apiNamespace)) {
    case 'kube-system':
      return kubeSystemRow(subject, podClass, signs);
    case 'platform':
      return {
        system: 'system', confidence: 'probable', field,
        because: `The namespace ${apiNamespace} belongs to a platform component; the answer rests on that name.`,
      };
    case 'add-on': {
      const shipped = distributionDefault(apiNamespace, signs.component?.component.name);
      if (shipped !== undefined) return { system: 'system', confidence: 'probable', field, because: shipped };
      if (apiNamespace.startsWith('kube-') && signs.priority && clusterComponentSign(subject, signs.component)) {
        return {
          system: 'system', confidence: 'probable', field,
          because: `The namespace ${apiNamespace} begins with kube-, as Kubernetes' own do, and keeps a component of the cluster that runs with a system priority.`,
        };
      }
      return {
        system: 'unsure', confidence: 'possible', field,
        because: `The namespace ${apiNamespace} belongs to a cluster add-on, which the cluster does not need to run.`,
        settle: 'Decide whether add-ons count as the system for you: Kubernetes has no field for it.',
      };
    }
    case 'other':
      return outsideRow(isDNS1123Label(apiNamespace).length > 0 ? withoutApiNamespace(subject) : subject, podClass, signs);
    case 'none':
      return outsideRow(subject, podClass, signs);
  }
}

/** A namespace that is no name, `<injected>`, `${NAMESPACE}`, is still to be filled in: nothing is known of it. */
function withoutApiNamespace(subject: RoleSubject): RoleSubject {
  const { apiNamespace: _apiNamespace, ...rest } = subject;
  return rest;
}

/** The words for the place that a pod is in. */
const whereOf = ({ apiNamespace, namespaceField }: RoleSubject): string =>
  apiNamespace ? `in the namespace ${apiNamespace}` : namespaceField === '' ? 'without a namespace' : 'in a namespace that is still to be filled in';

/** In kube-system one sign is enough. */
function kubeSystemRow(subject: RoleSubject, podClass: PodClass, { component, priority, label }: Signs): Row {
  const field = subject.namespaceField;
  const told = component ?? priority ?? label;
  const because = 'It is in kube-system, where the cluster keeps its own pods.';
  if (told) return { system: 'system', confidence: component ? 'certain' : 'probable', field, because };
  const vendor = vendorSign(subject);
  if (vendor) return unsure('It is in kube-system, but it is an agent that somebody installed there.', vendor, 'Decide whether agents count as the system for you: Kubernetes has no field for it.');
  const sign = criticalAddOnSign(subject) ?? platformSign(subject) ?? plumbingSign(subject) ?? controlPlaneNodeSign(subject) ??
    projectImageSign(subject) ?? plumbingNameSign(subject) ?? everyNodeSign(subject) ?? nodeAgentSign(subject);
  if (sign) return { system: 'system', confidence: 'probable', field, because, sign };
  if (podClass === 'static' || podClass === 'mirror') {
    return { system: 'system', confidence: 'probable', field, because: 'It is a static pod in kube-system: whoever runs the node put it there.' };
  }
  const weak = oneNodeSign(subject) ?? ownAccountSign(subject);
  if (weak) {
    return {
      system: 'system', confidence: 'possible', field, sign: weak,
      because: 'The component is not recognised, but it is in kube-system, and it is made as the parts of a cluster are; the answer rests on that.',
      settle: 'Tell which component this is: its name, image, priority and labels do not show it.',
    };
  }
  return {
    system: 'unsure', confidence: 'possible', field,
    because: 'It is in kube-system, but the component is not recognised: anybody with the right may put a pod there.',
    settle: 'Tell which component this is: its name, image, priority and labels do not show it.',
  };
}

const unsure = (because: string, sign: Sign, settle: string): Row => ({ system: 'unsure', confidence: 'possible', field: sign.field, because, sign, settle });

/** Rows for namespaces that nobody reserves, and for texts without a namespace. */
function outsideRow(subject: RoleSubject, podClass: PodClass, signs: Signs): Row {
  const { component, priority } = signs;
  const where = whereOf(subject);
  const hosted = hostedSign(subject);
  if (hosted) {
    return {
      system: 'system', confidence: 'probable', field: hosted.field, sign: hosted,
      because: 'It is a part of a hosted control plane: the cluster that it serves is another one than the cluster that it runs in.',
    };
  }
  if (component?.component.core) return coreRow(subject, podClass, component, where);
  const platform = platformSign(subject);
  if (platform && !subject.apiNamespace) {
    return { system: 'system', confidence: 'probable', field: platform.field, sign: platform, because: 'It is marked as one of OpenShift’s own pods; its operator fills in the namespace.' };
  }
  const operators = operatorsHelperSign(subject);
  if (operators) {
    return {
      system: 'system', confidence: 'probable', field: operators.field, sign: operators,
      because: 'Its name and its namespace are left to an operator, and it works on the nodes of the control plane with a system priority: it is a helper of the control plane.',
    };
  }
  if (priority) return unsure(`It has a system priority ${where}; priority admission allows that in any namespace.`, priority, 'Tell who installed it, and whether the cluster needs it to run.');
  const addOn = addOnRow(subject, where, component);
  if (addOn) return addOn;
  return (subject.apiNamespace ? undefined : withoutNamespaceRow(subject, signs)) ?? {
    system: 'non-system', confidence: subject.apiNamespace ? 'probable' : 'possible', field: subject.apiNamespace ? subject.namespaceField : '',
    because: `It is ${where}, and nothing marks it as a component of the cluster.`,
  };
}

/** What serves the cluster, or may, outside of kube-system: whether it counts is open. */
function addOnRow(subject: RoleSubject, where: string, component: ComponentSign | undefined): Row | undefined {
  const { apiNamespace, kind } = subject;
  const askWho = 'Tell who installed it, and whether the cluster needs it to run.';
  const declared = addOnLabelSign(subject) ?? platformSign(subject);
  if (declared) return unsure(`It is declared an add-on of the cluster, but it is ${where}.`, declared, 'Tell the namespace in which the cluster runs it, and whether it needs it.');
  const serves = apiNamespace ? clusterComponentSign(subject, component) ?? (kind === 'Pod' ? undefined : plumbingSign(subject)) : undefined;
  if (serves) return unsure(`It is made to serve the whole cluster, but it is ${where}.`, serves, askWho);
  const ingress = ingressControllerSign(subject);
  if (ingress) return unsure(`It is an ingress controller ${where}: an add-on that a cluster runs well without.`, ingress, 'Decide whether add-ons count as the system for you: Kubernetes has no field for it.');
  // In default stands what users start, their agents too.
  const agent = apiNamespace === 'default' ? undefined : nodeAgentSign(subject);
  if (agent) return unsure(`It is an agent for nodes ${where}: it may serve the cluster, or somebody's own needs.`, agent, askWho);
  const madeUp = madeUpSign(subject);
  return madeUp && unsure('Its values are made up, so nothing in it tells what it belongs to.', madeUp, 'Paste an object that really runs.');
}

/** A component of the control plane that is not in kube-system. */
function coreRow({ kind, apiNamespace }: RoleSubject, podClass: PodClass, { component, field }: ComponentSign, where: string): Row {
  const isStatic = podClass === 'static' || podClass === 'mirror';
  if (isStatic || (kind === 'Pod' && !apiNamespace && component.name !== 'etcd')) {
    return {
      system: 'system', confidence: 'probable', field,
      because: isStatic
        ? `${component.name} as a static pod is a control plane component, though it is ${where}.`
        : `${component.name} is a part of the control plane, and a Pod of it is written for a node, though the text has no namespace.`,
    };
  }
  return {
    system: 'unsure', confidence: 'possible', field,
    because: `${component.name} ${where}: it may serve another cluster (a hosted control plane) or be a user's own.`,
    settle: 'Tell whether this control plane is the one of this cluster: its namespace, or the path of its manifest.',
  };
}

/** Without a namespace, everything that looks like a part of the cluster leaves the answer open. */
function withoutNamespaceRow(subject: RoleSubject, { component, label }: Signs): Row | undefined {
  const askForNamespace = 'Tell the namespace that it is applied to.';
  // An agent of others looks into the node's folders too, and is a part of no cluster.
  if (!component && !label && vendorSign(subject)) return undefined;
  const looks = component ?? clusterComponentSign(subject, component) ?? label ?? criticalAddOnSign(subject) ?? plumbingSign(subject);
  if (looks) return unsure('It looks like a component of the cluster, but the text has no namespace.', looks, askForNamespace);
  const oneNode = oneNodeSign(subject);
  return oneNode && unsure('It is written for one node, and the text does not tell whether for the cluster or for a user.', oneNode, askForNamespace);
}

const roleSource = 'no field of Kubernetes tells; by namespace, name, priority and labels';

/** The role of a pod or template. `podClass` matters: a control plane component is expected to be static. */
export function systemRole(subject: RoleSubject, podClass: PodClass): RoleAnswer {
  const signs: Signs = { component: componentSign(subject), priority: prioritySign(subject), label: labelSign(subject) };
  const row = rowOf(subject, podClass, signs);
  const toEvidence = ({ text, field, source }: Sign): Evidence =>
    ({ because: text, field, verdict: row.system === 'non-system' ? 'does-not-count' : 'leans', about: 'role', source });
  const told = [signs.component, signs.priority, signs.label, row.sign].filter((sign) => sign !== undefined);
  return {
    system: row.system,
    confidence: row.confidence,
    evidence: [
      { because: row.because, field: row.field, verdict: row.confidence === 'certain' ? 'proves' : 'leans', about: 'role', source: roleSource },
      ...told.filter((sign, index) => told.indexOf(sign) === index).map(toEvidence),
      ...labelThatDoesNotCount(subject),
    ],
    settle: row.settle ? [row.settle] : [],
  };
}
