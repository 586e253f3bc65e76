/** Five random characters as names of generated objects end (k8s.io/apimachinery/pkg/util/rand:SafeEncodeString). */
import type { Tx } from '../../tx';

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** One draw of the run's seed has enough bits for five letters. */
export function nameSuffix(tx: Tx): string {
  let rest = Math.floor(tx.random() * LETTERS.length ** 5);
  let suffix = '';
  for (let i = 0; i < 5; i++) {
    suffix += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return suffix;
}
