/** What the lines mean, along the lower edge of the panel. */

export const LEGEND_HEIGHT = 26;

const LINES = [
  { words: 'call', look: 'edge' },
  { words: 'watch', look: 'edge edge-watch' },
  { words: 'file', look: 'edge edge-file' },
  { words: 'now', look: 'edge edge-now' },
] as const;

export function Legend() {
  return (
    <ul className="pointer-events-none absolute bottom-0 left-0 flex h-[26px] items-center gap-4 rounded-tr-card bg-canvas/85 px-4 text-xs text-ink-2" aria-label="Legend">
      {LINES.map(({ words, look }) => (
        <li key={words} className="flex items-center gap-1.5">
          <svg width={32} height={6} aria-hidden="true"><path d="M1 3H31" className={look} /></svg>
          {words}
        </li>
      ))}
    </ul>
  );
}
