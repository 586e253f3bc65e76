/**
 * The EndpointSlice controller: for each Service with a selector the addresses of its pods, and whether each is ready. A
 * pod that is being deleted is no longer ready there, before its process has heard of it.
 *
 * Stands for: pkg/controller/endpointslice/endpointslice_controller.go, staging/src/k8s.io/endpointslice/{reconciler,utils}.go.
 * Left out: named target ports that differ between pods, topology hints, IPv6, mirrored Endpoints.
 */
import type { Labels, OtherObject, Pod } from '../../kubernetes/objects';
import { LATENCY } from '../latencies';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { controllerRef, create, remove, update } from './apiServer';
import { deepEqual, isPodReady, nameOf, uidOf } from './controllerUtils';
import { selects } from './serviceSelector';
import { type Controller, enqueue, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/endpointslice';
const MOST_IN_A_SLICE = 100;

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean };
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef: { readonly kind: 'Pod'; readonly namespace: string; readonly name: string; readonly uid: string };
}

type EndpointSlice = OtherObject & { readonly addressType?: 'IPv4'; readonly endpoints?: readonly Endpoint[]; readonly ports?: readonly Port[] | null };

interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

interface ServiceSpec {
  readonly clusterIP?: string;
  readonly selector?: Labels;
  readonly publishNotReadyAddresses?: boolean;
  readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string; readonly targetPort?: number | string }[];
}

type Deed =
  | { readonly do: 'create'; readonly endpoints: readonly Endpoint[] }
  | { readonly do: 'update'; readonly slice: string; readonly endpoints: readonly Endpoint[] }
  | { readonly do: 'delete'; readonly slice: string };

/** A change of a pod concerns the Services of its API namespace that select it, or may have selected it. */
export function endpointSliceController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && message.table === 'pods') {
    const pod = tx.get('pods', message.key);
    for (const service of tx.rows('others', 'servicesByNamespace', message.key.slice(0, message.key.indexOf('/')))) {
      if (!pod || selects(service, pod)) enqueue(tx, ADDRESS, serviceKey(service), 0);
    }
    return;
  }
  work(tx, message, CONTROLLER);
}

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform };

/** Every Service once (a new leader). */
export function startEndpointSlices(tx: Tx): void {
  for (const namespace of tx.keys('allNamespaces')) {
    for (const service of tx.rows('others', 'servicesByNamespace', namespace)) enqueue(tx, ADDRESS, serviceKey(service), LATENCY.controller);
  }
}

const specOf = (service: OtherObject): ServiceSpec => (service.spec ?? {}) as unknown as ServiceSpec;
const serviceKey = (service: OtherObject): string => `Service/${service.metadata?.namespace ?? ''}/${nameOf(service)}`;
const sliceKey = (slice: OtherObject): string => `EndpointSlice/${slice.metadata?.namespace ?? ''}/${nameOf(slice)}`;

// ── What to write ────────────────────────────────────────────────────────────────────────────────────────────────────

const slicesOf = (tx: Tx, service: OtherObject): readonly EndpointSlice[] =>
  (tx.rows('others', 'othersByOwner', uidOf(service)) as EndpointSlice[]).filter((object) => object.kind === 'EndpointSlice');

/** reconciler.go:Reconcile: each endpoint stays in its slice, new ones fill up what has room. */
function sync(tx: Tx, key: string): readonly Deed[] {
  const service = tx.get('others', key);
  if (!service || Object.keys(specOf(service).selector ?? {}).length === 0) return [];
  const wanted = new Map<string, Endpoint>();
  for (const pod of tx.rows('pods', 'podsByNamespace', service.metadata?.namespace ?? '')) {
    if (selects(service, pod) && shouldBeIn(pod)) wanted.set(uidOf(pod), endpointOf(service, pod));
  }
  const kept = slicesOf(tx, service).map((slice) => {
    const endpoints = (slice.endpoints ?? []).flatMap((endpoint) => wanted.get(endpoint.targetRef.uid) ?? []);
    for (const { targetRef } of endpoints) wanted.delete(targetRef.uid);
    return { slice, endpoints };
  });
  const fresh = [...wanted.values()];
  for (const { endpoints } of kept) endpoints.push(...fresh.splice(0, MOST_IN_A_SLICE - endpoints.length));
  const deeds: Deed[] = [];
  // Of slices that are all empty one is kept: a Service without pods has a slice too (reconciler.go:finalize).
  const [spared] = kept.every(({ endpoints }) => endpoints.length === 0) ? kept : [];
  for (const { slice, endpoints } of kept) {
    const same = deepEqual(endpoints, slice.endpoints ?? []) && deepEqual(portsOf(service), slice.ports ?? []);
    if (endpoints.length === 0 && slice !== spared?.slice && kept.length > 1) deeds.push({ do: 'delete', slice: sliceKey(slice) });
    else if (!same) deeds.push({ do: 'update', slice: sliceKey(slice), endpoints });
  }
  do {
    if (fresh.length > 0 || kept.length === 0) deeds.push({ do: 'create', endpoints: fresh.splice(0, MOST_IN_A_SLICE) });
  } while (fresh.length > 0);
  return deeds;
}

/** utils.go:ShouldPodBeInEndpoints: it has an address and has not ended. */
const shouldBeIn = (pod: Pod): boolean => !isTerminal(pod) && pod.status?.podIP !== undefined;

/** utils.go:podToEndpoint. */
function endpointOf(service: OtherObject, pod: Pod): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  const ready = specOf(service).publishNotReadyAddresses === true || (serving && !terminating);
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(pod.spec?.hostname && pod.spec.subdomain === nameOf(service) ? { hostname: pod.spec.hostname } : {}),
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: 'Pod', namespace: pod.metadata?.namespace ?? '', name: nameOf(pod), uid: uidOf(pod) },
  };
}

const portsOf = (service: OtherObject): readonly Port[] =>
  (specOf(service).ports ?? []).map(({ name = '', port, protocol = 'TCP', targetPort }) => {
    return { name, port: typeof targetPort === 'number' ? targetPort : port, protocol };
  });

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const service = tx.get('others', key);
  if (!service) return 'nothing';
  const about = { service: nameOf(service), namespace: service.metadata?.namespace ?? '' };
  if (deed.do === 'delete') {
    if (!remove(tx, ADDRESS, 'others', deed.slice).ok) return 'refused';
    tx.because('endpointSlice.delete', about);
    return 'written';
  }
  const ready = deed.endpoints.filter((endpoint) => endpoint.conditions.ready).length;
  const counts = { ...about, ready: String(ready), count: String(deed.endpoints.length) };
  if (deed.do === 'create') {
    if (!create(tx, ADDRESS, newSlice(service, deed.endpoints)).ok) return 'refused';
    tx.because('endpointSlice.create', counts);
    return 'written';
  }
  const write = (slice: OtherObject): EndpointSlice => ({ ...slice, endpoints: deed.endpoints, ports: portsOf(service) });
  if (!update(tx, ADDRESS, 'others', deed.slice, write).ok) return 'refused';
  tx.because('endpointSlice.update', counts);
  return 'written';
}

const newSlice = (service: OtherObject, endpoints: readonly Endpoint[]): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    generateName: `${nameOf(service)}-`,
    namespace: service.metadata?.namespace ?? 'default',
    labels: {
      ...service.metadata?.labels,
      'kubernetes.io/service-name': nameOf(service),
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      ...(specOf(service).clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
    },
    ownerReferences: [controllerRef(service)],
  },
  addressType: 'IPv4',
  endpoints,
  ports: portsOf(service),
});
