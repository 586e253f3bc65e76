/**
 * The editor: YAML with line numbers, problems under their lines, evidence letters in the gutter, help at the cursor.
 * CodeMirror, loaded when the panel opens. Escape and then Tab leaves it.
 */
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { LineRange } from '../../manifest/causes';
import type { Fix } from '../../manifest/fixes';
import { afterFrame } from '../shared/frames';
import { help } from './editorHelp';
import { colours, look } from './editorLook';
import { type Mark, marks, setMarks, setPointed } from './editorMarks';
import { applyTo, positionIn, problemsExtension, showProblems, type ToldProblem } from './editorProblems';
import { patientYaml } from './patientYaml';
import type { Report, ReportedEvidence } from './report';
import { editorBytes } from './takeFiles';
import type { GoTo } from './useLines';

/** What stands around the text, before the text too. */
export const EDITOR_FRAME = '@container h-full overflow-hidden rounded-card border-[1.5px] border-line-strong bg-sunken';

export interface EditorHandle {
  /** Mends the text; the cursor stays, and one undo takes it back. */
  readonly apply: (fix: Fix) => void;
}

export interface EditorProps {
  readonly ref?: Ref<EditorHandle>;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** A text too large to be edited was pasted; the editor does not take it. */
  readonly onPasteLarge: (text: string) => void;
  readonly problems: readonly ToldProblem[];
  readonly evidence: readonly ReportedEvidence[];
  /** What is known of the text, for help at the cursor. */
  readonly report: Report | null;
  /** Lines to point at, from a hovered piece of evidence. */
  readonly pointed: readonly LineRange[];
  /** Goes to this line when it changes. */
  readonly goTo: GoTo | null;
  /** Brings these lines into view when it changes. */
  readonly revealed: { readonly lines: readonly LineRange[] } | null;
  /** The line under the pointer, or at the cursor as keys move it. */
  readonly onHoverLine: (line: number | null) => void;
  /** Leads from a line to the evidence or the problem that speaks of it. */
  readonly onMark: (line: number, of: 'evidence' | 'problem') => void;
}

/** Does what is pasted replace all of the text? */
const isWhole = ({ state: { selection: { main }, doc } }: EditorView): boolean => main.to - main.from === doc.length;

/** A text that is the whole document once it is pasted is read from its top, as the verdict is. False: the editor pastes. */
function beginAtTop(editor: EditorView, pasted: string): false {
  if (pasted !== '' && isWhole(editor)) queueMicrotask(() => editor.dispatch({ selection: { anchor: 0 }, effects: EditorView.scrollIntoView(0) }));
  return false;
}

/** A whole text of so many letters comes by way of the page: the editor takes it in a turn of its own. */
const MUCH = 20_000;

