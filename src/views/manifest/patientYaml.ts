/**
 * The editor's YAML, parsed a few milliseconds at a time. While no key is pressed CodeMirror parses on for a tenth of a
 * second, and a page that is busy for so long does not scroll smoothly either. Here a parse that has taken its share ends
 * where it is; CodeMirror is told that the rest was skipped, and asks for it in the next pause.
 */
import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport, ParseContext } from '@codemirror/language';

type Wrap = NonNullable<Parameters<typeof yamlLanguage.configure>[0]['wrap']>;
type Parse = ReturnType<Wrap>;
type Tree = ReturnType<Parse['advance']>;

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

  advance(): Tree {
    const { parsedPos } = this;
    const end = this.stoppedAt ?? this.end;
    // Outside of the editor's work there is nobody who would come back for the rest.
    if (!ParseContext.get() || parsedPos < this.least || parsedPos >= end || performance.now() < this.until) return this.own.advance();
    return this.skip(parsedPos, end);
  }

  private skip(from: number, to: number): Tree {
    this.asked = this.own.stoppedAt;
    this.own.stopAt(from);
    ParseContext.getSkippingParser(Promise.resolve()).startParse(this.input, [], [{ from, to }]).advance();
    for (;;) {
      const tree = this.own.advance();
      if (tree) return tree;
    }
  }
}

export const patientYaml = (): LanguageSupport => new LanguageSupport(yamlLanguage.configure({ wrap: (...parse) => new PatientParse(...parse) }));
