/** Numbers as the page writes them. */

/** Milliseconds as seconds, as exact as a reader can use: `0.31 s`, `12.4 s`, `3 min 5 s`. */
export function seconds(ms: number): string {
  if (ms < 0) return `−${seconds(-ms)}`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.floor(ms / 1000);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 pod`, `2 pods`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
