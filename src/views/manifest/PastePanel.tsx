/**
 * Paste a manifest, or edit a file of a node: the text, what is wrong with it and where, what kind of pod it makes and
 * why, and the doors into the cluster. A manifest does not say who will start it: the place where it is put does.
 */
import { useEffect, useMemo, useState, type DragEvent } from 'react';
import { decodeBytes } from '../../manifest/decode';
import { manifestExamples } from '../../manifest/examples';
import type { UserAction } from '../../simulation/actions';
import { usePage, usePageStore } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Button, IconButton } from '../shared/Button';
import { count } from '../shared/format';
import { Icon } from '../shared/icons';
import { Choice, Menu } from '../shared/Menu';
import { PanelHeader } from '../shared/PanelHeader';
import { ClassBadge } from '../shared/ClassBadge';
import { Editor } from './Editor';
import type { Report } from './report';
import { usePasteReport } from './usePasteReport';
import { Verdict } from './Verdict';

/** Longest file that is taken into the editor, bytes. */
const MOST_BYTES = 5_000_000;

export function PastePanel() {
  const store = usePageStore();
  const { text, file } = usePage((page) => page.paste);
  const destination = useMemo(() => (file ? { origin: 'file' as const, path: file.path, nodeName: file.node } : {}), [file]);
  const { report, reading, failed } = usePasteReport(text, destination);
  const [pointed, point] = useState<readonly [number, number] | null>(null);
  const [goTo, setGoTo] = useState<{ readonly line: number; readonly nonce: number } | null>(null);
  const goToLine = (line: number) => setGoTo((before) => ({ line, nonce: (before?.nonce ?? 0) + 1 }));
  const [chosen, choose] = useState(0);
  const [notice, setNotice] = useState('');
  const setText = (next: string) => store.getState().setPaste({ text: next });
  const pod = report?.pods[Math.min(chosen, report.pods.length - 1)];
  const evidence = useMemo(() => pod?.evidence ?? [], [pod]);
  useEffect(() => {
    store.getState().setPasted(pod ? { name: pod.title, classification: pod.classification } : null);
    return () => store.getState().setPasted(null);
  }, [store, pod]);
  const hovered = (line: number | null) => point(line === null ? null : (evidence.find(({ lines }) => lines && line >= lines[0] && line <= lines[1])?.lines ?? null));

  const open = async (files: FileList | null) => {
    const first = files?.[0];
    if (!first) return;
    if (first.size > MOST_BYTES) return setNotice(`${first.name} is larger than 5 MB: too large for the editor.`);
    setNotice('');
    setText(decodeBytes(new Uint8Array(await first.arrayBuffer())));
  };
  const onDrop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void open(event.dataTransfer.files);
  };

  return (
    // Files may be dropped anywhere on the panel; the button "Open files" does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="@container flex h-full min-h-0 flex-col bg-surface"
      aria-label="Manifest"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={onDrop}
    >
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(180px,1fr)_auto] overflow-y-auto @min-[760px]:grid-cols-2 @min-[760px]:grid-rows-1 @min-[760px]:overflow-hidden">
        <div className="flex min-h-0 min-w-0 flex-col px-4 pb-3">
          <div className="-mx-4"><PanelHeader title={file ? 'File' : 'Manifest'} detail={file ? `${file.path || 'new file'} on ${file.node}` : describe(text, report)} /></div>
          <div className="min-h-0 flex-1">
            <Editor text={text} onChange={setText} problems={report?.problems ?? []} evidence={evidence} pointed={pointed} goTo={goTo} onHoverLine={hovered} />
          </div>
          <div className="mt-2 flex flex-wrap items-center gap-2">
            <label className="inline-flex h-9 cursor-pointer items-center gap-2 rounded-control border border-line-strong px-3 font-semibold focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-ink hover:bg-sunken">
              <Icon name="folder" /> Open files
              <input type="file" className="sr-only" accept=".yaml,.yml,.json,.txt,.manifest" onChange={(event) => void open(event.target.files)} />
            </label>
            <Menu
              label="Examples"
              items={manifestExamples.map(({ id, title, teaches, text: example }) => ({ id, label: title, detail: teaches, onSelect: () => setText(example) }))}
              trigger={<Button variant="quiet" trailing="down">Examples</Button>}
            />
            <Button variant="quiet" onClick={() => setText('')} disabled={text === ''}>Clear</Button>
            <span className="ml-auto text-sm" aria-live="polite">{notice || (reading && text ? 'reading' : problemWords(report))}</span>
          </div>
        </div>
        <div className="flex min-h-0 min-w-0 flex-col border-line @min-[760px]:border-l">
          <PanelHeader title="Verdict" detail={report && report.documents.length > 1 ? `on document ${(pod?.document ?? 0) + 1} of ${report.documents.length}` : ''}>
            <IconButton icon="close" label="Close the manifest" onClick={() => store.getState().setPaste({ open: false, file: null })} />
          </PanelHeader>
          <div className={`flex min-h-0 flex-1 flex-col gap-4 px-4 pb-3 scroll-thin @min-[760px]:overflow-y-auto ${reading ? 'opacity-70' : ''}`}>
          {failed && <p className="text-sm text-failed">This text took too long to read. Shorten it, or paste a part of it.</p>}
          {report && report.pods.length > 1 && (
            <Choice label="Pod" value={String(Math.min(chosen, report.pods.length - 1))} options={report.pods.slice(0, 300).map((one, i) => ({ value: String(i), label: one.title }))} onChange={(value) => choose(Number(value))} />
          )}
          {pod ? (
            <Verdict pod={pod} pointed={pointed} onPoint={point} onGoTo={(line) => goToLine(line)} />
          ) : (
            <p className="text-ink-2">{text.trim() === '' ? 'Paste a manifest, open a file or choose an example. Nothing leaves this tab.' : report && report.documents.length > 0 ? 'Nothing in this text makes a pod.' : 'Nothing here could be read as a manifest.'}</p>
          )}
          <Problems report={report} onGoTo={(line) => goToLine(line)} />
          </div>
          <div className="flex-none border-t border-line px-4 py-3">
            <Doors report={report} text={text} file={file} />
          </div>
        </div>
      </div>
    </section>
  );
}

