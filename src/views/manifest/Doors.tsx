/** The ways of a pasted text into the cluster: applied to the API server, or put into a kubelet's folder. */
import type { ReactNode } from 'react';
import type { UserAction } from '../../simulation/actions';
import { apiServerAnswers, applyPasted, missingNamespaces } from '../../state/applyPasted';
import { usePageStore } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Button } from '../shared/Button';
import { ClassBadge } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { Icon } from '../shared/icons';
import { Choice } from '../shared/Menu';
import type { Report } from './report';
import type { FolderNodes } from './useFolderNodes';

/** Both doors are as high, also where the longer words take two lines. */
const BUTTON = 'min-w-56 flex-1 roomy:h-auto roomy:min-h-11 roomy:min-w-0 roomy:flex-none roomy:py-1';

interface DoorsProps {
  readonly report: Report | null;
  readonly text: string;
  readonly file: { readonly node: string; readonly path: string } | null;
  readonly folders: FolderNodes;
}

/** A file name for a text: the first object's name. */
const fileNameFor = (report: Report | null): string => `${(report?.documents[0]?.name || 'pod').replace(/[^a-z0-9.-]/gi, '-')}.yaml`;

export function Doors({ report, text, file, folders: { machines, node, choose } }: DoorsProps) {
  const store = usePageStore();
  const folder = machines.find(({ name }) => name === node)?.folder ?? '';
  const objects = (report?.documents ?? []).filter(({ kind }) => kind !== 'no kind').map(({ object }) => object);
  const missing = useWorldValue((world) => missingNamespaces(world, objects), objects);
  const answers = useWorldValue(apiServerAnswers);
  /** Leaves the editor; what it returns is to be called once the action is done. */
  const leave = (selected: string | null) => {
    store.getState().setPaste({ open: false, file: null });
    // What follows is seen in Where, and there the keys are the timeline's.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-panel="where"]')?.focus());
    return () => {
      if (selected) store.getState().select({ kind: 'pod', id: selected });
      // Where nothing follows, playing would begin anew.
      const { cursor, length } = store.getState();
      if (cursor < length) store.getState().setPlaying(true);
    };
  };
  const { name, namespace = 'default' } = report?.pods[0]?.pod.metadata ?? {};
  const go = (action: UserAction & { readonly node: string }) => store.getState().act(action, leave(name ? `${namespace}/${name}-${action.node.toLowerCase()}` : null));
  const apply = () => applyPasted(store, objects, leave(name && report?.documents[0]?.kind === 'Pod' ? `${namespace}/${name}` : null));
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
  const asFile = fileLines(report);
  return (
    <div className="grid gap-2 roomy:grid-cols-2 roomy:gap-3">
      <Door title="Apply it" badge={<ClassBadge origin="workload" />} lines={applyLines(report, missing, answers)} note={missing.length > 0 || !answers}>
        <Button variant="solid" icon="apiServer" shrinks className={BUTTON} disabled={objects.length === 0} onClick={apply}>
          <span className="overflow-hidden text-ellipsis">Apply to the API server</span>
        </Button>
      </Door>
      <Door title="Make it a file" badge={<ClassBadge origin="static" />} lines={asFile.lines} note={asFile.isSurprise}>
        <Choice label="Node" value={node} options={machines.map(({ name }) => ({ value: name, label: name }))} onChange={choose} variant="outline" className="roomy:self-start" />
        <Button
          variant="solid"
          icon="folder"
          shrinks
          className={BUTTON}
          disabled={text.trim() === ''}
          onClick={() => go({ do: 'writeFile', node, path: `${folder}/${fileNameFor(report)}`, content: text })}
        >
          <span className="text-left leading-[17px] whitespace-normal">Put in the manifests folder<span className="sr-only"> of {node}</span></span>
        </Button>
      </Door>
    </div>
  );
}

