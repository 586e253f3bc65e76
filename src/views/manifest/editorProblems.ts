/**
 * Problems in the text: underlined where they are, and told under their line: the fact in bold, then what follows from it,
 * then what helps. While a line is typed its problems wait, so that nothing jumps under the hands.
 */
import { type Diagnostic, linter, setDiagnostics } from '@codemirror/lint';
import { type EditorState, StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { Fix } from '../../manifest/fixes';
import { printedByKubernetes, type Problem } from '../../manifest/problem';

export interface ToldProblem extends Problem {
  readonly fixes: readonly Fix[];
}

/** So many are told under their lines; further ones open on hover. */
const MOST_TOLD = 12;
const MOST_MARKED = 500;

export function positionIn(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(to, from + Math.max(0, column - 1));
}

/** Mends the text in one step of undo; a text that has changed since is left alone until it is read again. */
export function applyTo(view: EditorView, { edits }: Fix): void {
  if (view.state.field(told).of !== view.state.doc) return;
  view.dispatch({ changes: edits.map(({ from, to, insert }) => ({ from, to, insert })), userEvent: 'input.fix', scrollIntoView: true });
}

class Told extends WidgetType {
  constructor(readonly problem: ToldProblem) {
    super();
  }
  override eq({ problem }: Told): boolean {
    const own = this.problem;
    return own.message === problem.message && own.kubernetes === problem.kubernetes && own.detail === problem.detail && own.hint === problem.hint && own.severity === problem.severity &&
      own.fixes.map(({ label }) => label).join() === problem.fixes.map(({ label }) => label).join();
  }
  override get estimatedHeight(): number {
    return 50;
  }
  override toDOM(view: EditorView): HTMLElement {
    const { message, detail, hint, severity, line, column, code } = this.problem;
    // Heights are measured without margins: what stands around the box is padding of another.
    const place = document.createElement('div');
    place.className = 'cm-told-place';
    place.style.paddingLeft = `${Math.min(16, column - 1)}ch`;
    const box = document.createElement('div');
    box.className = `cm-told cm-${severity}`;
    place.append(box);
    const fact = document.createElement('b');
    fact.textContent = /[.?!]$/.test(message) ? message : `${message}.`;
    if (code === 'apiRefuses') fact.className = 'cm-printed';
    box.append(fact);
    const printed = printedByKubernetes(this.problem);
    if (printed !== undefined) {
      const words = document.createElement('code');
      words.className = 'cm-printed';
      words.textContent = printed;
      box.append(document.createElement('br'), words, document.createElement('br'));
    }
    box.append(` ${[detail, hint].filter(Boolean).join(' ')}`);
    for (const [index, fix] of this.problem.fixes.entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'cm-fix';
      // The list of problems has the same button for the keyboard.
      button.tabIndex = -1;
      button.textContent = fix.label;
      button.setAttribute('aria-label', `${fix.label}, line ${line}`);
      button.addEventListener('mousedown', (event) => event.preventDefault());
      button.addEventListener('click', () => {
        const current = view.state.field(told).problems.find((each) => each.message === message && each.fixes[index]?.label === fix.label);
        if (current) applyTo(view, current.fixes[index] ?? fix);
      });
      if (index === 0) box.append(document.createElement('br'));
      box.append(button);
    }
    return place;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

interface State {
  /** The text that the problems are of. */
  readonly of: Text | null;
  /** Those that are told, with their offsets in the text that they are of. */
  readonly problems: readonly ToldProblem[];
  /** The line that is being typed in, by an offset in it. */
  readonly typing: number | null;
  readonly shown: DecorationSet;
}

const setProblems = StateEffect.define<readonly ToldProblem[]>();

function shownOf(doc: Text, problems: readonly ToldProblem[], typing: number | null): DecorationSet {
  const busy = typing === null ? 0 : doc.lineAt(Math.min(typing, doc.length)).number;
  const widgets = problems.filter(({ line }) => line <= doc.lines && line !== busy)
    .map((problem) => Decoration.widget({ widget: new Told(problem), block: true, side: 1 }).range(doc.line(problem.line).to));
  return Decoration.set(widgets, true);
}

const told = StateField.define<State>({
  create: () => ({ of: null, problems: [], typing: null, shown: Decoration.none }),
  update(value, transaction) {
    const { state, changes, docChanged } = transaction;
    const { head } = state.selection.main;
    const typed = docChanged && (transaction.isUserEvent('input.type') || transaction.isUserEvent('delete'));
    const stays = value.typing !== null && !docChanged && state.doc.lineAt(Math.min(value.typing, state.doc.length)).number === state.doc.lineAt(head).number;
    const typing = typed ? head : stays ? value.typing : null;
    const fresh = transaction.effects.findLast((effect) => effect.is(setProblems))?.value as readonly ToldProblem[] | undefined;
    if (fresh) return { of: state.doc, problems: fresh, typing, shown: shownOf(state.doc, fresh, typing) };
    if (docChanged) return { of: value.of, problems: value.problems, typing, shown: value.shown.map(changes) };
    return typing === value.typing ? value : { ...value, typing, shown: shownOf(state.doc, value.problems, typing) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ shown }) => shown),
});

function diagnosticsOf({ doc }: EditorState, problems: readonly ToldProblem[]): Diagnostic[] {
  return problems.slice(0, MOST_MARKED).map((problem, index) => {
    const { line, column, endLine, endColumn, severity, message, detail, hint, fixes } = problem;
    const from = positionIn(doc, line, column);
    const to = endLine === undefined ? from : Math.max(from, positionIn(doc, endLine, endColumn ?? 1));
    return {
      from, to: to === from ? Math.min(doc.lineAt(from).to, from + 1) : to, severity,
      message: [message, printedByKubernetes(problem), detail, hint].filter(Boolean).join('\n'),
      ...(index < MOST_TOLD ? { markClass: 'cm-told-below' } : {}),
      actions: fixes.map((fix) => ({ name: fix.label, apply: (view: EditorView) => applyTo(view, fix) })),
    };
  });
}

/** Shows the problems of the text as it is now. */
export function showProblems(view: EditorView, problems: readonly ToldProblem[]): void {
  view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, problems)), { effects: setProblems.of(problems.slice(0, MOST_TOLD)) });
}

export const problemsExtension: Extension = [
  told,
  linter(null, { tooltipFilter: (diagnostics) => diagnostics.filter(({ markClass }) => markClass === undefined) }),
];
