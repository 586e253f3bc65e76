/**
 * Mermaid without what the flowchart does not use. Mermaid fetches each kind of diagram and each layout when a text asks
 * for it, so nothing of this reached a reader; but the build held all of it, elk, cytoscape and katex among them. The
 * chunks of other diagrams and layouts become empty modules, and what only they import falls away.
 */
import type { Plugin } from 'vite';

/** A file of Mermaid's own build, by whatever separator the system uses. */
const MERMAID = /[\\/]mermaid[\\/]dist[\\/].*\.mjs$/;
/** Mermaid names its chunks by what they hold, and a hash. */
const CHUNK = /(?:^|\/)([\w-]+)-[0-9A-Z]{8}\.mjs$/;
/** What draws a flowchart with dagre, and what several diagrams share. */
const NEEDED: readonly string[] = ['flowDiagram', 'dagre', 'chunk'];
/** Libraries that Mermaid fetches for formulas in labels: there are none. */
const LIBRARIES: readonly string[] = ['katex'];

/** Is this what an import inside Mermaid leads to, and is it never fetched for the flowchart? */
export function isUnused(source: string, importer: string | undefined): boolean {
  if (importer === undefined || !MERMAID.test(importer)) return false;
  if (LIBRARIES.includes(source)) return true;
  const name = CHUNK.exec(source)?.[1];
  return name !== undefined && !NEEDED.includes(name);
}

const EMPTY = '\0unused-of-mermaid';

/** Fails the build when Mermaid's files are named in another way than they were: when nothing is left out, or too much. */
export function slimMermaid(): Plugin {
  const empty = new Set<string>();
  return {
    name: 'podarium:slim-mermaid',
    apply: 'build',
    enforce: 'pre',
    buildStart: () => empty.clear(),
    resolveId(source, importer) {
      if (!isUnused(source, importer)) return null;
      empty.add(source);
      return EMPTY;
    },
    load: (id) => (id === EMPTY ? 'export default {};' : null),
    generateBundle() {
      const files = [...this.getModuleIds()].filter((id) => MERMAID.test(id));
      if (files.length === 0) return;
      const lost = NEEDED.filter((name) => !files.some((file) => CHUNK.exec(file.replaceAll('\\', '/'))?.[1] === name));
      if (lost.length > 0) this.error(`Mermaid has no file named ${lost.join(', ')} any more: see scripts/slimMermaid.ts`);
      if (![...empty].some((source) => CHUNK.test(source))) this.error('Nothing of Mermaid was left out: see scripts/slimMermaid.ts');
    },
  };
}
