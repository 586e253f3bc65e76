/** Keeps the browser's address and the page's state alike. The only place in the state that touches `location`. */
import { pack, unpack } from '../lib/pack';
import { findStepKey } from '../simulation/stepKey';
import { type Address, formatAddress, formatInputs, parseAddress, parseInputs } from './address';
import { PASTED_STORY } from './simulateDump';
import { branchOf, type Page, type PageStore, type PanelName } from './store';

/** What the state would write into the address now. */
export async function addressOf(page: Page, only: readonly PanelName[] = []): Promise<string> {
  const branch = branchOf(page);
  return formatAddress({
    story: page.story.id,
    at: page.cursor === 0 ? '' : (branch.keys[page.cursor - 1] ?? ''),
    selection: page.selection,
    packedInputs: branch.inputs.length > 0 ? await pack(formatInputs(branch.inputs)) : '',
    only,
    theme: page.theme,
  });
}

export const readAddress = (): Address | null => parseAddress(location.hash);

/** Brings the page to what an address says. Returns what could not be followed, in words, or null. */
export async function follow(store: PageStore, address: Address): Promise<string | null> {
  const page = store.getState();
  if (address.story && address.story !== page.story.id) await page.openStory(address.story);
  const unknownStory = address.story !== '' && store.getState().story.id !== address.story;
  const text = address.packedInputs ? await unpack(address.packedInputs) : '[]';
  const inputs = text === null ? null : parseInputs(text);
  await store.getState().restore(inputs ?? [], address.at);
  if (address.selection) store.getState().select(address.selection);
  store.getState().setTheme(address.theme);
  if (address.story === PASTED_STORY) return 'This link is of a pasted cluster, which no link can hold. Here is the first story.';
  if (unknownStory) return `There is no story "${address.story}" here. This is the first one.`;
  if (inputs === null) return 'The actions in this link could not be read. The story stands as it is told.';
  const found = address.at === '' || findStepKey(branchOf(store.getState()).keys, address.at) >= 0;
  return found ? null : 'The step of this link is not in the story any more. Here is its start.';
}

/** Writes the address as the state changes, at most every 250 ms, without filling the history. Returns the stop. */
export function keepAddress(store: PageStore, only: readonly PanelName[] = []): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  const write = async () => {
    timer = undefined;
    const fragment = `#${await addressOf(store.getState(), only)}`;
    if (fragment === written) return;
    written = fragment;
    history.replaceState(null, '', fragment);
  };
  const unsubscribe = store.subscribe((page, before) => {
    if (page.version === before.version && page.selection === before.selection && page.theme === before.theme) return;
    timer ??= setTimeout(() => void write(), 250);
  });
  const onHash = () => {
    if (location.hash === written) return;
    written = location.hash;
    const address = readAddress();
    if (address) void follow(store, address);
  };
  addEventListener('hashchange', onHash);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    removeEventListener('hashchange', onHash);
  };
}
