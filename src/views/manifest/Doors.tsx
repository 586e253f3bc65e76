/** The ways of a pasted text into the cluster: applied to the API server, or put into a kubelet's folder. */
import { useState, type ReactNode } from 'react';
import type { UserAction } from '../../simulation/actions';
import { usePageStore } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { Button } from '../shared/Button';
import { ClassBadge } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { Choice } from '../shared/Menu';
import type { Report } from './report';

interface DoorsProps {
  readonly report: Report | null;
  readonly text: string;
  readonly file: { readonly node: string; readonly path: string } | null;
}

/** A file name for a text: the first object's name. */
const fileNameFor = (report: Report | null): string => `${(report?.documents[0]?.name || 'pod').replace(/[^a-z0-9.-]/gi, '-')}.yaml`;

export function Doors({ report, text, file }: DoorsProps) {
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
        <Button variant="solid" icon="folder" shrinks className="w-full" disabled={text.trim() === ''} onClick={() => go({ do: 'writeFile', node, path: `${folder}/${fileNameFor(report)}`, content: text })}>
          <span className="overflow-hidden text-ellipsis">Put in the manifests folder of {node}</span>
        </Button>
      </Door>
    </div>
  );
}

function Door({ title, badge, lines, children }: { readonly title: string; readonly badge: ReactNode; readonly lines: readonly string[]; readonly children: ReactNode }) {
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
