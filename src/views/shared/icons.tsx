/**
 * One map from a meaning to its icon. Shapes that carry a meaning of their own come from glyphs.ts, the rest from
 * Lucide, drawn with the same weight: a stroke of 1.5 on a grid of 16. Views name the meaning, never the drawing.
 */
import { memo, type ReactNode } from 'react';
import {
  ArrowLeft, ArrowRight, Box, Braces, Camera, Check, ChevronDown, ChevronLeft, ChevronRight, ChevronsDownUp,
  ChevronsUpDown, ChevronUp, CircleQuestionMark, CirclePlus, ClipboardPaste, Code, Contrast, Copy, Cpu, Database, Download, Ellipsis,
  ExternalLink, Eye, File, FilePen, FilePlus, Flag, Folder, GitFork, Globe, GripVertical, HardDrive, Info, Keyboard, Link, List,
  ListTree, MapPin, Maximize, Minus, Monitor, Moon, PanelRight, Pencil, Pin, Plus, Power, PowerOff, RefreshCw,
  RotateCcw, Scan, Search, Server, Share, Skull, SquareTerminal, Sun, Table2, Trash2, TriangleAlert, Undo2, Redo2, Unplug, Upload, Wrench, X, Zap,
  type LucideIcon,
} from 'lucide-react';
import { glyphs, type GlyphName, type GlyphPart } from './glyphs';

const lucide = {
  // actors
  kubelet: Wrench, runtime: Box, apiServer: Braces, etcd: Database, scheduler: MapPin, controllers: RefreshCw,
  user: SquareTerminal, network: Globe,
  // things
  node: Server, folder: Folder, file: File, volume: Database, container: Box, terminal: SquareTerminal, cpu: Cpu,
  disk: HardDrive, events: List, tree: ListTree,
  // what one can do
  paste: ClipboardPaste, break: Zap, share: Share, fork: GitFork, copy: Copy, download: Download, upload: Upload, link: Link, open: ExternalLink,
  search: Search, undo: Undo2, redo: Redo2, delete: Trash2, edit: Pencil, editFile: FilePen, addFile: FilePlus, add: CirclePlus, kill: Skull, powerOn: Power, powerOff: PowerOff,
  disconnect: Unplug, restart: RotateCcw, again: RefreshCw, pin: Pin, look: Eye, code: Code, picture: Camera, table: Table2, flag: Flag,
  // the page
  help: CircleQuestionMark, keyboard: Keyboard, theme: Contrast, light: Sun, dark: Moon, systemTheme: Monitor, more: Ellipsis, close: X,
  inspector: PanelRight, plus: Plus, minus: Minus, fit: Scan, fullscreen: Maximize, grip: GripVertical,
  fold: ChevronsDownUp, unfold: ChevronsUpDown, down: ChevronDown, up: ChevronUp, right: ChevronRight, left: ChevronLeft,
  arrowRight: ArrowRight, arrowLeft: ArrowLeft,
  // what one is told
  check: Check, info: Info, warning: TriangleAlert,
} as const satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof lucide | GlyphName;
/** The only sizes at which icons are drawn, in px. */
export type IconSize = 13 | 14 | 16 | 18 | 20;

const isGlyph = (name: IconName): name is GlyphName => name in glyphs;

/** The parts of a glyph, to stand inside an svg of 16 × 16. The ground is what a cut-out shows. */
export function GlyphParts({ parts }: { readonly parts: readonly GlyphPart[] }): ReactNode {
  return parts.map((part) => (
    <path
      key={part.d}
      d={part.d}
      fill={part.solid ? 'currentColor' : 'none'}
      stroke={part.cut ? 'var(--glyph-ground, var(--color-surface))' : 'currentColor'}
      strokeDasharray={part.dash}
    />
  ));
}

export interface IconProps {
  readonly name: IconName;
  readonly size?: IconSize;
  /** Read out instead of the picture. Without it the icon is decoration and the word beside it speaks. */
  readonly label?: string | undefined;
  readonly className?: string | undefined;
}

/** An icon in the colour of the text around it. */
export const Icon = memo(function Icon({ name, size = 16, label, className = '' }: IconProps): ReactNode {
  const spoken = label === undefined ? { 'aria-hidden': true } as const : { role: 'img', 'aria-label': label } as const;
  if (isGlyph(name)) {
    return (
      <svg
        width={size} height={size} viewBox="0 0 16 16" strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round"
        className={`block flex-none ${className}`} {...spoken}
      >
        <GlyphParts parts={glyphs[name]} />
      </svg>
    );
  }
  const Drawing = lucide[name];
  // 2.25 on Lucide's grid of 24 is 1.5 on ours of 16.
  return <Drawing size={size} strokeWidth={2.25} className={`block flex-none ${className}`} {...spoken} />;
});
