/**
 * Paste a manifest, or edit a file of a node: the text, what is wrong with it and where, what kind of pod it makes and
 * why, and the doors into the cluster. A manifest does not say who will start it: the place where it is put does. A dump
 * that is too large for the editor is shown as an overview, from which single pods come into the editor.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import { decodeBytes } from '../../manifest/decode';
import type { Destination } from '../../manifest/diagnose';
import { manifestExamples } from '../../manifest/examples';
import { usePage, usePageStore } from '../../state/usePage';
import { Button } from '../shared/Button';
import { count } from '../shared/format';
import { Icon } from '../shared/icons';
import { Menu } from '../shared/Menu';
import { PanelHeader } from '../shared/PanelHeader';
import { Answer } from './Answer';
import type { DumpSource } from './dumpProtocol';
import { Editor, type EditorHandle } from './Editor';
import { Overview } from './Overview';
import type { Report } from './report';
import { droppedSources, editorPods, isForEditor, sourcesOf, titleOf } from './takeFiles';
import { dumpReaderOf, useDump, type DumpState } from './useDump';
import { useLines } from './useLines';
import { usePasteReport } from './usePasteReport';
import { useToldProblems } from './useToldProblems';

/** So many pods at once come by pasting, not by typing. */
const SEVERAL = 5;

