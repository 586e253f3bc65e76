/**
 * What Kubernetes prints for broken YAML. Its reader, sigs.k8s.io/yaml with goyaml v2, stops at the first error with a
 * sentence of libyaml and a line that counts from the document's start: the scanner's errors name the line, the parser's
 * the line before, and an error in the first line has no number (goyaml decode.go:parser.fail).
 */
import { goyamlReading } from './goyamlParser';

/** Kubernetes ends every text with a line break (apimachinery util/yaml/decoder.go:LineReader). */
const readingOf = (text: string): ReturnType<typeof goyamlReading> => goyamlReading(text.endsWith('\n') ? text : `${text}\n`);

/** `yaml: line 16: found character that cannot start any token`, undefined where goyaml has no objection to the syntax. */
export function goyamlError(text: string): string | undefined {
  const stop = readingOf(text);
  if (typeof stop === 'number') return undefined;
  const line = stop.by === 'scanner' ? stop.line + 1 : stop.line;
  return stop.line === 0 ? `yaml: ${stop.sentence}` : `yaml: line ${line}: ${stop.sentence}`;
}

/** The offset at which a document ends for goyaml, which never looks at what comes behind; undefined when it refuses the document. */
export function goyamlEnd(text: string): number | undefined {
  const line = readingOf(text);
  if (typeof line !== 'number') return undefined;
  let end = 0;
  for (let count = 0; count < line; count++) {
    const next = text.indexOf('\n', end);
    if (next === -1) return text.length;
    end = next + 1;
  }
  return end;
}
