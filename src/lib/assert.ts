/** A programmer's error: the caller broke a contract. User input never gets here. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Throws {@link AssertionError} unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Closes a union: the compiler refuses it while a case is missing. */
export function assertNever(value: never, what = 'case'): never {
  throw new AssertionError(`unknown ${what}: ${JSON.stringify(value)}`);
}

/** The value, or an {@link AssertionError} that names what was missing. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new AssertionError(`missing ${what}`);
  return value;
}
