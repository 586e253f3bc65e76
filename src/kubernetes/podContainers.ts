/**
 * Every container of a pod in one list, with its kind and its field path. Upstream walks the three lists of a pod with
 * `VisitContainers`; we keep its order (init containers, containers, ephemeral containers), which decides which of
 * several objections comes first.
 */
import { isFields, textOf } from './reading';
import { isSidecar, type Container, type EphemeralContainer, type PodSpec } from './objects';

/** What a container is for: an init container, a sidecar (an init container that keeps running), an app container, a debugging one. */
export type PodContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral';

export interface PodContainer {
  readonly kind: PodContainerKind;
  readonly name: string;
  /** Its field path below the pod spec: `initContainers[0]`. */
  readonly path: string;
  readonly container: Container | EphemeralContainer;
}

/** All containers of the pod (pkg/api/pod/util.go:VisitContainers). A list that is missing or no list counts as empty. */
export function containersOf(spec: PodSpec | undefined): readonly PodContainer[] {
  const list = (
    containers: readonly Container[] | null | undefined,
    field: string,
    kindOf: (container: Container) => PodContainerKind,
  ): PodContainer[] => {
    const entries: readonly Container[] = Array.isArray(containers) ? containers : [];
    return entries.flatMap((container, index) =>
      isFields(container)
        ? [{ kind: kindOf(container), name: textOf(container.name) ?? '', path: `${field}[${index}]`, container }]
        : [],
    );
  };
  return [
    ...list(spec?.initContainers, 'initContainers', (container) => (isSidecar(container) ? 'sidecar' : 'init')),
    ...list(spec?.containers, 'containers', () => 'app'),
    ...list(spec?.ephemeralContainers, 'ephemeralContainers', () => 'ephemeral'),
  ];
}

/** The name of the container that an ephemeral container wants to look into, if this is one. */
export const targetContainerNameOf = (container: Container | EphemeralContainer): string | undefined =>
  'targetContainerName' in container ? container.targetContainerName : undefined;
