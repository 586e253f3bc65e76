/** What kubectl would print now: a command for what is selected, and its text. The API server answers, or nobody does. */
import { useState, type ReactNode } from 'react';
import { commandLine, kubectl, type KubectlCommand } from '../../simulation/kubectlView';
import type { Selection } from '../../state/selection';
import { usePage } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { CodeBlock } from '../shared/CodeBlock';

const EVERYWHERE: readonly KubectlCommand[] = [{ verb: 'getPods' }, { verb: 'getPods', wide: true }, { verb: 'getNodes' }, { verb: 'getNodes', wide: true }, { verb: 'getEvents' }];

/** The commands that tell of the selected thing, the most telling first. */
export function commandsFor(selection: Selection | null): readonly KubectlCommand[] {
  if (selection?.kind === 'pod') {
    const slash = selection.id.indexOf('/');
    const apiNamespace = selection.id.slice(0, slash);
    const name = selection.id.slice(slash + 1);
    return [
      { verb: 'describePod', apiNamespace, name },
      { verb: 'getPods', apiNamespace },
      { verb: 'getPods', apiNamespace, wide: true },
      { verb: 'getEvents', apiNamespace, about: name },
      ...EVERYWHERE,
    ];
  }
  if (selection?.kind === 'node') {
    return [{ verb: 'getPods', wide: true, node: selection.id }, { verb: 'getEvents', apiNamespace: 'default', about: selection.id }, ...EVERYWHERE];
  }
  return EVERYWHERE;
}

export function KubectlTab(): ReactNode {
  const selection = usePage((page) => page.selection);
  const commands = commandsFor(selection);
  const [chosen, setChosen] = useState(0);
  const command = commands[chosen] ?? commands[0] ?? { verb: 'getNodes' };
  const line = commandLine(command);
  const text = useWorldValue((world) => kubectl(world, command), line);
  return (
    <div className="flex flex-col gap-3 pt-3">
      <label className="flex flex-col gap-1 text-sm">
        <span className="text-muted">Command</span>
        <select
          className="w-full min-w-0 rounded-control border border-line-strong bg-surface px-2 py-1.5 font-mono text-xs text-ink pointer-coarse:min-h-11"
          value={commands[chosen] ? chosen : 0}
          onChange={({ target }) => setChosen(Number(target.value))}
        >
          {commands.map((one, i) => (
            <option key={commandLine(one)} value={i}>{commandLine(one)}</option>
          ))}
        </select>
      </label>
      <CodeBlock label="At this instant" text={`$ ${line}\n${text}`} wrap={false} />
    </div>
  );
}
