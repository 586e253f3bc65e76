/** Starts the page: reads the address, makes the state, mounts the app. Loaded by main.tsx behind the first picture. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { ErrorScreen } from './ErrorScreen';
import './styles.css';
import { present } from '../lib/assert';
import { startPlayback } from '../state/playback';
import { createPage } from '../state/store';
import { loadStory } from '../stories/load';
import { PageContext } from '../state/usePage';
import { follow, keepAddress, readAddress } from '../state/url';

/** The panels' files are fetched while the story is computed; a phone shows one panel at a time. */
const ahead = [import('../views/cluster/WherePanel'), ...(innerWidth < 768 ? [] : [import('../views/taxonomy/WhatPanel'), import('../views/pod/InsidePanel')])];
// Whoever shows a panel tells that it could not be fetched.
void Promise.allSettled(ahead);

const address = readAddress();
// Without it the page begins with the first story, and says so.
const store = createPage(await loadStory(address?.story ?? '').catch(() => undefined));
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
else mount(location.hash.length > 1 ? 'This link could not be read: it is damaged, or of a later version. Here is the first story.' : null);