const describe = (text: string, report: Report | null): string =>
  text === '' ? 'nothing pasted yet' : `pasted, ${count(text.split('\n').length, 'line')}${report ? `, ${count(report.documents.length, 'document')}` : ''}`;

function problemWords(report: Report | null): string {
  const problems = report?.problems ?? [];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  return [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''].filter(Boolean).join(', ');
}

const MOST_PROBLEMS = 20;

function Problems({ report, onGoTo }: { readonly report: Report | null; readonly onGoTo: (line: number) => void }) {
  const problems = (report?.problems ?? []).slice(0, MOST_PROBLEMS);
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" aria-label="Problems">
      {problems.map(({ line, column, severity, message, detail, hint }) => (
        <li key={`${line}:${column}:${message}`}>
          <button
            type="button"
            className={`w-full rounded-control border-l-4 bg-sunken px-3 py-2 text-left text-sm hover:bg-canvas ${severity === 'error' ? 'border-failed' : severity === 'warning' ? 'border-waiting' : 'border-line-strong'}`}
            onClick={() => onGoTo(line)}
          >
            <span className="block"><b className="wrap-anywhere">{message}</b> <span className="text-muted">line {line}, {severity}</span></span>
            {detail && <span className="block wrap-anywhere text-ink-2">{detail}</span>}
            {hint && <span className="block wrap-anywhere text-ink-2">{hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface DoorsProps {
  readonly report: Report | null;
  readonly text: string;
  readonly file: { readonly node: string; readonly path: string } | null;
}

/** A file name for a text: the first object's name. */
const fileNameFor = (report: Report | null): string => `${(report?.documents[0]?.name || 'pod').replace(/[^a-z0-9.-]/gi, '-')}.yaml`;

function Doors({ report, text, file }: DoorsProps) {
  const store = usePageStore();
  const machines = useWorldValue((world) => world.indexes.get('allMachines', '').map((name) => ({ name, folder: world.tables.machines.get(name)?.staticPodPath ?? '' })));
  const workers = machines.filter(({ name }) => !name.startsWith('cp'));
  const [wanted, setNode] = useState('');
  const node = (machines.find(({ name }) => name === wanted) ?? workers[0] ?? machines[0])?.name ?? '';
  const folder = machines.find(({ name }) => name === node)?.folder ?? '';
  const objects = (report?.documents ?? []).filter(({ kind }) => kind !== 'no kind').map(({ object }) => object);
  const others = (report?.documents ?? []).slice(1);
  const go = (action: UserAction) => {
    store.getState().setPaste({ open: false, file: null });
    store.getState().act(action);
    selectMade(action);
    // Where nothing follows, playing would begin anew.
    const { cursor, length } = store.getState();
    if (cursor < length) store.getState().setPlaying(true);
  };
  const selectMade = (action: UserAction) => {
    const name = report?.pods[0]?.pod.metadata?.name;
    const namespace = report?.pods[0]?.pod.metadata?.namespace ?? 'default';
    if (!name) return;
    if (action.do === 'writeFile') store.getState().select({ kind: 'pod', id: `${namespace}/${name}-${action.node.toLowerCase()}` });
    else if (report?.documents[0]?.kind === 'Pod') store.getState().select({ kind: 'pod', id: `${namespace}/${name}` });
  };
  if (file) {
    const path = file.path || `${machines.find(({ name }) => name === file.node)?.folder ?? ''}/${fileNameFor(report)}`;
    return (
      <div className="flex flex-wrap gap-2">
        <Button variant="solid" icon="folder" disabled={text.trim() === ''} onClick={() => go({ do: 'writeFile', node: file.node, path, content: text })}>
          Save as {path.slice(path.lastIndexOf('/') + 1)} on {file.node}
        </Button>
        {file.path && (
          <Button icon="delete" onClick={() => go({ do: 'removeFile', node: file.node, path: file.path })}>
            Remove the file
          </Button>
        )}
      </div>
    );
  }
  const nothing = objects.length === 0;
  return (
    <div className="grid gap-3 @min-[560px]:grid-cols-2">
      <Door
        title="Apply it"
        badge={<ClassBadge origin="workload" />}
        lines={['The API server stores it', report?.pods[0]?.startedBy.kind === 'workload' ? 'Its controller makes the pods' : 'The scheduler picks a node', others.length > 0 ? `${count(others.length, 'more document')} applied too` : 'No controller: deleted means gone'].slice(0, report?.pods[0]?.startedBy.kind === 'workload' && others.length === 0 ? 2 : 3)}
      >
        <Button variant="solid" icon="apiServer" className="w-full" disabled={nothing} onClick={() => go({ do: 'apply', objects })}>
          Apply to the API server
        </Button>
      </Door>
      <Door title="Make it a file" badge={<ClassBadge origin="static" />} lines={['The kubelet there starts it by itself', 'A mirror pod shows it in kubectl', ...(others.length > 0 ? ['Only the first document is read'] : [])]}>
        <div className="mb-2 flex items-center gap-2 text-sm">
          <Choice label="Node" value={node} options={machines.map(({ name }) => ({ value: name, label: name }))} onChange={setNode} variant="outline" />
        </div>
        <Button variant="solid" icon="folder" className="w-full" disabled={text.trim() === ''} onClick={() => go({ do: 'writeFile', node, path: `${folder}/${fileNameFor(report)}`, content: text })}>
          Put in the manifests folder of {node}
        </Button>
      </Door>
    </div>
  );
}

function Door({ title, badge, lines, children }: { readonly title: string; readonly badge: React.ReactNode; readonly lines: readonly string[]; readonly children: React.ReactNode }) {
  return (
    <div className="flex flex-col rounded-card border border-line-strong p-3">
      <div className="flex items-center justify-between gap-2">
        <h4 className="font-bold">{title}</h4>
        {badge}
      </div>
      <ul className="my-2 flex flex-1 flex-col gap-1 text-sm text-ink-2">
        {lines.map((line) => (
          <li key={line}>› {line}</li>
        ))}
      </ul>
      {children}
    </div>
  );
}
