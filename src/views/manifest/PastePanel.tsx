/**
 * Paste a manifest, or edit a file of a node: the text, what is wrong with it and where, what kind of pod it makes and
 * why, and the doors into the cluster. A manifest does not say who will start it: the place where it is put does. Of
 * several pods there is an overview, and of a live dump the picture of its cluster; a dump that is too large for the
 * editor gives it one pod after the other.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { decodeBytes } from '../../manifest/decode';
import type { Destination } from '../../manifest/diagnose';
import type { Fix } from '../../manifest/fixes';
import { manifestExamples } from '../../manifest/examples';
import { layOutJson } from '../../manifest/layOutJson';
import { lineAt } from '../../manifest/lines';
import type { PastedCluster } from '../../state/pasted';
import type { PasteSide, PasteView } from '../../state/store';
import { usePage, usePageStore } from '../../state/usePage';
import { Button, IconButton } from '../shared/Button';
import { count } from '../shared/format';
import { useNextFrame } from '../shared/frames';
import { Icon } from '../shared/icons';
import { Menu } from '../shared/Menu';
import { PanelHeader } from '../shared/PanelHeader';
import { Segmented } from '../shared/Segmented';
import { Answer } from './Answer';
import { DumpProgress, Folder, Unread } from './DumpNotes';
import { keptBytes, type DumpSource } from './dumpProtocol';
import { Editor, EDITOR_FRAME, type EditorHandle } from './Editor';
import type { ToldProblem } from './editorProblems';
import { Examples } from './Examples';
import { handedOver } from './handedOver';
import { Overview } from './Overview';
import type { Report } from './report';
import { Simulate } from './Simulate';
import { droppedSources, isForEditor, sourcesOf, titleOf } from './takeFiles';
import { dumpReaderOf, useDump, useLongEnough, type DumpState } from './useDump';
import { useFolderNodes } from './useFolderNodes';
import { useLines } from './useLines';
import { useOverview } from './useOverview';
import { usePasteReport } from './usePasteReport';
import { useTellPage } from './useTellPage';
import { useToldProblems } from './useToldProblems';

const VIEWS: Readonly<Record<PasteView, string>> = { text: 'Text', overview: 'Overview', cluster: 'Cluster' };
const IN_TABLE = 'Pick a pod in the table.';
/** How a pod of a dump is chosen. */
const TO_PICK: Readonly<Record<PasteView, string>> = { text: IN_TABLE, overview: IN_TABLE, cluster: 'Pick a pod: come closer to a node, then press one of its cells.' };
const NO_PROBLEMS: readonly ToldProblem[] = [];
const noPodIn = (report: Report | null): string => (report && report.documents.length > 0 ? 'Nothing in this text makes a pod.' : 'Nothing here could be read as a manifest.');

export interface PastePanelProps {
  /** The picture of the pod, where there is no panel of its own for it. */
  readonly inside?: ReactNode;
  /** Draws the cluster of a dump. */
  readonly wall: (cluster: PastedCluster) => ReactNode;
}

