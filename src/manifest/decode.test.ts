import { describe, expect, it } from 'vitest';
import { decodeBytes } from './decode';

const bytes = (...codes: number[]): Uint8Array => new Uint8Array(codes);
const utf16 = (text: string, littleEndian: boolean): number[] =>
  Array.from(text).flatMap((char) => {
    const code = char.charCodeAt(0);
    return littleEndian ? [code & 0xff, code >> 8] : [code >> 8, code & 0xff];
  });

describe('decodeBytes', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    expect(decodeBytes(new TextEncoder().encode('kind: Pöd'))).toBe('kind: Pöd');
    expect(decodeBytes(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
    expect(decodeBytes(bytes())).toBe('');
  });

  it('reads UTF-16 of both orders, told by the mark or by its zeros', () => {
    const text = 'kind: Pod\nmetadata:\n';
    expect(decodeBytes(bytes(0xff, 0xfe, ...utf16(text, true)))).toBe(text);
    expect(decodeBytes(bytes(0xfe, 0xff, ...utf16(text, false)))).toBe(text);
    expect(decodeBytes(bytes(...utf16(text, true)))).toBe(text);
    expect(decodeBytes(bytes(...utf16(text, false)))).toBe(text);
  });

  it('leaves UTF-32 as what UTF-16 or UTF-8 make of it, zeros and all', () => {
    expect(decodeBytes(bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0))).toBe('\0a\0');
    expect(decodeBytes(bytes(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61))).toBe('\0\0\ufffd\ufffd\0\0\0a');
  });

  it('never throws on bytes that are no text', () => {
    expect(decodeBytes(bytes(0xff, 0xfe, 0x61))).toContain('\ufffd');
    expect(decodeBytes(bytes(0x61, 0xff, 0x62))).toBe('a\ufffdb');
  });
});
