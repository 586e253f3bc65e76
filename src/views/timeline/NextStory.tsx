/** At the end of a story: the one that a newcomer would take next. */
import { usePage, usePageStore } from '../../state/usePage';
import { headingAfter } from '../../stories/contents';
import { Button } from '../shared/Button';

export function NextStory() {
  const store = usePageStore();
  const next = usePage((page) => (page.cursor === page.length && !page.paste.open && !page.embedded && page.comparing === null ? headingAfter(page.story.id) : null));
  if (!next) return null;
  return (
    <Button
      shrinks
      trailing="right"
      className="max-w-full max-md:mt-2 md:max-w-[260px]"
      title={next.teaches}
      onClick={() => {
        void store.getState().openStory(next.id);
        // This button goes with the end of the story; Play is what comes next.
        document.querySelector<HTMLElement>('[data-play]')?.focus();
      }}
    >
      <span className="truncate"><span className="text-muted">Next</span> {next.title}</span>
    </Button>
  );
}
