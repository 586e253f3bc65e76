/**
 * What kind of pod is this? One entry for everything that can be pasted: a live pod, a manifest of a Pod, a kind with
 * a pod template, anything else. Origin (who starts it) and role (is it the cluster's own) are judged apart, and the
 * answer is a place in the flowchart with its evidence. See classifyLive, classifyManifest, systemRole.
 */
import { commonNodes, openPaths, type Classification, type PodClass } from './classification';
import { classifyLive, isLive, type ClassificationContext, type OriginAnswer } from './classifyLive';
import { classifyManifest, templateAnswer } from './classifyManifest';
import type { ApiObject, Pod } from './objects';
import { isPod, podTemplateOf, type FoundTemplate } from './podTemplateOf';
import { fieldsOf, textOf } from './reading';
import { systemRole } from './systemRole';
import type { RoleSubject } from './systemSigns';

export interface ClassifyContext extends ClassificationContext {
  /**
   * The pod template that was found at an unusual place of a custom kind, with its path. Without it the object's own
   * pod or the usual template is taken.
   */
  readonly template?: FoundTemplate;
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** The parts of the object that the role is judged by, with their paths. */
function subjectOf(object: ApiObject, template: FoundTemplate): RoleSubject {
  const inner = fieldsOf(template.metadata);
  // A controller makes its pods in its own namespace, whatever the template's metadata says (controller_utils.go:CreatePods).
  const apiNamespace = textOf(object.metadata?.namespace);
  const live = isPod(object) && isLive(object);
  const nodeName = live ? textOf(template.spec.nodeName) : undefined;
  const names = [
    { name: textOf(object.metadata?.name) ?? '', field: 'metadata.name' },
    ...(template.path === '' ? [] : [{ name: textOf(inner['name']) ?? '', field: `${template.path}.metadata.name` }]),
  ].filter(({ name }) => name !== '');
  const kind = isPod(object) ? 'Pod' : textOf(object.kind);
  return {
    spec: template.spec,
    specPath: join(template.path, template.specKey ?? 'spec'),
    ...(kind === undefined ? {} : { kind }),
    names,
    ...(nodeName === undefined ? {} : { nodeName }),
    labels: [
      { labels: object.metadata?.labels, field: 'metadata.labels' },
      ...(template.path === '' ? [] : [{ labels: inner['labels'], field: `${template.path}.metadata.labels` }]),
    ],
    annotations: [
      { annotations: object.metadata?.annotations, field: 'metadata.annotations' },
      ...(template.path === '' ? [] : [{ annotations: inner['annotations'], field: `${template.path}.metadata.annotations` }]),
    ],
    ...(apiNamespace ? { apiNamespace } : {}),
    namespaceField: apiNamespace ? 'metadata.namespace' : '',
  };
}

function originOf(object: ApiObject, context: ClassifyContext): OriginAnswer {
  if (isPod(object)) {
    const pod: Pod = fieldsOf(object);
    return isLive(pod) && context.origin === undefined ? classifyLive(pod, context) : classifyManifest(object, context);
  }
  return context.template && !podTemplateOf(object) ? templateAnswer(object, context.related) : classifyManifest(object, context);
}

/** The class by which the role is judged: an open origin is judged as it leans. */
const roleClass = (origin: OriginAnswer): PodClass =>
  origin.startedBy.kind === 'undecided' && origin.startedBy.lean === 'static' ? 'static' : origin.class;

/**
 * Classifies one object. `context` carries what the text does not: the file's path, where the user would put it, the
 * other objects of the paste. Never throws, whatever shape the object has.
 */
export function classify(object: ApiObject, context: ClassifyContext = {}): Classification {
  const origin = originOf(object, context);
  const template = context.template ?? podTemplateOf(object);
  if (!template || (origin.startedBy.kind === 'none' && !isPod(object))) {
    return {
      path: [], paths: [], class: 'unknown', startedBy: origin.startedBy, system: 'non-system',
      confidence: { startedBy: origin.confidence, system: 'undecidable' }, evidence: origin.evidence,
      ...(origin.settle.length > 0 ? { settle: origin.settle } : {}),
    };
  }
  const subject = subjectOf(object, template);
  const role = systemRole(subject, roleClass(origin));
  const paths = origin.startedBy.kind === 'none' ? [] : openPaths(origin.class, role.system, subject.apiNamespace === 'kube-system');
  const settle = [...origin.settle, ...role.settle];
  return {
    path: commonNodes(paths),
    paths,
    class: origin.class,
    startedBy: origin.startedBy,
    system: role.system,
    confidence: { startedBy: origin.confidence, system: role.confidence },
    evidence: [...origin.evidence, ...role.evidence],
    ...(settle.length > 0 ? { settle } : {}),
  };
}
