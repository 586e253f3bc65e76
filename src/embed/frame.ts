/** Inside the frame: obeys commands of the page around, and tells it each step. */
import { narrate } from '../simulation/narrate';
import { type PageStore, stepOf } from '../state/store';
import { type EmbedEvent, parseCommand } from './protocol';

export function connectFrame(store: PageStore): () => void {
  const onMessage = (event: MessageEvent) => {
    if (event.source !== parent || parent === window) return;
    const command = parseCommand(event.data);
    if (!command) return;
    const page = store.getState();
    if (command.do === 'seek') page.seek(command.cursor);
    else if (command.do === 'play' || command.do === 'pause') page.setPlaying(command.do === 'play');
    else page[command.do]();
  };
  addEventListener('message', onMessage);
  const unsubscribe = store.subscribe((page, before) => {
    if (page.version === before.version || parent === window) return;
    const step = stepOf(page);
    const told: EmbedEvent = {
      podarium: 1,
      event: 'step',
      story: page.story.id,
      cursor: page.cursor,
      length: page.length,
      sentence: step ? narrate(step).plain : page.story.opening,
    };
    // The page around may be anybody's; what is told is only what it shows anyway.
    parent.postMessage(told, '*');
  });
  return () => {
    removeEventListener('message', onMessage);
    unsubscribe();
  };
}
