/** Adapter of the table namespaces.json: what the kubelet and the runtimes make of a pod's isolation. */
import { cgroupPath, parseCgroupPath, podCgroupName, podOfCgroup, systemdBaseName, toSystemd, type CgroupDriver, type QosParents } from '../kubernetes/cgroups';
import {
  handlerSupportsUserNamespaces, isHostNetworkPod, namespacesForPod, pidNamespaceForContainer, userNamespaceForPod, type Answer,
  type NamespaceMode, type RuntimeHandler,
} from '../kubernetes/criNamespaces';
import { managedHostsFileContent, mountsManagedHosts, nodeHostsFileContent, podDnsType, type HostAlias } from '../kubernetes/etcHosts';
import { generatePodHostNameAndDomain, kernelHostname, truncatePodHostname } from '../kubernetes/hostnames';
import { validateHostUsers, validatePodHostName, validateSysctls } from '../kubernetes/namespaceValidation';
import type { Pod } from '../kubernetes/objects';
import { containersOf } from '../kubernetes/podContainers';
import { makePortMappings, networkNotReady } from '../kubernetes/podNetwork';
import { podSpecDefaults } from '../kubernetes/podSpecDefaults';
import { computePodQOS } from '../kubernetes/qos';
import { fieldsOf, listOf, textOf, type Fields } from '../kubernetes/reading';
import {
  containerdContainerPid, containerdMounts, containerdSandbox, crioContainer, hasOwnCgroupNamespace, type CriNamespaces, type CrioPid,
} from '../kubernetes/runtimeNamespaces';
import { podSandboxChanged, type SandboxStatus } from '../kubernetes/sandboxChanged';
import { validatePodManifest, validatePodSpec } from '../kubernetes/validation';
import { validateWindowsHostProcessPod } from '../kubernetes/windowsValidation';
import { checkWith, numberOf, podOf, textListOf, type Suites } from './suites';

const contextOf = (input: Fields): Fields => fieldsOf(input['context']);
const specOf = (input: Fields) => podOf(input).spec ?? {};
const answered = <T>(answer: Answer<T>, show: (value: T) => Fields): Fields =>
  answer.ok ? { error: false, ...show(answer.value) } : { error: true, message: answer.error };

function pods(input: Fields): Fields {
  const { userNamespacesFeatureEnabled, runtimeHandlerKnown, runtimeHandlerSupportsUserNamespaces } = contextOf(input);
  const handlers = runtimeHandlerKnown === true ? [{ name: '', supportsUserNamespaces: runtimeHandlerSupportsUserNamespaces === true }] : [];
  const answer = namespacesForPod(podOf(input), { featureEnabled: userNamespacesFeatureEnabled === true, handler: '', handlers });
  return answered(answer, (modes) => ({ ...modes }));
}

function userNamespace(input: Fields): Fields {
  const { userNamespacesFeatureEnabled, runtimeHandlerSupportsUserNamespaces, runtimeHandler } = contextOf(input);
  const handler = textOf(runtimeHandler) ?? '';
  // The source's fake runtime knows every handler but the one that is called error.
  const handlers = handler === 'error' ? [] : [{ name: handler, supportsUserNamespaces: runtimeHandlerSupportsUserNamespaces === true }];
  const answer = userNamespaceForPod(podOf(input), { featureEnabled: userNamespacesFeatureEnabled === true, handler, handlers });
  return answer.ok ? { error: false, mode: answer.value } : { error: true, mode: null };
}

const ipOf = (ip: string | undefined) => (ip === undefined ? {} : { ip });

function sandboxes(input: Fields): readonly SandboxStatus[] {
  return listOf(input['sandboxes']).map((sandbox) => ({
    id: textOf(sandbox['id']) ?? '',
    attempt: numberOf(sandbox['attempt']),
    state: sandbox['state'] === 'SANDBOX_READY' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
    networkMode: sandbox['networkMode'] === 'NODE' ? 'NODE' : 'POD',
    ...ipOf(textOf(sandbox['ip']) ?? textOf(fieldsOf(sandbox['network'])['ip'])),
  }));
}

/** The objections that the API server has; after defaulting, host ports are taken as they stand. */
function validated(input: Fields, expect: Fields): Fields {
  const pod = podOf(input);
  const errors = input['afterDefaulting'] === true
    ? validatePodSpec(podSpecDefaults(pod.spec ?? {}, false), pod.metadata, 'spec')
    : validatePodManifest(pod);
  // Upstream's path of some fields is not the manifest's: either names the field.
  const named = errors.find((error) => error.field === expect['field'] || error.at === expect['field']);
  return { valid: errors.length === 0, field: named ? expect['field'] : errors[0]?.field };
}

