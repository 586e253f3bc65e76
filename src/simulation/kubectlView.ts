/**
 * What kubectl would print at this instant: a command as data, and its text for a World. The API server is asked, so a
 * static pod shows as its mirror, and nothing shows while no API server serves. Events are stored as client-go's
 * recorder writes them: repeats counted, gone an hour after the last (client-go/tools/record/events_cache.go:eventObserve).
 * Left out: the aggregation of similar events.
 */
import { describePod } from '../kubernetes/describePod';
import { getEvents, getNodes, getPods, nothingFound, type PrintedEvent } from '../kubernetes/kubectlText';
import type { Pod } from '../kubernetes/objects';
import { configMirrorAnnotation } from '../kubernetes/podOrigin';
import { servingNodes } from './leaders';
import type { EventRow } from './world';
import type { World } from './worldState';

/** A kubectl command. `apiNamespace` absent: all of them (`-A`). */
export type KubectlCommand =
  | { readonly verb: 'getPods'; readonly apiNamespace?: string; readonly wide?: boolean; readonly node?: string }
  | { readonly verb: 'getNodes'; readonly wide?: boolean }
  | { readonly verb: 'getEvents'; readonly apiNamespace?: string; readonly about?: string }
  | { readonly verb: 'describePod'; readonly apiNamespace: string; readonly name: string };

const EVENT_TTL = 3_600_000;
/** Event.involvedObject of a Node has no namespace; its events are kept in this one. */
const CLUSTER_EVENTS = 'default';

const scopeOf = (apiNamespace: string | undefined): string => (apiNamespace === undefined ? ' -A' : apiNamespace === 'default' ? '' : ` -n ${apiNamespace}`);

/** The command as one types it: `kubectl get pods -n kube-system -o wide`. */
export function commandLine(command: KubectlCommand): string {
  switch (command.verb) {
    case 'getPods':
      return `kubectl get pods${scopeOf(command.apiNamespace)}${command.wide ? ' -o wide' : ''}${command.node === undefined ? '' : ` --field-selector spec.nodeName=${command.node}`}`;
    case 'getNodes':
      return `kubectl get nodes${command.wide ? ' -o wide' : ''}`;
    case 'getEvents':
      return `kubectl get events${scopeOf(command.apiNamespace)}${command.about === undefined ? '' : ` --field-selector involvedObject.name=${command.about}`}`;
    case 'describePod':
      return `kubectl describe pod ${command.name}${scopeOf(command.apiNamespace)}`;
  }
}

/** What the command prints. Costs time in proportion to the objects it lists. */
export function kubectl(world: World, command: KubectlCommand): string {
  if (servingNodes(world).length === 0) return connectionRefused(world);
  const now = wallClock(world);
  switch (command.verb) {
    case 'getPods':
      return getPods(podsOf(world, command), now, { wide: command.wide === true, withNamespace: command.apiNamespace === undefined }) || nothingFound(command.apiNamespace);
    case 'getNodes':
      return getNodes(world.indexes.get('allNodes', '').flatMap((name) => world.tables.nodes.get(name) ?? []), now, command.wide === true) || nothingFound(undefined);
    case 'getEvents':
      return getEvents(eventsOf(world, now, command), now, command.apiNamespace === undefined) || nothingFound(command.apiNamespace);
    case 'describePod': {
      const pod = world.tables.pods.get(`${command.apiNamespace}/${command.name}`);
      return pod ? describePod(pod, eventsAbout(world, now, pod), now) : `Error from server (NotFound): pods "${command.name}" not found`;
    }
  }
}

/** client-go/rest and kubectl/pkg/cmd/util/helpers.go:StandardErrorMessage. */
function connectionRefused(world: World): string {
  const [first] = world.indexes.get('controlPlanes', '');
  const address = world.tables.machines.get(first ?? '')?.address ?? 'localhost';
  return `The connection to the server ${address}:6443 was refused - did you specify the right host or port?`;
}

/** Milliseconds since 1970 of an instant of the simulation; without one, of now. */
function wallClock(world: World, at?: number): number {
  const { now, origin, clock } = world.tables.cluster.get('cluster') ?? { now: 0, origin: 0, clock: 0 };
  return clock + (at ?? now) - origin;
}

function podsOf(world: World, { apiNamespace, node }: { readonly apiNamespace?: string; readonly node?: string }): Pod[] {
  const keys = node !== undefined ? world.indexes.get('podsByNode', node) : apiNamespace === undefined ? world.indexes.get('allPods', '') : world.indexes.get('podsByNamespace', apiNamespace);
  const pods = keys.flatMap((key) => world.tables.pods.get(key) ?? []);
  return apiNamespace === undefined ? pods : pods.filter(({ metadata }) => metadata?.namespace === apiNamespace);
}

function eventsOf(world: World, now: number, { apiNamespace, about }: { readonly apiNamespace?: string; readonly about?: string }): PrintedEvent[] {
  const rows = [...world.tables.events.values()].filter(({ regarding }) =>
    (apiNamespace === undefined || (regarding.namespace ?? CLUSTER_EVENTS) === apiNamespace) && (about === undefined || regarding.name === about));
  return storedEvents(world, now, rows);
}

/** A mirror pod's events are those about the static pod it mirrors. describe.go:PodDescriber.Describe. */
function eventsAbout(world: World, now: number, pod: Pod): PrintedEvent[] {
  const uid = pod.metadata?.annotations?.[configMirrorAnnotation] ?? pod.metadata?.uid ?? '';
  const rows = world.indexes.get('eventsByUid', uid).flatMap((key) => world.tables.events.get(key) ?? []);
  return storedEvents(world, now, rows.filter(({ regarding }) => regarding.name === pod.metadata?.name));
}

/** What the API server has of these, in the order of their keys: namespace, name of the object, first time. */
function storedEvents(world: World, now: number, rows: readonly EventRow[]): PrintedEvent[] {
  const found = new Map<string, PrintedEvent>();
  for (const row of rows.filter(({ stored }) => stored).toSorted((a, b) => a.at - b.at)) {
    const { component, node, type, reason, message, regarding } = row;
    const id = JSON.stringify([component, node, type, reason, message, regarding]);
    const at = wallClock(world, row.at);
    const before = found.get(id);
    found.set(id, {
      type, reason, message, component,
      namespace: regarding.namespace ?? CLUSTER_EVENTS,
      kind: regarding.kind,
      name: regarding.name,
      count: (before?.count ?? 0) + 1,
      first: before?.first ?? at,
      last: at,
      newApi: component === 'default-scheduler',
    });
  }
  return [...found.values()]
    .filter(({ last }) => now - last < EVENT_TTL)
    .toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name) || a.first - b.first);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
