/** The runtime's report as the tables write it, as a {@link RuntimeView}. */
import type { Pod } from '../kubernetes/objects';
import type { RuntimeContainer, RuntimeView, SandboxStatus } from '../kubernetes/runtimeView';
import { parseRfc3339 } from '../lib/time';

export interface TableSandbox {
  readonly id?: string;
  readonly attempt?: number;
  readonly state?: 'READY' | 'NOTREADY' | 'SANDBOX_READY' | 'SANDBOX_NOTREADY' | number;
  readonly metadata?: { readonly attempt?: number };
  readonly ip?: string;
  readonly network?: { readonly ip?: string };
  readonly linux?: { readonly namespaces?: { readonly options?: { readonly network?: string | number } } };
}

export interface TableContainer {
  readonly id?: string;
  readonly name: string;
  readonly state: RuntimeContainer['state'];
  readonly exitCode?: number;
  readonly restartCount?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly specChangedSinceStart?: boolean;
}

/** The CRI's numbers: SANDBOX_READY is 0, NamespaceMode NODE is 2. */
function sandbox(given: TableSandbox): SandboxStatus {
  const state = given.state ?? 0;
  const network = given.linux?.namespaces?.options?.network ?? 0;
  const ip = given.ip ?? (given.network ? (given.network.ip ?? '') : undefined);
  return {
    id: given.id ?? '',
    attempt: given.attempt ?? given.metadata?.attempt ?? 0,
    state: state === 0 || state === 'READY' || state === 'SANDBOX_READY' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
    networkMode: network === 2 || network === 'NODE' ? 'NODE' : 'POD',
    ...(ip === undefined ? {} : { ip }),
  };
}

const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : (parseRfc3339(text) ?? undefined));

/** A container is of the definition in the spec, unless the table says that the definition changed since. */
function container(given: TableContainer, pod: Pod): RuntimeContainer {
  const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []), ...(pod.spec?.ephemeralContainers ?? [])];
  const image = all.find((each) => each.name === given.name)?.image;
  const startedAt = time(given.startedAt);
  const finishedAt = time(given.finishedAt);
  return {
    id: given.id ?? '',
    name: given.name,
    state: given.state,
    ...(image === undefined ? {} : { image }),
    ...(given.specChangedSinceStart ? { hash: 'another definition' } : {}),
    ...(given.exitCode === undefined ? {} : { exitCode: given.exitCode }),
    ...(given.restartCount === undefined ? {} : { restartCount: given.restartCount }),
    ...(given.reason === undefined ? {} : { reason: given.reason }),
    ...(given.message === undefined ? {} : { message: given.message }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

export const runtimeView = (
  pod: Pod,
  given: { readonly sandboxes?: readonly TableSandbox[]; readonly containers?: readonly TableContainer[] } | undefined,
): RuntimeView => ({
  sandboxes: (given?.sandboxes ?? []).map(sandbox),
  containers: (given?.containers ?? []).map((each) => container(each, pod)),
});

/** The same report as Go writes it, with capital letters. */
export interface GoPodStatus {
  readonly SandboxStatuses?: readonly TableSandbox[];
  readonly ContainerStatuses?: readonly { readonly Name: string; readonly State: RuntimeContainer['state']; readonly ExitCode?: number; readonly ID?: string }[];
}

export const goRuntimeView = (pod: Pod, given: GoPodStatus | undefined): RuntimeView =>
  runtimeView(pod, {
    sandboxes: given?.SandboxStatuses ?? [],
    containers: (given?.ContainerStatuses ?? []).map((each) => ({
      id: each.ID ?? '', name: each.Name, state: each.State, ...(each.ExitCode === undefined ? {} : { exitCode: each.ExitCode }),
    })),
  });
