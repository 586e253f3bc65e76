/** The user says where files lie, as only the user can know: a browser tells no paths. Taken on Enter, or when the field is left. */
import { useId, useState } from 'react';
import { knownStaticPodPaths } from '../../kubernetes/manifestPaths';

/** A path that the user may say. */
export interface SaidPath {
  readonly value: string;
  readonly say: (path: string) => void;
}

interface PathFieldProps {
  readonly label: string;
  /** What was said, '' for nothing. */
  readonly value: string;
  readonly placeholder: string;
  readonly onSay: (path: string) => void;
}

export function PathField({ label, value, placeholder, onSay }: PathFieldProps) {
  const folders = useId();
  const [{ said, typed }, set] = useState({ said: value, typed: value });
  // Another text, another path.
  if (said !== value) set({ said: value, typed: value });
  const type = (next: string) => set({ said: value, typed: next });
  const say = () => {
    const path = typed.trim();
    if (path !== value) onSay(path);
  };
  return (
    <form
      className="min-w-0"
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      <label className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="flex-none font-semibold">{label}</span>
        <input
          value={typed} placeholder={placeholder} list={folders} spellCheck={false} autoCapitalize="off" autoComplete="off"
          onChange={(event) => type(event.target.value)} onBlur={say}
          className="h-8 min-w-56 flex-1 rounded-control border border-line-strong bg-surface px-2 font-mono text-xs pointer-coarse:h-11"
        />
      </label>
      <datalist id={folders}>{knownStaticPodPaths.map(({ path, who }) => <option key={path} value={`${path}/`}>{who}</option>)}</datalist>
    </form>
  );
}
