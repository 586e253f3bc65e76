/**
 * The containers in `kubectl describe pod`: one block each, cells with tabs between them. Stands for
 * kubectl/pkg/describe/describe.go:describeContainers (v1.36). Left out: values that the downward API would give.
 */
import { exitCodeOf, type Container, type ContainerPort, type ContainerState, type ContainerStatus, type EnvVar, type Probe, type Quantity, type ResourceList, type ResourceRequirements } from './objects';
import { canonicalQuantity } from './quantities';
import { formatRfc1123 } from './rfc1123';

const L1 = '  ';
const L2 = '    ';
const L3 = '      ';
const isTrue = (value: boolean | undefined): string => (value ? 'True' : 'False');

/** The block of all containers of one kind, under its label. */
export function describeContainers(label: string, containers: readonly Container[], statuses: readonly ContainerStatus[] = []): string[] {
  if (containers.length === 0) return [`${label}: <none>`];
  return [`${label}:`, ...containers.flatMap((container) => describeContainer(container, statuses.findLast(({ name }) => name === container.name)))];
}

function describeContainer(container: Container, status: ContainerStatus | undefined): string[] {
  const probes = [['Liveness', container.livenessProbe], ['Readiness', container.readinessProbe], ['Startup', container.startupProbe]] as const;
  return [
    `${L1}${container.name}:`,
    ...(status ? [`${L2}Container ID:\t${status.containerID ?? ''}`] : []),
    `${L2}Image:\t${container.image ?? ''}`,
    ...(status ? [`${L2}Image ID:\t${status.imageID ?? ''}`] : []),
    describePorts('Port', container.ports, ({ containerPort }) => containerPort),
    describePorts('Host Port', container.ports, ({ hostPort }) => hostPort ?? 0),
    ...describeSeccomp(container.securityContext?.seccompProfile, L2),
    ...describeWords('Command', container.command),
    ...describeWords('Args', container.args),
    ...(status ? describeState(status) : []),
    ...describeResources(container.resources, L2),
    ...probes.flatMap(([name, probe]) => (probe ? [`${L2}${name}:\t${describeProbe(probe)}`] : [])),
    ...describeEnvFrom(container),
    ...describeEnv(container),
    ...describeMounts(container),
  ];
}

function describePorts(label: string, ports: readonly ContainerPort[] = [], number: (port: ContainerPort) => number): string {
  const text = ports.map((port) => `${number(port)}/${port.protocol ?? 'TCP'}`).join(', ');
  return text.includes(',') ? `${L2}${label}s:\t${text}` : `${L2}${label}:\t${text || '<none>'}`;
}

const describeWords = (label: string, words: readonly string[] = []): string[] =>
  words.length === 0 ? [] : [`${L2}${label}:`, ...words.flatMap((word) => word.split('\n')).map((line) => `${L3}${line}`)];

function describeState({ state, lastState, ready, restartCount }: ContainerStatus): string[] {
  return [
    ...describeOneState('State', state ?? {}),
    ...(lastState?.terminated ? describeOneState('Last State', lastState) : []),
    `${L2}Ready:\t${isTrue(ready)}`,
    `${L2}Restart Count:\t${restartCount ?? 0}`,
  ];
}

function describeOneState(label: string, { running, terminated, waiting }: ContainerState): string[] {
  if (running) return [`${L2}${label}:\tRunning`, `${L3}Started:\t${formatRfc1123(running.startedAt)}`];
  if (!terminated || waiting) return [`${L2}${label}:\tWaiting`, ...(waiting?.reason ? [`${L3}Reason:\t${waiting.reason}`] : [])];
  return [
    `${L2}${label}:\tTerminated`,
    ...(terminated.reason ? [`${L3}Reason:\t${terminated.reason}`] : []),
    ...(terminated.message ? [`${L3}Message:\t${terminated.message}`] : []),
    `${L3}Exit Code:\t${exitCodeOf(terminated)}`,
    ...(terminated.signal ? [`${L3}Signal:\t${terminated.signal}`] : []),
    `${L3}Started:\t${formatRfc1123(terminated.startedAt)}`,
    `${L3}Finished:\t${formatRfc1123(terminated.finishedAt)}`,
  ];
}

