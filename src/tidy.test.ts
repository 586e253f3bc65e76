/**
 * The code's own rules, as data: which folder may import which, which library belongs where, what pure code may not use.
 * A broken rule fails with the names of the files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from './kubernetes/rules/catalogue';

const SRC = path.dirname(fileURLToPath(import.meta.url));

/** A folder imports only folders to its left, and itself. `conformance` is test data and its adapters: it may import the pure ones. */
const LAYERS = ['lib', 'kubernetes', 'manifest', 'simulation', 'conformance', 'stories', 'state', 'views', 'app', 'embed', 'main.tsx'] as const;
const PURE = ['kubernetes', 'manifest', 'simulation', 'stories', 'conformance'];

/** A third-party library and the folders that may import it. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  yaml: ['manifest'],
  mermaid: ['views/taxonomy'],
  '@xyflow/react': ['views/cluster', 'views/pod'],
  zustand: ['state'],
  'lucide-react': ['views/shared'],
  'radix-ui': ['views/shared'],
  'react-resizable-panels': ['app'],
  'html-to-image': ['app'],
  cmdk: ['app'],
};
const CODEMIRROR = /^@(codemirror|lezer)\//;

/** What pure code may not name: time, chance, the page, the console. */
const BANNED = /\b(Date\.now|new Date|Math\.random|setTimeout|setInterval|requestAnimationFrame|performance\.now|(document|window)\.(get|query|create|add|body|location|cookie)|localStorage|console\.)/;

/** Entries that no file imports: pages, workers and the scripts' doors. */
const ENTRIES = ['main.tsx', 'embed/main.tsx', 'views/manifest/paste.worker.ts', 'views/manifest/dump.worker.ts', 'conformance/tables.ts', 'conformance/traceRun.ts', 'manifest/decode.ts', 'podarium.ts'];

interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const isTest = (name: string): boolean => /\.test\.tsx?$/.test(name);

function read(): SourceFile[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('generated/'))
    .map((name) => {
      const text = readFileSync(path.join(SRC, name), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => target);
      return { name, text, imports };
    });
}

const files = read();
const code = files.filter(({ name }) => !isTest(name));
const layerOf = (name: string): string => (name.includes('/') ? name.slice(0, name.indexOf('/')) : name);

/** The file an import leads to, relative to src, or null for a library or a data file. */
function resolve(from: string, target: string): string | null {
  if (!target.startsWith('.')) return null;
  const base = path.posix.join(path.posix.dirname(from), target.replace(/\?.*$/, ''));
  return [`${base}.ts`, `${base}.tsx`, base].find((name) => files.some((file) => file.name === name)) ?? null;
}

const edges = code.flatMap(({ name, imports }) => imports.flatMap((target) => {
  const to = resolve(name, target);
  return to ? [{ from: name, to }] : [];
}));

describe('the layers', () => {
  it('import only to the left', () => {
    const wrong = edges.filter(({ from, to }) => {
      const [a, b] = [LAYERS.indexOf(layerOf(from) as never), LAYERS.indexOf(layerOf(to) as never)];
      return a >= 0 && b >= 0 && b > a;
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('know every folder', () => {
    const known = new Set<string>([...LAYERS, 'tidy.test.ts', 'podarium.ts', 'vite-env.d.ts']);
    expect([...new Set(files.map(({ name }) => layerOf(name)))].filter((layer) => !known.has(layer))).toEqual([]);
  });

  it('keep views apart: a view imports only its own folder and views/shared', () => {
    const view = (name: string) => name.split('/').slice(0, 2).join('/');
    const wrong = edges.filter(({ from, to }) => layerOf(from) === 'views' && layerOf(to) === 'views' && view(from) !== view(to) && view(to) !== 'views/shared');
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('have no cycles', () => {
    expect(cycles()).toEqual([]);
  });

  it('hold each library in one place', () => {
    const wrong = code.flatMap(({ name, imports }) =>
      imports
        .filter((target) => {
          const homes = CODEMIRROR.test(target) ? ['views/manifest'] : HOMES[target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/')];
          return homes !== undefined && !homes.some((home) => name.startsWith(`${home}/`));
        })
        .map((target) => `${name} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Cycles of imports, each as the list of its files. Types count too: a cycle of types is a cycle of ideas. */
function cycles(): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    const at = trail.indexOf(name);
    if (at >= 0) {
      found.push([...trail.slice(at), name].join(' → '));
      return;
    }
    if (done.has(name)) return;
    for (const next of targets.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of targets.keys()) visit(name, []);
  return found;
}

describe('pure code', () => {
  const pure = code.filter(({ name }) => PURE.includes(layerOf(name)));

  it('names neither time, chance, page nor console', () => {
    const wrong = pure.filter(({ text }) => BANNED.test(withoutComments(text)));
    expect(wrong.map(({ name, text }) => `${name}: ${BANNED.exec(withoutComments(text))?.[0]}`)).toEqual([]);
  });

  it('has no state of its own: no `let` outside functions', () => {
    const wrong = pure.filter(({ text }) => /^(export )?let /m.test(withoutComments(text)));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('imports no React', () => {
    expect(pure.filter(({ imports }) => imports.some((target) => target.startsWith('react'))).map(({ name }) => name)).toEqual([]);
  });
});

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '').replace(/`[^`]*`|'[^'\n]*'/g, "''");

describe('files', () => {
  it('are imported by somebody', () => {
    const wanted = new Set(files.flatMap(({ name, imports }) => imports.map((target) => resolve(name, target))));
    const lonely = code.filter(({ name }) => !wanted.has(name) && !ENTRIES.includes(name) && !name.endsWith('.d.ts'));
    expect(lonely.map(({ name }) => name)).toEqual([]);
  });

  it('draw no markup from data', () => {
    expect(code.filter(({ text }) => text.includes('dangerouslySet' + 'InnerHTML') || /\.innerHTML\s*=/.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('name neither machines nor registries', () => {
    expect(files.filter(({ name, text }) => name !== 'tidy.test.ts' && /registry\.npmjs|\/work\//.test(text)).map(({ name }) => name)).toEqual([]);
  });
});

describe('the catalogue of rules', () => {
  const all = Object.entries(rules);

  it('tells each deed in a sentence that ends, and names its source', () => {
    const wrong = all.filter(([, rule]) => !/[.?}]$/.test(rule.sentence) || !rule.upstream || !rule.title);
    expect(wrong.map(([id]) => id)).toEqual([]);
  });

  it('uses every rule', () => {
    const text = code.filter(({ name }) => name.startsWith('simulation/')).map((file) => file.text).join('\n');
    expect(all.filter(([id]) => !text.includes(`'${id}'`)).map(([id]) => id)).toEqual([]);
  });
});
