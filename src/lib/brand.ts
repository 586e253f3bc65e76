/** Nominal numbers and strings: a Brand<number, 'Ms'> cannot be mistaken for another number. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Simulated milliseconds since the run began. */
export type Ms = Brand<number, 'Ms'>;

/** Makes an {@link Ms}. */
export const ms = (value: number): Ms => value as Ms;
export const seconds = (value: number): Ms => (value * 1000) as Ms;
