/**
 * Find: one field, and under it what the words fit. The focus stays in the field; arrows choose, Enter goes there.
 */
import { Command } from 'cmdk';
import { useState } from 'react';
import { find, type Hit } from '../state/find';
import type { Page } from '../state/store';
import { useBranch, usePage, usePageStore } from '../state/usePage';
import { Dialog } from '../views/shared/Dialog';
import { Icon, type IconName } from '../views/shared/icons';

const ICONS: Readonly<Record<Hit['kind'], IconName>> = { pod: 'workload', node: 'node', file: 'file', step: 'stepForward', story: 'play' };

function goTo({ goTo: to }: Hit, page: Page): void {
  page.setDialog(null);
  if ('select' in to) page.select(to.select);
  else if ('seek' in to) page.seek(to.seek);
  else void page.openStory(to.story);
}

export function FindDialog() {
  const store = usePageStore();
  const open = usePage((page) => page.dialog === 'find');
  return (
    <Dialog open={open} onOpenChange={() => store.getState().setDialog(null)} title="Find" description="Pods, nodes, files, steps, stories." width={640}>
      {open && <Finder />}
    </Dialog>
  );
}

function Finder() {
  const store = usePageStore();
  const branch = useBranch();
  const [query, setQuery] = useState('');
  const hits = find(query, branch);
  return (
    <Command shouldFilter={false} loop label="Words" className="flex min-h-[320px] flex-col gap-3">
      <Command.Input
        // Whoever opens this wants to type.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        placeholder="etcd, SIGTERM, coredns sandbox …"
        className="h-11 w-full rounded-control border border-line-strong bg-surface px-3 text-md text-ink"
        value={query}
        onValueChange={setQuery}
      />
      <p className="sr-only" aria-live="polite">{query.trim() === '' ? '' : `${hits.length} found`}</p>
      <Command.List label="What fits">
        {hits.map((hit) => (
          <Command.Item
            key={hit.id}
            value={hit.id}
            className="flex cursor-pointer items-start gap-3 rounded-control border-[1.5px] border-transparent px-3 py-1.5 aria-selected:border-ink aria-selected:bg-sunken"
            onSelect={() => goTo(hit, store.getState())}
          >
            <span className="mt-0.5"><Icon name={ICONS[hit.kind]} size={16} /></span>
            <span className="min-w-0 flex-1"><span className="line-clamp-2 wrap-anywhere">{hit.label}</span><span className="line-clamp-1 text-xs text-muted">{hit.detail}</span></span>
          </Command.Item>
        ))}
        {query.trim() !== '' && <Command.Empty className="px-3 py-2 text-muted">Nothing fits. Fewer words find more.</Command.Empty>}
      </Command.List>
    </Command>
  );
}
