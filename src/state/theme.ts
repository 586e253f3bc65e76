/** Light, dark, high contrast, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast';

/** Sets the theme on the page's root, where tokens.css looks for it. */
export function applyTheme(theme: Theme): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  set();
  dark.addEventListener('change', set);
  return () => dark.removeEventListener('change', set);
}
