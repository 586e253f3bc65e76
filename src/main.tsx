/** Starts the page: reads the address, makes the state, mounts the app. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorScreen } from './app/ErrorScreen';
import './app/styles.css';
import { present } from './lib/assert';
import { startPlayback } from './state/playback';
import { createPage } from './state/store';
import { PageContext } from './state/usePage';
import { follow, keepAddress, readAddress } from './state/url';

/** `?embed` on the page's own address shows the embed: one file less to know about. */
if (new URLSearchParams(location.search).has('embed')) location.replace(`embed.html${location.hash}`);

const address = readAddress();
const store = createPage(address?.story);
startPlayback(store);
const root = createRoot(present(document.getElementById('root'), 'the element #root'));

const mount = (notice: string | null) => {
  keepAddress(store);
  root.render(
    <StrictMode>
      <ErrorScreen store={store}>
        <PageContext value={store}>
          <App notice={notice} />
        </PageContext>
      </ErrorScreen>
    </StrictMode>,
  );
};

if (address) void follow(store, address).then(mount);
else mount(null);
