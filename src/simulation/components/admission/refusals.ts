/** The API server's words when admission or validation refuses a request. */
import { fieldErrorsText, type FieldError } from '../../../kubernetes/fieldErrors';
import type { ApiObject } from '../../../kubernetes/objects';
import { kindInfo } from '../../kinds';
import type { Refusal } from '../answers';

const nameOf = (object: ApiObject): string => object.metadata?.name ?? '';
const groupOf = (kind: string, apiVersion: string | undefined): string => {
  const version = kindInfo(kind, apiVersion).apiVersion;
  return version.includes('/') ? `.${version.slice(0, version.indexOf('/'))}` : '';
};

/** The resource as messages name it: `pods`, `deployments.apps`. */
export function resourceName(kind: string, apiVersion?: string): string {
  const lower = kind.toLowerCase();
  const plural = lower.endsWith('s') ? `${lower}es` : lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  return plural + groupOf(kind, apiVersion);
}

const refusal403 = (object: ApiObject, name: string, text: string): Refusal => ({
  ok: false,
  code: 403,
  reason: 'Forbidden',
  message: `${resourceName(object.kind ?? '', object.apiVersion)} "${name}" is forbidden: ${text}`,
});

/**
 * 403: a mutating admission plugin objects (apiserver admission/errors.go:NewForbidden, extractResourceName). A name that
 * the server is to generate is not there yet: the message has its beginning.
 */
export const forbidden = (object: ApiObject, text: string): Refusal => refusal403(object, object.metadata?.generateName || nameOf(object), text);

/** 403: a validating admission plugin objects; by then the object has its name. */
export const forbiddenOnceNamed = (object: ApiObject, text: string): Refusal => refusal403(object, nameOf(object), text);

/** 422: validation objects (apimachinery api/errors:NewInvalid). */
export const invalidObject = (object: ApiObject, errors: readonly FieldError[]): Refusal => ({
  ok: false,
  code: 422,
  reason: 'Invalid',
  message: `${object.kind ?? ''}${groupOf(object.kind ?? '', object.apiVersion)} "${nameOf(object)}" is invalid: ${fieldErrorsText(errors)}`,
});

/** 404: something that the request needs does not exist. */
export const notFound = (resource: string, name: string): Refusal => ({
  ok: false, code: 404, reason: 'NotFound', message: `${resource} "${name}" not found`,
});
