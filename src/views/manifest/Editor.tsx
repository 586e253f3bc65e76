/**
 * The editor: YAML with line numbers, problems at their lines, evidence letters in the gutter. CodeMirror, loaded when
 * the panel opens. Escape and then Tab leaves it.
 */
import { autocompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { LineRange } from '../../manifest/causes';
import type { Problem } from '../../manifest/problem';
import type { ReportedEvidence } from './report';
import { editorBytes } from './takeFiles';
import type { GoTo } from './useLines';

export interface EditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** A text too large to be edited was pasted; the editor does not take it. */
  readonly onPasteLarge: (text: string) => void;
  readonly problems: readonly Problem[];
  readonly evidence: readonly ReportedEvidence[];
  /** Lines to point at, from a hovered piece of evidence. */
  readonly pointed: readonly LineRange[];
  /** Goes to this line when it changes. */
  readonly goTo: GoTo | null;
  /** Brings these lines into view when it changes. */
  readonly revealed: { readonly lines: readonly LineRange[] } | null;
  readonly onHoverLine: (line: number | null) => void;
}

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), fontWeight: '650' },
  { tag: tags.propertyName, fontWeight: '650' },
  { tag: tags.comment, color: 'var(--color-muted)' },
  { tag: tags.string, color: 'var(--color-ink-2)' },
  { tag: tags.keyword, color: 'var(--color-ink)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--color-sunken)', color: 'var(--color-ink)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--color-ink) 5%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--color-ink) 16%, transparent) !important' },
  '.cm-pointed': { backgroundColor: 'var(--color-now-soft)' },
  '.cm-letter': { display: 'inline-flex', alignItems: 'center', justifyContent: 'center', width: '16px', height: '16px', borderRadius: '8px', backgroundColor: 'var(--color-actor)', color: 'var(--color-on-actor)', fontSize: '12px', lineHeight: '16px', fontWeight: '650' },
  '.cm-tooltip': { backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)', border: '1px solid var(--color-line-strong)', borderRadius: '8px' },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', whiteSpace: 'pre-wrap', maxWidth: '46ch' },
  '.cm-placeholder': { color: 'var(--color-muted)' },
});

class LetterMarker extends GutterMarker {
  constructor(private readonly letter: string) {
    super();
  }
  override eq(other: LetterMarker): boolean {
    return other.letter === this.letter;
  }
  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = 'cm-letter';
    mark.textContent = this.letter;
    mark.setAttribute('aria-hidden', 'true');
    return mark;
  }
}

const setLetters = StateEffect.define<readonly { readonly line: number; readonly letter: string }[]>();
const letters = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setLetters)) continue;
      const { doc } = transaction.state;
      const first = new Map<number, string>();
      for (const { line, letter } of effect.value) if (line <= doc.lines && !first.has(line)) first.set(line, letter);
      const ranges = [...first].sort(([a], [b]) => a - b).map(([line, letter]) => new LetterMarker(letter).range(doc.line(line).from));
      next = RangeSet.of(ranges);
    }
    return next;
  },
});

const setPointed = StateEffect.define<readonly LineRange[]>();
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
      const ranges = effect.value.flatMap(([from, to]) =>
        Array.from({ length: Math.max(0, Math.min(to, doc.lines, from + MOST_LINES) - from + 1) }, (_, i) => pointedLine.range(doc.line(from + i).from)));
      next = Decoration.set(ranges);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function diagnosticsOf(state: EditorState, problems: readonly Problem[]): Diagnostic[] {
  return problems.slice(0, 500).map(({ line, column, endLine, endColumn, severity, message, detail, hint }) => {
    const from = position(state, line, column);
    const to = endLine === undefined ? from : Math.max(from, position(state, endLine, endColumn ?? 1));
    return { from, to: to === from ? Math.min(state.doc.lineAt(from).to, from + 1) : to, severity, message: [message, detail, hint].filter(Boolean).join('\n') };
  });
}

function position(state: EditorState, line: number, column: number): number {
  const { from, to } = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)));
  return Math.min(to, from + Math.max(0, column - 1));
}

export function Editor({ text, onChange, onPasteLarge, problems, evidence, pointed, goTo, revealed, onHoverLine }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const handlers = useRef({ onChange, onHoverLine, onPasteLarge });
  useEffect(() => {
    handlers.current = { onChange, onHoverLine, onPasteLarge };
  });
  const first = useRef(text);

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          letters,
          gutter({ class: 'cm-letters', markers: (own) => own.state.field(letters), initialSpacer: () => new LetterMarker('a') }),
          lintGutter(),
          history(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          autocompletion(),
          yaml(),
          syntaxHighlighting(colours),
          pointedField,
          placeholder('Paste a manifest, or drop a file here'),
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ 'aria-label': 'Manifest', tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({
            paste: (event) => {
              const pasted = event.clipboardData?.getData('text/plain') ?? '';
              if (pasted.length <= editorBytes) return false;
              event.preventDefault();
              handlers.current.onPasteLarge(pasted);
              return true;
            },
            mousemove: (event, own) => {
              const at = own.posAtCoords({ x: event.clientX, y: event.clientY });
              handlers.current.onHoverLine(at === null ? null : own.state.doc.lineAt(at).number);
            },
            mouseleave: () => handlers.current.onHoverLine(null),
          }),
          look,
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, problems)));
  }, [problems]);
  useEffect(() => {
    view.current?.dispatch({ effects: setLetters.of(evidence.flatMap(({ lines, letter }) => (lines ? [{ line: lines[0], letter }] : []))) });
  }, [evidence]);
  useEffect(() => view.current?.dispatch({ effects: setPointed.of(pointed) }), [pointed]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const at = position(editor.state, goTo.line, goTo.column);
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  useEffect(() => {
    const first = revealed?.lines[0];
    const editor = view.current;
    if (editor && first) editor.dispatch({ effects: EditorView.scrollIntoView(position(editor.state, first[0], 1), { y: 'center' }) });
  }, [revealed]);

  return <div ref={host} className="h-full overflow-hidden rounded-card border-[1.5px] border-line-strong" />;
}
