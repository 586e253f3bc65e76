/**
 * The objections of the API server, in its own form: `spec.hostNetwork: Forbidden: when ...`. Stands for
 * k8s.io/apimachinery pkg/util/validation/field. `field` is upstream's path; where that path is not the one in a
 * manifest (some hostXXX fields live elsewhere in the internal object), `at` is the path in the text.
 */

export type FieldErrorType = 'Required' | 'Invalid' | 'Forbidden' | 'Duplicate' | 'NotSupported' | 'NotFound' | 'TooLong';

export interface FieldError {
  readonly type: FieldErrorType;
  /** The path as the API server prints it. */
  readonly field: string;
  /** The path in the manifest, when it differs from `field`. */
  readonly at?: string;
  /** The offending value, already printed; absent for kinds that print none. */
  readonly value?: string;
  readonly detail: string;
}

const typeTexts: Record<FieldErrorType, string> = {
  Required: 'Required value', Invalid: 'Invalid value', Forbidden: 'Forbidden', Duplicate: 'Duplicate value',
  NotSupported: 'Unsupported value', NotFound: 'Not found', TooLong: 'Too long',
};

/** Texts in quotes, numbers and truth values as they are, the rest as JSON (field/errors.go:ErrorBody). */
const printValue = (value: unknown): string => JSON.stringify(value) ?? 'null';

export const required = (field: string, detail = ''): FieldError => ({ type: 'Required', field, detail });
export const forbidden = (field: string, detail: string, at?: string): FieldError =>
  ({ type: 'Forbidden', field, detail, ...(at === undefined ? {} : { at }) });
export const invalid = (field: string, value: unknown, detail: string, at?: string): FieldError =>
  ({ type: 'Invalid', field, value: printValue(value), detail, ...(at === undefined ? {} : { at }) });
export const duplicate = (field: string, value: unknown): FieldError =>
  ({ type: 'Duplicate', field, value: printValue(value), detail: '' });
export const notFound = (field: string, value: unknown): FieldError =>
  ({ type: 'NotFound', field, value: printValue(value), detail: '' });
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'NotSupported', field, value: printValue(value),
  detail: `supported values: ${supported.map((each) => JSON.stringify(each)).join(', ')}`,
});
export const tooLong = (field: string, maxLength: number): FieldError =>
  ({ type: 'TooLong', field, detail: `may not be more than ${maxLength} bytes` });

/** One objection as the API server prints it (field/errors.go:Error). */
export function fieldErrorText(error: FieldError): string {
  const value = error.value === undefined ? '' : `: ${error.value}`;
  const detail = error.detail === '' ? '' : `: ${error.detail}`;
  return `${error.field}: ${typeTexts[error.type]}${value}${detail}`;
}

/** All objections as one text: alone, or in brackets (util/errors:Aggregate). Repeated texts are printed once. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** What the API server answers about an invalid object (apimachinery pkg/api/errors:NewInvalid). */
export const invalidObjectText = (kind: string, name: string, errors: readonly FieldError[]): string =>
  `${kind} ${JSON.stringify(name)} is invalid: ${fieldErrorsText(errors)}`;
