/**
 * What the API server accepts as a name, a label, a port. Each function gives upstream's objections, none for a good
 * text. Stands for k8s.io/apimachinery pkg/util/validation and pkg/api/validate/content. Lengths are counted in
 * characters; all accepted texts are ASCII, so bytes and characters agree where it matters.
 */

const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`;
const labelPattern = new RegExp(`^${labelFormat}$`);
const subdomainPattern = new RegExp(`^${subdomainFormat}$`);
const qualifiedNameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedNamePattern = new RegExp(`^${qualifiedNameFormat}$`);

const atMost = (bytes: number): string => `must be no more than ${bytes} bytes`;

function regexError(message: string, format: string, ...examples: readonly string[]): string {
  const given = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (${given ? `e.g. ${given}` : ''}regex used for validation is '${format}')`;
}

/** content/dns.go:IsDNS1123Label. */
export function isDNS1123Label(value: string): readonly string[] {
  const messages = value.length > 63 ? [atMost(63)] : [];
  if (labelPattern.test(value)) return messages;
  if (subdomainPattern.test(value)) return [...messages, 'must not contain dots'];
  return [
    ...messages,
    regexError(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      labelFormat, 'my-name', '123-abc',
    ),
  ];
}

/** content/dns.go:IsDNS1123Subdomain: names of pods, nodes, most objects. */
export function isDNS1123Subdomain(value: string): readonly string[] {
  const messages = value.length > 253 ? [atMost(253)] : [];
  if (subdomainPattern.test(value)) return messages;
  return [
    ...messages,
    regexError(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      subdomainFormat, 'example.com',
    ),
  ];
}

const qualifiedNameError = (what: string): string =>
  regexError(
    `${what} must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    qualifiedNameFormat, 'MyName', 'my.name', '123-abc',
  );

/** content/kube.go:IsLabelKey (a qualified name): keys of labels and annotations, condition types. */
export function isQualifiedName(value: string): readonly string[] {
  const parts = value.split('/');
  const messages: string[] = [];
  const name = parts.length === 1 ? value : parts[1] ?? '';
  if (parts.length > 2) {
    return [`${qualifiedNameError('a qualified name')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') messages.push('prefix part must be non-empty');
    else messages.push(...isDNS1123Subdomain(prefix).map((message) => `prefix part ${message}`));
  }
  if (name === '') messages.push('name part must be non-empty');
  else if (name.length > 63) messages.push(`name part ${atMost(63)}`);
  if (!qualifiedNamePattern.test(name)) messages.push(qualifiedNameError('name part'));
  return messages;
}

/** content/kube.go:IsLabelValue: empty is allowed. */
export function isLabelValue(value: string): readonly string[] {
  const messages = value.length > 63 ? [atMost(63)] : [];
  if (value === '' || qualifiedNamePattern.test(value)) return messages;
  return [
    ...messages,
    regexError(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      `(${qualifiedNameFormat})?`, 'MyValue', 'my_value', '12345',
    ),
  ];
}

/** validation.go:IsValidPortNum. */
export const isValidPortNum = (port: number): readonly string[] =>
  Number.isInteger(port) && port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];

/** validation.go:IsValidPortName. */
export function isValidPortName(port: string): readonly string[] {
  const messages: string[] = [];
  if (port.length > 15) messages.push(atMost(15));
  if (!/^[-a-z0-9]+$/.test(port)) messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(port)) messages.push('must contain at least one letter (a-z)');
  if (port.includes('--')) messages.push('must not contain consecutive hyphens');
  if (port.startsWith('-') || port.endsWith('-')) messages.push('must not begin or end with a hyphen');
  return messages;
}

/** Does the text read as an IPv4 or IPv6 address? (k8s.io/utils/net:ParseIPSloppy) */
export function isValidIP(text: string): boolean {
  const octets = text.split('.');
  const isIPv4 = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  if (isIPv4) return true;
  if (!text.includes(':') || /[^0-9a-fA-F:.]/.test(text) || text.split('::').length > 2) return false;
  const groups = text.split(':').filter((group) => group !== '');
  return groups.length <= 8 && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group) || /^[\d.]+$/.test(group))
    && (text.includes('::') || groups.length === 8 || /\.\d/.test(text));
}
