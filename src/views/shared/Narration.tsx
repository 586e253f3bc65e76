/**
 * Sentences with two kinds of mark, **bold** for a conclusion or a name and `code` for what a machine reads, as React
 * nodes. Whatever else stands in the text, angle brackets included, stays text.
 */
import type { ReactNode } from 'react';

interface Piece {
  readonly kind: 'text' | 'bold' | 'code';
  readonly text: string;
}

/** Splits a sentence at its marks. A mark that is not closed is text. */
export function narrationPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/\*\*([^*]+)\*\*|`([^`]+)`/g)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    const [whole, bold, code] = match;
    pieces.push(bold === undefined ? { kind: 'code', text: code ?? '' } : { kind: 'bold', text: bold });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** The sentence without its marks, for labels and aria-live. */
export const plainText = (text: string): string => narrationPieces(text).map((piece) => piece.text).join('');

/** The sentence, drawn. */
export function NarrationText({ text }: { readonly text: string }): ReactNode {
  return narrationPieces(text).map((piece, index) => {
    // Pieces have no identity but their place.
    const key = `${index} ${piece.kind}`;
    if (piece.kind === 'bold') return <b key={key}>{piece.text}</b>;
    if (piece.kind === 'code') return <code key={key}>{piece.text}</code>;
    return <span key={key}>{piece.text}</span>;
  });
}
