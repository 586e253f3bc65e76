/**
 * api-status.json: the status of a pod as the kubelet computes it, and the statuses of one list of containers. The tests
 * were run with a node that has two addresses and with a stand-in for the prober that calls every app container ready.
 */
import { generateAPIPodStatus } from '../kubernetes/apiPodStatus';
import { convertToAPIContainerStatuses } from '../kubernetes/containerStatuses';
import type { Container, ContainerStatus, Pod, PodStatus } from '../kubernetes/objects';
import { formatRfc3339 } from '../lib/time';
import { result, withoutZeros } from './compare';
import { runtimeView, type TableContainer, type TableSandbox } from './runtimeViews';
import type { CaseResult, TableCase } from './table';

interface ApiStatusCase {
  readonly pod: Pod;
  readonly runtime: { readonly sandboxes?: readonly TableSandbox[]; readonly containers?: readonly TableContainer[] };
  readonly previousStatus?: PodStatus | null;
  readonly previousContainerStatuses?: readonly ContainerStatus[];
  readonly input: {
    readonly podIsTerminal?: boolean;
    readonly isInitContainer?: boolean;
    readonly hasInitContainers?: boolean;
    readonly podRestarting?: boolean;
    readonly containers?: readonly Container[];
  };
  readonly expected: { readonly status?: PodStatus; readonly containerStatuses?: readonly ContainerStatus[] };
}

const HOST_IPS = ['127.0.0.1', '::1'];

/** pkg/kubelet/prober/testing/fake_manager.go:UpdatePodStatus. */
const callAllReady = (_pod: Pod, status: PodStatus): PodStatus => ({
  ...status,
  ...(status.containerStatuses ? { containerStatuses: status.containerStatuses.map((each) => ({ ...each, ready: true })) } : {}),
});

type Fields = Readonly<Record<string, unknown>>;

/** The tests name the runtime in front of an id or not; the id itself is compared. An id that is empty counts as none. */
const bareID = (id: string | undefined): string | undefined => id?.slice(id.indexOf('://') + 3) || undefined;

const RUNTIME = 'containerd';

/** The statuses of before, with ids as this runtime's: that it is the same container must show. */
const asOfRuntime = (statuses: readonly ContainerStatus[]): readonly ContainerStatus[] =>
  statuses.map((status) => {
    const id = bareID(status.containerID);
    return id === undefined ? status : { ...status, containerID: `${RUNTIME}://${id}` };
  });

const statusAsOfRuntime = (status: PodStatus): PodStatus => ({
  ...status,
  ...(status.containerStatuses ? { containerStatuses: asOfRuntime(status.containerStatuses) } : {}),
  ...(status.initContainerStatuses ? { initContainerStatuses: asOfRuntime(status.initContainerStatuses) } : {}),
});

/** Go writes an empty state too: it is the same as none. */
function comparableState(state: ContainerStatus['state'], withIDs: boolean): unknown {
  if (!state || Object.keys(state).length === 0) return undefined;
  const { terminated } = state;
  if (!terminated) return state;
  const { containerID, ...rest } = terminated;
  const id = withIDs ? bareID(containerID) : undefined;
  return { terminated: { ...rest, ...(id ? { containerID: id } : {}) } };
}

const comparableStatus = (status: ContainerStatus): Fields => ({
  ...status,
  state: comparableState(status.state, true),
  lastState: comparableState(status.lastState, true),
  containerID: bareID(status.containerID),
});

/** An empty set of pod-level resources and none are written the same. */
const withoutEmptyResources = (status: PodStatus): PodStatus => {
  const { resources, ...rest } = status;
  return resources && Object.keys(resources).length > 0 ? status : rest;
};

const comparablePodStatus = (status: PodStatus): unknown =>
  withoutZeros({
    ...withoutEmptyResources(status),
    containerStatuses: status.containerStatuses?.map(comparableStatus),
    initContainerStatuses: status.initContainerStatuses?.map(comparableStatus),
  });

/** What the tests of one list look at: states and restarts. */
const essence = (statuses: readonly ContainerStatus[]): unknown =>
  withoutZeros(
    statuses.map(({ name, state, lastState, restartCount }) => ({
      name, state: comparableState(state, false), lastState: comparableState(lastState, false), restartCount,
    })),
  );

export function check(testCase: TableCase): CaseResult {
  const { pod, runtime, previousStatus, previousContainerStatuses, input, expected } = testCase as unknown as ApiStatusCase;
  const view = runtimeView(pod, runtime);
  if (expected.status) {
    const found = generateAPIPodStatus(pod.status ? { ...pod, status: statusAsOfRuntime(pod.status) } : pod, view, {
      ...(previousStatus ? { previousStatus: statusAsOfRuntime(previousStatus) } : {}),
      runtimeName: RUNTIME,
      podIsTerminal: input.podIsTerminal ?? false,
      hostIPs: HOST_IPS,
      updatePodStatus: callAllReady,
    });
    return result(comparablePodStatus(expected.status), comparablePodStatus(found));
  }
  const found = convertToAPIContainerStatuses(
    pod,
    view,
    { containers: input.containers ?? [], previous: asOfRuntime(previousContainerStatuses ?? []), isInit: input.isInitContainer ?? false, hasInitContainers: input.hasInitContainers },
    { formatTime: formatRfc3339, runtimeName: RUNTIME, podRestarting: input.podRestarting ?? false },
  );
  return result(essence(expected.containerStatuses ?? []), essence(found));
}
