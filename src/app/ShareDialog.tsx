/** Share or embed: the link, the iframe, a picture. Everything is in the link; nothing is uploaded. */
import { useEffect, useState } from 'react';
import type { PanelName } from '../state/store';
import { PASTED_STORY } from '../state/simulateDump';
import { usePage, usePageStore } from '../state/usePage';
import { addressOf } from '../state/url';
import { Button } from '../views/shared/Button';
import { Checkbox } from '../views/shared/Checkbox';
import { CodeBlock } from '../views/shared/CodeBlock';
import { Dialog } from '../views/shared/Dialog';
import { Segmented } from '../views/shared/Segmented';
import { download, pictureOf, type PictureFormat } from './picture';

const PANELS: readonly { readonly name: PanelName; readonly label: string }[] = [
  { name: 'what', label: 'What' },
  { name: 'where', label: 'Where' },
  { name: 'inside', label: 'Inside' },
  { name: 'when', label: 'When' },
];
const SIZES = { '640': [640, 360], '960': [960, 540], fill: [0, 0] } as const;
type Size = keyof typeof SIZES;

/** The page's own place on the web, without file name and fragment. */
const place = (): string => location.href.replace(/[#?].*$/, '').replace(/[^/]*$/, '');

export function ShareDialog() {
  const store = usePageStore();
  const open = usePage((page) => page.dialog === 'share');
  return (
    <Dialog
      open={open}
      onOpenChange={(on) => store.getState().setDialog(on ? 'share' : null)}
      title="Share or embed"
      description="Everything is in the link: story, step, what you did, what is shown. Nothing is uploaded."
      width={1120}
    >
      {open && <PastedNote />}
      {open && <Share />}
    </Dialog>
  );
}

function PastedNote() {
  const isPasted = usePage((page) => page.story.id === PASTED_STORY);
  return isPasted ? <p className="mb-3 font-semibold">This run came from a pasted cluster. The address cannot hold it: whoever opens the link sees the first story.</p> : null;
}

function Share() {
  const store = usePageStore();
  const [only, setOnly] = useState<readonly PanelName[]>(['where']);
  const [size, setSize] = useState<Size>('640');
  const [fragments, setFragments] = useState<{ readonly link: string; readonly embed: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    const page = store.getState();
    void Promise.all([addressOf(page), addressOf(page, only)]).then(([link, embed]) => {
      if (wanted) setFragments({ link, embed });
    });
    return () => {
      wanted = false;
    };
  }, [store, only]);
  if (!fragments) return null;
  const link = `${place()}#${fragments.link}`;
  const embed = `${place()}embed.html#${fragments.embed}`;
  const [width, height] = SIZES[size];
  const style = width === 0 ? 'width:100%;aspect-ratio:16/9;border:0' : `width:${width}px;max-width:100%;height:${height}px;border:0`;
  const iframe = `<iframe title="Podarium" loading="lazy"\n  style="${style}"\n  src="${embed.replaceAll('&', '&amp;')}"></iframe>`;
  const toggle = (name: PanelName, on: boolean) => {
    const next = PANELS.map((panel) => panel.name).filter((panel) => (panel === name ? on : only.includes(panel)));
    if (next.length > 0) setOnly(next);
  };
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <h3 className="font-bold">
          Live preview <span className="text-sm font-normal text-muted">this is the embed itself, so try it</span>
        </h3>
        <iframe key={embed} title="Preview of the embed" src={`embed.html#${fragments.embed}`} className="aspect-video w-full rounded-card border border-line-strong" />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <span className="w-16 font-bold">Panels</span>
          {PANELS.map(({ name, label }) => (
            <Checkbox key={name} label={label} checked={only.includes(name)} onCheckedChange={(on) => toggle(name, on)} />
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <span className="w-16 font-bold">Size</span>
          <Segmented label="Size" value={size} onChange={(value) => setSize(value)} options={[{ value: '640', label: '640 × 360' }, { value: '960', label: '960 × 540' }, { value: 'fill', label: 'fills its box' }]} />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <CodeBlock label="Link" detail="opens the full explorer at this step" text={link} />
        <CodeBlock label="iframe" detail="any web page, Moodle, Canvas, reveal.js" text={iframe} />
        <Pictures />
      </div>
    </div>
  );
}

function Pictures() {
  const store = usePageStore();
  const [panel, setPanel] = useState<PanelName>('where');
  const [busy, setBusy] = useState<PictureFormat | null>(null);
  const [told, tell] = useState('');
  const save = async (format: PictureFormat) => {
    setBusy(format);
    tell('');
    try {
      const url = await pictureOf(panel, format);
      const { story, cursor } = store.getState();
      if (url) download(url, `podarium-${story.id}-${panel}-step-${cursor}.${format}`);
      else tell('That panel is not on the page now. Open it first.');
    } catch {
      tell('The browser could not draw this picture.');
    } finally {
      setBusy(null);
    }
  };
  return (
    <section aria-label="Picture">
      <h3 className="font-bold">
        Picture <span className="text-sm font-normal text-muted">of a panel as it is now</span>
      </h3>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <Segmented label="Panel" value={panel} onChange={setPanel} options={PANELS.map(({ name, label }) => ({ value: name, label }))} />
        <Button icon="download" disabled={busy !== null} onClick={() => void save('svg')}>
          {busy === 'svg' ? 'Drawing' : 'SVG'}
        </Button>
        <Button icon="download" disabled={busy !== null} onClick={() => void save('png')}>
          {busy === 'png' ? 'Drawing' : 'PNG'}
        </Button>
      </div>
      <p className="mt-1 text-sm text-muted" aria-live="polite">{told}</p>
    </section>
  );
}
