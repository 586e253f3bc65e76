/** How the editor looks: the page's colours, in CodeMirror's classes. */
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), fontWeight: '650' },
  { tag: tags.propertyName, fontWeight: '650' },
  { tag: tags.comment, color: 'var(--color-muted)' },
  { tag: tags.string, color: 'var(--color-ink-2)' },
  { tag: tags.keyword, color: 'var(--color-ink)' },
]);

const underline = (colour: string, style: string) => ({ backgroundImage: 'none', textDecoration: `underline ${style} ${colour}`, textDecorationSkipInk: 'none', textUnderlineOffset: '3px' });

export const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--color-sunken)', color: 'var(--color-ink)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--color-ink) 5%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--color-ink) 16%, transparent) !important' },
  '.cm-pointed': { backgroundColor: 'var(--color-now-soft)' },
  '.cm-placeholder': { color: 'var(--color-muted)' },
  '.cm-marks .cm-gutterElement': { display: 'flex', alignItems: 'center', gap: '2px', paddingRight: '3px' },
  '.cm-letter, .cm-sign': { display: 'inline-flex', alignItems: 'center', justifyContent: 'center', width: '16px', height: '16px', cursor: 'pointer' },
  '.cm-letter': { borderRadius: '8px', backgroundColor: 'var(--color-actor)', color: 'var(--color-on-actor)', fontFamily: 'var(--font-sans)', fontSize: '12px', lineHeight: '16px', fontWeight: '650' },
  '.cm-sign.cm-error': { color: 'var(--color-failed)' },
  '.cm-sign.cm-warning': { color: 'var(--color-waiting)' },
  '.cm-sign.cm-info': { color: 'var(--color-muted)' },
  '.cm-lintRange-error': underline('var(--color-failed)', 'wavy'),
  '.cm-lintRange-warning': underline('var(--color-waiting)', 'wavy'),
  '.cm-lintRange-info': underline('var(--color-line-strong)', 'dotted'),
  // As wide as what is seen of the text, however long its lines are.
  '.cm-told-place': { boxSizing: 'border-box', padding: '2px 0 4px', width: 'min(76ch, calc(100cqw - 76px))' },
  '.cm-told': { padding: '5px 10px', borderLeft: '5px solid var(--color-line-strong)', borderRadius: '4px', backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)', fontFamily: 'var(--font-sans)', lineHeight: '18px', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  '.cm-told.cm-error': { borderLeftColor: 'var(--color-failed)' },
  '.cm-told.cm-warning': { borderLeftColor: 'var(--color-waiting)' },
  '.cm-told b': { fontWeight: '700' },
  '.cm-told .cm-printed': { fontFamily: 'var(--font-mono)', fontSize: '12px', whiteSpace: 'pre-wrap' },
  '.cm-fix': { display: 'inline-block', margin: '3px 6px 1px 0', padding: '1px 8px', border: '1px solid var(--color-line-strong)', borderRadius: '8px', backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)', cursor: 'pointer', fontFamily: 'var(--font-sans)', fontSize: '13px', minHeight: '24px' },
  '.cm-fix:hover': { backgroundColor: 'var(--color-sunken)', borderColor: 'var(--color-ink)' },
  '.cm-tooltip': { backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)', border: '1px solid var(--color-line-strong)', borderRadius: '8px', zIndex: '40' },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', whiteSpace: 'pre-wrap', maxWidth: '46ch' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '13px', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '18px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--color-ink)', color: 'var(--color-surface)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionDetail': { marginLeft: '1.5em', color: 'var(--color-muted)', fontFamily: 'var(--font-sans)', fontStyle: 'normal', fontSize: '12px' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: '0' },
  '.cm-help': { padding: '8px 12px', maxWidth: '46ch', fontFamily: 'var(--font-sans)', fontSize: '13px', lineHeight: '18px', overflowWrap: 'anywhere' },
  '.cm-help > * + *': { marginTop: '4px' },
  '.cm-help-path': { fontFamily: 'var(--font-mono)', fontSize: '12px', color: 'var(--color-ink-2)' },
  '.cm-help-type': { color: 'var(--color-muted)', fontSize: '12px' },
  '.cm-help-effect': { borderLeft: '3px solid var(--color-ink)', paddingLeft: '8px' },
});
