/** A small web server for tests: the built app under any folder of any port, and pages around it. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json',
};
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** The folder of the built app under test. */
const DIST = path.resolve(PROJECT, process.env['PODARIUM_DIST'] ?? 'dist');

export interface Served {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export interface ServeOptions {
  /** The app stands under this path, as `/courses/k8s/`; without it the app is not served. */
  readonly app?: string;
  /** Further pages, by path. */
  readonly pages?: Readonly<Record<string, string>>;
}

/** Listens on a free port of 127.0.0.1. Whatever is neither a page nor a file of the app is 404. */
export async function serve({ app, pages = {} }: ServeOptions): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = async (): Promise<{ readonly body: string | Buffer; readonly type: string } | null> => {
      const page = pages[pathname];
      if (page !== undefined) return { body: page, type: 'text/html; charset=utf-8' };
      if (app === undefined || !pathname.startsWith(app)) return null;
      const file = path.join(DIST, path.normalize(`/${pathname.slice(app.length) || 'index.html'}`));
      return { body: await readFile(file), type: TYPES[path.extname(file)] ?? 'application/octet-stream' };
    };
    void answer()
      .catch(() => null)
      .then((found) => {
        response.writeHead(found ? 200 : 404, { 'content-type': found?.type ?? 'text/plain' });
        response.end(found?.body ?? 'not found');
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
