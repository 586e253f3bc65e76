/** Where chips, boxes and trays stand. Pure arithmetic: the same columns at node and pod, so that a chip slides vertically. */
import type { LinuxNamespaceKind } from '../../kubernetes/linuxNamespaces';
import type { Chip, ContainerBox, Ghost, InsideScene } from './inside';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface InsideLayout {
  readonly node: Placed;
  readonly pod: Placed;
  readonly podShelfLabel: Placed;
  readonly containersLabel: Placed;
  readonly chips: ReadonlyMap<string, Placed>;
  readonly ghosts: ReadonlyMap<string, Placed>;
  readonly containers: ReadonlyMap<string, Placed>;
  readonly volumes: ReadonlyMap<string, Placed>;
  readonly width: number;
  readonly height: number;
}

const CHIP = 26;
const GAP = 6;
const PAD = 8;
const HEAD = 32;
const SMALL = 430;
/** What a chip in a container needs to show its words: `CGROUP own`, `MNT own root /`. */
const WORDS = 116;

/** Width of a bold letter of a container's name, px. */
export const LETTER = 8.4;
/** With what its box keeps for its edges. */
export const widthOfName = (name: string): number => name.length * LETTER + 18;
/** Width of the word for its kind, px, which stands beside the name, or where that is long beside the state. */
export const widthOfKind = (kind: ContainerBox['kind']): number => (kind === 'app' ? 0 : kind.length * 7 + 6);

/** Columns of the shelves: NET takes two. */
function shelfCell(kind: LinuxNamespaceKind, columns: 4 | 3): { readonly row: number; readonly column: number; readonly span: number } {
  const order: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'uts', 'pid', 'user', 'cgroup', 'time'];
  let cell = 0;
  for (const one of order) {
    const span = one === 'net' ? 2 : 1;
    if ((cell % columns) + span > columns) cell += columns - (cell % columns);
    if (one === kind) return { row: Math.floor(cell / columns), column: cell % columns, span };
    cell += span;
  }
  return { row: 0, column: 0, span: 1 };
}

export const ghostKey = ({ kind, level }: Pick<Ghost, 'kind' | 'level'>): string => `${level}/${kind}`;
export const chipKey = (chip: Pick<Chip, 'id' | 'level'>): string => `${chip.level}/${chip.id}`;

export function layoutInside(scene: InsideScene, width: number): InsideLayout {
  const columns = width < SMALL ? 3 : 4;
  const inner = width - 4 * PAD;
  const unit = (inner - GAP * (columns - 1)) / columns;
  const chips = new Map<string, Placed>();
  const ghosts = new Map<string, Placed>();
  const cell = (kind: LinuxNamespaceKind, top: number): Placed => {
    const { row, column, span } = shelfCell(kind, columns);
    return { x: 2 * PAD + column * (unit + GAP), y: top + row * (CHIP + GAP), width: unit * span + GAP * (span - 1), height: CHIP };
  };
  const nodeTop = HEAD + 2;
  const nodeRows = 1 + shelfCell('time', columns).row;
  const podY = nodeTop + nodeRows * (CHIP + GAP) + 8;
  const podTop = podY + 7 + 62;
  const podRows = 1 + shelfCell('user', columns).row;
  const boxesTop = podTop + podRows * (CHIP + GAP) + 28;

  for (const chip of scene.chips) if (chip.level !== 'container') chips.set(chipKey(chip), cell(chip.kind, chip.level === 'node' ? nodeTop : podTop));
  for (const ghost of scene.ghosts) ghosts.set(ghostKey(ghost), cell(ghost.kind, ghost.level === 'node' ? nodeTop : podTop));

  const containers = new Map<string, Placed>();
  const widthOf = (boxes: number) => (inner - 8 * (boxes - 1)) / boxes;
  const fitsThree = width >= SMALL && scene.containers.every(({ name, kind }) => widthOfName(name) + widthOfKind(kind) <= widthOf(3));
  const perRow = Math.max(1, Math.min(scene.containers.length, fitsThree ? 3 : 2));
  const boxWidth = widthOf(perRow);
  const own = Math.max(1, ...scene.containers.map(({ name }) => scene.chips.filter(({ container }) => container === name).length));
  // A box lays as many chips side by side as keep their words.
  const abreast = Math.max(1, Math.min(own, Math.floor((boxWidth - 16 + 6) / (WORDS + 6))));
  const boxHeight = 56 + Math.ceil(own / abreast) * (CHIP + 4) + 4;
  scene.containers.forEach(({ name }, i) => {
    const x = 2 * PAD + (i % perRow) * (boxWidth + 8);
    const y = boxesTop + Math.floor(i / perRow) * (boxHeight + 8);
    containers.set(name, { x, y, width: boxWidth, height: boxHeight });
    scene.chips
      .filter(({ container }) => container === name)
      .forEach((chip, at) => {
        const width = (boxWidth - 16 - 6 * (abreast - 1)) / abreast;
        chips.set(chipKey(chip), { x: x + 8 + (at % abreast) * (width + 6), y: y + 52 + Math.floor(at / abreast) * (CHIP + 4), width, height: CHIP });
      });
  });
  const traysTop = boxesTop + Math.ceil(scene.containers.length / perRow) * (boxHeight + 8) + 4;
  const volumes = new Map<string, Placed>();
  let y = traysTop;
  for (const { name, mounts } of scene.volumes) {
    const height = 26 + Math.max(1, mounts.length) * 18;
    volumes.set(name, { x: 2 * PAD, y, width: inner, height });
    y += height + 6;
  }
  const podHeight = y + 6 - podY;
  const height = podY + podHeight + 12;
  return {
    node: { x: 0, y: 0, width, height },
    pod: { x: PAD, y: podY, width: width - 2 * PAD, height: podHeight },
    podShelfLabel: { x: 2 * PAD, y: podTop - 22, width: inner, height: 20 },
    containersLabel: { x: 2 * PAD, y: boxesTop - 24, width: inner, height: 20 },
    chips,
    ghosts,
    containers,
    volumes,
    width,
    height,
  };
}
