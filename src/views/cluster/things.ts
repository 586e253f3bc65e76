/** The things on the canvas at one instant, each in its place: the layout of the run, less what is not there now. Pure. */
import { type Box } from './box';
import type { FrameLayout } from './frameLayout';
import type { SceneLayout } from './layout';
import type { LeavingPod } from './leaving';
import { nodeOfThing, type Part, thingId } from './motion';
import { HEAD, type PodForm } from './sizes';
import { type Room, slotKey } from './slots';

export type ThingKind = 'user' | 'store' | 'frame' | 'tile' | 'folder' | 'kubelet' | 'containerd' | 'network' | 'card' | 'brief' | 'mini' | 'leaving';

export interface Thing {
  readonly id: string;
  readonly kind: ThingKind;
  readonly node: string;
  /** `namespace/name`, for pods. */
  readonly pod: string;
  readonly box: Box;
  readonly part: Part | null;
  /** A pod that this step took away. */
  readonly leaving: LeavingPod | null;
}

export const STORE = 'store';

/** Where a pod of this id stands on a node, whether it is there now or not. */
export function podPlace(frame: FrameLayout, room: Room, id: string): { readonly box: Box; readonly form: PodForm } | null {
  const slot = room.slots.get(slotKey(frame.node, id));
  const box = slot && (slot.form === 'card' ? frame.cards : frame.minis)[slot.index];
  if (!slot || !box) return null;
  return { box, form: slot.form === 'mini' && frame.form !== 'cell' ? 'mini' : frame.form };
}

/** Every place of the layout by the id of what stands there at some time of the run. Pods in tiles have none. */
export function placesOf(layout: SceneLayout, room: Room): ReadonlyMap<string, Box> {
  const places = new Map<string, Box>([[thingId.user, layout.user]]);
  if (layout.store) places.set(STORE, layout.store);
  const byNode = new Map(layout.frames.map((frame) => [frame.node, frame]));
  for (const { node, frame, inside } of layout.frames) {
    places.set(thingId.frame(node), frame);
    if (!inside) continue;
    places.set(thingId.folder(node), inside.folder);
    places.set(thingId.kubelet(node), inside.kubelet);
    places.set(thingId.containerd(node), inside.containerd);
    if (inside.network) places.set(thingId.network(node), inside.network);
  }
  for (const [key, { node }] of room.slots) {
    const frame = byNode.get(node);
    const id = key.slice(node.length + 1);
    const place = frame?.inside && podPlace(frame, room, id);
    if (place) places.set(thingId.pod(node, id), place.box);
  }
  return places;
}

/** The place that stands for a thing: its own, or what holds it where it is not drawn by itself. */
export function drawnPlace(id: string, places: ReadonlyMap<string, Box>): string | null {
  if (places.has(id)) return id;
  const node = nodeOfThing(id);
  if (node === null) return null;
  const runtime = thingId.containerd(node);
  if (id === thingId.network(node) && places.has(runtime)) return runtime;
  return places.has(thingId.frame(node)) ? thingId.frame(node) : null;
}

export interface Instant {
  /** By node: the ids of its pods. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  readonly leaving: readonly LeavingPod[];
  readonly parts: ReadonlyMap<string, Part>;
}

/** What is drawn, in the order in which it is read and reached with the keyboard. */
export function thingsOf(layout: SceneLayout, room: Room, { pods, leaving, parts }: Instant): Thing[] {
  const things: Thing[] = [];
  const put = (kind: ThingKind, id: string, box: Box, node = '', pod = '', gone: LeavingPod | null = null) => {
    things.push({ id, kind, node, pod, box, part: parts.get(id) ?? null, leaving: gone });
  };
  put('user', thingId.user, layout.user);
  for (const frame of layout.frames) {
    const { node, inside } = frame;
    put(inside ? 'frame' : 'tile', thingId.frame(node), frame.frame, node);
    if (!inside) continue;
    put('folder', thingId.folder(node), inside.folder, node);
    put('kubelet', thingId.kubelet(node), inside.kubelet, node);
    put('containerd', thingId.containerd(node), inside.containerd, node);
    if (inside.network) put('network', thingId.network(node), inside.network, node);
    for (const id of pods.get(node) ?? []) {
      const place = podPlace(frame, room, id);
      if (place && place.form !== 'cell') put(place.form, thingId.pod(node, id), place.box, node, id);
    }
    for (const one of leaving) {
      const place = one.node === node ? podPlace(frame, room, one.id) : null;
      if (place) put('leaving', thingId.pod(node, one.id), place.box, node, one.id, one);
    }
  }
  if (layout.store) put('store', STORE, layout.store);
  return things;
}

/** Words on the ground that edges and tokens had better not cover: the plates of nodes, and the panel's title. */
export function wordsOf(layout: SceneLayout, header: number): Box[] {
  const words: Box[] = header > 0 ? [{ x: 0, y: 0, width: Math.min(300, layout.user.x - 8), height: header - 4 }] : [];
  for (const { frame, inside } of layout.frames) {
    if (!inside) continue;
    const state = Math.min(230, frame.width * 0.42);
    words.push({ x: frame.x, y: frame.y, width: Math.min(300, frame.width * 0.5), height: HEAD });
    words.push({ x: frame.x + frame.width - state, y: frame.y, width: state, height: HEAD });
  }
  return words;
}
