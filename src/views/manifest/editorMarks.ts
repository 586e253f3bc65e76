/**
 * The marks beside and under the lines: letters of evidence and signs of problems in one gutter, and what is pointed at.
 * A click on a mark leads to what it stands for.
 */
import { RangeSet, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from '@codemirror/view';
import type { LineRange } from '../../manifest/causes';
import type { Severity } from '../../manifest/problem';

/** A letter of evidence, or the sign of a problem, at a line. */
export interface Mark {
  readonly line: number;
  readonly letter?: string;
  readonly severity?: Severity;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Each severity has a shape of its own: an octagon with a cross, a triangle, a ring. */
const SIGNS: Readonly<Record<Severity, string>> = {
  error: 'M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5z M5.7 5.7l4.6 4.6 M10.3 5.7l-4.6 4.6',
  warning: 'M8 2 14.5 13.5h-13z M8 6.5v3 M8 11.6v.2',
  info: 'M14 8a6 6 0 1 1-12 0 6 6 0 1 1 12 0z M8 7.2v4 M8 4.9v.2',
};

/** The sign of a severity, as a picture without words. */
export function signOf(severity: Severity): SVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ viewBox: '0 0 16 16', width: '14', height: '14', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' })) picture.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SIGNS[severity]);
  picture.append(path);
  return picture;
}

class LineMark extends GutterMarker {
  constructor(readonly letter: string, readonly severity: Severity | '') {
    super();
  }
  override eq(other: LineMark): boolean {
    return other.letter === this.letter && other.severity === this.severity;
  }
  override toDOM(): Node {
    const marks = document.createDocumentFragment();
    if (this.letter !== '') {
      const mark = document.createElement('span');
      mark.className = 'cm-letter';
      mark.textContent = this.letter;
      mark.title = `Evidence ${this.letter}`;
      marks.append(mark);
    }
    if (this.severity !== '') {
      const sign = document.createElement('span');
      sign.className = `cm-sign cm-${this.severity}`;
      sign.title = 'Show the problem';
      sign.append(signOf(this.severity));
      marks.append(sign);
    }
    return marks;
  }
}

const RANK: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 };

/** One marker a line: its first letter, and its worst problem. */
function markersOf(marks: readonly Mark[]): readonly (readonly [number, LineMark])[] {
  const lines = new Map<number, { letter: string; severity: Severity | '' }>();
  for (const { line, letter = '', severity } of marks) {
    const own = lines.get(line) ?? { letter: '', severity: '' };
    if (own.letter === '') own.letter = letter;
    if (severity && RANK[severity] > (own.severity === '' ? 0 : RANK[own.severity])) own.severity = severity;
    lines.set(line, own);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([line, { letter, severity }]) => [line, new LineMark(letter, severity)]);
}

export const setMarks = StateEffect.define<readonly Mark[]>();
const marksField = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      next = RangeSet.of(markersOf(effect.value).filter(([line]) => line <= doc.lines).map(([line, marker]) => marker.range(doc.line(line).from)));
    }
    return next;
  },
});

export const setPointed = StateEffect.define<readonly LineRange[]>();
/** Lines of one range that are marked. */
const MOST_LINES = 500;
const pointedLine = Decoration.line({ class: 'cm-pointed' });
const pointedField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setPointed)) continue;
      const { doc } = transaction.state;
      const lines = effect.value.flatMap(([from, to]) => Array.from({ length: Math.max(0, Math.min(to, doc.lines, from + MOST_LINES) - from + 1) }, (_, i) => from + i));
      next = Decoration.set([...new Set(lines)].sort((a, b) => a - b).map((line) => pointedLine.range(doc.line(line).from)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The gutter and the pointed lines. `onMark` is told the line of a mark that was clicked, and which kind of mark. */
export const marks = (onMark: (line: number, of: 'evidence' | 'problem') => void): Extension => [
  marksField,
  pointedField,
  gutter({
    class: 'cm-marks',
    markers: (view) => view.state.field(marksField),
    initialSpacer: () => new LineMark('a', ''),
    domEventHandlers: {
      mousedown(view, block, event) {
        const { target } = event;
        if (!(target instanceof Element)) return false;
        const of = target.closest('.cm-letter') ? 'evidence' : target.closest('.cm-sign') ? 'problem' : null;
        if (!of) return false;
        event.preventDefault();
        onMark(view.state.doc.lineAt(block.from).number, of);
        return true;
      },
    },
  }),
];
