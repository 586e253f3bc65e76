import { describe, expect, it } from 'vitest';
import { narrationPieces, plainText } from './Narration';

const shape = (text: string): string => narrationPieces(text).map((piece) => `${piece.kind}:${piece.text}`).join('|');

describe('narration marks', () => {
  it('finds bold and code', () => {
    expect(shape('writes **nodeName: worker-1** into `web`.')).toBe('text:writes |bold:nodeName: worker-1|text: into |code:web|text:.');
  });

  it('leaves markup of any other kind as text', () => {
    expect(shape('<img onerror="x"> [a](javascript:b) *c*')).toBe('text:<img onerror="x"> [a](javascript:b) *c*');
    expect(shape('`<b>`')).toBe('code:<b>');
  });

  it('leaves a mark that is not closed as text', () => {
    expect(shape('a **b and `c')).toBe('text:a **b and `c');
  });

  it('speaks without marks', () => {
    expect(plainText('**The text alone** cannot `decide`.')).toBe('The text alone cannot decide.');
    expect(plainText('')).toBe('');
  });
});
