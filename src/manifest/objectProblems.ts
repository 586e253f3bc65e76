/**
 * What is wrong with one object that could be read: what it is not, what it lacks, versions that are gone, unknown
 * fields and wrong types, placeholders, spaces that are none. The API server's objections to its pods come apart, from
 * kubernetes/validation.ts (see refusals.ts).
 */
import { isLive } from '../kubernetes/classifyLive';
import { fieldsOf, isFields, textOf } from '../kubernetes/reading';
import { judgeVersion, servedVersion } from './apiVersions';
import { foreignObject } from './foreignText';
import { joinField } from './located';
import { curlyQuoteWords, noBreakSpaceProblem, oddSpaces, type TextLines } from './lookalikes';
import { hasLostIndentation, lostIndentationProblem } from './lostForm';
import type { ManifestDocument } from './parse';
import { hasPlaceholder, isBracedWord, isBracketedWord, placeholderIn, templateHint } from './placeholders';
import type { PodInDocument } from './podTemplates';
import { excerpt, type Problem, type ProblemCode, type Severity } from './problem';
import { checkType, typeOfKind, type SchemaIssue } from './schema';

interface Words {
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly suggestion?: string;
}

/** A problem at a field of a document. */
export function problemAt(doc: ManifestDocument, field: string, words: Words): Problem {
  const { line, column, endLine, endColumn } = doc.positionOf(field);
  // A mark over a whole block says nothing: only its first line is marked.
  const end = endLine > line ? {} : { endLine, endColumn };
  return { line, column, ...end, ...words, document: doc.index, ...(field === '' ? {} : { field }) };
}

/** kind, apiVersion and name: what every object needs. */
function identityProblems(doc: ManifestDocument): readonly Problem[] {
  const { value, kind, kindFrom, apiVersion } = doc;
  if (kindFrom === 'none') return [withoutKind(doc)];
  const problems: Problem[] = [];
  if (kindFrom === 'shape') {
    const version = servedVersion(kind ?? '');
    problems.push(problemAt(doc, '', {
      severity: 'info', code: 'noKind', message: `It has no kind; by its shape it is a ${kind ?? ''}`,
      detail: 'Tools that strip a dump leave it out. kubectl and the kubelet need it.', ...(version === undefined ? {} : { hint: `Add apiVersion: ${version} and kind: ${kind ?? ''}.` }),
    }));
  }
  if (apiVersion === undefined && kindFrom === 'text') {
    const version = servedVersion(kind ?? '');
    problems.push(problemAt(doc, 'kind', {
      severity: 'error', code: 'noApiVersion', message: 'It has no apiVersion', detail: 'kubectl: apiVersion not set.',
      ...(version === undefined ? {} : { hint: `Add apiVersion: ${version}.`, suggestion: version }),
    }));
  }
  if (apiVersion !== undefined && kind !== undefined && kindFrom !== 'list') {
    const verdict = judgeVersion(apiVersion, kind);
    if (verdict) {
      const { field, ...words } = verdict;
      problems.push(problemAt(doc, field, { severity: 'warning', code: field === 'kind' ? 'kindCase' : 'apiVersion', ...words }));
    }
  }
  if (kind === 'Table') problems.push(tableProblem(doc));
  const metadata = fieldsOf(value['metadata']);
  const typed = typeOfKind(apiVersion, kind) !== undefined;
  if (typed && kind !== 'Pod' && doc.list === undefined && !textOf(metadata['name']) && !textOf(metadata['generateName'])) {
    problems.push(problemAt(doc, 'metadata.name', {
      severity: 'warning', code: 'noName', message: 'It has no name', detail: 'The API server: metadata.name: Required value: name or generateName is required.',
    }));
  }
  return problems;
}

const tableProblem = (doc: ManifestDocument): Problem => problemAt(doc, 'kind', {
  severity: 'info', code: 'table', message: 'A Table holds the columns that kubectl prints, not the objects',
  detail: 'Only parts of their metadata are in it.', hint: 'Paste the output of kubectl get … -o yaml.',
});

function withoutKind(doc: ManifestDocument): Problem {
  const { value } = doc;
  const meant = typeof value['apiVersion'] === 'string' || (isFields(value['metadata']) && isFields(value['spec']));
  const foreign = foreignObject(value);
  const kindless = meant && foreign.code === 'notKubernetes';
  return problemAt(doc, '', {
    ...foreign, ...(kindless ? { severity: 'error', code: 'noKind', message: 'It has no kind' } : {}),
  });
}

