/** The manifest line by line: what each field is, and what it changes in the pictures. Each line leads to its place. */
import { useEffect, useState } from 'react';
import type { LineRange } from '../../manifest/causes';
import type { ExplainedLine } from '../../manifest/explainDocument';
import { typeWords } from '../../manifest/schema';
import { Icon } from '../shared/icons';
import { Segmented } from '../shared/Segmented';
import { describe, loadDescriptions } from './fieldWords';

export interface ExplainProps {
  readonly lines: readonly ExplainedLine[];
  readonly pointed: readonly LineRange[];
  readonly onPoint: (lines: LineRange | null) => void;
  readonly onGoTo: (line: number, column?: number) => void;
}

type Shown = 'effects' | 'all';

export function Explain({ lines, pointed, onPoint, onGoTo }: ExplainProps) {
  const [shown, show] = useState<Shown>('effects');
  const [, loaded] = useState(false);
  useEffect(() => {
    void loadDescriptions().then(() => loaded(true));
  }, []);
  const changing = lines.filter(({ effect }) => effect !== undefined);
  const list = shown === 'effects' ? changing : lines;
  return (
    <section aria-label="Line by line" className="flex flex-col gap-3">
      <Segmented<Shown>
        label="Lines" value={shown} onChange={show} fill
        options={[{ value: 'effects', label: `What it changes (${changing.length})` }, { value: 'all', label: `Every field (${lines.length})` }]}
      />
      {list.length === 0 ? (
        <p className="text-ink-2">{lines.length === 0 ? 'There is no object to explain.' : 'No field of it changes a picture.'}</p>
      ) : (
        <ol className="border-t border-line" aria-label="Explained lines">
          {list.map((line) => (
            <Row key={line.path} line={line} on={pointed.some(([from, to]) => from <= line.line && line.line <= to)} onPoint={onPoint} onGoTo={onGoTo} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface RowProps extends Pick<ExplainProps, 'onPoint' | 'onGoTo'> {
  readonly line: ExplainedLine;
  readonly on: boolean;
}

function Row({ line: { line, endLine, column, depth, name, value, path, owner, type, required, effect }, on, onPoint, onGoTo }: RowProps) {
  const words = owner === undefined || type === undefined ? undefined : describe(owner, name, type);
  const lines: LineRange = [line, endLine];
  const kind = type === undefined ? '' : `${typeWords(type)}${required ? ', required' : ''}${words?.byDefault === undefined ? '' : `, by default ${words.byDefault}`}`;
  return (
    <li className="border-b border-line">
      <button
        type="button" title={path} className={`block w-full px-1 py-2 text-left text-sm hover:bg-sunken ${on ? 'bg-now-soft' : ''}`}
        onPointerEnter={() => onPoint(lines)} onPointerLeave={() => onPoint(null)} onFocus={() => onPoint(lines)} onBlur={() => onPoint(null)}
        onClick={() => onGoTo(line, column)}
      >
        <span className="flex items-baseline gap-2" style={{ paddingLeft: Math.min(depth, 6) * 10 }}>
          <code className="min-w-0 font-mono text-xs wrap-anywhere"><b>{name}</b>{value === '' ? '' : `: ${value}`}</code>
          <span className="min-w-0 flex-1 truncate text-xs text-muted">{kind}</span>
          <span className="flex-none text-xs text-muted">line {line}</span>
        </span>
        <span className="block" style={{ paddingLeft: Math.min(depth, 6) * 10 }}>
          {words && <span className="mt-1 block wrap-anywhere text-ink-2">{words.text}</span>}
          {effect && (
            <span className="mt-1 flex gap-2">
              <Icon name="right" size={14} className="mt-0.5" />
              <span className="min-w-0 wrap-anywhere"><b>{effect.panel}:</b> {effect.sentence}</span>
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