export function PastePanel({ inside, wall }: PastePanelProps) {
  const store = usePageStore();
  const { text, path, file, side } = usePage((page) => page.paste);
  const reader = dumpReaderOf(store);
  const kept = useDump(reader);
  // A file of a node is edited by itself; the dump waits.
  const dump = file ? null : kept;
  const pickedPath = dump?.picked?.path;
  const folders = useFolderNodes();
  const nodeName = file?.node ?? folders.node;
  const destination = useMemo((): Destination => ({ ...(file ? { origin: 'file' as const, path: file.path } : pickedPath ? { path: pickedPath } : path ? { path } : {}), ...(nodeName === '' ? {} : { nodeName }) }), [file, pickedPath, path, nodeName]);
  const { pointed, point, goTo, goToLine: scrollTo, revealed } = useLines();
  const show = useCallback((view: PasteView) => store.getState().setPaste({ view }), [store]);
  const goToLine = useCallback((line: number, column?: number) => {
    show('text');
    scrollTo(line, column);
  }, [show, scrollTo]);
  const [chosen, choose] = useState(0);
  const [explains, explain] = useState(false);
  const { report, reading, failed } = usePasteReport(text, destination, explains ? chosen : null);
  // What was counted in an earlier text is told a moment longer, so that nothing flickers while one types.
  const isStale = useLongEnough(reading, 300);
  const lines = useMemo(() => (text === '' ? 0 : lineAt(text, text.length)), [text]);
  const problems = useToldProblems(report, reading ? null : text);
  const editor = useRef<EditorHandle>(null);
  const drawn = useNextFrame();
  const panel = useRef<HTMLElement>(null);
  const [notice, setNotice] = useState('');
  const setText = useCallback((next: string) => store.getState().setPaste({ text: next }), [store]);
  /** A text that has nothing to do with the one before. */
  const begin = useCallback((next: string, from = '') => store.getState().setPaste({ text: next, path: from }), [store]);
  const isElsewhere = file !== null || dump !== null;
  const saidPath = useMemo(() => (isElsewhere ? null : { value: path, say: (said: string) => store.getState().setPaste({ path: said }) }), [isElsewhere, path, store]);
  const pod = report?.pods[Math.min(chosen, report.pods.length - 1)];
  const evidence = useMemo(() => pod?.evidence ?? [], [pod]);
  useTellPage(pod, isStale ? [] : (report?.problems ?? []));
  /** The row that speaks of a line gets the focus; where nothing is marked nothing happens. */
  const showRow = (line: number, of: 'evidence' | 'problem') => {
    const list = of === 'evidence' ? 'Evidence' : 'Problems';
    panel.current?.querySelector<HTMLElement>(`[aria-label="${list}"] [data-line="${line}"]`)?.focus();
  };
  const hovered = (line: number | null) => {
    point(line === null ? null : (evidence.find(({ lines }) => lines && line >= lines[0] && line <= lines[1])?.lines ?? null));
    store.getState().setPointedLine(line);
  };

  const openDump = (sources: readonly DumpSource[]) => {
    reader.open(titleOf(sources), sources, text);
    store.getState().setPaste({ text: '', path: '', file: null, view: 'overview' });
    choose(0);
  };
  const picked = dump?.picked;
  useEffect(() => {
    if (picked) store.getState().setPaste({ text: layOutJson(picked.text) });
  }, [picked, store]);
  const isDump = dump !== null;
  const pick = useCallback((index: number) => {
    if (isDump) reader.pick(index);
    choose(isDump ? 0 : index);
  }, [reader, isDump]);
  const { view, views, source, cluster, rowsAt } = useOverview({ dump, reader, report, reading, chosen, onPick: pick });
  const closeOverview = () => begin(reader.close());
  const isKept = dump === null || dump.total <= keptBytes;
  const objects = isKept ? () => (dump ? reader.objects() : Promise.resolve(report?.documents.map(({ object }) => object) ?? [])) : null;
  const controls = (
    <>
      {views.length > 1 && <Segmented label="What is seen of it" value={view} options={views.map((value) => ({ value, label: VIEWS[value] }))} onChange={show} />}
      {dump && <IconButton icon="close" label="Close the overview" onClick={closeOverview} />}
    </>
  );

  const close = useCallback(() => store.getState().setPaste({ open: false, file: null }), [store]);
  const takeSide = useCallback((next: PasteSide) => store.getState().setPaste({ side: next }), [store]);
  const mend = useCallback((fix: Fix) => editor.current?.apply(fix), []);
  const state = useMemo(() => ({ reading, failed }), [reading, failed]);
  const ways = useMemo(() => ({ pointed, point, goToLine }), [pointed, point, goToLine]);
  const examples = useMemo(() => <Examples onTake={begin} />, [begin]);
  useFocusBack();
  const open = async (sources: readonly DumpSource[]) => {
    const [first] = sources;
    if (!first) return;
    setNotice('');
    try {
      if (!isForEditor(sources)) return openDump(sources);
      const bytes = new Uint8Array(await first.file.arrayBuffer());
      reader.close();
      choose(0);
      // A path of one name tells nothing.
      begin(decodeBytes(bytes), first.path.includes('/') ? first.path : '');
    } catch {
      setNotice(`${first.file.name} could not be read.`);
    }
  };
  const take = (dropped: Promise<readonly DumpSource[]>) => void dropped.then(open, () => setNotice('What was dropped could not be read.'));
  const onDrop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(droppedSources(event.dataTransfer));
  };
  // What was dropped elsewhere on the page comes here too.
  useEffect(() => {
    const dropped = handedOver(store);
    if (dropped) take(dropped);
  });

  return (
    // Files may be dropped anywhere on the panel; the button "Open files" does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={panel}
      className="flex h-full min-h-0 flex-col bg-surface [container-type:size]"
      aria-label="Manifest"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text === '' && !event.defaultPrevented) close();
      }}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={onDrop}
    >
      <div className={`min-h-0 flex-1 overflow-y-auto @min-[760px]:grid @min-[760px]:overflow-hidden ${view === 'text' ? '@min-[760px]:grid-cols-2' : '@min-[760px]:grid-cols-[minmax(0,1fr)_min(42%,440px)]'}`}>
        {view === 'cluster' && cluster && (
          <div className="h-[max(560px,100cqh)] min-w-0 @min-[760px]:h-auto @min-[760px]:min-h-0">
            {wall({ columns: cluster, title: source?.title ?? '', rowsAt, selected: source?.wanted ?? null, onOpen: pick, onTable: () => show('overview'), controls, actions: <Simulate cluster={cluster} objects={objects} /> })}
          </div>
        )}
        <div className={`${view === 'cluster' ? 'hidden' : 'flex'} ${view === 'overview' ? '' : 'h-[min(340px,70cqh)] min-h-60'} min-w-0 flex-col px-4 pb-3 @min-[760px]:h-auto @min-[760px]:min-h-0`}>
          <div className="-mx-4">
            {view === 'overview'
              ? <PanelHeader title="Overview" detail={dump ? describeDump(dump) : ''}>{controls}</PanelHeader>
              : <PanelHeader title={file ? 'File' : 'Manifest'} detail={file ? `${file.path || 'new file'} on ${file.node}` : describe(lines, isStale ? null : report)}>{controls}</PanelHeader>}
          </div>
          {view === 'overview' && dump && <DumpProgress reader={reader} />}
          {dump && dump.failed !== '' && <p role="alert" className="text-sm text-failed">{dump.failed}</p>}
          {view === 'overview' && source && <div className="min-h-0 flex-1"><Overview source={source}>{dump && <><Folder dump={dump} reader={reader} /><Unread dump={dump} /></>}</Overview></div>}
          <div className={view === 'text' ? 'min-h-0 flex-1' : 'hidden'}>
            {!drawn ? <div className={EDITOR_FRAME} /> : <Editor text={text} onChange={setText} onPasteLarge={(own) => openDump([{ path: '', file: new File([own], 'pasted text') }])} ref={editor} problems={problems} evidence={evidence} report={report} pointed={pointed} goTo={goTo} revealed={revealed} onHoverLine={hovered} onMark={showRow} />}
          </div>
          <div className="mt-2 flex flex-wrap items-center gap-2">
            <label className="inline-flex h-9 cursor-pointer items-center gap-2 rounded-control border border-line-strong px-3 font-semibold focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-ink hover:bg-sunken">
              <Icon name="folder" /> Open files
              <input
                type="file" multiple className="sr-only" accept=".yaml,.yml,.json,.jsonl,.ndjson,.txt,.manifest,.gz"
                onChange={(event) => {
                  const sources = sourcesOf(event.target.files);
                  // The same file may be chosen again.
                  event.target.value = '';
                  void open(sources);
                }}
              />
            </label>
            {!dump && (
              <>
                <Menu
                  label="Examples"
                  items={manifestExamples.map(({ id, title, teaches, text: example }) => ({ id, label: title, detail: teaches, onSelect: () => begin(example) }))}
                  trigger={<Button variant="quiet" trailing="down">Examples</Button>}
                />
                <Button variant="quiet" onClick={() => begin('')} disabled={text === ''}>Clear</Button>
              </>
            )}
            {view === 'text' && text !== '' && <Button variant="quiet" icon="look" aria-pressed={explains} className={explains ? 'bg-sunken inset-ring-[1.5px] inset-ring-line-strong' : ''} onClick={() => explain(!explains)}>Explain</Button>}
            <span className="ml-auto text-sm" aria-live="polite">{notice || (reading && text ? 'reading' : problemWords(report))}</span>
          </div>
        </div>
        <Answer
          report={report} text={text} file={file} path={saidPath} folders={folders} state={state} problems={text.trim() === '' && dump ? NO_PROBLEMS : problems} chosen={chosen} onChoose={choose}
          explains={explains && view === 'text'} lines={ways} onFix={mend}
          besideText={view === 'text'} inside={inside} side={side} onSide={takeSide}
          onClose={close}
          empty={text.trim() !== '' ? (reading ? (isStale ? 'Reading.' : '') : noPodIn(report)) : dump ? TO_PICK[view] : examples}
        />
      </div>
    </section>
  );
}

/** When the panel goes with the focus in it, the focus returns to what opened it. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }, [opener]);
}

const describe = (lines: number, report: Report | null): string =>
  lines === 0 ? 'nothing pasted yet' : `pasted, ${count(lines, 'line')}${report ? `, ${count(report.documents.length, 'document')}` : ''}`;

function describeDump({ title, view }: DumpState): string {
  if (!view) return title;
  return `of ${title}: ${[view.pods > 0 || view.templates === 0 ? count(view.pods, 'pod') : '', view.templates > 0 ? count(view.templates, 'template') : ''].filter(Boolean).join(', ')}`;
}

function problemWords(report: Report | null): string {
  const problems = report?.problems ?? [];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  return [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''].filter(Boolean).join(', ');
}
