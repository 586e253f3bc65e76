/** Bytes of a file to bytes of UTF-8 while they arrive: PowerShell's `>` writes UTF-16. See decode.ts for whole texts. */

export interface Utf8Stream {
  push(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

const nothing = new Uint8Array(0);

/** Is the text in UTF-16? By its byte order mark, or by the zero byte beside its first ASCII letter. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && b !== undefined)) return 'utf-16be';
  return null;
}

/** Gives UTF-8 back as it is, and decodes UTF-16. */
export function toUtf8(): Utf8Stream {
  let first = nothing;
  let decoder: TextDecoder | null | undefined;
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const decide = (bytes: Uint8Array): void => {
    const label = utf16Of(bytes);
    decoder = label === null ? null : new TextDecoder(label);
  };
  return {
    push(bytes) {
      let chunk = bytes;
      if (decoder === undefined) {
        chunk = first.length === 0 ? bytes : Uint8Array.of(...first, ...bytes);
        if (chunk.length < 2) {
          first = chunk.slice();
          return nothing;
        }
        decide(chunk);
      }
      return decoder ? encode(decoder.decode(chunk, { stream: true })) : chunk;
    },
    end() {
      if (decoder === undefined) return first;
      return decoder ? encode(decoder.decode()) : nothing;
    },
  };
}
