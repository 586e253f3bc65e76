/**
 * An object as YAML, in the form that kubectl and kubeadm write: block style, two spaces, lists not indented below their
 * key. Reading YAML is the manifest layer's.
 */

/** Plain words that YAML would read as something else than a text. */
const AMBIGUOUS = /^(?:~|null|true|false|yes|no|on|off|y|n|[-+.]?\d[\d_.eExXa-fA-F:+-]*|[-+]?\.(?:inf|nan)|=|<<)$/i;
/** A text that begins harmlessly; a dash may begin a flag such as --name, not a list. */
const PLAIN = /^(?:[A-Za-z0-9_./$(+\\~]|--?[A-Za-z])/;
/** Marks that end a plain text or begin a comment. */
const MARKS = /: |:$| #|\s$|[\n\r\t]|[^\x20-\x7e]/;

const isPlain = (text: string): boolean => PLAIN.test(text) && !AMBIGUOUS.test(text) && !MARKS.test(text);

const scalar = (value: unknown): string => (typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value) ?? 'null');

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines of a value that does not fit on its key's line. */
function blockLines(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = isBlock(item) ? blockLines(item) : [inline(item)];
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return Object.entries(value as Readonly<Record<string, unknown>>).filter(([, each]) => each !== undefined).flatMap(([key, each]) => {
    if (typeof each === 'string' && isLiteral(each)) return [`${scalar(key)}: ${literalHead(each)}`, ...literalLines(each)];
    if (!isBlock(each)) return [`${scalar(key)}: ${inline(each)}`];
    const lines = blockLines(each);
    return [`${scalar(key)}:`, ...(Array.isArray(each) ? lines : lines.map((line) => `  ${line}`))];
  });
}

const isBlock = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : isMapping(value) && Object.values(value).some((each) => each !== undefined);

const inline = (value: unknown): string => (Array.isArray(value) ? '[]' : isMapping(value) ? '{}' : scalar(value));

/** A text of several lines stands as it is, below a bar, unless its edges need quotes to be seen. */
const isLiteral = (text: string): boolean => /^[^\s]/.test(text) && /[^\n]\n/.test(text) && !/\n\n$|[^\x20-\x7e\n]/.test(text);
const literalHead = (text: string): string => (text.endsWith('\n') ? '|' : '|-');
const literalLines = (text: string): string[] => {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
};

/** The YAML text of a JSON-like value, with a line break at its end. Entries that are undefined are left out. */
export const yamlText = (value: unknown): string => `${isBlock(value) ? blockLines(value).join('\n') : inline(value)}\n`;
