/** The bar at the top: which story, what one can do, and the page's own settings. */
import type { Theme } from '../state/theme';
import { usePage, usePageStore } from '../state/usePage';
import { headingGroups } from '../stories/contents';
import { Button, IconButton } from '../views/shared/Button';
import { Mark } from '../views/shared/Mark';
import { Menu, type MenuItem } from '../views/shared/Menu';

const THEMES: readonly { readonly theme: Theme; readonly label: string }[] = [
  { theme: 'system', label: 'As the system' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
  { theme: 'contrast', label: 'High contrast' },
];

export function TopBar({ narrow = false }: { readonly narrow?: boolean }) {
  const store = usePageStore();
  const page = () => store.getState();
  return (
    <header className="flex flex-none items-center gap-2 border-b border-line bg-surface px-4 py-2 low:py-1 sm:gap-3">
      <h1 className="flex flex-none items-center gap-2 text-lg font-bold text-ink">
        <Mark size={26} />
        <span className={narrow ? 'sr-only' : ''}>Podarium</span>
      </h1>
      <StoryMenu narrow={narrow} />
      {narrow ? (
        <span className="ml-auto flex-none">
          <MoreMenu />
        </span>
      ) : (
        <>
          <span className="mx-1 h-6 w-px bg-line" aria-hidden="true" />
          <Button variant="quiet" icon="paste" onClick={() => page().setPaste({ open: true })}>
            <Words first="Paste" rest="manifest" />
          </Button>
          <Button variant="quiet" icon="break" onClick={() => page().setDialog('break')}>
            <Words first="Break" rest="something" />
          </Button>
          <span className="ml-auto hidden whitespace-nowrap text-sm text-ink-2 xl:inline">
            Simulates Kubernetes <b className="text-ink">1.36</b>
          </span>
          <span className="mx-1 hidden h-6 w-px bg-line xl:inline" aria-hidden="true" />
          <span className="ml-auto flex items-center gap-1 xl:ml-0">
            <IconButton icon="info" label="How true is this?" onClick={() => page().setDialog('parity')} />
            <IconButton icon="help" label="Keys" shortcut="?" onClick={() => page().setDialog('keys')} />
            <ThemeMenu />
          </span>
          <Button icon="share" onClick={() => page().setDialog('share')}>
            <Words first="Share" rest="or embed" />
          </Button>
        </>
      )}
    </header>
  );
}

/** The first word alone where there is little room; the name stays whole for whoever hears it. */
function Words({ first, rest }: { readonly first: string; readonly rest: string }) {
  return (
    <span>
      {first}
      <span className="max-lg:sr-only"> {rest}</span>
    </span>
  );
}

function StoryMenu({ narrow }: { readonly narrow: boolean }) {
  const store = usePageStore();
  const story = usePage((page) => page.story);
  const items = headingGroups.flatMap((group): MenuItem[] => [
    { id: group.title, label: group.title, heading: true },
    ...group.headings.map(({ id, title, teaches }) => ({ id, label: title, detail: teaches, checked: id === story.id, onSelect: () => void store.getState().openStory(id) })),
  ]);
  return (
    <Menu
      label="Stories"
      columns
      items={items}
      trigger={
        <Button trailing="down" shrinks className={narrow ? 'flex-1' : 'max-w-[460px]'}>
          {!narrow && <span className="font-normal text-ink-2 max-lg:sr-only">Story</span>}
          <span className="min-w-0 flex-1 truncate text-left">{story.title}</span>
        </Button>
      }
    />
  );
}

function useThemeItems(): MenuItem[] {
  const store = usePageStore();
  const theme = usePage((page) => page.theme);
  return THEMES.map((one) => ({ id: one.theme, label: one.label, checked: one.theme === theme, onSelect: () => store.getState().setTheme(one.theme) }));
}

function ThemeMenu() {
  return <Menu label="Colours" align="end" items={useThemeItems()} trigger={<IconButton icon="theme" label="Colours" />} />;
}

function MoreMenu() {
  const store = usePageStore();
  const page = () => store.getState();
  const themes = useThemeItems();
  const items: MenuItem[] = [
    { id: 'paste', label: 'Paste manifest', icon: 'paste', onSelect: () => page().setPaste({ open: true }) },
    { id: 'break', label: 'Break something', icon: 'break', onSelect: () => page().setDialog('break') },
    { id: 'share', label: 'Share or embed', icon: 'share', onSelect: () => page().setDialog('share') },
    { id: 'why', label: 'Why, and the object', icon: 'inspector', onSelect: () => page().setInspector(true) },
    { id: 'parity', label: 'How true is this?', icon: 'info', onSelect: () => page().setDialog('parity') },
    { id: 'keys', label: 'Keys', icon: 'help', onSelect: () => page().setDialog('keys') },
    { id: 'colours', label: 'Colours', heading: true, separatorBefore: true },
    ...themes,
  ];
  return <Menu label="More" align="end" items={items} trigger={<IconButton icon="more" label="More" />} />;
}
