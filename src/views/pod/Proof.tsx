/** The proof: what `lsns` on the node would print for this pod, and its cgroups as a tree. */
import { cgroupPath, podCgroupName } from '../../kubernetes/cgroups';
import { computePodQOS } from '../../kubernetes/qos';
import { containersOfPod, podView, sandboxOf } from '../../simulation/podView';
import { useWorldValue } from '../../state/useWorldValue';
import { NamespaceTag } from '../shared/NamespaceChip';
import { lsns } from './lsns';

interface ProofData {
  readonly table: ReturnType<typeof lsns>;
  readonly qos: string;
  readonly slice: string;
  readonly containers: readonly { readonly name: string; readonly id: string }[];
  readonly exists: boolean;
}

export function Proof({ id }: { readonly id: string }) {
  const data = useWorldValue((world): ProofData | null => {
    const view = podView(world, id);
    if (!view) return null;
    const uid = view.worker?.uid ?? view.stored?.metadata?.uid ?? '';
    const rows = view.worker ? containersOfPod(world, view.worker.uid) : new Map<string, never>();
    const qos = computePodQOS(view.pod);
    return {
      table: lsns(view.pod, view.worker ? sandboxOf(world, view.worker.uid) : undefined, rows),
      qos,
      slice: cgroupPath(podCgroupName(uid, qos), 'systemd'),
      containers: [...rows].map(([name, row]) => ({ name, id: row.id })),
      exists: rows.size > 0,
    };
  }, id);
  if (!data) return null;
  return (
    <details className="mt-3 rounded-card border border-line-strong bg-sunken" open>
      <summary className="cursor-pointer px-3 py-2 text-sm font-bold">
        Proof <code className="font-mono font-normal text-muted">lsns, readlink /proc/self/ns/…</code>
      </summary>
      {/* It scrolls sideways where there are many containers: the keyboard must reach it too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label="Linux namespaces by container" tabIndex={0} className="overflow-x-auto px-3 pb-2 outline-offset-[-3px] scroll-thin">
        {data.exists ? <Table table={data.table} /> : <p className="text-sm text-muted">No container exists yet: nothing to list.</p>}
      </section>
      <div className="border-t border-line px-3 py-2">
        <p className="text-sm font-bold">
          cgroups <span className="font-normal text-muted">{data.qos}: the pod’s slice holds one cgroup a container</span>
        </p>
        <pre className="mt-1 font-mono text-xs leading-[18px] wrap-anywhere whitespace-pre-wrap">{tree(data)}</pre>
      </div>
    </details>
  );
}

function Table({ table }: { readonly table: ProofData['table'] }) {
  return (
    <table className="w-full text-xs">
      <thead>
        <tr className="text-left text-muted">
          <th className="py-1 font-normal"><span className="sr-only">Linux namespace</span></th>
          {table.containers.map((name) => (
            <th key={name} className="py-1 pr-2 font-normal">{name}</th>
          ))}
          <th className="py-1 font-normal"><span className="sr-only">Shared</span></th>
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ kind, inodes, same, nodes }) => (
          <tr key={kind}>
            <th scope="row" className="py-0.5 pr-2 text-left font-normal"><NamespaceTag kind={kind} /></th>
            {inodes.map((inode, i) => (
              <td key={table.containers[i]} className="py-0.5 pr-2 font-mono">{inode ?? '–'}</td>
            ))}
            <td className="py-0.5 whitespace-nowrap text-muted">{nodes ? 'node’s' : inodes.length < 2 ? '' : same ? '= same' : '≠ different'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The slice with its parents, one level a line, and the containers' scopes under it. */
function tree({ slice, containers }: ProofData): string {
  const parts = slice.split('/').filter((part) => part !== '');
  const lines = parts.map((part, depth) => `${'  '.repeat(depth)}${part}`);
  const scopes = containers.map(({ name, id }) => `${'  '.repeat(parts.length)}cri-containerd-${id}.scope   ${name}`);
  return [...lines, ...scopes].join('\n');
}
