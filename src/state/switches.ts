/**
 * The five fields that move Linux namespaces between levels: what a pod looks like with one of them turned, whether the
 * API server would take it, and the action that makes it so. Pure.
 */
import { fieldErrorText } from '../kubernetes/fieldErrors';
import type { Pod, PodSpec } from '../kubernetes/objects';
import { validatePodManifest } from '../kubernetes/validation';
import type { UserAction } from '../simulation/actions';
import type { PodView } from '../simulation/podView';
import type { World } from '../simulation/worldState';

export type SwitchName = 'hostNetwork' | 'hostPID' | 'hostIPC' | 'shareProcessNamespace' | 'hostUsers';
export const SWITCHES: readonly SwitchName[] = ['hostNetwork', 'shareProcessNamespace', 'hostPID', 'hostIPC', 'hostUsers'];
export type SwitchState = Readonly<Partial<Record<SwitchName, boolean>>>;

/** `hostUsers` is turned on by `false`: its own user namespace. */
const valueOf = (name: SwitchName, on: boolean): boolean => (name === 'hostUsers' ? !on : on);

/** Is the switch on in this pod? */
export const isOn = (spec: PodSpec | undefined, name: SwitchName): boolean => (name === 'hostUsers' ? spec?.hostUsers === false : spec?.[name] === true);

/** The pod with the switches turned; `hostPort` follows `hostNetwork`, as the API server's defaulting sets it. */
export function withSwitches(pod: Pod, switches: SwitchState): Pod {
  let { spec } = pod;
  for (const name of SWITCHES) {
    const on = switches[name];
    if (on === undefined || on === isOn(spec, name)) continue;
    spec = { ...spec, [name]: valueOf(name, on) };
    if (name === 'hostNetwork') spec = { ...spec, containers: (spec.containers ?? []).map((container) => withHostPorts(container, on)) };
  }
  return spec === pod.spec ? pod : { ...pod, ...(spec ? { spec } : {}) };
}

function withHostPorts<T extends { readonly ports?: readonly { readonly containerPort: number; readonly hostPort?: number }[] }>(container: T, on: boolean): T {
  if (!container.ports) return container;
  const ports = container.ports.map(({ hostPort: _hostPort, ...port }) => (on ? { ...port, hostPort: port.containerPort } : port));
  return { ...container, ports };
}

/** Upstream writes some of them with a capital: spec.HostPID. */
const FIELDS = new RegExp(`^spec(\\.securityContext)?\\.(${SWITCHES.join('|')})$`, 'i');

/** Why the API server would refuse the pod with this switch turned as well; null when it would not, or refuses anyway. */
export function refusal(pod: Pod, name: SwitchName, on: boolean): string | null {
  const before = new Set(validatePodManifest(pod).map(fieldErrorText));
  const error = validatePodManifest(withSwitches(pod, { [name]: on })).find((one) => FIELDS.test(one.field) && !before.has(fieldErrorText(one)));
  return error ? fieldErrorText(error) : null;
}

/** Turned switches as fields of a pod's spec. */
const fields = (switches: SwitchState): PodSpec => Object.fromEntries(Object.entries(switches).map(([name, on]) => [name, valueOf(name as SwitchName, on)])) as PodSpec;

export interface SwitchAction {
  readonly action: UserAction;
  /** What a person does, in words: "edit web.yaml on worker-1". */
  readonly words: string;
}

/** What a person would do to make it so; null where a pod's fields are fixed and nobody makes it anew. */
export function switchAction(world: World, view: PodView, switches: SwitchState): SwitchAction | null {
  const { worker, node } = view;
  if (view.startedBy === 'static' && worker?.file && node) {
    const file = world.tables.files.get(`${node}:${worker.file}`);
    if (!file?.object) return null;
    const manifest = withSwitches(file.object as Pod, switches);
    return { action: { do: 'writeFile', node, path: worker.file, manifest }, words: `edit ${worker.file.slice(worker.file.lastIndexOf('/') + 1)} on ${node}` };
  }
  const owner = ownerOf(world, view);
  if (!owner) return null;
  return {
    action: { do: 'patch', kind: owner.kind, namespace: view.namespace, name: owner.name, patch: { spec: { template: { spec: fields(switches) } } } },
    words: `patch ${owner.kind} ${owner.name}: its pods are made anew`,
  };
}

/** The object whose template makes the pod. */
function ownerOf(world: World, view: PodView): { readonly kind: string; readonly name: string } | null {
  const owner = view.stored?.metadata?.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return null;
  if (owner.kind !== 'ReplicaSet') return ['DaemonSet', 'StatefulSet'].includes(owner.kind) ? owner : null;
  const above = world.tables.replicaSets.get(`${view.namespace}/${owner.name}`)?.metadata?.ownerReferences?.find(({ controller }) => controller);
  return above ?? owner;
}
