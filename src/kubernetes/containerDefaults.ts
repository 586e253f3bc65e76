/**
 * The defaults inside a container: pull policy, probes, ports, termination messages. Stands for
 * pkg/apis/core/v1/defaults.go:SetDefaults_Container, _Probe, _HTTPGetAction, _ResourceList. Fields of a wrong type are
 * left as they are; the API server objects to them elsewhere.
 */
import type { Container, ContainerPort, EnvVar, LifecycleHandler, Probe, Quantity, ResourceList, ResourceRequirements } from './objects';
import { roundUpToMilli } from './quantities';
import { isFields } from './reading';

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * The object with those of the defaults that it lacks. Empty texts count as lacking, as in Go; so do zeros when the
 * default is a number that is not zero and `zeroIsMissing`. The same object when nothing is lacking.
 */
export function withDefaults<T extends object>(object: T, defaults: Readonly<Record<string, unknown>>, zeroIsMissing = false): T {
  const fields = object as Readonly<Record<string, unknown>>;
  const lacking = Object.keys(defaults).filter((key) => isMissing(fields[key]) || (zeroIsMissing && fields[key] === 0));
  if (lacking.length === 0) return object;
  const result: Record<string, unknown> = { ...fields };
  for (const key of lacking) result[key] = defaults[key];
  return result as T;
}

/** The object with one field changed, if it has that field. */
export function mapField<T extends object, K extends keyof T & string>(object: T, key: K, change: (value: NonNullable<T[K]>) => NonNullable<T[K]>): T {
  const value = object[key];
  if (value === undefined || value === null) return object;
  const changed = change(value);
  return changed === value ? object : { ...object, [key]: changed };
}

/** The list with every entry that is an object changed; anything else is left alone. */
export const mapList = <T extends object>(list: readonly T[], change: (entry: T) => T): readonly T[] =>
  Array.isArray(list) ? (list as readonly T[]).map((entry) => (isFields(entry) ? change(entry) : entry)) : list;

/**
 * The tag of an image: `latest` when neither tag nor digest is given, empty with a digest alone.
 * pkg/util/parsers/parsers.go:ParseImageName.
 */
export function imageTag(image: string): string {
  const at = image.indexOf('@');
  const reference = at < 0 ? image : image.slice(0, at);
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  if (colon >= 0) return reference.slice(colon + 1);
  return at < 0 ? 'latest' : '';
}

const handlerDefaults = <T extends LifecycleHandler>(handler: T): T =>
  isFields(handler) && isFields(handler.httpGet)
    ? { ...handler, httpGet: withDefaults(handler.httpGet, { path: '/', scheme: 'HTTP' }) }
    : handler;

/** Zero counts as not set. SetDefaults_Probe. */
const probeDefaults = (probe: Probe): Probe =>
  isFields(probe)
    ? withDefaults(handlerDefaults(probe), { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }, true)
    : probe;

/** With the host's network, a host port that is not set becomes the container's port. defaults.go:defaultHostNetworkPorts. */
const hostPort = (port: ContainerPort): ContainerPort =>
  port.hostPort || !port.containerPort ? port : { ...port, hostPort: port.containerPort };

/** SetDefaults_ObjectFieldSelector. */
const envDefaults = (env: EnvVar): EnvVar =>
  isFields(env.valueFrom) && isFields(env.valueFrom.fieldRef)
    ? { ...env, valueFrom: { ...env.valueFrom, fieldRef: withDefaults(env.valueFrom.fieldRef, { apiVersion: 'v1' }) } }
    : env;

function roundList(list: ResourceList): ResourceList {
  if (!isFields(list)) return list;
  const rounded: Record<string, Quantity> = {};
  for (const [name, amount] of Object.entries(list)) rounded[name] = amount === null ? '0' : roundUpToMilli(amount);
  return rounded;
}

/** Requests that are not given are the limits. SetDefaults_Pod: in pods only, not in templates. */
const limitsAsRequests = (resources: ResourceRequirements): ResourceRequirements =>
  isFields(resources.limits) ? { ...resources, requests: { ...resources.limits, ...resources.requests } } : resources;

/** SetDefaults_ResourceList: nothing finer than thousandths. */
export const roundResources = (resources: ResourceRequirements): ResourceRequirements =>
  isFields(resources) ? mapField(mapField(resources, 'limits', roundList), 'requests', roundList) : resources;

/** Whose container it is: in a Pod more is filled in than in a template. */
export interface ContainerOwner {
  readonly isPod: boolean;
  readonly hostNetwork: boolean;
}

/** The container as the API stores it. An ephemeral container has neither requests nor ports, so nothing is added there. */
export function containerDefaults<T extends Container>(container: T, owner: ContainerOwner): T {
  const { isPod, hostNetwork } = owner;
  const image = typeof container.image === 'string' ? container.image : '';
  let result: T = withDefaults(container, {
    imagePullPolicy: imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  if (result.resources) {
    const rounded = roundResources(result.resources);
    result = { ...result, resources: isPod ? limitsAsRequests(rounded) : rounded };
  }
  if (result.ports) {
    const ports = mapList(result.ports, (port) => {
      const named = withDefaults(port, { protocol: 'TCP' });
      return isPod && hostNetwork ? hostPort(named) : named;
    });
    result = { ...result, ports };
  }
  if (result.env) result = { ...result, env: mapList(result.env, envDefaults) };
  if (result.livenessProbe) result = { ...result, livenessProbe: probeDefaults(result.livenessProbe) };
  if (result.readinessProbe) result = { ...result, readinessProbe: probeDefaults(result.readinessProbe) };
  if (result.startupProbe) result = { ...result, startupProbe: probeDefaults(result.startupProbe) };
  if (isFields(result.lifecycle)) {
    result = { ...result, lifecycle: mapField(mapField(result.lifecycle, 'postStart', handlerDefaults), 'preStop', handlerDefaults) };
  }
  return result;
}
