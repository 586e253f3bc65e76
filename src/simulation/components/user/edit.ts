/**
 * kubectl patch, scale, set image, rollout undo, cordon, uncordon, taint, debug: one change of one object each.
 * Stands for: kubectl/pkg/cmd/{patch,scale,set,rollout,drain,taint,debug}. Left out: rollout undo to a revision other
 * than the last.
 */
import type { UserAction } from '../../actions';
import type { ApiObject, Container, Deployment, Node, Pod, PodTemplateSpec, Taint } from '../../../kubernetes/objects';
import { duplicate, notFound as notFoundField, type FieldError } from '../../../kubernetes/fieldErrors';
import { validateMirrorEphemeralContainersUpdate } from '../../../kubernetes/metadataValidation';
import { podSpecDefaults } from '../../../kubernetes/defaults';
import { fieldsOf, valueAt } from '../../../kubernetes/reading';
import type { Tx } from '../../tx';
import { nameSuffix } from '../admission/nameSuffix';
import { invalidObject } from '../admission/refusals';
import { type Answer, CONNECTION_REFUSED, servingApiServer, update } from '../apiServer';
import { changeObject } from './change';
import { mergePatch } from './merge';
import { refused, succeed } from './outcome';
import { find, type Found, type Target } from './targets';

type Action<D extends UserAction['do']> = Extract<UserAction, { readonly do: D }>;

/** Finds the object and changes it; tells what came of it. */
function edit(tx: Tx, id: string, target: Target, command: string, make: (object: ApiObject, found: Found) => ApiObject | string): void {
  if (!servingApiServer(tx)) return refused(tx, id, command, CONNECTION_REFUSED);
  const found = find(tx, target);
  if (!found.ok) return refused(tx, id, command, found);
  const made = make(found.object, found);
  if (typeof made === 'string') return refused(tx, id, command, made);
  finish(tx, id, command, changeObject(tx, found.table, found.key, () => made));
}

function finish(tx: Tx, id: string, command: string, answer: Answer<ApiObject>): void {
  if (!answer.ok) return refused(tx, id, command, answer);
  const { kind, metadata } = answer.object;
  tx.because('user.edit', { command, kind: kind ?? '', name: metadata?.name ?? '', ...(metadata?.namespace ? { namespace: metadata.namespace } : {}) });
  succeed(tx, id);
}

const named = (target: Target): string => `${target.kind.toLowerCase()} ${target.name ?? target.namePattern ?? ''}`;

// ── patch, scale ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** kubeadm asks again every half second while the API server, or the Node, is not there yet. */
const WAIT = 500;

export function patch(tx: Tx, id: string, action: Action<'patch'>, waited = false): void {
  const command = `kubectl patch ${named(action)}`;
  if (action.waitForAPI && !(servingApiServer(tx) && find(tx, action).ok)) {
    // The first vain try is told, the others are not.
    if (!waited) tx.because('user.waitForAPI', { command });
    tx.send({ type: 'note', to: 'user/you', kind: 'patch', about: id, data: { action } }, WAIT);
    return;
  }
  if (isOfStatus(action.patch)) patchStatus(tx, id, action, `${command} --subresource=status`);
  else edit(tx, id, action, command, (object) => mergePatch(object, action.patch) as ApiObject);
}

/** The object's own endpoint leaves the status as it is: who patches nothing else means the subresource. */
const isOfStatus = (patchOf: Readonly<Record<string, unknown>>): boolean => Object.keys(patchOf).length === 1 && 'status' in patchOf;

function patchStatus(tx: Tx, id: string, action: Action<'patch'>, command: string): void {
  const found = servingApiServer(tx) ? find(tx, action) : undefined;
  if (!found?.ok) return refused(tx, id, command, found ?? CONNECTION_REFUSED);
  const answer = update(tx, 'user/you', found.table, found.key, (object) => mergePatch(object, action.patch) as never);
  finish(tx, id, command, answer);
}

const SCALABLE = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);

export function scale(tx: Tx, id: string, action: Action<'scale'>): void {
  const command = `kubectl scale ${named(action)} --replicas=${action.replicas}`;
  edit(tx, id, action, command, (object) =>
    SCALABLE.has(object.kind ?? '')
      ? (mergePatch(object, { spec: { replicas: action.replicas } }) as ApiObject)
      : 'error: the server doesn\'t have a resource type with a scale subresource');
}

// ── set image, rollout undo ──────────────────────────────────────────────────────────────────────────────────────────

interface PodHolder extends ApiObject {
  readonly spec?: { readonly containers?: readonly Container[]; readonly initContainers?: readonly Container[] | null; readonly template?: PodTemplateSpec };
}

export function setImage(tx: Tx, id: string, action: Action<'setImage'>): void {
  const command = `kubectl set image ${named(action)} ${action.container}=${action.image}`;
  edit(tx, id, action, command, (object) => withImage(object, action.container, action.image) ?? `error: unable to find container named "${action.container}"`);
}

function withImage(object: PodHolder, name: string, image: string): ApiObject | undefined {
  const holder = object.kind === 'Pod' ? object.spec : object.spec?.template?.spec;
  const change = (list: readonly Container[] | null | undefined) => list?.map((each) => (each.name === name ? { ...each, image } : each));
  const all = [...(holder?.containers ?? []), ...(holder?.initContainers ?? [])];
  if (!all.some((each) => each.name === name)) return undefined;
  const initContainers = change(holder?.initContainers);
  const changed = { ...holder, containers: change(holder?.containers) ?? [], ...(initContainers ? { initContainers } : {}) };
  const spec = object.kind === 'Pod' ? changed : { ...object.spec, template: { ...object.spec?.template, spec: changed } };
  return { ...object, spec } as ApiObject;
}