const options = (input: Fields) => ({
  allowUserNamespacesHostNetworkSupport: contextOf(input)['allowUserNamespacesHostNetworkSupport'] === true,
  allowUserNamespacesWithVolumeDevices: contextOf(input)['allowUserNamespacesWithVolumeDevices'] === true,
  allowNamespacedSysctlsForHostNetAndHostIPC: contextOf(input)['allowNamespacedSysctlsForHostNetAndHostIPC'] === true,
});

const aliasesOf = (input: Fields): readonly HostAlias[] =>
  listOf(input['hostAliases']).map((alias) => ({ ip: textOf(alias['ip']) ?? '', hostnames: textListOf(alias['hostnames']) }));

/** A cgroup name or path of a case as a name. */
const nameOf = (value: unknown): readonly string[] => (typeof value === 'string' ? parseCgroupPath(value, 'cgroupfs') : textListOf(value));
function parentsOf(value: unknown): QosParents {
  const parents = fieldsOf(value);
  return { Guaranteed: nameOf(parents['Guaranteed']), Burstable: nameOf(parents['Burstable']), BestEffort: nameOf(parents['BestEffort']) };
}
const driverOf = (value: unknown): CgroupDriver => (value === 'systemd' ? 'systemd' : 'cgroupfs');

function podCgroup(input: Fields): Fields {
  const { cgroupDriver, qosParents } = contextOf(input);
  const pod = podOf(input);
  const qos = computePodQOS(pod);
  const name = podCgroupName(pod.metadata?.uid ?? '', qos, parentsOf(qosParents));
  return { qos, cgroupName: name, literal: cgroupPath(name, driverOf(cgroupDriver)) };
}

/** The answer must be the same for every driver of the case. */
function isPodCgroup(input: Fields): Fields {
  const uids = new Set(textListOf(input['drivers']).map((each) => {
    const driver = driverOf(each);
    return podOfCgroup(cgroupPath(nameOf(input['name']), driver), driver, parentsOf(input['qosParents'])) ?? '';
  }));
  const [uid] = uids;
  return uids.size === 1 ? { isPod: uid !== '', uid } : { isPod: 'differs by driver', uid: [...uids] };
}

const modes: readonly NamespaceMode[] = ['POD', 'CONTAINER', 'NODE', 'TARGET'];
const modeOf = (value: unknown): NamespaceMode | undefined => modes.find((mode) => mode === value);
function criOf(input: Fields): CriNamespaces {
  const cri = fieldsOf(input['cri']);
  const optional = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : { [key]: value });
  const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : Array.isArray(value) ? value.length : undefined);
  return {
    ...optional('network', modeOf(cri['network'])), ...optional('pid', modeOf(cri['pid'])), ...optional('ipc', modeOf(cri['ipc'])),
    ...optional('user', modeOf(cri['user'])), ...optional('uidMappings', count(cri['mappings']) ?? count(cri['uidMappings'])),
    ...optional('gidMappings', count(cri['gidMappings'])),
  };
}

/** Does what is found hold everything that the case names? A case names some of the namespaces only. */
function containerdSandboxSuite(input: Fields, expect: Fields): Fields {
  const answer = containerdSandbox(criOf(input));
  return answered(answer, ({ has, hasNot, ...rest }) => {
    const named = (key: string, list: readonly string[]) =>
      expect[key] === undefined ? {} : { [key]: textListOf(expect[key]).filter((each) => list.includes(each)) };
    return { ...rest, ...named('has', has), ...named('hasNot', hasNot) };
  });
}

function devShm(input: Fields): Fields {
  const cri = fieldsOf(input['cri']);
  const { mounts, readOnly } = containerdMounts(modeOf(cri['ipc']) ?? 'POD', cri['readonlyRootfs'] === true, textListOf(cri['mountsFromKubelet']));
  return { mounts, readOnly };
}

const crioWords: Readonly<Record<CrioPid, string>> = {
  own: 'not joined (own)', infra: 'infra (pause) container', node: 'node', target: 'target container',
};

const handlerOf = (handler: Fields): RuntimeHandler =>
  ({ name: textOf(handler['name']) ?? '', supportsUserNamespaces: handler['supportsUserNamespaces'] === true });

