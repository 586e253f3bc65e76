/**
 * Is a pod a part of the cluster's system? Four facts decide, by a table whose first matching row holds: the API
 * namespace, a recognised component, a system priority, a label of infrastructure. The facts are always told, also
 * when they do not decide.
 */
import type { Confidence, Evidence, PodClass, SystemRole } from './classification';
import type { PodSpec } from './objects';
import { containersOf } from './podContainers';
import { systemClusterCritical, systemCriticalPriority, systemNodeCritical } from './podOrigin';
import { fieldsOf, textOf, textsOf } from './reading';
import { apiNamespaceClass, imageBaseName, isInfrastructureLabel, knownComponent, type KnownComponent } from './systemComponents';

/** The pod, or the template, with the paths at which its parts stand in the text. */
export interface RoleSubject {
  readonly spec: PodSpec;
  /** `spec`, or `spec.template.spec`. */
  readonly specPath: string;
  /** Names to look at, the object's own first: each with its path and the node's name that a mirror's name ends with. */
  readonly names: readonly { readonly name: string; readonly field: string }[];
  readonly nodeName?: string;
  /** Labels with their path, `metadata.labels`. Several: the object's and the template's. */
  readonly labels: readonly { readonly labels: unknown; readonly field: string }[];
  readonly apiNamespace?: string;
  readonly namespaceField: string;
}

export interface RoleAnswer {
  readonly system: SystemRole;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly settle: readonly string[];
}

interface Fact {
  readonly text: string;
  readonly field: string;
}
interface KnownFact extends Fact {
  readonly component: KnownComponent;
}

/** The name without the node's name at its end, as mirrors have it. */
const withoutNode = (name: string, nodeName: string | undefined): string =>
  nodeName && name.toLowerCase().endsWith(`-${nodeName.toLowerCase()}`) ? name.slice(0, -nodeName.length - 1) : name;

/** The first recognised component among the object's name, its containers' names and images. */
function knownFact(subject: RoleSubject): KnownFact | undefined {
  for (const { name, field } of subject.names) {
    const component = knownComponent(withoutNode(name, subject.nodeName), subject.nodeName !== undefined);
    if (component) return { component, field, text: `It is named ${name}: that is ${component.name}, a component that is recognised.` };
  }
  for (const { container, name, path, kind } of containersOf(subject.spec)) {
    if (kind === 'ephemeral') continue;
    const byName = knownComponent(name);
    if (byName) {
      const text = `Its container ${name} is ${byName.name}, a component that is recognised.`;
      return { component: byName, field: `${subject.specPath}.${path}.name`, text };
    }
    const image = textOf(container.image) ?? '';
    const byImage = knownComponent(imageBaseName(image));
    if (byImage) {
      const text = `The image of its container ${name} is ${byImage.name}, a component that is recognised.`;
      return { component: byImage, field: `${subject.specPath}.${path}.image`, text };
    }
  }
  return undefined;
}

function priorityFact(subject: RoleSubject): Fact | undefined {
  const name = textOf(subject.spec.priorityClassName);
  if (name === systemNodeCritical || name === systemClusterCritical) {
    return { field: `${subject.specPath}.priorityClassName`, text: `Its priority class is ${name}. Any namespace may use it, so it is a sign and no proof.` };
  }
  const priority = subject.spec.priority;
  return typeof priority === 'number' && priority >= systemCriticalPriority
    ? { field: `${subject.specPath}.priority`, text: `Its priority ${priority} is in the range of the system classes.` }
    : undefined;
}

