/**
 * Help at a place of the text: what the field under the pointer or the cursor is and changes, and what may be written.
 * Everything is put on the page as text. The descriptions are loaded when the editor opens.
 */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult, completionKeymap, insertCompletionText, startCompletion } from '@codemirror/autocomplete';
import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { closeHoverTooltips, type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import { offersFor, type Offer } from '../../manifest/completions';
import { type FieldHere, placeAt, wantedAt } from '../../manifest/cursor';
import { effectOf, type Effect } from '../../manifest/explain';
import { joinField } from '../../manifest/located';
import { typeWords } from '../../manifest/schema';
import { describe, type FieldWords, loadDescriptions } from './fieldWords';
import type { Report } from './report';

/** All that is said of one field. */
export interface Help {
  readonly path: string;
  readonly type: string;
  readonly words: FieldWords | undefined;
  readonly effect: Effect | undefined;
  readonly from: number;
  readonly to: number;
}

/** A key is not looked up in a text beyond this size: it is a dump, not a manifest. */
const LONGEST = 1_000_000;

const typeOf = (field: FieldHere | undefined): string => (field ? `${typeWords(field.type)}${field.required ? ', required' : ''}` : '');

/** What the field at an offset changes, by the last report: the pod that the object there makes. */
function effectAt(report: Report | null, doc: Text, objectStart: number, path: string): Effect | undefined {
  const line = doc.lineAt(objectStart).number;
  const own = report?.documents.filter(({ startLine, endLine }) => startLine <= line && line <= endLine).at(-1)
    ?? report?.documents.find(({ startLine }) => startLine >= line);
  if (!report || !own) return undefined;
  const pods = report.pods.filter(({ document }) => document === own.index);
  const pod = pods.find(({ templatePath }) => path.startsWith(templatePath)) ?? pods[0];
  return effectOf({ kind: own.kind, value: own.object, pod: pod?.pod, path: pod?.path ?? 'spec', templatePath: pod?.templatePath ?? '' }, path);
}

export function helpAt(doc: Text, offset: number, report: Report | null): Help | null {
  if (doc.length > LONGEST) return null;
  const place = placeAt(doc.toString(), offset);
  if (!place) return null;
  const { field, steps, object, from, to } = place;
  const path = steps.reduce<string>((all, step) => joinField(all, step), '');
  const effect = effectAt(report, doc, object.node.step === null ? (object.node.children[0]?.start ?? from) : object.node.start, path);
  if (!field && !effect) return null;
  return { path, type: typeOf(field), words: field && describe(field.owner, field.name, field.type), effect, from, to };
}

/** Help as one text, for screen readers. */
export const spoken = ({ path, type, words, effect }: Help): string =>
  [`${path}: ${type}`, words?.byDefault === undefined ? '' : `by default ${words.byDefault}`, words?.text ?? '', effect ? `In the picture, ${effect.panel}: ${effect.sentence}` : '']
    .filter(Boolean).map((part) => part.replace(/\.$/, '')).join('. ');

function line(className: string, ...content: readonly (string | Node)[]): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.append(...content);
  return element;
}

function bold(text: string): HTMLElement {
  const element = document.createElement('b');
  element.textContent = text;
  return element;
}

function helpBox({ path, type, words, effect }: Help): HTMLElement {
  const box = line('cm-help', line('cm-help-path', path));
  const facts = [type, words?.byDefault === undefined ? '' : `by default ${words.byDefault}`].filter(Boolean).join(', ');
  if (facts !== '') box.append(line('cm-help-type', facts));
  if (words) box.append(line('', words.text));
  if (effect) box.append(line('cm-help-effect', bold(`${effect.panel}: `), effect.sentence));
  return box;
}

const tooltipOf = (help: Help): Tooltip => ({ pos: help.from, end: help.to, above: true, create: () => ({ dom: helpBox(help) }) });

const setHelp = StateEffect.define<Help | null>();
/** Help that was asked for with a key; it stays until the cursor moves. */
const asked = StateField.define<Help | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field, (help) => (help ? tooltipOf(help) : null)),
});

export interface HelpContext {
  readonly report: () => Report | null;
  /** Says a text to a screen reader. */
  readonly tell: (text: string) => void;
}

function completionOf(offer: Offer, index: number): Completion {
  const words = offer.owner === undefined ? undefined : describe(offer.owner, offer.label, '');
  return {
    label: offer.label, detail: offer.detail,
    type: offer.of === 'field' ? 'property' : offer.of === 'value' ? 'enum' : 'class',
    boost: offer.required ? 1 : 0,
    // Words in their own order, the usual one first; fields by their names.
    ...(offer.of === 'value' ? { sortText: String(index).padStart(3, '0') } : {}),
    ...(words ? { info: () => line('cm-help', words.text, ...(words.byDefault === undefined ? [] : [line('cm-help-type', `by default ${words.byDefault}`)])) } : {}),
    apply: (view, _completion, from, to) => {
      view.dispatch(insertCompletionText(view.state, offer.text, from, to));
      // A field that takes few words offers them at once.
      if (offer.of === 'field' && offer.text.endsWith(': ')) startCompletion(view);
    },
  };
}

async function complete({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> {
  if (state.doc.length > LONGEST) return null;
  const text = state.doc.toString();
  const wanted = wantedAt(text, pos);
  if (!wanted) return null;
  const typed = text.slice(wanted.from, pos);
  if (wanted.wants === 'key' && typed === '' && !explicit) return null;
  await loadDescriptions();
  const offers = offersFor(wanted);
  // What is written in full needs no offer: Enter is a new line then.
  if (offers.length === 0 || (!explicit && offers.some(({ label }) => label === typed))) return null;
  const labels = new Set(offers.map(({ label }) => label));
  return { from: wanted.from, to: wanted.to, options: offers.map(completionOf), validFor: (now) => /^[\w./-]*$/.test(now) && !labels.has(now) };
}

/** Hover, the keys F1 and Ctrl-K Ctrl-I, and completion. */
export const help = ({ report, tell }: HelpContext): Extension => [
  asked,
  hoverTooltip(async ({ state }, pos) => {
    await loadDescriptions();
    const found = state.field(asked) ? null : helpAt(state.doc, pos, report());
    return found && tooltipOf(found);
  }, { hideOnChange: true }),
  keymap.of([
    ...['F1', 'Mod-k Mod-i'].map((key) => ({
      key,
      run: (view: EditorView) => {
        void loadDescriptions().then(() => {
          const found = helpAt(view.state.doc, view.state.selection.main.head, report());
          view.dispatch({ effects: [setHelp.of(found), closeHoverTooltips] });
          tell(found ? spoken(found) : 'There is no field at the cursor.');
        });
        return true;
      },
    })),
    { key: 'Escape', run: (view: EditorView) => {
      if (!view.state.field(asked)) return false;
      view.dispatch({ effects: setHelp.of(null) });
      return true;
    } },
    ...completionKeymap,
  ]),
  autocompletion({ override: [complete], icons: false, defaultKeymap: false }),
];
