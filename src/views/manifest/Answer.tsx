/** The right half of the paste panel: the verdict on one pod, or its manifest line by line; what is wrong; the doors. */
import { memo, type ReactNode } from 'react';
import type { Fix } from '../../manifest/fixes';
import type { PasteSide } from '../../state/store';
import { IconButton } from '../shared/Button';
import { Choice } from '../shared/Menu';
import { PanelHeader } from '../shared/PanelHeader';
import { Segmented } from '../shared/Segmented';
import { Doors } from './Doors';
import type { ToldProblem } from './editorProblems';
import { Explain } from './Explain';
import type { SaidPath } from './PathField';
import { Problems } from './Problems';
import type { Report } from './report';
import type { Lines } from './useLines';
import type { FolderNodes } from './useFolderNodes';
import { Verdict } from './Verdict';

export interface AnswerProps {
  readonly report: Report | null;
  readonly text: string;
  readonly file: { readonly node: string; readonly path: string } | null;
  /** Where the user says that the text lies; null where it is known. */
  readonly path: SaidPath | null;
  readonly folders: FolderNodes;
  readonly state: { readonly reading: boolean; readonly failed: boolean };
  readonly problems: readonly ToldProblem[];
  /** The pod in question, an index into the report's pods. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly explains: boolean;
  /** Does the text itself stand beside it? Beside an overview it chooses no pod and opens no door. */
  readonly besideText: boolean;
  /** The pod's picture, where there is no panel of its own for it. */
  readonly inside: ReactNode;
  readonly side: PasteSide;
  readonly onSide: (side: PasteSide) => void;
  readonly lines: Pick<Lines, 'pointed' | 'point' | 'goToLine'>;
  readonly onFix: (fix: Fix) => void;
  readonly onClose: () => void;
  /** What to say when the text makes no pod. */
  readonly empty: ReactNode;
}

const SIDES: readonly { value: PasteSide; label: string }[] = [{ value: 'verdict', label: 'Verdict' }, { value: 'inside', label: 'Inside' }];
/** Pods that the choice lists. */
const MOST_PODS = 300;

/** Of many documents their number stands over the text already, and there is little room here. */
const placeOf = (document: number, of: number): string => (of < 10 ? `on document ${document} of ${of}` : `on document ${document}`);

export const Answer = memo(function Answer({ report, text, file, path, folders, state, problems, chosen, onChoose, explains, besideText, inside, side, onSide, lines: { pointed, point, goToLine }, onFix, onClose, empty }: AnswerProps) {
  const pods = report?.pods ?? [];
  const index = Math.min(chosen, pods.length - 1);
  const pod = pods[index];
  const several = report !== null && report.documents.length > 1;
  const wrong = <Problems problems={problems} onGoTo={goToLine} onPoint={point} onFix={onFix} />;
  // Errors come first; who reads line by line wants the lines first.
  const wrongFirst = !explains && problems.some(({ severity }) => severity === 'error');
  const isInside = inside !== undefined && side === 'inside';
  return (
    <div className="flex min-w-0 flex-col border-t border-line @min-[760px]:min-h-0 @min-[760px]:border-t-0 @min-[760px]:border-l">
      <PanelHeader title={isInside ? 'Inside' : explains ? 'Line by line' : 'Verdict'} detail={several ? placeOf((pod?.document ?? 0) + 1, report.documents.length) : ''}>
        {inside !== undefined && <Segmented label="What stands beside it" value={side} options={SIDES} onChange={onSide} />}
        <IconButton icon="close" label="Close the manifest" onClick={onClose} />
      </PanelHeader>
      {isInside && <div className="min-h-[480px] @min-[760px]:min-h-0 @min-[760px]:flex-1">{inside}</div>}
      <div className={`${isInside ? 'hidden' : 'flex'} flex-col gap-4 px-4 pb-3 scroll-thin @min-[760px]:min-h-0 @min-[760px]:flex-1 @min-[760px]:overflow-y-auto ${state.reading ? 'opacity-85' : ''}`}>
        {state.failed && <p className="text-sm text-failed">This text took too long to read. Shorten it, or paste a part of it.</p>}
        {pods.length > 1 && besideText && (
          <Choice className="-ml-3 self-start max-w-full" label={`${index + 1} of ${pods.length}`} value={String(index)} options={pods.slice(0, MOST_PODS).map((one, i) => ({ value: String(i), label: one.title }))} onChange={(value) => onChoose(Number(value))} />
        )}
        {wrongFirst && wrong}
        {explains ? <Explain lines={report?.explanation ?? []} pointed={pointed} onPoint={point} onGoTo={goToLine} />
          : pod ? <Verdict pod={pod} path={path} pointed={pointed} onPoint={point} onGoTo={goToLine} /> : typeof empty === 'string' ? <p className="text-ink-2">{empty}</p> : empty}
        {!wrongFirst && wrong}
      </div>
      {besideText && !isInside && (file || text.trim() !== '') && (
        <div className="flex-none border-t border-line px-4 py-3">
          <Doors report={report} text={text} file={file} folders={folders} />
        </div>
      )}
    </div>
  );
});