function labelFact(subject: RoleSubject): Fact | undefined {
  for (const { labels, field } of subject.labels) {
    for (const [key, value] of Object.entries(textsOf(labels))) {
      if (isInfrastructureLabel(key, value)) {
        return { field: `${field}[${key}]`, text: `The label ${key}: ${value} is put on cluster infrastructure.` };
      }
    }
  }
  return undefined;
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

/** A row of the table: the verdict and why. */
interface Row {
  readonly system: SystemRole;
  readonly confidence: Confidence;
  readonly because: string;
  readonly field: string;
  readonly settle?: string;
}

function rowOf(subject: RoleSubject, podClass: PodClass, known: KnownFact | undefined, priority: Fact | undefined, label: Fact | undefined): Row {
  const apiNamespace = subject.apiNamespace ?? '';
  const field = subject.namespaceField;
  const sign = known ?? priority ?? label;
  switch (apiNamespaceClass(subject.apiNamespace)) {
    case 'kube-system':
      return sign
        ? { system: 'system', confidence: known ? 'certain' : 'probable', field, because: 'It is in kube-system, where the cluster keeps its own pods.' }
        : {
            system: 'unsure', confidence: 'possible', field,
            because: 'It is in kube-system, but the component is not recognised: anybody with the right may put a pod there.',
            settle: 'Tell which component this is: its name, image, priority and labels do not show it.',
          };
    case 'platform':
      return {
        system: 'system', confidence: 'probable', field,
        because: `The namespace ${apiNamespace} belongs to a platform component; the answer rests on that name.`,
      };
    case 'add-on':
      return {
        system: 'unsure', confidence: 'possible', field,
        because: `The namespace ${apiNamespace} belongs to a cluster add-on, which the cluster does not need to run.`,
      };
    case 'other':
    case 'none':
      return outsideRow(subject, podClass, known, priority, label);
  }
}

/** Rows for namespaces that nobody reserves, and for texts without a namespace. */
function outsideRow(subject: RoleSubject, podClass: PodClass, known: KnownFact | undefined, priority: Fact | undefined, label: Fact | undefined): Row {
  const where = subject.apiNamespace ? `in the namespace ${subject.apiNamespace}` : 'without a namespace';
  const isStatic = podClass === 'static' || podClass === 'mirror';
  if (known?.component.core && isStatic) {
    return {
      system: 'system', confidence: 'probable', field: known.field,
      because: `${known.component.name} as a static pod is a control plane component, though it is ${where}.`,
    };
  }
  if (known?.component.core) {
    return {
      system: 'unsure', confidence: 'possible', field: known.field,
      because: `${known.component.name} ${where}: it may serve another cluster (a hosted control plane) or be a user's own.`,
      settle: 'Tell whether this control plane is the one of this cluster: its namespace, or the path of its manifest.',
    };
  }
  if (priority) {
    return {
      system: 'unsure', confidence: 'possible', field: priority.field,
      because: `It has a system priority ${where}; priority admission allows that in any namespace.`,
    };
  }
  if (!subject.apiNamespace && (known ?? label)) {
    return {
      system: 'unsure', confidence: 'possible', field: (known ?? label)?.field ?? '',
      because: 'It looks like a component of the cluster, but the text has no namespace.',
      settle: 'Tell the namespace that it is applied to.',
    };
  }
  return {
    system: 'non-system', confidence: subject.apiNamespace ? 'probable' : 'possible', field: subject.apiNamespace ? subject.namespaceField : '',
    because: `It is ${where}, and nothing marks it as a component of the cluster.`,
  };
}

const roleSource = 'no field of Kubernetes tells; by namespace, name, priority and labels';

/** The role of a pod or template. `podClass` matters: a control plane component is expected to be static. */
export function systemRole(subject: RoleSubject, podClass: PodClass): RoleAnswer {
  const known = knownFact(subject);
  const priority = priorityFact(subject);
  const label = labelFact(subject);
  const row = rowOf(subject, podClass, known, priority, label);
  const toEvidence = (fact: Fact, source: string): Evidence =>
    ({ because: fact.text, field: fact.field, verdict: row.system === 'non-system' ? 'does-not-count' : 'leans', about: 'role', source });
  return {
    system: row.system,
    confidence: row.confidence,
    evidence: [
      { because: row.because, field: row.field, verdict: row.confidence === 'certain' ? 'proves' : 'leans', about: 'role', source: roleSource },
      ...(known ? [toEvidence(known, 'manifests of the distributions')] : []),
      ...(priority ? [toEvidence(priority, 'plugin/pkg/admission/priority/admission.go:admitPod')] : []),
      ...(label ? [toEvidence(label, 'manifests of the distributions')] : []),
      ...labelThatDoesNotCount(subject),
    ],
    settle: row.settle ? [row.settle] : [],
  };
}