/** describe.go:describeResources, for a container or, since 1.34, for the pod as a whole. */
export function describeResources(resources: ResourceRequirements | undefined, indent: string): string[] {
  const block = (label: string, list: ResourceList | undefined): string[] => {
    const names = Object.keys(list ?? {}).toSorted();
    return names.length === 0 ? [] : [`${indent}${label}:`, ...names.map((name) => `${indent}  ${name}:\t${quantityText(list?.[name])}`)];
  };
  return [...block('Limits', resources?.limits), ...block('Requests', resources?.requests)];
}

/** As the API server gives it back: in its canonical form. */
const quantityText = (quantity: Quantity | undefined): string => canonicalQuantity(quantity ?? '') ?? String(quantity ?? '');

/** The seccomp profile of a pod or a container. describe.go:describePod, describeContainerBasicInfo. */
export function describeSeccomp(profile: Readonly<Record<string, unknown>> | undefined, indent: string): string[] {
  const { type, localhostProfile } = profile ?? {};
  if (typeof type !== 'string') return [];
  return [`${indent}SeccompProfile:\t${type}`, ...(type === 'Localhost' && typeof localhostProfile === 'string' ? [`${indent}LocalhostProfile:\t${localhostProfile}`] : [])];
}

/** "http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3". describe.go:DescribeProbe. */
export function describeProbe(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  const attributes = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${attributes}`;
  if (probe.httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = probe.httpGet;
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    return `http-get ${scheme.toLowerCase()}://${address}${path === '' || path.startsWith('/') ? '' : '/'}${path} ${attributes}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${attributes}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${attributes}`;
  return `unknown ${attributes}`;
}

function describeEnvFrom({ envFrom = [] }: Container): string[] {
  if (envFrom.length === 0) return [];
  return [
    `${L2}Environment Variables from:`,
    ...envFrom.map(({ configMapRef, secretRef, prefix }) => {
      const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
      const from = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : '';
      return `${L3}${name}\t${from}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${String(optional)}`;
    }),
  ];
}

function describeEnv({ env = [] }: Container): string[] {
  return env.length === 0 ? [`${L2}Environment:\t<none>`] : [`${L2}Environment:`, ...env.flatMap(describeVariable)];
}

function describeVariable({ name, value, valueFrom }: EnvVar): string[] {
  if (!valueFrom) return (value ?? '').split('\n').map((line, i) => (i === 0 ? `${L3}${name}:\t${line}` : `${L3}\t${line}`));
  const { fieldRef, secretKeyRef, configMapKeyRef, resourceFieldRef } = valueFrom as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const text = (field: unknown): string => (typeof field === 'string' ? field : '');
  const keyed = (ref: Readonly<Record<string, unknown>>, of: string): string[] => [
    `${L3}${name}:\t<set to the key '${text(ref['key'])}' ${of} '${text(ref['name'])}'>\tOptional: ${String(ref['optional'] === true)}`,
  ];
  if (fieldRef) return [`${L3}${name}:\t (${text(fieldRef['apiVersion']) || 'v1'}:${text(fieldRef['fieldPath'])})`];
  if (resourceFieldRef) return [`${L3}${name}:\t (${text(resourceFieldRef['resource'])})`];
  if (secretKeyRef) return keyed(secretKeyRef, 'in secret');
  return configMapKeyRef ? keyed(configMapKeyRef, 'of config map') : [];
}

function describeMounts({ volumeMounts = [], volumeDevices = [] }: Container): string[] {
  const sorted = volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  return [
    volumeMounts.length === 0 ? `${L2}Mounts:\t<none>` : `${L2}Mounts:`,
    ...sorted.map(({ mountPath, name, readOnly, subPath }) => `${L3}${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'}${subPath ? `,path=${JSON.stringify(subPath)}` : ''})`),
    ...(volumeDevices.length === 0 ? [] : [`${L2}Devices:`, ...volumeDevices.toSorted((a, b) => (a.devicePath < b.devicePath ? -1 : 1)).map(({ devicePath, name }) => `${L3}${devicePath} from ${name}`)]),
  ];
}
