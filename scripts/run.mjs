// Bundles one TypeScript entry for Node and runs it, so that scripts may import the pure layers of src/.
// Usage: node scripts/run.mjs scripts/NAME.ts [arguments of the script]
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [entry, ...args] = process.argv.slice(2);
if (!entry) throw new Error('usage: node scripts/run.mjs scripts/NAME.ts [arguments]');

const name = path.basename(entry, path.extname(entry));
const outDir = path.join(root, 'node_modules', '.cache', 'podarium', `${name}-${process.pid}`);
mkdirSync(outDir, { recursive: true });
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { tsconfigPaths: false },
  build: {
    ssr: path.resolve(entry),
    outDir,
    emptyOutDir: false,
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
  },
});

process.argv = [process.argv[0], path.resolve(entry), ...args];
await import(pathToFileURL(path.join(outDir, 'entry.mjs')).href);