/** What follows from applying it. */
function applyLines(report: Report | null, missing: readonly string[], answers: boolean): string[] {
  if (report && report.documents.length === 0 && report.problems.some(({ code }) => code !== 'empty')) return ['kubectl cannot read it, and sends nothing'];
  const others = (report?.documents.length ?? 1) - 1;
  const isRefused = report?.problems.some(({ code }) => code === 'apiRefuses') ?? false;
  if (isRefused && others === 0) return ['The API server refuses it, in the words of the verdict', 'Try it, and see nothing stored'];
  return [
    !answers ? 'No API server answers at this step: the last step is tried first' : missing.length > 0 ? `Namespace ${missing.join(', ')} is made first: there is none yet` : isRefused ? 'The API server refuses some of it' : 'The API server stores it',
    ...podLines(report),
    ...(others > 0 ? [`${count(others, 'more document')} applied too`] : []),
  ].slice(0, 3);
}

/** Who makes the pods and places them; of an empty editor what a Pod would meet. */
function podLines(report: Report | null): string[] {
  const [pod] = report?.pods ?? [];
  if (!pod && (report?.documents.length ?? 0) > 0) return ['No pod follows from it'];
  if (pod?.pod.spec?.nodeName && pod.startedBy.kind !== 'workload') return ['It names its node: no scheduler is asked'];
  return pod?.startedBy.kind === 'workload' ? ['Its controller makes the pods'] : ['The scheduler picks a node', 'No controller: deleted means gone'];
}

/** What follows from putting it into a folder: a kubelet reads a Pod there, and passes everything else over. */
function fileLines(report: Report | null): { readonly lines: readonly string[]; readonly isSurprise: boolean } {
  const surprise = report && whyNothingStarts(report);
  if (surprise) return { lines: [surprise, 'Try it, and see nothing start'], isSurprise: true };
  const file = report?.pods[0]?.asFile;
  const hidden = file?.verdict === 'runs' && file.mirror.refused !== undefined;
  const lines = [
    'The kubelet there starts it by itself',
    hidden ? 'Its mirror is refused: kubectl does not show it' : 'A mirror pod shows it in kubectl',
    ...((report?.documents.length ?? 0) > 1 ? ['Only the first document is read'] : []),
  ];
  return { lines, isSurprise: false };
}

/** Without its full stop; undefined where the kubelet would run it. */
function whyNothingStarts({ documents: [first], pods, problems }: Report): string | undefined {
  if (!first) return problems.some(({ code }) => code === 'empty') ? undefined : 'A kubelet cannot read it, and logs an error';
  if (first.kind === 'no kind') return 'A kubelet passes it over: it does not say that it is a Pod';
  if (first.kind !== 'Pod') return `A kubelet passes a ${first.kind} over: it reads only a Pod`;
  const file = pods.find(({ document }) => document === first.index)?.asFile;
  return file && file.verdict !== 'runs' ? file.because.replace(/\.$/, '') : undefined;
}

interface DoorProps {
  readonly title: string;
  readonly badge: ReactNode;
  readonly lines: readonly string[];
  /** The first line is a surprise: it is said where there is no room for all. */
  readonly note: boolean;
  readonly children: ReactNode;
}

/**
 * A card where the panel is `roomy`; else one row, so that the verdict keeps the room: the kind that it makes and the
 * button, and under it only what one would not expect.
 */
function Door({ title, badge, lines, note, children }: DoorProps) {
  return (
    <div className="flex flex-col roomy:rounded-card roomy:border roomy:border-line-strong roomy:p-3">
      <div className="flex flex-1 flex-wrap items-center gap-2 roomy:flex-col roomy:flex-nowrap roomy:items-stretch">
        <div className="flex w-[100px] flex-none items-center justify-between gap-2 roomy:w-full">
          <h3 className="sr-only roomy:not-sr-only roomy:font-bold">{title}</h3>
          {badge}
        </div>
        <ul className="mb-auto hidden w-full flex-col gap-1 text-sm text-ink-2 roomy:flex">
          {lines.map((line) => (
            <li key={line} className="flex gap-1.5"><Icon name="right" size={14} className="mt-0.5" /><span className="min-w-0 wrap-anywhere">{line}</span></li>
          ))}
        </ul>
        {children}
      </div>
      {note && <p className="mt-1 text-sm text-ink-2 roomy:hidden">{lines[0]}</p>}
    </div>
  );
}
