/** What the things on the canvas share: the layout of the run, and how a node is looked at from near. */
import { createContext, useContext, useMemo } from 'react';
import { assert } from '../../lib/assert';
import { type Page, simulationOf, stepOf } from '../../state/store';
import { useBranch, usePage } from '../../state/usePage';
import type { World } from '../../simulation/worldState';
import { type FileNews, fileNews, NO_NEWS } from './fileNews';
import { freshSteps } from './freshSteps';
import type { SceneLayout } from './layout';
import { rememberedNodeScene, type NodeScene } from './nodeScene';
import { type PodScene, rememberedPodScene } from './podScene';
import type { Room } from './slots';

export interface SceneContextValue {
  readonly layout: SceneLayout;
  readonly room: Room;
  /** See joinSteps. */
  readonly joins: ReadonlyMap<string, number>;
  /** The node that is looked at from near. */
  readonly opened: string | null;
  readonly toggle: (node: string) => void;
}

export const SceneContext = createContext<SceneContextValue | null>(null);

export function useScene(): SceneContextValue {
  const scene = useContext(SceneContext);
  assert(scene, 'no canvas around this thing');
  return scene;
}

/** The pod's scene: the same object until something of it changes, so that its card draws again only then. */
export const usePodScene = (id: string, node: string): PodScene | null => usePage((page) => rememberedPodScene(simulationOf(page).world, id, node));

export const useNodeScene = (node: string): NodeScene | null => usePage((page) => rememberedNodeScene(simulationOf(page).world, node));

/** A selector that asks `view` once a version, and answers the same object while it says the same. */
function sliceOf<T>(world: World, view: (world: World) => T): (page: Page) => T {
  let known: { readonly version: number; readonly text: string; readonly value: T } | null = null;
  return ({ version }) => {
    if (known?.version === version) return known.value;
    const value = view(world);
    const text = JSON.stringify(value);
    known = known?.text === text ? { ...known, version } : { version, text, value };
    return known.value;
  };
}

/** A view of the World, as plain data, whose identity changes only with what it says. `view` must be a stable function. */
export function useSlice<T>(view: (world: World) => T): T {
  const { world } = useBranch().simulation;
  return usePage(useMemo(() => sliceOf(world, view), [world, view]));
}

/** What this step does with the files of a node. */
export function useFileNews(node: string): FileNews {
  const text = usePage((page) => {
    const { history } = simulationOf(page);
    const step = stepOf(page);
    const news = fileNews(freshSteps(history, step), step, node);
    return news === NO_NEWS ? '' : JSON.stringify(news);
  });
  return useMemo(() => (text === '' ? NO_NEWS : (JSON.parse(text) as FileNews)), [text]);
}
