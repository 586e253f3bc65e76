/**
 * Who made a pod, upwards from its controller: read off the owner reference with `controller: true`, followed through
 * the objects of the same paste, and inferred from labels and names where the paste ends. An owner without
 * `controller: true` is for garbage collection and is no controller. Groups and kinds are open-ended: an unknown one is
 * shown as it stands.
 */
import type { Evidence, ControllerLink } from './classification';
import type { ApiObject } from './objects';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from './reading';

export interface ControllerChain {
  readonly links: readonly ControllerLink[];
  readonly evidence: readonly Evidence[];
  /** What to paste to learn more. */
  readonly settle: readonly string[];
}

/** Where the rule on owners stands upstream. */
export const controllerSource = 'apimachinery pkg/apis/meta/v1/controller_ref.go:GetControllerOf';

/** The API group of an apiVersion, empty for core. */
export const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : '');

/** The one owner that is the controller, with its index, undefined when there is none. */
export function controllerOf(object: ApiObject): { readonly owner: Fields; readonly index: number } | undefined {
  const owners = listOf(object.metadata?.ownerReferences);
  const index = owners.findIndex((owner) => owner['controller'] === true);
  const owner = owners[index];
  return owner ? { owner, index } : undefined;
}

const linkOf = (owner: Fields): ControllerLink => ({
  kind: textOf(owner['kind']) ?? '',
  name: textOf(owner['name']) ?? '',
  group: groupOf(textOf(owner['apiVersion']) ?? ''),
});

const matches = (object: ApiObject, owner: Fields, namespace: unknown): boolean =>
  object.kind === owner['kind'] && object.metadata?.name === owner['name'] &&
  (textOf(namespace) === undefined || object.metadata?.namespace === undefined || object.metadata.namespace === namespace);

const hashLabel = 'pod-template-hash';
const rolloutHashLabel = 'rollouts-pod-template-hash';
const withoutSuffix = (name: string, suffix: string | undefined): string | undefined =>
  suffix && name.endsWith(`-${suffix}`) ? name.slice(0, -suffix.length - 1) : undefined;

/** What a ReplicaSet's own controller must be, from the hash in its name. */
function inferAboveReplicaSet(pod: ApiObject, link: ControllerLink): { readonly link: ControllerLink; readonly label: string } | undefined {
  const labels = textsOf(pod.metadata?.labels);
  const rollout = withoutSuffix(link.name ?? '', labels[rolloutHashLabel]);
  if (rollout) return { link: { kind: 'Rollout', name: rollout, group: 'argoproj.io', inferred: true }, label: rolloutHashLabel };
  const deployment = withoutSuffix(link.name ?? '', labels[hashLabel]);
  return deployment ? { link: { kind: 'Deployment', name: deployment, group: 'apps', inferred: true }, label: hashLabel } : undefined;
}

/** A Job of a CronJob is named after the minute: `<cron job>-<Unix minutes>` (pkg/controller/cronjob/utils.go:getJobName). */
function inferAboveJob(link: ControllerLink): ControllerLink | undefined {
  const cronJob = /^(.+)-\d{8}$/.exec(link.name ?? '')?.[1];
  return cronJob ? { kind: 'CronJob', name: cronJob, group: 'batch', inferred: true } : undefined;
}

/** The link above the last one, when names and labels tell. */
function inferAbove(pod: ApiObject, last: ControllerLink): ControllerChain {
  const nothing: ControllerChain = { links: [], evidence: [], settle: [] };
  if (last.kind === 'ReplicaSet') {
    const above = inferAboveReplicaSet(pod, last);
    if (!above) {
      return { ...nothing, settle: [`Paste the ReplicaSet ${last.name ?? ''}: it may have a controller of its own.`] };
    }
    return {
      links: [above.link],
      evidence: [{
        because: `The ReplicaSet's name is ${above.link.name ?? ''} and the value of the label ${above.label}: a ${above.link.kind} made it.`,
        field: `metadata.labels[${above.label}]`, verdict: 'leans', about: 'origin',
        source: 'pkg/controller/deployment/sync.go:getNewReplicaSet',
      }],
      settle: [`Paste the ReplicaSet ${last.name ?? ''} to confirm its controller.`],
    };
  }
  if (last.kind === 'Job') {
    const above = inferAboveJob(last);
    return above
      ? {
          links: [above],
          evidence: [{
            because: `The Job's name ends in eight digits, as those that the CronJob ${above.name ?? ''} would make.`,
            field: 'metadata.ownerReferences', verdict: 'leans', about: 'origin',
            source: 'pkg/controller/cronjob/utils.go:getJobName',
          }],
          settle: [`Paste the Job ${last.name ?? ''} to confirm its controller.`],
        }
      : nothing;
  }
  return nothing;
}

/**
 * The controllers of a live pod, from its own upwards. `related`: the other objects of the same paste. Owners that are
 * not in the paste end the chain; a missing one is inferred where upstream's naming allows.
 */
export function controllerChain(pod: ApiObject, related: readonly ApiObject[] = []): ControllerChain {
  const first = controllerOf(pod);
  if (!first) return { links: [], evidence: [], settle: [] };
  const links: ControllerLink[] = [linkOf(first.owner)];
  const evidence: Evidence[] = [{
    because: `Its owner with controller: true is the ${textOf(first.owner['kind']) ?? 'object'} ${textOf(first.owner['name']) ?? ''}: that controller made it.`,
    field: `metadata.ownerReferences[${first.index}]`, verdict: 'proves', about: 'origin',
    source: controllerSource,
  }];
  let owner: Fields = first.owner;
  for (let depth = 0; depth < 10; depth++) {
    const object = related.find((each) => matches(each, owner, pod.metadata?.namespace));
    if (!object) break;
    const above = controllerOf(object);
    if (!above) return { links, evidence, settle: [] };
    owner = above.owner;
    links.push(linkOf(owner));
    const named = `${textOf(owner['kind']) ?? ''} ${textOf(owner['name']) ?? ''}`;
    evidence.push({
      because: `In the same paste the ${object.kind ?? ''} ${object.metadata?.name ?? ''} has the controller ${named}.`,
      field: '', verdict: 'proves', about: 'origin', source: controllerSource,
    });
  }
  const last = links.at(-1);
  const inferred = last ? inferAbove(pod, last) : undefined;
  return {
    links: [...links, ...(inferred?.links ?? [])],
    evidence: [...evidence, ...(inferred?.evidence ?? [])],
    settle: inferred?.settle ?? [],
  };
}

/** Labels that a controller puts on its pods; without an owner they show that the pod was orphaned or relabelled. */
export const controllerLabels = ['pod-template-hash', 'controller-revision-hash', 'controller-uid', 'batch.kubernetes.io/controller-uid'] as const;
export const controllerLabelOf = (pod: ApiObject): string | undefined => {
  const labels = fieldsOf(pod.metadata?.labels);
  return controllerLabels.find((key) => labels[key] !== undefined);
};
