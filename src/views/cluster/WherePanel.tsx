/**
 * WHERE: nodes as frames, in them the kubelet, its manifests folder, the runtime and the pods. Positions are fixed for the
 * whole run; only what changed is drawn again.
 */
import { ReactFlowProvider } from '@xyflow/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { LEAST_AT_REST } from './camera';
import { PanelHeader } from '../shared/PanelHeader';
import { EdgeMarkers } from '../shared/Edge';
import { Canvas } from './Canvas';
import { SceneMarkers } from './EdgeLayer';
import { Legend, LEGEND_HEIGHT } from './Legend';
import { PodList } from './PodList';
import { useLayout } from './useLayout';

/** A sentence of two lines takes a little of the panel's height and gives it back: the picture then stays as it is. */
const A_LINE_OR_TWO = 60;

/** Width and height of the panel and of its title, followed as they change. The title is not there on phones and in embeds. */
function useSizes(panel: RefObject<HTMLElement | null>, title: RefObject<HTMLElement | null>) {
  const [sizes, setSizes] = useState({ width: 0, height: 0, header: 0 });
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSizes((before) => {
        const grew = height - before.height;
        const same = before.width === width && grew >= 0 && grew <= A_LINE_OR_TWO;
        return { width, height: same ? before.height : height, header: title.current?.offsetHeight ?? 0 };
      });
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    if (title.current) observer.observe(title.current);
    return () => observer.disconnect();
  }, [panel, title]);
  return sizes;
}

/** From this width there is room for the legend. */
const WIDE = 560;

/** `label`: its name for screen readers, where two futures stand side by side. */
export function WherePanel({ label = 'Where it runs, and who starts it' }: { readonly label?: string }) {
  const section = useRef<HTMLElement>(null);
  const title = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const { width, height, header } = useSizes(section, title);
  const below = header > 0 && width >= WIDE ? LEGEND_HEIGHT : 0;
  const { needs, layout } = useLayout({ width, height: height - below, header, opened });
  // Where the picture goes beyond the panel, a legend would lie over it.
  const hasLegend = below > 0 && layout !== null && layout.height * LEAST_AT_REST <= height - below;
  return (
    <section ref={section} className="relative h-full min-h-0 overflow-hidden bg-canvas" aria-label={label} data-panel="where" tabIndex={-1}>
      <div ref={title} className="pointer-events-none absolute top-0 left-0 z-10 overflow-hidden rounded-br-card bg-canvas" style={layout ? { maxWidth: layout.user.x - 8 } : {}}>
        <PanelHeader title="Where" detail="it runs, and who starts it" />
      </div>
      <EdgeMarkers />
      <SceneMarkers />
      {layout && (
        <ReactFlowProvider>
          <Canvas layout={layout} room={needs.room} nodes={needs.nodes} joins={needs.joins} panel={{ width, height: height - (hasLegend ? LEGEND_HEIGHT : 0) }} header={header} opened={opened} onOpened={setOpened} />
        </ReactFlowProvider>
      )}
      {hasLegend && <Legend />}
      <PodList />
    </section>
  );
}
