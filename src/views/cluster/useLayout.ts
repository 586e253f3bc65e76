/** The places of the whole run: what it needs once a branch, where it stands once a size of the panel. */
import { useMemo, useState } from 'react';
import { useBranch } from '../../state/usePage';
import type { Size } from './camera';
import { layoutCluster, type LayoutInput, type SceneLayout } from './layout';
import { needsOf, type RunNeeds } from './runNeeds';

interface Wanted extends Size {
  readonly header: number;
  readonly opened: string | null;
}

/** Wider than this, lines between things get longer than the eye follows. */
const MOST_WIDTH = 1500;

/** A function that keeps to the plan of its call before, while the panel has the same width. */
function layoutKeeper(): (input: LayoutInput) => SceneLayout {
  let width = 0;
  let plan: number | null = null;
  return (input) => {
    const layout = layoutCluster({ ...input, keep: input.width === width ? plan : null });
    ({ width } = input);
    ({ plan } = layout);
    return layout;
  };
}

/** Null while the panel has no size yet. */
export function useLayout({ width, height, header, opened }: Wanted): { readonly needs: RunNeeds; readonly layout: SceneLayout | null } {
  const branch = useBranch();
  const needs = useMemo(() => needsOf(branch), [branch]);
  const [lay] = useState(layoutKeeper);
  const layout = useMemo(() => (width > 0 && height > 0 ? lay({ ...needs, width: Math.min(width, MOST_WIDTH), height, header, opened }) : null), [lay, needs, width, height, header, opened]);
  return { needs, layout };
}
