/** "Break something": what one can do to the cluster at this step. Each choice makes a fork; the story itself stays. */
import { breakables } from '../state/breakables';
import { usePage, usePageStore, useWorld } from '../state/usePage';
import { Dialog } from '../views/shared/Dialog';

export function BreakDialog() {
  const store = usePageStore();
  const open = usePage((page) => page.dialog === 'break');
  const selection = usePage((page) => page.selection);
  const groups = useWorld((world) => (open ? breakables(world, selection) : []), open, selection);
  const close = () => store.getState().setDialog(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(on) => (on ? undefined : close())}
      title="Break something"
      description="At this step, in a new future. The old one stays until you dismiss it, and Undo takes you back."
      width={720}
    >
      <div className="flex flex-col gap-5">
        {groups.map(({ title, items }) => (
          <section key={title}>
            <h3 className="mb-2 text-sm font-bold text-ink-2">{title}</h3>
            <ul className="grid gap-2 sm:grid-cols-2">
              {items.map((item) => (
                <li key={item.title}>
                  <button
                    type="button"
                    className="h-full w-full rounded-control border border-line-strong bg-surface px-3 py-2 text-left hover:bg-sunken"
                    onClick={() => {
                      close();
                      store.getState().act(item.action);
                    }}
                  >
                    <span className="block font-semibold text-ink">{item.title}</span>
                    <span className="block text-sm text-muted">{item.consequence}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