export function PastePanel() {
  const store = usePageStore();
  const { text, file } = usePage((page) => page.paste);
  const reader = dumpReaderOf(store);
  const kept = useDump(reader);
  // A file of a node is edited by itself; the dump waits.
  const dump = file ? null : kept;
  const pickedPath = dump?.picked?.path;
  const destination = useMemo((): Destination => (file ? { origin: 'file', path: file.path, nodeName: file.node } : pickedPath ? { path: pickedPath } : {}), [file, pickedPath]);
  const [chosen, choose] = useState(0);
  const [explains, explain] = useState(false);
  const { report, reading, failed } = usePasteReport(text, destination, explains ? chosen : null);
  const problems = useToldProblems(report, reading ? null : text);
  const editor = useRef<EditorHandle>(null);
  const panel = useRef<HTMLElement>(null);
  const { pointed, point, goTo, goToLine, revealed } = useLines();
  const [notice, setNotice] = useState('');
  const setText = (next: string) => store.getState().setPaste({ text: next });
  const pod = report?.pods[Math.min(chosen, report.pods.length - 1)];
  const evidence = useMemo(() => pod?.evidence ?? [], [pod]);
  useEffect(() => {
    store.getState().setPasted(pod ? { name: pod.title, classification: pod.classification } : null);
    return () => store.getState().setPasted(null);
  }, [store, pod]);
  /** The row that speaks of a line gets the focus; where nothing is marked nothing happens. */
  const showRow = (line: number, of: 'evidence' | 'problem') => {
    const list = of === 'evidence' ? 'Evidence' : 'Problems';
    panel.current?.querySelector<HTMLElement>(`[aria-label="${list}"] [data-line="${line}"]`)?.focus();
  };
  const hovered = (line: number | null) => point(line === null ? null : (evidence.find(({ lines }) => lines && line >= lines[0] && line <= lines[1])?.lines ?? null));

  const openDump = (sources: readonly DumpSource[]) => {
    reader.open(titleOf(sources), sources, text);
    store.getState().setPaste({ text: '', file: null });
    choose(0);
  };
  const openText = (own: string) => reader.open('this text', [{ path: '', file: new File([own], 'text') }], '', true);
  useOverviewOfText(dump, report, reading || file ? null : text, openText);

  const picked = dump?.picked;
  useEffect(() => {
    if (picked && !dump?.ofText) {
      store.getState().setPaste({ text: picked.text });
      choose(0);
    }
    // Only a new pick changes the text; what is typed afterwards stays.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [picked, store]);
  const pods = useRef({ report, ofText: dump?.ofText });
  useEffect(() => {
    pods.current = { report, ofText: dump?.ofText };
  });
  const pick = useCallback((index: number) => {
    reader.pick(index);
    const { report: own, ofText } = pods.current;
    const row = ofText ? reader.snapshot()?.view?.rows.find((each) => each.index === index) : undefined;
    if (!row || !own) return;
    const at = Math.max(0, own.pods.findIndex((each) => (own.documents[each.document]?.endLine ?? 0) >= row.line));
    choose(at);
    const line = own.documents[own.pods[at]?.document ?? 0]?.startLine ?? row.line;
    goToLine(line);
  }, [reader, goToLine]);
  const closeOverview = () => {
    const own = dump?.ofText ?? false;
    const before = reader.close();
    if (!own) setText(before);
  };

  const open = async (sources: readonly DumpSource[]) => {
    const [first] = sources;
    if (!first) return;
    setNotice('');
    try {
      if (!isForEditor(sources)) return openDump(sources);
      const bytes = new Uint8Array(await first.file.arrayBuffer());
      reader.close();
      choose(0);
      setText(decodeBytes(bytes));
    } catch {
      setNotice(`${first.file.name} could not be read.`);
    }
  };
  const onDrop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void droppedSources(event.dataTransfer).then(open, () => setNotice('What was dropped could not be read.'));
  };
  const showEditor = !dump || dump.wanted !== null;

  return (
    // Files may be dropped anywhere on the panel; the button "Open files" does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={panel}
      className="flex h-full min-h-0 flex-col bg-surface [container-type:size]"
      aria-label="Manifest"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={onDrop}
    >
      <div className="min-h-0 flex-1 overflow-y-auto @min-[760px]:grid @min-[760px]:grid-cols-2 @min-[760px]:overflow-hidden">
        <div className="flex h-[min(340px,70cqh)] min-h-60 min-w-0 flex-col px-4 pb-3 @min-[760px]:h-auto @min-[760px]:min-h-0">
          <div className="-mx-4">
            {dump
              ? <PanelHeader title="Overview" detail={describeDump(dump)}><Button variant="quiet" size="sm" onClick={closeOverview}>{dump.ofText ? 'Back to the text' : 'Close the overview'}</Button></PanelHeader>
              : <PanelHeader title={file ? 'File' : 'Manifest'} detail={file ? `${file.path || 'new file'} on ${file.node}` : describe(text, report)} />}
          </div>
          {dump && <div className={`min-h-[420px] ${showEditor ? 'flex-[3]' : 'flex-1'} @min-[760px]:min-h-0`}><Overview dump={dump} reader={reader} onPick={pick} /></div>}
          {showEditor && (
            <div className={dump ? 'mt-2 min-h-40 flex-[2]' : 'min-h-0 flex-1'}>
              <Editor text={text} onChange={setText} onPasteLarge={(own) => openDump([{ path: '', file: new File([own], 'pasted text') }])} ref={editor} problems={problems} evidence={evidence} report={report} pointed={pointed} goTo={goTo} revealed={revealed} onHoverLine={hovered} onMark={showRow} />
            </div>
          )}
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
                  items={manifestExamples.map(({ id, title, teaches, text: example }) => ({ id, label: title, detail: teaches, onSelect: () => setText(example) }))}
                  trigger={<Button variant="quiet" trailing="down">Examples</Button>}
                />
                <Button variant="quiet" onClick={() => setText('')} disabled={text === ''}>Clear</Button>
                {report && report.pods.length > editorPods && <Button variant="quiet" icon="table" onClick={() => openText(text)}>Overview of {count(report.pods.length, 'pod')}</Button>}
              </>
            )}
            {showEditor && text !== '' && <Button variant="quiet" icon="look" aria-pressed={explains} className={explains ? 'bg-sunken inset-ring-[1.5px] inset-ring-line-strong' : ''} onClick={() => explain(!explains)}>Explain</Button>}
            <span className="ml-auto text-sm" aria-live="polite">{notice || (reading && text ? 'reading' : problemWords(report))}</span>
          </div>
        </div>
        <Answer
          report={report} text={text} file={file} state={{ reading, failed }} problems={text.trim() === '' && dump ? [] : problems} chosen={chosen} onChoose={choose}
          explains={explains} lines={{ pointed, point, goToLine }} onFix={(fix) => editor.current?.apply(fix)}
          onClose={() => store.getState().setPaste({ open: false, file: null })}
          empty={text.trim() === '' ? (dump ? 'Pick a pod in the overview.' : 'Paste a manifest, open a file or choose an example. Nothing leaves this tab.') : report && report.documents.length > 0 ? 'Nothing in this text makes a pod.' : 'Nothing here could be read as a manifest.'}
        />
      </div>
    </section>
  );
}

/**
 * Shows the overview when a text with many pods was pasted, and reads it anew when it was edited. `text` is null while
 * the report is of an earlier one.
 */
function useOverviewOfText(dump: DumpState | null, report: Report | null, text: string | null, open: (text: string) => void): void {
  const pods = report?.pods.length ?? 0;
  const before = useRef({ pods: 0, text: '' });
  const opens = useRef(open);
  useEffect(() => {
    opens.current = open;
  });
  const ofText = dump?.ofText;
  useEffect(() => {
    if (text === null) return;
    const { pods: were, text: was } = before.current;
    before.current = { pods, text };
    if (text === was) return;
    if (ofText || (ofText === undefined && pods > editorPods && pods - were > SEVERAL)) opens.current(text);
  }, [pods, text, ofText]);
}

const describe = (text: string, report: Report | null): string =>
  text === '' ? 'nothing pasted yet' : `pasted, ${count(text.split('\n').length, 'line')}${report ? `, ${count(report.documents.length, 'document')}` : ''}`;

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
