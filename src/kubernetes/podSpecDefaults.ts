/**
 * The defaults of pods and of pod templates. Stands for pkg/apis/core/v1/defaults.go:SetDefaults_PodSpec, SetDefaults_Pod,
 * SetDefaults_Volume and the volume sources' own. Left out: sources that nothing here reads (iscsi, rbd, azureDisk, …).
 */
import { containerDefaults, mapField, mapList, roundResources, withDefaults, type ContainerOwner } from './containerDefaults';
import type { Pod, PodSpec, PodTemplateSpec, Quantity, Volume } from './objects';
import { isFields } from './reading';
import { aggregateContainerRequests, isPodLevelResourcesSet, isSupportedPodLevelResource } from './resources';

/** 0644 */
const DEFAULT_MODE = 420;

/** SetDefaults_ServiceAccountTokenProjection. */
const projectionDefaults = (source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  isFields(source['serviceAccountToken'])
    ? { ...source, serviceAccountToken: withDefaults(source['serviceAccountToken'], { expirationSeconds: 3600 }) }
    : source;

/** A volume without a source is an emptyDir; files made from API objects get the mode 0644. */
function volumeDefaults(volume: Volume): Volume {
  const hasSource = Object.entries(volume).some(([key, value]) => key !== 'name' && value !== null && value !== undefined);
  if (!hasSource) return { ...volume, emptyDir: {} };
  if (isFields(volume.secret)) return { ...volume, secret: withDefaults(volume.secret, { defaultMode: DEFAULT_MODE }) };
  if (isFields(volume.configMap)) return { ...volume, configMap: withDefaults(volume.configMap, { defaultMode: DEFAULT_MODE }) };
  if (isFields(volume.downwardAPI)) return { ...volume, downwardAPI: withDefaults(volume.downwardAPI, { defaultMode: DEFAULT_MODE }) };
  if (isFields(volume.projected)) {
    const projected = withDefaults(volume.projected, { defaultMode: DEFAULT_MODE });
    return { ...volume, projected: mapField(projected, 'sources', (sources) => mapList(sources, projectionDefaults)) };
  }
  if (isFields(volume.hostPath) && volume.hostPath.type === undefined) return { ...volume, hostPath: { ...volume.hostPath, type: '' } };
  return volume;
}

/**
 * Pod-level requests that are not given are what the containers ask for, or else the pod-level limits.
 * defaults.go:defaultPodRequests.
 */
function podLevelRequests(spec: PodSpec): PodSpec {
  const { resources } = spec;
  if (!resources || !isPodLevelResourcesSet({ spec })) return spec;
  const requests: Record<string, Quantity> = { ...resources.requests };
  for (const [name, amount] of Object.entries(aggregateContainerRequests({ spec }))) {
    if (isSupportedPodLevelResource(name) && !name.startsWith('hugepages-')) requests[name] ??= amount;
  }
  for (const [name, amount] of Object.entries(resources.limits ?? {})) {
    if (isSupportedPodLevelResource(name)) requests[name] ??= amount;
  }
  return Object.keys(requests).length === 0 ? spec : { ...spec, resources: { ...resources, requests } };
}

/**
 * The pod spec as the API stores it. In a Pod, requests follow from limits, host ports from hostNetwork, and service
 * links are on; in a template all that waits until a pod is made of it.
 */
export function podSpecDefaults(spec: PodSpec, isPod: boolean): PodSpec {
  const owner: ContainerOwner = { isPod, hostNetwork: spec.hostNetwork === true };
  let result = withDefaults(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...(isPod ? { enableServiceLinks: true } : {}),
  });
  result = mapField(result, 'containers', (list) => mapList(list, (container) => containerDefaults(container, owner)));
  result = mapField(result, 'initContainers', (list) => mapList(list, (container) => containerDefaults(container, owner)));
  result = mapField(result, 'ephemeralContainers', (list) => mapList(list, (container) => containerDefaults(container, { isPod: false, hostNetwork: false })));
  result = mapField(result, 'volumes', (list) => mapList(list, volumeDefaults));
  result = mapField(result, 'resources', roundResources);
  return isPod ? podLevelRequests(result) : result;
}

/** SetDefaults_Pod and what belongs to it. */
export const podDefaults = (pod: Pod): Pod => ({ ...pod, spec: podSpecDefaults(isFields(pod.spec) ? pod.spec : {}, true) });

/** The template of a workload. */
export const podTemplateDefaults = (template: PodTemplateSpec | undefined): PodTemplateSpec => ({
  ...template,
  spec: podSpecDefaults(isFields(template?.spec) ? template.spec : {}, false),
});
