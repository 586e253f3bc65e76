// Finds a Chromium for the end-to-end tests: $PODARIUM_BROWSER, Playwright's own, or the system's Chrome or Chromium.
// As a program it prints what it found; with --install it first gets one where none is: Playwright's download, or
// Debian's package when root.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const windows = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
const SYSTEM = {
  linux: ['chromium', 'chromium-browser', 'chromium-headless-shell', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'].map((name) => `/usr/bin/${name}`),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: windows.flatMap((folder) => [path.join(folder, 'Google/Chrome/Application/chrome.exe'), path.join(folder, 'Microsoft/Edge/Application/msedge.exe')]),
};

async function look() {
  const named = process.env.PODARIUM_BROWSER;
  if (named) {
    if (!existsSync(named)) throw new Error(`PODARIUM_BROWSER names ${named}, which does not exist`);
    return { executablePath: named, how: 'PODARIUM_BROWSER' };
  }
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return { how: 'Playwright' };
  const found = (SYSTEM[process.platform] ?? []).find((file) => existsSync(file));
  return found ? { executablePath: found, how: 'system' } : null;
}

/** Ways to get one, each a program and its arguments. In CI as root the distribution's package comes first. */
function installers() {
  const cli = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js');
  const own = [process.execPath, [cli, 'install', 'chromium', '--only-shell']];
  const canApt = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const script = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core';
  const apt = canApt ? [['sh', ['-c', script]]] : [];
  return process.env.CI ? [...apt, own] : [own, ...apt];
}

/** The browser to launch; `executablePath` is absent for Playwright's own. Throws with one sentence when there is none. */
export async function findBrowser({ install = false } = {}) {
  let found = await look();
  for (const [program, args] of found || !install ? [] : installers()) {
    try {
      execFileSync(program, args, { stdio: 'inherit', timeout: 300_000 });
    } catch {
      continue; // the next way may work
    }
    found = await look();
    if (found) break;
  }
  if (!found) throw new Error('No Chromium found: run "npx playwright install chromium", or install Chrome or Chromium, or set PODARIUM_BROWSER to one.');
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { executablePath, how } = await findBrowser({ install: process.argv.includes('--install') });
  console.log(`browser: ${executablePath ?? 'Chromium'} (${how})`);
}
