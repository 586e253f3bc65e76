import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { isUnused, slimMermaid } from './slimMermaid';

const dist = path.join(path.dirname(createRequire(import.meta.url).resolve('mermaid/package.json')), 'dist');
const core = path.join(dist, 'mermaid.core.mjs');

describe('what the flowchart does not use', () => {
  it('is told by the names of Mermaid’s own files', () => {
    const names = readdirSync(path.join(dist, 'chunks', 'mermaid.core')).filter((name) => name.endsWith('.mjs'));
    const kept = names.filter((name) => !isUnused(`./chunks/mermaid.core/${name}`, core));
    expect(new Set(kept.map((name) => name.replace(/-[0-9A-Z]{8}\.mjs$/, '')))).toEqual(new Set(['chunk', 'dagre', 'flowDiagram']));
    for (const gone of ['elk', 'sequenceDiagram', 'architectureDiagram', 'stateDiagram-v2', 'cose-bilkent', 'mindmap-definition']) {
      expect(names.some((name) => name.startsWith(`${gone}-`) && !kept.includes(name)), gone).toBe(true);
    }
  });

  it('is asked of Mermaid’s imports only, on any system', () => {
    expect(isUnused('katex', core)).toBe(true);
    expect(isUnused('katex', 'C:\\podarium\\node_modules\\mermaid\\dist\\mermaid.core.mjs')).toBe(true);
    expect(isUnused('katex', '/podarium/src/views/taxonomy/mermaid.ts')).toBe(false);
    expect(isUnused('./elk-XV6XMXQE.mjs', '/podarium/node_modules/elsewhere/dist/a.mjs')).toBe(false);
    expect(isUnused('mermaid', undefined)).toBe(false);
    expect(isUnused('d3', core)).toBe(false);
    expect(isUnused('./chunks/mermaid.core/chunk-Y2CYZVJY.mjs', core)).toBe(false);
  });
});

/** Builds a page of these files, as node_modules would hold them, and answers its code. */
async function built(files: Readonly<Record<string, string>>): Promise<string> {
  const found = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, rolldownOptions: { input: '/page.js' } },
    plugins: [slimMermaid(), {
      name: 'files',
      resolveId: (source, importer) => (source.startsWith('.') && importer ? path.posix.join(path.posix.dirname(importer), source) : source in files ? source : null),
      load: (id) => files[id] ?? null,
    }],
  });
  const outputs = Array.isArray(found) ? found : 'output' in found ? [found] : [];
  return outputs.flatMap(({ output }) => output.map((file) => (file.type === 'chunk' ? file.code : ''))).join('\n');
}

const folder = '/node_modules/mermaid/dist';
const imports = (...names: readonly string[]) => names.map((name) => `import(${JSON.stringify(name)}).then(console.log);`).join('\n');
const page = { '/page.js': `import '${folder}/core.mjs';` };

describe('the build', () => {
  it('holds the flowchart, and nothing of what was left out', async () => {
    const code = await built({
      ...page,
      [`${folder}/core.mjs`]: imports('./flowDiagram-AAAAAAAA.mjs', './dagre-BBBBBBBB.mjs', './elk-CCCCCCCC.mjs', './pieDiagram-DDDDDDDD.mjs', 'katex'),
      [`${folder}/flowDiagram-AAAAAAAA.mjs`]: "import './chunk-EEEEEEEE.mjs'; console.log('a flowchart');",
      [`${folder}/dagre-BBBBBBBB.mjs`]: "console.log('dagre');",
      [`${folder}/chunk-EEEEEEEE.mjs`]: "console.log('shared');",
      [`${folder}/elk-CCCCCCCC.mjs`]: "console.log('elk itself');",
      [`${folder}/pieDiagram-DDDDDDDD.mjs`]: "console.log('a pie');",
    });
    for (const kept of ['a flowchart', 'dagre', 'shared']) expect(code).toContain(kept);
    for (const gone of ['elk itself', 'a pie']) expect(code).not.toContain(gone);
  });

  it('fails when no chunk was left out', async () => {
    const files = { ...page, [`${folder}/core.mjs`]: imports('./flowDiagram-AAAAAAAA.mjs', './dagre-BBBBBBBB.mjs', './chunk-EEEEEEEE.mjs') };
    for (const name of ['flowDiagram-AAAAAAAA', 'dagre-BBBBBBBB', 'chunk-EEEEEEEE']) Object.assign(files, { [`${folder}/${name}.mjs`]: `console.log('${name}');` });
    await expect(built(files)).rejects.toThrow('Nothing of Mermaid was left out');
  });

  it('fails when the flowchart has another name', async () => {
    const files = { ...page, [`${folder}/core.mjs`]: imports('./flowchart-AAAAAAAA.mjs', './elk-CCCCCCCC.mjs', 'katex') };
    await expect(built(files)).rejects.toThrow('Mermaid has no file named flowDiagram, dagre, chunk');
  });

  it('lets a page without Mermaid be', async () => {
    expect(await built({ '/page.js': "console.log('no chart');" })).toContain('no chart');
  });
});