export function Editor({ ref, text, onChange, onPasteLarge, problems, evidence, report, pointed, goTo, revealed, onHoverLine, onMark }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [said, say] = useState('');
  const current = useRef({ onChange, onHoverLine, onPasteLarge, onMark, report });
  useEffect(() => {
    current.current = { onChange, onHoverLine, onPasteLarge, onMark, report };
  });
  const first = useRef(text);
  /** The text that the editor has: to ask it for the text makes a copy. */
  const held = useRef<string>(null);
  /** Begins anew with a text. */
  const begin = useRef<(text: string) => void>(null);
  useImperativeHandle(ref, () => ({ apply: (fix) => view.current && applyTo(view.current, fix) }), []);

  useEffect(() => {
    if (!host.current) return;
    const lineOf = (own: EditorView): number => own.state.doc.lineAt(own.state.selection.main.head).number;
    const extensions = [
      lineNumbers(),
      marks((line, of) => current.current.onMark(line, of)),
      problemsExtension,
      history(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      patientYaml(),
      syntaxHighlighting(colours),
      help({ report: () => current.current.report, tell: say }),
      placeholder('Paste a manifest, or drop a file here'),
      keymap.of([
        { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
        { key: 'Mod-.', run: (own) => {
          current.current.onMark(lineOf(own), 'problem');
          return true;
        } },
        // In an empty text there is nothing to indent: Tab goes on, and nobody is caught.
        { key: 'Tab', run: (own) => own.state.doc.length > 0 && indentMore(own), shift: (own) => own.state.doc.length > 0 && indentLess(own) },
        ...defaultKeymap, ...historyKeymap,
      ]),
      EditorView.contentAttributes.of({ 'aria-label': 'Manifest', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) current.current.onChange((held.current = update.state.doc.toString()));
        else if (update.selectionSet && update.view.hasFocus) current.current.onHoverLine(lineOf(update.view));
      }),
      EditorView.domEventHandlers({
        paste: (event, own) => {
          const pasted = event.clipboardData?.getData('text/plain') ?? '';
          const take = pasted.length > editorBytes ? current.current.onPasteLarge : pasted.length > MUCH && isWhole(own) ? current.current.onChange : null;
          if (!take) return beginAtTop(own, pasted);
          event.preventDefault();
          take(pasted);
          return true;
        },
        mousemove: (event, own) => {
          const at = own.posAtCoords({ x: event.clientX, y: event.clientY });
          current.current.onHoverLine(at === null ? null : own.state.doc.lineAt(at).number);
        },
        mouseleave: () => current.current.onHoverLine(null),
      }),
      look,
    ];
    const stateOf = (doc: string) => EditorState.create({ doc, extensions });
    const editor = new EditorView({ parent: host.current, state: stateOf(first.current) });
    begin.current = (doc) => {
      editor.setState(stateOf(doc));
      held.current = editor.state.doc.toString();
      if (held.current !== doc) current.current.onChange(held.current);
    };
    view.current = editor;
    held.current = editor.state.doc.toString();
    // Who opens it wants to paste. A touch screen would bring up its keyboard over half of the page.
    if (matchMedia('(pointer: fine)').matches) editor.focus();
    return () => {
      current.current.onHoverLine(null);
      editor.destroy();
      view.current = null;
    };
  }, []);

  // A text that comes from elsewhere is read and drawn in a turn of its own.
  useEffect(() => {
    if (held.current === text) return;
    return afterFrame(() => {
      const editor = view.current;
      if (!editor) return;
      held.current = text;
      // Who does not see it has nothing to undo; and unseen it would draw all lines of a text that changes.
      if (!editor.inView) begin.current?.(text);
      else editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, selection: { anchor: 0 }, effects: EditorView.scrollIntoView(0) });
    });
  }, [text]);
  useList(problems, (list) => view.current && showProblems(view.current, list));
  const signs = useMemo((): readonly Mark[] => [...evidence.flatMap(({ lines, letter }) => (lines ? [{ line: lines[0], letter }] : [])), ...problems.map(({ line, severity }) => ({ line, severity }))], [evidence, problems]);
  useList(signs, (list) => view.current?.dispatch({ effects: setMarks.of(list) }));
  useList(pointed, (list) => view.current?.dispatch({ effects: setPointed.of(list) }));
  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const at = positionIn(editor.state.doc, goTo.line, goTo.column);
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  useEffect(() => {
    const range = revealed?.lines[0];
    const editor = view.current;
    if (editor && range) editor.dispatch({ effects: EditorView.scrollIntoView(positionIn(editor.state.doc, range[0], 1), { y: 'center' }) });
  }, [revealed]);

  return (
    <>
      <div ref={host} className={EDITOR_FRAME} />
      <p className="sr-only" aria-live="polite">{said}</p>
    </>
  );
}

/** Tells the editor of a list when it is another one; where nothing was told and there is nothing to tell it is left alone. */
function useList<T>(list: readonly T[], tell: (list: readonly T[]) => void): void {
  const before = useRef(list);
  const toTell = useEffectEvent(tell);
  useEffect(() => {
    if (before.current.length > 0 || list.length > 0) toTell(list);
    before.current = list;
  }, [list]);
}
