/**
 * What is wrong with a text, said to a person: a bold fact, then its consequence, then what helps. Bad input never
 * throws in this folder; it becomes a list of these. Lines and columns count from 1, columns in UTF-16 units, as the
 * editor counts them.
 */

export type Severity = 'error' | 'warning' | 'info';

/**
 * What kind of problem, for tests, filters and icons. The words of `message` may change, these do not.
 * `apiRefuses`: the API server would refuse the object. `kubeletIgnores`: a manifests folder would not run it.
 */
export type ProblemCode =
  | 'yamlSyntax' | 'jsonSyntax' | 'tab' | 'noBreakSpace' | 'curlyQuotes' | 'controlCharacter' | 'template' | 'truncated' | 'pasteNoise'
  | 'mergeConflict' | 'kubectlOutput' | 'composeFile' | 'workflowFile' | 'helmFile' | 'notKubernetes' | 'notAnObject' | 'empty' | 'separator'
  | 'duplicateKey' | 'mapKey' | 'alias' | 'tag' | 'tooLarge' | 'tooDeep' | 'tooMany' | 'trailingText'
  | 'noKind' | 'noApiVersion' | 'noName' | 'apiVersion' | 'kindCase' | 'unknownField' | 'wrongType'
  | 'apiRefuses' | 'kubeletIgnores' | 'kubeletRefuses' | 'contains' | 'table';

export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** The fact, one short sentence. Texts from the input stand in it as they are: show it as text, never as markup. */
  readonly message: string;
  /** What follows from it. */
  readonly detail?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** What Kubernetes prints about it, word for word, when that differs from `message`. */
  readonly kubernetes?: string;
  /** The index of the document that it concerns, see ManifestDocument.index. */
  readonly document?: number;
  /** The field path in that document. */
  readonly field?: string;
  /** What should stand there instead: the name of a field or kind, an apiVersion. See fixes.ts. */
  readonly suggestion?: string;
}

/** What Kubernetes prints, where the problem's own words do not say it already. */
export function printedByKubernetes({ kubernetes, message, detail = '' }: Problem): string | undefined {
  const bare = kubernetes?.replace(/^(?:yaml: )?(?:line \d+: )?/, '');
  return bare === undefined || bare === message || detail.includes(bare) ? undefined : kubernetes;
}

/** A problem before its place is known in lines: offsets into the text. */
export interface Fault {
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly kubernetes?: string;
}

/** A sentence as it goes on behind a colon. */
export const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** Cuts a text from the input to a length that fits into a sentence. */
export function excerpt(text: string, length = 60): string {
  const line = text.slice(0, 10 * length).replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Sorts by place, errors first on one line; the order of equal ones stays. */
export function byPlace(a: Problem, b: Problem): number {
  const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
  return a.line - b.line || rank[a.severity] - rank[b.severity] || a.column - b.column;
}