const REVISION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';
const revisionOf = (object: ApiObject): number => Number(object.metadata?.annotations?.[REVISION] ?? 0);

export function rolloutUndo(tx: Tx, id: string, action: Action<'rolloutUndo'>): void {
  const command = `kubectl rollout undo ${named(action)}`;
  edit(tx, id, action, command, (object) => {
    if (object.kind === 'Deployment' && (object as Deployment).spec?.paused) {
      return `error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`;
    }
    const template = object.kind === 'Deployment' ? replicaSetTemplate(tx, object) : revisionTemplate(tx, object);
    if (template === undefined) return `error: no rollout history found for ${(object.kind ?? '').toLowerCase()} "${object.metadata?.name ?? ''}"`;
    return { ...object, spec: { ...(object as Deployment).spec, template } } as ApiObject;
  });
}

/** The template of the ReplicaSet of the revision before the present one (kubectl/pkg/polymorphichelpers/rollback.go). */
function replicaSetTemplate(tx: Tx, deployment: ApiObject): PodTemplateSpec | undefined {
  const sets = tx.rows('replicaSets', 'replicaSetsByOwner', deployment.metadata?.uid ?? '');
  const earlier = sets.sort((a, b) => revisionOf(b) - revisionOf(a))[1];
  return earlier && withoutHash(earlier.spec?.template ?? {});
}

/** DaemonSets and StatefulSets keep their templates in ControllerRevisions, as patches that replace the present one. */
function revisionTemplate(tx: Tx, owner: ApiObject): PodTemplateSpec | undefined {
  const revisions = tx.rows('others', 'othersByOwner', owner.metadata?.uid ?? '').filter(({ kind }) => kind === 'ControllerRevision');
  const numberOf = (object: ApiObject): number => Number((object as { readonly revision?: number }).revision ?? 0);
  const earlier = revisions.sort((a, b) => numberOf(b) - numberOf(a))[1];
  if (!earlier) return undefined;
  const { $patch: _replace, ...template } = fieldsOf(valueAt(earlier.data, 'spec', 'template'));
  return template as PodTemplateSpec;
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

// ── Nodes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const nodeTarget = (name: string): Target => ({ kind: 'Node', name });

export function cordon(tx: Tx, id: string, action: Action<'cordon' | 'uncordon'>): void {
  edit(tx, id, nodeTarget(action.node), `kubectl ${action.do} ${action.node}`, (object) =>
    mergePatch(object, { spec: { unschedulable: action.do === 'cordon' ? true : null } }) as ApiObject);
}

export function taint(tx: Tx, id: string, action: Action<'taint'>): void {
  const { key, value, effect, remove } = action;
  const text = `${key}${value !== undefined ? `=${value}` : ''}:${effect}${remove ? '-' : ''}`;
  edit(tx, id, nodeTarget(action.node), `kubectl taint node ${action.node} ${text}`, (object) => {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    const others = taints.filter((each) => each.key !== key || each.effect !== effect);
    if (remove && others.length === taints.length) return `error: taint "${key}:${effect}" not found`;
    const added: Taint = { key, ...(value !== undefined ? { value } : {}), effect, ...(effect === 'NoExecute' ? { timeAdded: tx.timestamp } : {}) };
    return { ...node, spec: { ...node.spec, taints: remove ? others : [...others, added] } } as Node;
  });
}

// ── debug ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An ephemeral container is added through its own subresource: nothing else of the pod may change with it. */
export function debug(tx: Tx, id: string, action: Action<'debug'>): void {
  const command = `kubectl debug -it ${action.pod} --image=${action.image}${action.name ? ` -c ${action.name}` : ''}${action.target ? ` --target=${action.target}` : ''}`;
  if (!servingApiServer(tx)) return refused(tx, id, command, CONNECTION_REFUSED);
  const found = find(tx, { kind: 'Pod', ...(action.namespace ? { namespace: action.namespace } : {}), name: action.pod });
  if (!found.ok) return refused(tx, id, command, found);
  const pod = found.object as Pod;
  const name = action.name ?? `debugger-${nameSuffix(tx)}`;
  const errors = ephemeralErrors(pod, name, action.target);
  if (errors.length > 0) return refused(tx, id, command, invalidObject(pod, errors));
  const added = {
    name, image: action.image, stdin: true, tty: true, ...(action.target ? { targetContainerName: action.target } : {}),
  };
  const defaulted = podSpecDefaults({ ephemeralContainers: [added] }, true).ephemeralContainers ?? [];
  finish(tx, id, command, update(tx, 'user/you', 'pods', found.key, (before) => ({
    ...before, spec: { ...before.spec, ephemeralContainers: [...(before.spec?.ephemeralContainers ?? []), ...defaulted] },
  })));
}

function ephemeralErrors(pod: Pod, name: string, target: string | undefined): readonly FieldError[] {
  const existing = pod.spec?.ephemeralContainers?.length ?? 0;
  const field = `spec.ephemeralContainers[${existing}]`;
  const all = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const taken = [...all, ...(pod.spec?.ephemeralContainers ?? [])].some((each) => each.name === name);
  return [
    ...validateMirrorEphemeralContainersUpdate(pod),
    ...(taken ? [duplicate(`${field}.name`, name)] : []),
    ...(target !== undefined && !all.some((each) => each.name === target) ? [notFoundField(`${field}.targetContainerName`, target)] : []),
  ];
}