/** Unknown fields and wrong types of the kinds that the table has. A live object may have fields of another version. */
function schemaProblems(doc: ManifestDocument, pods: readonly PodInDocument[]): readonly Problem[] {
  const type = typeOfKind(doc.kindFrom === 'shape' ? servedVersion(doc.kind ?? '') : doc.apiVersion, doc.kind);
  const issues = type === undefined
    ? pods.filter((pod) => pod.builtIn).flatMap((pod) => checkType(pod.template.spec, 'PodSpec', pod.path))
    : checkType(doc.value, type);
  const live = isLive(doc.value);
  return issues.flatMap((issue) => (live && issue.kind === 'unknownField' ? [] : [schemaProblem(doc, issue)]));
}

/** A key at the top that is a sentence or the name of a file: a line that was copied along. */
const looksCopied = (path: string): boolean => /^\[?[\w./-]+(?:\.(?:ya?ml|json)\]?$|[^\w.[\]/-]*\s.*\]$)/.test(path.slice(0, 200));

function schemaProblem(doc: ManifestDocument, issue: SchemaIssue): Problem {
  if (issue.kind === 'unknownField') {
    return problemAt(doc, issue.path, {
      severity: 'warning', code: 'unknownField', message: issue.message,
      detail: 'kubectl apply refuses it by its strict validation; the kubelet ignores the field.',
      ...(issue.hint === undefined ? (looksCopied(issue.path) ? { hint: 'Remove the line, if it was copied along.' } : {}) : { hint: issue.hint }),
      ...(issue.suggestion === undefined ? {} : { suggestion: issue.suggestion }),
    });
  }
  if (isBracedWord(issue.value)) {
    const word = Object.keys(issue.value)[0] ?? '';
    return problemAt(doc, issue.path, {
      severity: 'error', code: 'template', message: `A placeholder was not filled in: {${excerpt(word, 40)}}`,
      detail: `YAML reads it as a map. ${issue.message}.`, hint: templateHint('{ … }', ''),
    });
  }
  if (isBracketedWord(issue.value)) {
    return problemAt(doc, issue.path, {
      severity: 'error', code: 'template', message: 'A placeholder was not filled in: [[ … ]]', detail: `YAML reads it as a list. ${issue.message}.`, hint: templateHint('[[ … ]]', ''),
    });
  }
  return problemAt(doc, issue.path, {
    severity: 'error', code: 'wrongType', message: issue.message, detail: 'The API server cannot decode the object, nor can the kubelet.',
    ...(issue.hint === undefined ? {} : { hint: issue.hint }),
  });
}

/** Template marks where a name, an image or a label belongs. */
function placeholderProblems(doc: ManifestDocument, pods: readonly PodInDocument[]): readonly Problem[] {
  if (doc.kindFrom === 'none' || (typeOfKind(doc.apiVersion, doc.kind) === undefined && pods.length === 0)) return [];
  const fields: string[] = ['metadata.name', 'metadata.namespace'];
  for (const pod of pods) {
    for (const list of ['initContainers', 'containers'] as const) {
      pod.pod.spec?.[list]?.forEach((_container, index) => {
        const container = joinField(`${pod.path}.${list}`, index);
        fields.push(`${container}.name`, `${container}.image`);
      });
    }
  }
  return fields.flatMap((field) => {
    const value = valueAtField(doc.value, field);
    if (!hasPlaceholder(value)) return [];
    const mark = placeholderIn(value) ?? (value.includes('$') ? '${ … }' : 'the mark');
    return [problemAt(doc, field, {
      severity: 'warning', code: 'template', message: `${mark === '{{ … }}' || mark === '{% … %}' ? 'A template was not rendered' : 'A placeholder was not filled in'}: ${excerpt(value, 50)}`,
      detail: 'Kubernetes takes it as it stands.', hint: templateHint(mark, value),
    })];
  });
}

function valueAtField(value: unknown, field: string): unknown {
  let here = value;
  for (const step of field.split(/[.[\]]+/).filter((part) => part !== '')) {
    here = Array.isArray(here) ? here[Number(step)] : fieldsOf(here)[step];
  }
  return here;
}

