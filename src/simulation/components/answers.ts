/** What the API server answers: the object and who served it, or the refusal in its words. */
import type { Address } from '../messages';

export interface Refusal {
  readonly ok: false;
  /** HTTP status; 0 when nobody answers. */
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}
export type Answer<T> = { readonly ok: true; readonly object: T; readonly server: Address } | Refusal;

export const refuse = (code: number, reason: string, message: string): Refusal => ({ ok: false, code, reason, message });

/** What a caller sees when no API server answers. */
export const CONNECTION_REFUSED = refuse(0, 'ConnectionRefused', 'connection refused');
