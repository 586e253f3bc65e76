import { yamlLanguage } from '@codemirror/lang-yaml';
import { ensureSyntaxTree, syntaxTree, syntaxTreeAvailable } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { patientYaml } from './patientYaml';

const document = (i: number): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-${i}\nspec:\n  containers:\n${Array.from({ length: 40 }, (_, k) => `  - name: c${k}\n    image: "registry.example/web:${k}" # its image\n    args: [a, {b: c}]\n`).join('')}`;

type Tree = ReturnType<typeof syntaxTree>;

function nodesOf(tree: Tree | null): readonly string[] {
  const nodes: string[] = [];
  tree?.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}-${to}`) });
  return nodes;
}

/** The state once everything is parsed, turn by turn; fails where a turn comes no further. */
function parsed(state: EditorState): EditorState {
  for (let turns = 0; !syntaxTreeAvailable(state); turns++) {
    expect(turns).toBeLessThan(5000);
    ensureSyntaxTree(state, state.doc.length, 1e9);
  }
  // An empty change takes the tree into the state.
  return state.update({ effects: [] }).state;
}

describe('the patient parser', () => {
  const text = Array.from({ length: 60 }, (_, i) => document(i)).join('---\n');

  it('comes to the same tree as the parser alone', () => {
    const state = parsed(EditorState.create({ doc: text, extensions: patientYaml() }));
    expect(nodesOf(ensureSyntaxTree(state, text.length))).toEqual(nodesOf(yamlLanguage.parser.parse(text)));
  });

  it('reads on after a change', () => {
    const state = parsed(EditorState.create({ doc: text, extensions: patientYaml() }));
    const at = text.indexOf('web-30');
    const changed = parsed(state.update({ changes: { from: at, insert: 'my: [' } }).state);
    expect(nodesOf(ensureSyntaxTree(changed, changed.doc.length))).toEqual(nodesOf(yamlLanguage.parser.parse(changed.doc.toString())));
  });

  it('lives with brackets of any depth', () => {
    const state = parsed(EditorState.create({ doc: '['.repeat(100_000), extensions: patientYaml() }));
    expect(syntaxTree(state).length).toBe(100_000);
  });

  it('knows the beginning at once', () => {
    const state = EditorState.create({ doc: text, extensions: patientYaml() });
    expect(syntaxTree(state).length).toBeGreaterThan(300);
  });
});
