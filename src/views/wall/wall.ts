/**
 * The wall of a cluster as geometry: a tile for each node, a cell for each pod, zones side by side. One unit is a cell.
 * Pure arithmetic, so that a point finds its pod without looking through any list. Five thousand nodes are one picture.
 */
import { cellOf, type CellOrigin, type CellRole, type ClusterColumns } from '../../manifest/streamCluster';

export interface WallZone {
  readonly name: string;
  /** Index of each of its nodes, in the order of its tiles. */
  readonly nodes: readonly number[];
  readonly x: number;
  /** Tiles in a row. */
  readonly across: number;
}

export interface Wall {
  /** Cells of a tile. */
  readonly columns: number;
  readonly rows: number;
  readonly zones: readonly WallZone[];
  readonly width: number;
  readonly height: number;
  /** Zone and place in it of each node. */
  readonly zoneOf: Uint32Array;
  readonly placeOf: Uint32Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node, and one of its pods (from 0), or none. */
export interface WallSpot {
  readonly node: number;
  readonly pod: number | null;
}

/** Between tiles, and between zones. */
const GAP = 1;
const ZONE_GAP = 3;
/** More zones than this do not stand side by side. */
const MOST_ZONES = 8;

export const podsOn = ({ starts }: Pick<ClusterColumns, 'starts'>, node: number): number => (starts[node + 1] ?? 0) - (starts[node] ?? 0);

function zonesOf(nodes: ClusterColumns['nodes']): Map<string, number[]> {
  const zones = new Map<string, number[]>();
  nodes.forEach(({ zone }, index) => {
    const own = zones.get(zone);
    if (own) own.push(index);
    else zones.set(zone, [index]);
  });
  if (zones.size <= MOST_ZONES) return new Map([...zones].sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Map([['', nodes.map((_, index) => index)]]);
}

/** Lays a cluster out for a frame whose width is `aspect` times its height. */
export function layoutWall(cluster: ClusterColumns, aspect: number): Wall {
  const { nodes } = cluster;
  const most = nodes.reduce((sum, _, node) => Math.max(sum, podsOn(cluster, node)), 1);
  const columns = Math.ceil(Math.sqrt(most * 1.3));
  const rows = Math.ceil(most / columns);
  const [tileWidth, tileHeight] = [columns + GAP, rows + GAP];
  const across = Math.max(1, Math.round(Math.sqrt((nodes.length * aspect * tileHeight) / tileWidth)));
  const zoneOf = new Uint32Array(nodes.length);
  const placeOf = new Uint32Array(nodes.length);
  let x = 0;
  let height = 0;
  const zones = [...zonesOf(nodes)].map(([name, own], index): WallZone => {
    const share = Math.min(own.length, Math.max(1, Math.round((across * own.length) / nodes.length)));
    const zone = { name, nodes: own, x, across: share };
    own.forEach((node, place) => {
      zoneOf[node] = index;
      placeOf[node] = place;
    });
    x += share * tileWidth - GAP + ZONE_GAP;
    height = Math.max(height, Math.ceil(own.length / share) * tileHeight - GAP);
    return zone;
  });
  return { columns, rows, zones, width: Math.max(1, x - ZONE_GAP), height: Math.max(1, height), zoneOf, placeOf };
}

/** The upper left corner of a node's tile. */
export function tileAt(wall: Wall, node: number): Point {
  const zone = wall.zones[wall.zoneOf[node] ?? 0];
  const place = wall.placeOf[node] ?? 0;
  const across = zone?.across ?? 1;
  return { x: (zone?.x ?? 0) + (place % across) * (wall.columns + GAP), y: Math.floor(place / across) * (wall.rows + GAP) };
}

/** The upper left corner of a pod's cell. */
export function cellAt(wall: Wall, { node, pod }: WallSpot): Point {
  const { x, y } = tileAt(wall, node);
  return { x: x + ((pod ?? 0) % wall.columns), y: y + Math.floor((pod ?? 0) / wall.columns) };
}

/** What is at a point; the gaps belong to nobody. */
export function spotAt(wall: Wall, cluster: Pick<ClusterColumns, 'starts'>, { x, y }: Point): WallSpot | null {
  if (y < 0 || x < 0) return null;
  const zone = wall.zones.find((each) => x >= each.x && x < each.x + each.across * (wall.columns + GAP));
  if (!zone) return null;
  const column = Math.floor((x - zone.x) / (wall.columns + GAP));
  const row = Math.floor(y / (wall.rows + GAP));
  const node = zone.nodes[row * zone.across + column];
  if (node === undefined) return null;
  const [inX, inY] = [Math.floor(x - zone.x - column * (wall.columns + GAP)), Math.floor(y - row * (wall.rows + GAP))];
  if (inX >= wall.columns || inY >= wall.rows) return null;
  const pod = inY * wall.columns + inX;
  return { node, pod: pod < podsOn(cluster, node) ? pod : null };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const steps: Readonly<Record<Direction, Point>> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } };

/** The node beside a node; the same one at the edge. To the side the next zone follows. */
export function nodeBeside(wall: Wall, node: number, direction: Direction): number {
  const zoneIndex = wall.zoneOf[node] ?? 0;
  const zone = wall.zones[zoneIndex];
  if (!zone) return node;
  const place = wall.placeOf[node] ?? 0;
  const step = steps[direction];
  const column = (place % zone.across) + step.x;
  const row = Math.floor(place / zone.across) + step.y;
  if (column >= 0 && column < zone.across) return zone.nodes[row * zone.across + column] ?? node;
  const next = wall.zones[zoneIndex + step.x];
  if (!next) return node;
  const there = row * next.across + (step.x > 0 ? 0 : next.across - 1);
  return next.nodes[Math.min(there, next.nodes.length - 1)] ?? node;
}

/** The pod beside a pod of the same node. */
export function podBeside(wall: Wall, pods: number, pod: number, direction: Direction): number {
  const next = pod + steps[direction].x + steps[direction].y * wall.columns;
  return next < 0 || next >= pods ? pod : next;
}

/** What a class of cell looks like where it has one colour: static is grey, any other shows its role. */
export const oneColour = ({ origin, role }: { readonly origin: CellOrigin; readonly role: CellRole }): 'static' | CellRole => (origin === 'static' ? 'static' : role);

export interface Palette {
  /** As 0xAABBGGRR, how a canvas keeps its pixels. */
  readonly tile: number;
  readonly static: number;
  readonly system: number;
  readonly nonSystem: number;
  readonly open: number;
}

/** The whole wall with one pixel a cell; between the tiles nothing. */
export function paintWall(wall: Wall, cluster: ClusterColumns, palette: Palette): Uint32Array<ArrayBuffer> {
  const pixels = new Uint32Array(wall.width * wall.height);
  const colours = Array.from({ length: 9 }, (_, code) => palette[oneColour(cellOf(code))]);
  for (let node = 0; node < cluster.nodes.length; node++) {
    const { x, y } = tileAt(wall, node);
    for (let row = 0; row < wall.rows; row++) pixels.fill(palette.tile, (y + row) * wall.width + x, (y + row) * wall.width + x + wall.columns);
    const first = cluster.starts[node] ?? 0;
    const pods = podsOn(cluster, node);
    for (let pod = 0; pod < pods; pod++) {
      const at = (y + Math.floor(pod / wall.columns)) * wall.width + x + (pod % wall.columns);
      pixels[at] = colours[cluster.cells[first + pod] ?? 8] ?? palette.open;
    }
  }
  return pixels;
}

/** How close: pixels a unit, and where the wall's corner stands in the frame. */
export interface WallCamera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Room around the wall, px: the names of zones stand above it. */
const PAD = { side: 16, top: 44, bottom: 16 };
const LARGEST_FIT = 34;
export const NEAREST = 132;

export function fitWall(wall: Wall, { width, height }: Frame): WallCamera {
  const scale = Math.min((width - 2 * PAD.side) / wall.width, (height - PAD.top - PAD.bottom) / wall.height, LARGEST_FIT);
  const safe = Math.max(scale, 0.1);
  return { scale: safe, x: (width - wall.width * safe) / 2, y: PAD.top + Math.max(0, (height - PAD.top - PAD.bottom - wall.height * safe) / 2) };
}

/** Comes closer or goes away by a factor while what is under a point of the frame stays there. */
export function zoomAt(camera: WallCamera, fit: WallCamera, factor: number, { x, y }: Point): WallCamera {
  const scale = Math.min(NEAREST, Math.max(fit.scale, camera.scale * factor));
  if (scale === fit.scale) return fit;
  const by = scale / camera.scale;
  return { scale, x: x - (x - camera.x) * by, y: y - (y - camera.y) * by };
}

/** Fills the frame with one node. */
export function cameraOnNode(wall: Wall, node: number, { width, height }: Frame): WallCamera {
  const { x, y } = tileAt(wall, node);
  const scale = Math.min((width - 60) / wall.columns, (height - 80) / wall.rows, NEAREST);
  return { scale, x: width / 2 - (x + wall.columns / 2) * scale, y: height / 2 + 10 - (y + wall.rows / 2) * scale };
}

/** Moves no more than is needed to bring a tile into the frame. */
export function cameraWith(wall: Wall, camera: WallCamera, node: number, { width, height }: Frame): WallCamera {
  const { x, y } = tileAt(wall, node);
  const into = (at: number, size: number, room: number, before: number): number => {
    const from = at * camera.scale + before;
    const to = from + size * camera.scale;
    return from < 24 ? before + 24 - from : to > room - 24 ? before - (to - room + 24) : before;
  };
  return { ...camera, x: into(x, wall.columns, width, camera.x), y: into(y, wall.rows, height, camera.y) };
}

export const toWall = ({ scale, x, y }: WallCamera, point: Point): Point => ({ x: (point.x - x) / scale, y: (point.y - y) / scale });
