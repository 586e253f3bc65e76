import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';
import { slimMermaid } from './scripts/slimMermaid.ts';

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  base: './', // the build works from any sub-path
  plugins: [slimMermaid(), react(), tailwindcss()],
  build: {
    target: 'es2022',
    manifest: true, // read by the bench, to add up what a first load fetches
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { index: page('index.html'), embed: page('embed.html') } },
  },
  preview: { host: 'localhost', port: 4173, strictPort: true },
  test: { exclude: [...configDefaults.exclude, 'e2e/**'], testTimeout: 120_000 }, // a slow machine is no failure
});
