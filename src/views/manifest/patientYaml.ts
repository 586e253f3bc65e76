/**
 * The editor's YAML, parsed a few milliseconds at a time. While no key is pressed CodeMirror parses on for a tenth of a
 * second, and a page that is busy for so long does not scroll smoothly either. Here a parse that has taken its share ends
 * where it is; CodeMirror is told that the rest was skipped, and asks for it in the next pause.
 */
import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport, ParseContext } from '@codemirror/language';
import { NodeType, Tree } from '@lezer/common';

type Wrap = NonNullable<Parameters<typeof yamlLanguage.configure>[0]['wrap']>;
type Parse = ReturnType<Wrap>;

/** Milliseconds of one turn. */
const SHARE = 10;
/** Least that a turn adds to what is known, so that each comes further, characters. */
const LEAST = 400;

class PatientParse implements Parse {
  private readonly until = performance.now() + SHARE;
  private readonly least: number;
  private readonly end: number;
  /** Where it was asked to stop before it stopped by itself. */
  private asked: number | null | undefined = undefined;

  constructor(private readonly own: Parse, private readonly input: Parameters<Wrap>[1], [known]: Parameters<Wrap>[2], ranges: Parameters<Wrap>[3]) {
    this.least = LEAST + (known?.from === 0 ? known.to : 0);
    this.end = ranges.at(-1)?.to ?? input.length;
  }

  get parsedPos(): number {
    return this.own.parsedPos;
  }

  get stoppedAt(): number | null {
    return this.asked === undefined ? this.own.stoppedAt : this.asked;
  }

  stopAt(position: number): void {
    this.own.stopAt(position);
  }

  advance(): Tree | null {
    const { parsedPos } = this;
    const end = this.stoppedAt ?? this.end;
    // Outside of the editor's work there is nobody who would come back for the rest.
    if (!ParseContext.get() || parsedPos < this.least || parsedPos >= end || performance.now() < this.until) return this.own.advance();
    return this.skip(parsedPos, end);
  }

  private skip(from: number, to: number): Tree | null {
    this.asked = this.own.stoppedAt;
    this.own.stopAt(from);
    ParseContext.getSkippingParser(Promise.resolve()).startParse(this.input, [], [{ from, to }]).advance();
    for (;;) {
      const tree = this.own.advance();
      if (tree) return tree;
    }
  }
}

/** Open brackets after which a text is a bomb and no manifest: trees of so many levels take long to build, and more stack than there is. */
const DEEPEST = 1000;

/** Are so many brackets open at one place? Those in quotes count too: it costs such a text no more than its colours. */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length && open <= DEEPEST; at++) {
    const code = text.charCodeAt(at) | 0x20;
    // With this bit [ reads as {, and ] as }.
    if (code === 0x7b) open++;
    else if (code === 0x7d && open > 0) open--;
  }
  return open > DEEPEST;
}

/** Leaves a text without colours. */
const plain = (end: number): Parse => ({ parsedPos: end, stoppedAt: null, stopAt: () => undefined, advance: () => new Tree(NodeType.none, [], [], end) });

/** What was found of each text of the editor: every turn begins a parse. */
const found = new WeakMap<object, boolean>();

function knownTooDeep(input: Parameters<Wrap>[1]): boolean {
  const text = ParseContext.get()?.state.doc ?? input;
  let deep = found.get(text);
  if (deep === undefined) found.set(text, (deep = isTooDeep(input.read(0, input.length))));
  return deep;
}

const wrap: Wrap = (own, input, fragments, ranges) =>
  knownTooDeep(input) ? plain(ranges.at(-1)?.to ?? input.length) : new PatientParse(own, input, fragments, ranges);

export const patientYaml = (): LanguageSupport => new LanguageSupport(yamlLanguage.configure({ wrap }));
