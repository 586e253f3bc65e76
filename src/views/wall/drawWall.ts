/**
 * Draws the wall on a canvas. From afar it is one small picture, a pixel a pod, made once and scaled; closer up only the
 * cells inside the frame are drawn, each in two halves, and closest their names.
 */
import { cellOf, type CellOrigin, type CellRole, type ClusterColumns } from '../../manifest/streamCluster';
import { cellAt, paintWall, podsOn, tileAt, toWall, type Frame, type Wall, type WallCamera, type WallSpot } from './wall';

/** Pixels a cell from which it has two halves, and from which it has a name. */
const HALVES = 6;
export const NAMES = 72;

export interface Colours {
  readonly ground: string;
  readonly tile: string;
  readonly origin: Readonly<Record<CellOrigin, string>>;
  readonly role: Readonly<Record<CellRole, string>>;
  readonly onClass: string;
  readonly onWall: string;
  readonly muted: string;
  readonly controlPlane: string;
  readonly failed: string;
  readonly now: string;
  readonly font: string;
}

/** The wall is dark in both themes, so what stands on it has one colour each; the class fills are the page's. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  return {
    ground: token('wall'), tile: '#252c35', onClass: token('on-class'), onWall: token('on-wall'), muted: token('wall-muted'),
    origin: { static: token('static'), workload: token('workload'), open: token('wall-muted') },
    role: { system: token('sys'), nonSystem: token('nonsys'), open: token('wall-muted') },
    controlPlane: token('pod'), failed: '#ff857d', now: '#7daeff', font: style.fontFamily,
  };
}

/** '#rrggbb', or '#rgb' as a build shortens it, as 0xAABBGGRR. */
function pixel(colour: string): number {
  const digits = colour.replace('#', '');
  const value = Number.parseInt(digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits, 16) || 0;
  return ((255 << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** The wall from afar: every pod is a square of so many pixels. */
export interface WallBitmap {
  readonly canvas: HTMLCanvasElement;
  readonly across: number;
}

/** Pixels of the whole picture from afar at most: 16 MB. */
const MOST_PIXELS = 4_000_000;

/** Pixels a pod, whole ones and no fewer than the screen shows, so that scaling it down leaves all pods equal. */
export const bitmapScale = (wall: Wall, scale: number): number =>
  Math.max(1, Math.min(HALVES, Math.ceil(scale), Math.floor(Math.sqrt(MOST_PIXELS / (wall.width * wall.height)))));

function canvasOf(width: number, height: number): readonly [HTMLCanvasElement, CanvasRenderingContext2D | null] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return [canvas, canvas.getContext('2d')];
}

export function bitmapOf(wall: Wall, cluster: ClusterColumns, { tile, origin, role }: Colours, across: number): WallBitmap {
  const palette = { tile: pixel(tile), static: pixel(origin.static), system: pixel(role.system), nonSystem: pixel(role.nonSystem), open: pixel(role.open) };
  const pixels = new Uint8ClampedArray(paintWall(wall, cluster, palette).buffer);
  const [small, onSmall] = canvasOf(wall.width, wall.height);
  onSmall?.putImageData(new ImageData(pixels, wall.width, wall.height), 0, 0);
  if (across === 1) return { canvas: small, across };
  const [canvas, g] = canvasOf(wall.width * across, wall.height * across);
  if (!g) return { canvas: small, across };
  g.imageSmoothingEnabled = false;
  g.drawImage(small, 0, 0, canvas.width, canvas.height);
  if (across < 3) return { canvas, across };
  // A line between the pods, where there are tiles and nowhere else.
  g.globalCompositeOperation = 'source-atop';
  g.fillStyle = tile;
  for (let x = 1; x <= wall.width; x++) g.fillRect(x * across - 1, 0, 1, canvas.height);
  for (let y = 1; y <= wall.height; y++) g.fillRect(0, y * across - 1, canvas.width, 1);
  return { canvas, across };
}

export interface WallScene {
  readonly wall: Wall;
  readonly cluster: ClusterColumns;
  readonly bitmap: WallBitmap;
  readonly camera: WallCamera;
  readonly frame: Frame;
  readonly colours: Colours;
  /** Under the pointer or the focus. */
  readonly spot: WallSpot | null;
  /** The row of the pod that is open. */
  readonly selected: number | null;
  /** Names of the pods of a node, once they are known. */
  readonly namesOf: (node: number) => readonly string[] | undefined;
}

/** Nodes that cannot take or keep pods as they should: they are few, and are marked at every distance. */
export const isMarked = ({ status, controlPlane }: ClusterColumns['nodes'][number]): boolean => controlPlane || !isReady(status) || status.includes('SchedulingDisabled');
/** A node of which only pods speak is not called lost. */
export const isReady = (status: string): boolean => status === '' || status.startsWith('Ready');

/** Nodes whose tile is in the frame. */
export function nodesInFrame({ wall, camera, frame }: Pick<WallScene, 'wall' | 'camera' | 'frame'>): number[] {
  const [from, to] = [toWall(camera, { x: 0, y: 0 }), toWall(camera, { x: frame.width, y: frame.height })];
  return wall.zones.flatMap((zone) => {
    const firstRow = Math.max(0, Math.floor(from.y / (wall.rows + 1)));
    const lastRow = Math.floor(to.y / (wall.rows + 1));
    const firstColumn = Math.max(0, Math.floor((from.x - zone.x) / (wall.columns + 1)));
    const lastColumn = Math.min(zone.across - 1, Math.floor((to.x - zone.x) / (wall.columns + 1)));
    const found: number[] = [];
    for (let row = firstRow; row <= lastRow && row * zone.across < zone.nodes.length; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const node = zone.nodes[row * zone.across + column];
        if (node !== undefined) found.push(node);
      }
    }
    return found;
  });
}

export function drawWall(g: CanvasRenderingContext2D, scene: WallScene): void {
  const { camera, frame, colours, wall } = scene;
  g.fillStyle = colours.ground;
  g.fillRect(0, 0, frame.width, frame.height);
  const inFrame = camera.scale < HALVES ? null : nodesInFrame(scene);
  if (inFrame) for (const node of inFrame) drawNode(g, scene, node);
  else {
    // Made smaller it is smoothed, so that no row of pods is lost between two pixels; made larger it stays sharp.
    g.imageSmoothingEnabled = camera.scale < scene.bitmap.across;
    g.drawImage(scene.bitmap.canvas, camera.x, camera.y, wall.width * camera.scale, wall.height * camera.scale);
  }
  drawMarks(g, scene);
  if (scene.spot) drawRing(g, scene, scene.spot, colours.onWall);
  drawSelected(g, scene);
  drawZones(g, scene);
}

const at = ({ camera }: WallScene, point: { readonly x: number; readonly y: number }) => ({ x: camera.x + point.x * camera.scale, y: camera.y + point.y * camera.scale });

function drawNode(g: CanvasRenderingContext2D, scene: WallScene, node: number): void {
  const { wall, cluster, colours, camera: { scale } } = scene;
  const corner = at(scene, tileAt(wall, node));
  g.fillStyle = colours.tile;
  g.fillRect(corner.x - 1, corner.y - 1, wall.columns * scale + 2, wall.rows * scale + 2);
  const first = cluster.starts[node] ?? 0;
  const pods = podsOn(cluster, node);
  const gap = scale > 12 ? 1.5 : 0.75;
  const size = scale - 2 * gap;
  const names = scale >= NAMES ? scene.namesOf(node) : undefined;
  for (let pod = 0; pod < pods; pod++) {
    const { x, y } = at(scene, cellAt(wall, { node, pod }));
    const { origin, role } = cellOf(cluster.cells[first + pod] ?? 8);
    g.fillStyle = colours.origin[origin];
    g.fillRect(x + gap, y + gap, size / 2, size);
    g.fillStyle = colours.role[role];
    g.fillRect(x + gap + size / 2, y + gap, size / 2, size);
    const name = names?.[pod];
    if (name !== undefined) drawName(g, colours, name, x + gap, y + gap, size);
  }
  if (scale >= 13) {
    g.fillStyle = colours.onWall;
    g.font = `12px ${colours.font}`;
    g.textBaseline = 'bottom';
    g.textAlign = 'left';
    g.fillText(cut(g, cluster.nodes[node]?.name ?? '', wall.columns * scale), corner.x, corner.y - 1.5);
  }
}

function drawName(g: CanvasRenderingContext2D, colours: Colours, name: string, x: number, y: number, size: number): void {
  g.fillStyle = colours.onClass;
  g.font = `12px ${colours.font}`;
  g.textBaseline = 'top';
  g.textAlign = 'left';
  // The end of a pod's name tells it from its siblings.
  const lines = name.match(/.{1,6}(?=[-.]|$)[-.]?|.{1,8}/g) ?? [name];
  const rows: string[] = [];
  for (const part of lines) {
    const last = rows.at(-1);
    if (last !== undefined && g.measureText(last + part).width < size - 8) rows[rows.length - 1] = last + part;
    else rows.push(part);
  }
  const most = Math.floor((size - 8) / 15);
  const shown = rows.length > most ? [...rows.slice(0, most - 2), '…', rows.at(-1) ?? ''] : rows;
  shown.forEach((row, i) => g.fillText(cut(g, row, size - 8), x + 5, y + 5 + i * 15));
}

/** Cut in the middle: beginning and end of a name tell most. */
function cut(g: CanvasRenderingContext2D, text: string, width: number): string {
  if (g.measureText(text).width <= width) return text;
  for (let keep = text.length - 1; keep > 4; keep--) {
    const short = `${text.slice(0, Math.ceil(keep / 2))}…${text.slice(text.length - Math.floor(keep / 2))}`;
    if (g.measureText(short).width <= width) return short;
  }
  return width > 20 ? `${text.slice(0, 2)}…` : '';
}

/** Labels of lost nodes stay readable only while they are few. */
const MOST_LABELS = 12;

function drawMarks(g: CanvasRenderingContext2D, scene: WallScene): void {
  const { wall, cluster, colours, camera: { scale } } = scene;
  const [width, height] = [wall.columns * scale, wall.rows * scale];
  let labels = 0;
  const lost = cluster.nodes.filter(({ status }) => !isReady(status)).length;
  cluster.nodes.forEach((node, index) => {
    if (!isMarked(node)) return;
    const { x, y } = at(scene, tileAt(wall, index));
    const out = Math.max(1.5, Math.min(3, scale / 2));
    g.setLineDash(node.status.includes('SchedulingDisabled') ? [4, 3] : []);
    g.lineWidth = 2;
    g.strokeStyle = isReady(node.status) ? (node.controlPlane ? colours.controlPlane : colours.onWall) : colours.failed;
    g.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
    g.setLineDash([]);
    if (isReady(node.status)) return;
    g.beginPath();
    g.moveTo(x, y);
    g.lineTo(x + width, y + height);
    g.moveTo(x + width, y);
    g.lineTo(x, y + height);
    g.stroke();
    if (lost > MOST_LABELS || labels++ >= MOST_LABELS) return;
    label(g, colours, `${node.name} not ready`, x + width + 6, y + height / 2, scene.frame.width);
  });
}

function label(g: CanvasRenderingContext2D, colours: Colours, text: string, x: number, y: number, most: number): void {
  g.font = `12px ${colours.font}`;
  const width = g.measureText(text).width + 14;
  const left = Math.min(x, most - width - 4);
  g.fillStyle = colours.ground;
  g.strokeStyle = colours.failed;
  g.lineWidth = 1;
  g.beginPath();
  g.roundRect(left, y - 10, width, 20, 6);
  g.fill();
  g.stroke();
  g.fillStyle = colours.failed;
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  g.fillText(text, left + 7, y + 0.5);
}

function drawRing(g: CanvasRenderingContext2D, scene: WallScene, spot: WallSpot, colour: string): void {
  const { wall, camera: { scale } } = scene;
  const tile = at(scene, tileAt(wall, spot.node));
  g.strokeStyle = colour;
  g.lineWidth = 2.5;
  if (spot.pod === null || scale < HALVES) g.strokeRect(tile.x - 3, tile.y - 3, wall.columns * scale + 6, wall.rows * scale + 6);
  if (spot.pod === null) return;
  const cell = at(scene, cellAt(wall, spot));
  g.lineWidth = 2.5;
  g.strokeRect(cell.x - 1, cell.y - 1, Math.max(scale, 4) + 2, Math.max(scale, 4) + 2);
}

/** Blue is what is looked at now. */
function drawSelected(g: CanvasRenderingContext2D, scene: WallScene): void {
  const { cluster, selected, colours } = scene;
  if (selected === null) return;
  const place = cluster.rows.indexOf(selected);
  if (place < 0) return;
  // The last node that starts at or before it and has pods.
  const node = cluster.starts.findIndex((start, i) => start <= place && place < (cluster.starts[i + 1] ?? 0));
  if (node >= 0) drawRing(g, scene, { node, pod: place - (cluster.starts[node] ?? 0) }, colours.now);
}

function drawZones(g: CanvasRenderingContext2D, scene: WallScene): void {
  const { wall, colours, camera, frame } = scene;
  if (wall.zones.length < 2 && wall.zones[0]?.name === '') return;
  g.font = `650 13px ${colours.font}`;
  g.textAlign = 'left';
  g.textBaseline = 'alphabetic';
  for (const zone of wall.zones) {
    const x = Math.max(camera.x + zone.x * camera.scale, 8);
    // The last one may run on to the frame's edge.
    const right = zone === wall.zones.at(-1) ? frame.width : Math.min(frame.width, camera.x + (zone.x + zone.across * (wall.columns + 1)) * camera.scale);
    const room = right - x - 8;
    if (room < 24) continue;
    const y = Math.max(18, camera.y - (camera.scale >= 13 ? 24 : 10));
    const words = `  ${zone.nodes.length.toLocaleString('en')} ${zone.nodes.length === 1 ? 'node' : 'nodes'}`;
    const name = zone.name === '' ? 'no zone' : zone.name;
    const rest = g.measureText(name + words).width <= room ? words : '';
    const text = cut(g, name, room);
    const width = g.measureText(text + rest).width;
    g.fillStyle = colours.ground;
    g.globalAlpha = 0.8;
    g.fillRect(x - 4, y - 14, width + 8, 19);
    g.globalAlpha = 1;
    g.fillStyle = colours.onWall;
    g.fillText(text, x, y);
    g.fillStyle = colours.muted;
    g.fillText(rest, x + g.measureText(text).width, y);
  }
}