/** The path of the first key that begins with a character of the pattern. */
function keyThatBegins(value: unknown, pattern: RegExp, path: string): string | undefined {
  const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? [...value.entries()] : isFields(value) ? Object.entries(value) : [];
  for (const [step, child] of children) {
    const here = joinField(path, step);
    if (typeof step === 'string' && pattern.test(step[0] ?? '')) return here;
    const found = keyThatBegins(child, pattern, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

const curlyQuotes = /[\u201c\u201d\u201e\u2018\u2019]/;

/** Keys that begin with a character which only looks like a space or a quote: the cause of everything that follows from it. */
function oddKeyProblem(doc: ManifestDocument, text: TextLines): Problem | undefined {
  const spaced = keyThatBegins(doc.value, oddSpaces, '');
  if (spaced !== undefined) return noBreakSpaceProblem(doc.positionOf(spaced).line, text, doc.index);
  const quoted = keyThatBegins(doc.value, curlyQuotes, '');
  return quoted === undefined ? undefined : problemAt(doc, quoted, { severity: 'error', code: 'curlyQuotes', ...curlyQuoteWords });
}

/** A last key without its value, or a last word that is no key yet: the paste probably ends too early. */
function endProblem(doc: ManifestDocument, text: TextLines): readonly Problem[] {
  const last = (text.lines[doc.endLine - 1] ?? '').trim();
  // A file ends with a line break; without one, a word below a key may be the beginning of another.
  const before = (text.lines[doc.endLine - 2] ?? '').trim();
  if (doc.format === 'yaml' && doc.list === undefined && doc.endLine === text.lines.length && /^[A-Za-z]+$/.test(last) && /^(?:- )?[A-Za-z]+:$/.test(before)) {
    return [{
      line: doc.endLine, column: 1, severity: 'warning', code: 'truncated', document: doc.index,
      message: 'The text ends in the middle', detail: `${last} is read as the value of ${before.replace(/^- |:$/g, '')}.`, hint: 'Copy it to its end.',
    }];
  }
  if (doc.format === 'json' || doc.list !== undefined || doc.endLine < text.last || !/^(?:- )?(?:containers|initContainers|spec|template|metadata|ports|env|args|command|volumes|volumeMounts|securityContext|resources|limits|requests):$/.test(last)) return [];
  return [{
    line: doc.endLine, column: 1, severity: 'warning', code: 'truncated', document: doc.index,
    message: `The text ends with ${last} and nothing behind it`, detail: 'YAML reads that as null.', hint: 'Copy the text to its end.',
  }];
}

const manifestText = /(?:^|\n)[ \t]*(?:- +)?kind:[ \t]*["']?(?:Pod|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob)["']?[ \t]*(?:\n|$)|"kind": ?"(?:Pod|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob)"/;

/** Says that pods stand in an object as text, from which nothing makes them. */
function containsProblem(doc: ManifestDocument, pods: readonly PodInDocument[]): readonly Problem[] {
  if (pods.length > 0 || doc.kind?.endsWith('List') || doc.kind === 'CustomResourceDefinition') return [];
  const find = (value: unknown, path: string): string | undefined => {
    if (typeof value === 'string') return value.length < 200_000 && manifestText.test(value) ? path : undefined;
    const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? [...value.entries()] : isFields(value) ? Object.entries(value) : [];
    for (const [step, child] of children) {
      if (step === 'kubectl.kubernetes.io/last-applied-configuration') continue;
      const found = find(child, joinField(path, step));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const field = find(doc.value, '');
  if (field === undefined) return [];
  return [problemAt(doc, field, {
    severity: 'info', code: 'contains', message: 'A manifest stands in it as text', detail: 'Nothing makes pods from this text by itself.',
    hint: 'Paste the inner text alone to look at its pods.',
  })];
}

/** Everything that is wrong with one object in itself. */
export function objectProblems(doc: ManifestDocument, pods: readonly PodInDocument[], text: TextLines): readonly Problem[] {
  const odd = oddKeyProblem(doc, text);
  if (odd) return [odd];
  if (doc.format === 'yaml' && doc.kindFrom === 'text' && hasLostIndentation(text.lines.slice(doc.startLine - 1, doc.endLine))) return [{ ...lostIndentationProblem(doc.startLine), document: doc.index }];
  return [
    ...identityProblems(doc),
    ...schemaProblems(doc, pods),
    ...placeholderProblems(doc, pods),
    ...endProblem(doc, text),
    ...containsProblem(doc, pods),
  ];
}

/** Is it so wrong that what follows from it need not be told: what cannot be decoded is never validated. */
export const hidesObjections = ({ code, severity }: Problem): boolean =>
  severity === 'error' && ['wrongType', 'template', 'noBreakSpace', 'curlyQuotes', 'yamlSyntax'].includes(code);
