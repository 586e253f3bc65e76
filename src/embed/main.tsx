/** Starts an embed: like the page, but with the panels that its address asks for. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorScreen } from '../app/ErrorScreen';
import '../app/styles.css';
import { present } from '../lib/assert';
import { startPlayback } from '../state/playback';
import { createPage } from '../state/store';
import { loadStory } from '../stories/load';
import { PageContext } from '../state/usePage';
import { follow, keepAddress, readAddress } from '../state/url';
import { EmbedApp } from './EmbedApp';
import { connectFrame } from './frame';

const address = readAddress();
const only = address?.only ?? [];
// Without it the page begins with the first story, and says so.
const store = createPage(await loadStory(address?.story ?? '').catch(() => undefined));
store.setState({ embedded: true });
startPlayback(store);
connectFrame(store);
const root = createRoot(present(document.getElementById('root'), 'the element #root'));

const mount = () => {
  keepAddress(store, only);
  root.render(
    <StrictMode>
      <ErrorScreen store={store}>
        <PageContext value={store}>
          <EmbedApp only={only} />
        </PageContext>
      </ErrorScreen>
    </StrictMode>,
  );
};

if (address) void follow(store, address).then(mount);
else mount();
