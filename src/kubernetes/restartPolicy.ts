/**
 * Shall a container that ended be started again? The rules of the container come first, then its own policy, then the
 * pod's. Stands for pkg/api/v1/pod/util.go and pkg/kubelet/container/helpers.go with the gates of 1.36:
 * ContainerRestartRules and RestartAllContainersOnContainerExits are on.
 */
import { exitCodeOf, type Container, type ContainerRestartRule, type Pod, type PodSpec, type PodStatus } from './objects';
import { findContainer, type RuntimeView } from './runtimeView';

/** The reason of a container that was removed because the pod restarts in place. pkg/kubelet/container/runtime.go. */
export const RESTARTING_ALL_CONTAINERS = 'RestartingAllContainers';

/** The first rule of the container that speaks of this exit code. pkg/api/v1/pod/util.go:FindMatchingContainerRestartRule. */
export function findMatchingContainerRestartRule(container: Container, exitCode: number): ContainerRestartRule | undefined {
  return container.restartPolicyRules?.find((rule) => {
    if (!rule.exitCodes) return false;
    const listed = rule.exitCodes.values?.includes(exitCode) ?? false;
    return rule.exitCodes.operator === 'In' ? listed : rule.exitCodes.operator === 'NotIn' && !listed;
  });
}

/** pkg/api/v1/pod/util.go:ContainerShouldRestart. A pod without a policy counts as Always. */
export function containerShouldRestart(container: Container, spec: PodSpec | undefined, exitCode: number): boolean {
  const action = container.restartPolicy && findMatchingContainerRestartRule(container, exitCode)?.action;
  if (action === 'Restart' || action === 'RestartAllContainers') return true;
  switch (container.restartPolicy ?? spec?.restartPolicy) {
    case 'Never':
      return false;
    case 'OnFailure':
      return exitCode !== 0;
    default:
      return true;
  }
}

/** Could this container ever be started again, by policy or by a rule? pkg/api/v1/pod/util.go:IsContainerRestartable. */
export function isContainerRestartable(spec: PodSpec, container: Container): boolean {
  if (!container.restartPolicy) return spec.restartPolicy !== 'Never';
  if (container.restartPolicyRules?.some((rule) => rule.action === 'Restart' || rule.action === 'RestartAllContainers')) return true;
  return container.restartPolicy !== 'Never';
}

/** Init containers, then app containers. Without ephemeral ones, which never take part in restarts. */
export function* regularContainers(spec: PodSpec | undefined): Iterable<Container> {
  yield* spec?.initContainers ?? [];
  yield* spec?.containers ?? [];
}

/** Has any container a rule that restarts all of them? pkg/api/v1/pod/util.go:AllContainersCouldRestart. */
export function allContainersCouldRestart(spec: PodSpec | undefined): boolean {
  return (spec?.initContainers?.some(mayRestartAll) ?? false) || (spec?.containers?.some(mayRestartAll) ?? false);
}

const mayRestartAll = (container: Container): boolean =>
  container.restartPolicyRules?.some((rule) => rule.action === 'RestartAllContainers') ?? false;

const triggersRestartOfAll = (container: Container, exitCode: number): boolean =>
  findMatchingContainerRestartRule(container, exitCode)?.action === 'RestartAllContainers';

const isAllContainersRestarting = (status: PodStatus): boolean =>
  status.conditions?.some((condition) => condition.type === 'AllContainersRestarting' && condition.status === 'True') ?? false;

/**
 * Must the pod restart in place: has a container exited in a way that a rule RestartAllContainers names, or is such a
 * restart under way? `view` and `status` may each be absent. pkg/kubelet/container/helpers.go:ShouldAllContainersRestart.
 */
export function shouldAllContainersRestart(pod: Pod, view: RuntimeView | undefined, status: PodStatus | undefined): boolean {
  if (pod.metadata?.deletionTimestamp) return false;
  if (status && isAllContainersRestarting(status)) return true;
  if (!allContainersCouldRestart(pod.spec)) return false;

  for (const container of regularContainers(pod.spec)) {
    if (view) {
      const reported = findContainer(view, container.name);
      if (reported?.state !== 'exited') continue;
      if (triggersRestartOfAll(container, reported.exitCode ?? 0)) return true;
    }
    const terminated = containerStatusOf(status, container.name)?.state?.terminated;
    if (terminated && triggersRestartOfAll(container, exitCodeOf(terminated))) return true;
  }
  return false;
}

/** Upstream keeps them in a map, in which the last of equal names wins. */
const containerStatusOf = (status: PodStatus | undefined, name: string) =>
  status?.containerStatuses?.findLast((each) => each.name === name) ?? status?.initContainerStatuses?.findLast((each) => each.name === name);

/** Are all containers of the pod gone from the runtime? helpers.go:AllContainersRestartCleanedUp. */
export function allContainersRestartCleanedUp(pod: Pod, view: RuntimeView): boolean {
  for (const container of regularContainers(pod.spec)) {
    if (findContainer(view, container.name)) return false;
  }
  return true;
}

/**
 * Shall the next sync start this container? Never in a pod that is being deleted; a container that never ran, or whose
 * state nobody knows, always. pkg/kubelet/container/helpers.go:ShouldContainerBeRestarted.
 */
export function shouldContainerBeRestarted(container: Container, pod: Pod, view: RuntimeView): boolean {
  if (pod.metadata?.deletionTimestamp) return false;
  const reported = findContainer(view, container.name);
  if (!reported) return true;
  if (reported.state === 'running') return false;
  if (reported.state === 'unknown' || reported.state === 'created') return true;
  return containerShouldRestart(container, pod.spec, reported.exitCode ?? 0);
}
