/**
 * Is a text the name of an image? Stands for github.com/distribution/reference:ParseNormalizedNamed, which the kubelet
 * asks before it looks for an image (pkg/kubelet/images/image_manager.go:applyDefaultImageTag).
 */

const DOMAIN = /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$|^\[[a-fA-F0-9:]+\](?::[0-9]+)?$/;
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** 64 hexadecimal digits are an image's id, and no name. */
const IDENTIFIER = /^[a-f0-9]{64}$/;

const isDomain = (part: string): boolean => part.includes('.') || part.includes(':') || part === 'localhost' || part.toLowerCase() !== part;

/** `name`, `name:tag`, `registry:5000/name@sha256:…`. */
export function isImageReference(text: string): boolean {
  if (IDENTIFIER.test(text)) return false;
  const [nameAndTag = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return false;
  const slash = nameAndTag.indexOf('/');
  const domain = slash >= 0 && isDomain(nameAndTag.slice(0, slash)) ? nameAndTag.slice(0, slash) : undefined;
  if (domain !== undefined && !DOMAIN.test(domain)) return false;
  const rest = domain === undefined ? nameAndTag : nameAndTag.slice(slash + 1);
  const colon = rest.indexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  return PATH.test(path) && (colon < 0 || TAG.test(rest.slice(colon + 1)));
}
