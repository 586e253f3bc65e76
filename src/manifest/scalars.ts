/**
 * What a plain YAML word means to Kubernetes. Its YAML is neither 1.1 nor 1.2: `yes`, `on` and `y` are booleans, whole
 * numbers are read as Go reads them with base 0 (0777 and 0o777 are octal), `_` is dropped from numbers, there is no
 * base 60, and dates stay texts. Stands for goyaml.v2/resolve.go:resolve and, for keys, sigs.k8s.io/yaml
 * yaml.go:convertToJSONableObject. Left out: whole numbers beyond 2^53 lose digits here, in Go they do not.
 */

import { decodeUtf8 } from './decode';

const words = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

export type PlainValue = string | number | boolean | null;

/**
 * Go's strconv.ParseInt, then ParseUint, with base 0: an optional sign, then 0x, 0o, 0b, a leading 0 for octal, or
 * decimal; undefined beyond 64 bits.
 */
function parseGoInteger(text: string): number | undefined {
  const match = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9][0-9]*))$/.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, octal, binary, decimal] = match;
  const magnitude = hexadecimal !== undefined ? Number(`0x${hexadecimal}`)
    : octal !== undefined ? Number(`0o${octal}`)
      : binary !== undefined ? Number(`0b${binary}`)
        : Number(decimal);
  const inRange = sign === '-' ? magnitude <= 2 ** 63 : magnitude < 2 ** (sign === '+' ? 63 : 64);
  if (!inRange) return undefined;
  return sign === '-' ? 0 - magnitude : magnitude;
}

const timestamp = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

const daysOf = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

/**
 * Is the text a date in one of goyaml's formats? Read into an untyped value it stays the text it was; written, it needs
 * quotes (goyaml.v2/resolve.go:parseTimestamp).
 */
export function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text);
  if (!match) return false;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    0, ...match.slice(1, 4), ...(match[4] === undefined ? match.slice(7, 10) : match.slice(4, 7)),
  ].map((part) => Number(part ?? 0));
  return day >= 1 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second < 60;
}

/** The value of a plain (unquoted) scalar without a tag. */
export function resolvePlain(text: string): PlainValue {
  const first = text[0] ?? '';
  if (!/^[-+.0-9yYnNtTfFoO~]?$/.test(first)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (first === '.') return /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/.test(text) ? finite(text, text) : text;
  if (!/^[-+0-9]/.test(first) || isTimestamp(text)) return text;
  const plain = text.replaceAll('_', '');
  const integer = parseGoInteger(plain);
  if (integer !== undefined) return integer;
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain) ? finite(plain, text) : text;
}

/** Go refuses a float that overflows, and the word stays a text. */
function finite(digits: string, text: string): number | string {
  const number = Number(digits);
  return Number.isFinite(number) ? number : text;
}

/** Go's strconv.FormatFloat(f, 'g', -1, bits): the shortest digits that give the same float, as goyaml writes it. */
export function formatGoFloat(value: number, bits: 32 | 64): string {
  const rounded = bits === 32 ? Math.fround(value) : value;
  if (Number.isNaN(rounded)) return '.nan';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf';
  if (rounded === 0) return Object.is(rounded, -0) ? '-0' : '0';
  const [mantissa = '0', exponentText = '0'] = (bits === 64 ? rounded.toExponential() : shortest32(rounded)).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(`${mantissa}e${exponent}`));
  const size = Math.abs(exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? `0${size}` : size}`;
}

function shortest32(single: number): string {
  for (let precision = 0; precision < 9; precision++) {
    const candidate = single.toExponential(precision);
    if (Math.fround(Number(candidate)) === single) return candidate;
  }
  return single.toExponential();
}

/**
 * The text of a plain map key: booleans and numbers are written out, a date is left as it is. Undefined for null, which
 * Kubernetes refuses as a key.
 */
export function plainKey(text: string): string | undefined {
  const value = resolvePlain(text);
  if (value === null) return undefined;
  if (typeof value !== 'number') return String(value);
  return parseGoInteger(text.replaceAll('_', '')) === undefined ? formatGoFloat(value, 32) : BigInt(value).toString();
}

/** What a tag says the scalar is: the words after `tag:yaml.org,2002:`. */
export type TaggedResult = { readonly value: unknown } | { readonly refused: string };

/** The value of a scalar with an explicit tag (goyaml.v2/decode.go:scalar). Unknown tags leave the text. */
export function resolveTagged(tag: string, text: string): TaggedResult {
  const short = tag.startsWith('tag:yaml.org,2002:') ? tag.slice('tag:yaml.org,2002:'.length) : undefined;
  if (short === undefined || short === 'str' || short === 'timestamp') return { value: text };
  if (short === 'binary') return decodeBase64(text);
  if (!['bool', 'int', 'float', 'null'].includes(short)) return { value: text };
  const value = resolvePlain(text);
  const is = value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'str'
    : Number.isInteger(value) && parseGoInteger(text.replaceAll('_', '')) !== undefined ? 'int' : 'float';
  if (is === short || (short === 'float' && is === 'int')) return { value };
  return { refused: `cannot decode !!${is} \`${text}\` as a !!${short}` };
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 to a text of UTF-8. Bytes that are no text are refused, as JSON could not carry them. */
function decodeBase64(text: string): TaggedResult {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return { refused: '!!binary value contains invalid base64 data' };
  const body = digits.replace(/=+$/, '');
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const digit of body) {
    buffer = ((buffer << 6) | base64Alphabet.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  return { value: decodeUtf8(new Uint8Array(bytes)) };
}
