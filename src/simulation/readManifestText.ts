/**
 * The reader of texts in manifest files. Apart from the components that use it, because it brings the readers of YAML
 * and the table of fields: a page that nobody has written into yet does without.
 */
import type { ApiObject } from '../kubernetes/objects';
import { withoutNulls } from '../kubernetes/withoutNulls';
import { parseManifest } from '../manifest/parse';
import { checkType, typeOfKind } from '../manifest/schema';
import type { ReadText } from './tx';

const GO_KINDS: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool', object: 'object' };

/** Why the decoder does not take the object: the first field that has a value of another type (encoding/json: UnmarshalTypeError). */
function decoderFault(object: ApiObject | undefined): string | undefined {
  const type = typeOfKind(object?.apiVersion, object?.kind);
  const fault = type === undefined ? undefined : checkType(object, type).find(({ kind }) => kind === 'wrongType');
  if (!fault) return undefined;
  const found = Array.isArray(fault.value) ? 'array' : (GO_KINDS[typeof fault.value] ?? 'object');
  return `json: cannot unmarshal ${found} into Go struct field ${object?.kind ?? ''}.${fault.path}`;
}

/**
 * What a kubelet finds in a file: its first document only, however many there are (apimachinery util/yaml:ToJSON). A
 * text that is no YAML, or has values of wrong types, holds nothing.
 */
export const readManifestText: ReadText = (text) => {
  const { documents, parts, problems } = parseManifest(text);
  const [part] = parts;
  const fault = problems.find(({ severity, document, line }) => severity === 'error' && document === undefined && (!part || line <= part.endLine));
  if (fault) return { object: null, error: `yaml: line ${fault.line}: ${fault.message}` };
  const first = documents.find((document) => document.part === 0 && document.list === undefined);
  const ignored = parts.length - 1;
  const object = withoutNulls(first?.value as ApiObject | undefined);
  const error = decoderFault(object);
  if (error !== undefined) return { object: null, error };
  return { object: object ?? null, ...(ignored > 0 ? { ignoredDocuments: ignored } : {}) };
};
