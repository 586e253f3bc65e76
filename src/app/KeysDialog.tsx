/** The keyboard map, from the table that the handler itself reads. */
import { usePage, usePageStore } from '../state/usePage';
import { Dialog } from '../views/shared/Dialog';
import { Kbd } from '../views/shared/Kbd';
import { KEYS } from './keys';

export function KeysDialog() {
  const store = usePageStore();
  const open = usePage((page) => page.dialog === 'keys');
  return (
    <Dialog open={open} onOpenChange={(on) => store.getState().setDialog(on ? 'keys' : null)} title="Keys" description="They rest while you type. Tab enters a panel, arrows move inside it, Enter opens.">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.filter(({ shown }) => shown !== '').map(({ shown, does }) => (
          <div key={shown} className="contents">
            <dt>
              <Kbd>{shown}</Kbd>
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
        <dt>
          <Kbd>Esc</Kbd>
        </dt>
        <dd className="text-ink-2">close, or leave the editor</dd>
      </dl>
    </Dialog>
  );
}
