/**
 * Messages between an embed and the page around it, versioned. The page may ask for movements; the embed tells each step.
 * Whatever else arrives is passed over in silence: other scripts post messages too.
 */
export const PROTOCOL = 1;

export type EmbedCommand =
  | { readonly podarium: 1; readonly do: 'forward' | 'back' | 'beatForward' | 'beatBack' | 'first' | 'last' | 'play' | 'pause' }
  | { readonly podarium: 1; readonly do: 'seek'; readonly cursor: number };

export interface EmbedEvent {
  readonly podarium: 1;
  readonly event: 'step';
  readonly story: string;
  readonly cursor: number;
  readonly length: number;
  /** The sentence of the step, without marks. */
  readonly sentence: string;
}

const MOVES = new Set(['forward', 'back', 'beatForward', 'beatBack', 'first', 'last', 'play', 'pause']);

/** The command in a message, or null when it is none of ours. */
export function parseCommand(data: unknown): EmbedCommand | null {
  if (typeof data !== 'object' || data === null) return null;
  const message = data as Readonly<Record<string, unknown>>;
  if (message['podarium'] !== PROTOCOL || typeof message['do'] !== 'string') return null;
  if (message['do'] === 'seek') {
    const cursor = message['cursor'];
    return typeof cursor === 'number' && Number.isInteger(cursor) && cursor >= 0 ? { podarium: 1, do: 'seek', cursor } : null;
  }
  return MOVES.has(message['do']) ? (data as EmbedCommand) : null;
}