const suites: Suites = {
  'pod-namespaces': pods,
  'sandbox-changed': (input) => ({ ...podSandboxChanged(podOf(input), sandboxes(input)) }),
  'container-pid-namespace': (input) => {
    const container = textOf(input['container']) ?? '';
    const { mode, target } = pidNamespaceForContainer(podOf(input), container);
    return { container, pid: mode, targetContainer: target };
  },
  'user-namespace': userNamespace,
  'runtime-handler-userns': (input) => {
    const handlers = listOf(input['runtimeHandlers']).map(handlerOf);
    const answer = handlerSupportsUserNamespaces(handlers, textOf(input['handler']) ?? '');
    return answer.ok ? { error: false, supports: answer.value } : { error: true, supports: false };
  },
  'validate-host-users': (input) => ({ valid: validateHostUsers(specOf(input), 'spec', options(input)).length === 0 }),
  'validate-host-namespaces': validated,
  'validate-host-sysctls': (input) => ({ errors: validateSysctls(specOf(input), 'spec', options(input)).length }),
  'validate-windows-host-process': (input) => ({
    valid: validateWindowsHostProcessPod(specOf(input), 'spec', contextOf(input)['allowPrivileged'] !== false).length === 0,
  }),
  'validate-hostname-override': (input) => ({ valid: validatePodHostName(specOf(input), 'spec').length === 0 }),
  hostname: (input) => {
    const { clusterDomain, hostnameOverrideFeatureEnabled } = contextOf(input);
    return answered(generatePodHostNameAndDomain(podOf(input), textOf(clusterDomain), hostnameOverrideFeatureEnabled === true), (value) => ({ ...value }));
  },
  'hostname-truncate': (input) => answered(truncatePodHostname(textOf(input['hostname']) ?? ''), (hostname) => ({ hostname })),
  'set-hostname-as-fqdn': (input) => answered(
    kernelHostname(textOf(input['hostname']) ?? '', textOf(input['domain']) ?? '', input['setHostnameAsFQDN'] === true),
    (hostname) => ({ kernelHostname: hostname }),
  ),
  'etc-hosts-managed': (input) => ({
    content: managedHostsFileContent(textListOf(input['podIPs']), textOf(input['hostname']) ?? '', textOf(input['domain']) ?? '', aliasesOf(input)),
  }),
  'etc-hosts-host-network': (input) => ({ content: nodeHostsFileContent(textOf(input['nodeHostsFile']) ?? '', aliasesOf(input)) }),
  'etc-hosts-mounted': (input) => {
    const pod: Pod = podOf(input);
    const container = containersOf(pod.spec).find(({ name }) => name === input['container'])?.container ?? pod.spec?.containers?.[0];
    return { mounted: container !== undefined && mountsManagedHosts(pod, container, textListOf(input['podIPs'])) };
  },
  'dns-type': (input) => answered(podDnsType(podOf(input)), (dnsType) => ({ dnsType })),
  'port-mappings': (input) => ({ portMappings: (podOf(input).spec?.containers ?? []).flatMap(makePortMappings) }),
  'is-host-network': (input) => ({ hostNetwork: isHostNetworkPod(podOf(input)) }),
  'network-not-ready': (input) => ({
    syncError: networkNotReady(podOf(input), contextOf(input)['networkReady'] === false ? 'simulated network error' : undefined) !== undefined,
  }),
  'cgroup-systemd-name': (input) => ({ path: toSystemd(nameOf(input['name'])), basename: systemdBaseName(nameOf(input['name'])) }),
  'pod-cgroup': podCgroup,
  'is-pod-cgroup': isPodCgroup,
  'containerd-container-pid': (input) => ({ pidNamespace: containerdContainerPid(modeOf(fieldsOf(input['cri'])['pid']) ?? 'POD') }),
  'containerd-sandbox-namespaces': containerdSandboxSuite,
  'containerd-cgroup-namespace': (input) => ({
    ownCgroupNamespace: hasOwnCgroupNamespace(
      contextOf(input)['cgroupVersion'] === 1 ? 1 : 2, specOf(input).containers?.[0]?.securityContext?.privileged === true,
    ),
  }),
  'containerd-dev-shm': devShm,
  'crio-container-namespaces': (input) =>
    answered(crioContainer(criOf(input)), (value) => ({ ...value, pid: crioWords[value.pid] })),
};

/** Answers one case of namespaces.json. */
export const check = checkWith(suites);
