/**
 * Which lines of a manifest cause what a picture of its pod shows: a namespace's place, a container, a volume. The way
 * back of explain.ts. The fields come from the same rules that draw the picture (kubernetes/linuxNamespaces.ts).
 */
import { linuxNamespaceKinds, linuxNamespacesOf, type LinuxNamespaceKind } from '../kubernetes/linuxNamespaces';
import { containersOf } from '../kubernetes/podContainers';
import { fieldsOf, listOf, textOf } from '../kubernetes/reading';
import type { ManifestDocument } from './parse';
import { fieldInDocument, type PodInDocument } from './podTemplates';

/** From 1, both ends belong to it. */
export type LineRange = readonly [from: number, to: number];

/** A thing in the picture of a pod. */
export type PictureThing =
  | { readonly kind: 'namespace'; readonly namespace: LinuxNamespaceKind; readonly container?: string }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'volume'; readonly name: string };

type PlacedPod = Pick<PodInDocument, 'pod' | 'path' | 'templatePath' | 'ownerKind'>;
type PlacedDocument = Pick<ManifestDocument, 'positionOf' | 'has' | 'value'>;

/** Fields that decide over a namespace when they are written, even with the value that is the default. */
const written: Readonly<Partial<Record<LinuxNamespaceKind, readonly string[]>>> = {
  net: ['spec.hostNetwork'], uts: ['spec.hostNetwork'], ipc: ['spec.hostIPC'], pid: ['spec.hostPID', 'spec.shareProcessNamespace'], user: ['spec.hostUsers'],
};

function namespaceFields(pod: PlacedPod, kind: LinuxNamespaceKind, container?: string): readonly string[] {
  const decided = linuxNamespacesOf(pod.pod)
    .filter(({ name }) => container === undefined || name === container)
    .flatMap(({ sharing }) => sharing.flatMap((each) => (each.kind === kind && each.field !== undefined ? [each.field] : [])));
  return [...new Set([...decided, ...(written[kind] ?? [])])].map((field) => fieldInDocument(pod, field));
}

const containerFields = (pod: PlacedPod, name: string): readonly string[] =>
  containersOf(pod.pod.spec).filter((each) => each.name === name).map(({ path }) => fieldInDocument(pod, `spec.${path}`));

/** The volume itself, the claim that it is made from in a StatefulSet, and every mount of it. */
function volumeFields(pod: PlacedPod, name: string, value: PlacedDocument['value']): readonly string[] {
  const mounts = containersOf(pod.pod.spec).flatMap(({ path, container }) =>
    (['volumeMounts', 'volumeDevices'] as const).flatMap((list) =>
      (container[list] ?? []).flatMap((mount, index) => (mount.name === name ? [fieldInDocument(pod, `spec.${path}.${list}[${index}]`)] : []))));
  const volumes = (pod.pod.spec?.volumes ?? []).flatMap((volume, index) => (volume.name === name ? [fieldInDocument(pod, `spec.volumes[${index}]`)] : []));
  const claims = pod.ownerKind !== 'StatefulSet' ? [] : listOf(fieldsOf(value['spec'])['volumeClaimTemplates']).flatMap((claim, index) =>
    (textOf(fieldsOf(claim['metadata'])['name']) === name ? [`spec.volumeClaimTemplates[${index}]`] : []));
  return [...volumes, ...claims, ...mounts];
}

/** The fields of the document, as paths, that cause a thing; those that the text does not have may be among them. */
function fieldsThatCause(pod: PlacedPod, value: PlacedDocument['value'], thing: PictureThing): readonly string[] {
  switch (thing.kind) {
    case 'namespace':
      return namespaceFields(pod, thing.namespace, thing.container);
    case 'container':
      return containerFields(pod, thing.name);
    case 'volume':
      return volumeFields(pod, thing.name, value);
  }
}

/** Sorted, with those that touch made one. */
function joined(ranges: readonly LineRange[]): readonly LineRange[] {
  const out: (readonly [number, number])[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1] + 1) out[out.length - 1] = [last[0], Math.max(last[1], to)];
    else out.push([from, to]);
  }
  return out;
}

/** The lines that cause a thing. None when it is so by default and no line speaks of it. */
export function causesOf(pod: PlacedPod, doc: PlacedDocument, thing: PictureThing): readonly LineRange[] {
  return joined(fieldsThatCause(pod, doc.value, thing).filter((field) => doc.has(field)).map((field): LineRange => {
    const { line, endLine } = doc.positionOf(field);
    return [line, endLine];
  }));
}

/** The name of a thing in {@link Causes}: `namespace net`, `namespace pid web`, `container web`, `volume conf`. */
export const causeKey = (thing: PictureThing): string =>
  thing.kind === 'namespace' ? `namespace ${thing.namespace}${thing.container === undefined ? '' : ` ${thing.container}`}` : `${thing.kind} ${thing.name}`;

/** Thing, by its key → the lines that cause it. Things without a line are left out. */
export type Causes = Readonly<Record<string, readonly LineRange[]>>;

/** All causes of a pod, as plain data. Of the namespaces of single containers only those that differ from the pod's. */
export function allCauses(pod: PlacedPod, doc: PlacedDocument): Causes {
  const containers = containersOf(pod.pod.spec);
  const things: PictureThing[] = linuxNamespaceKinds.flatMap((namespace): PictureThing[] => [
    { kind: 'namespace', namespace },
    ...(namespace === 'pid' || namespace === 'cgroup' ? containers.map(({ name }): PictureThing => ({ kind: 'namespace', namespace, container: name })) : []),
  ]);
  for (const { name } of containers) things.push({ kind: 'container', name });
  const volumes = new Set([
    ...(pod.pod.spec?.volumes ?? []).map(({ name }) => name),
    ...containers.flatMap(({ container }) => [...(container.volumeMounts ?? []), ...(container.volumeDevices ?? [])].map(({ name }) => name)),
  ]);
  for (const name of volumes) things.push({ kind: 'volume', name });
  return Object.fromEntries(things.flatMap((thing) => {
    const lines = causesOf(pod, doc, thing);
    return lines.length === 0 ? [] : [[causeKey(thing), lines] as const];
  }));
}
