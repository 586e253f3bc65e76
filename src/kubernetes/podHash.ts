/**
 * The hash that becomes the UID of a static pod: FNV-128a, 32 hexadecimal digits, as since Kubernetes 1.35. What is
 * hashed is a canonical text of the object, with sorted keys. Upstream hashes Go's print of the internal object
 * (pkg/util/hash:DeepHashObject); that input is not reproduced, so our UIDs differ from a real kubelet's, but they
 * change exactly when the object's content, the node or the file's path changes.
 */

/** The 128-bit FNV offset basis in four 32-bit parts, lowest first. */
const offsetBasis = [0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e] as const;
/** The FNV prime is 2^88 + 0x13b; this is its low part. The shift is done by hand below. */
const primeLow = 0x13b;
const wrap = 0x1_0000_0000;

/** FNV-128a of a text, as 32 hexadecimal digits. Characters beyond 255 count as two bytes, low one first. */
export function fnv128a(text: string): string {
  let [a, b, c, d]: readonly [number, number, number, number] = offsetBasis;
  const mix = (byte: number): void => {
    a = (a ^ byte) >>> 0;
    const low = a * primeLow;
    const second = b * primeLow + Math.floor(low / wrap);
    const third = c * primeLow + Math.floor(second / wrap) + ((a << 24) >>> 0);
    const fourth = d * primeLow + Math.floor(third / wrap) + (a >>> 8) + ((b << 24) >>> 0);
    a = low % wrap;
    b = second % wrap;
    c = third % wrap;
    d = fourth % wrap;
  };
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    mix(unit & 0xff);
    if (unit > 0xff) mix(unit >>> 8);
  }
  return [d, c, b, a].map((part) => part.toString(16).padStart(8, '0')).join('');
}

/** A text of the value that does not depend on the order of keys; undefined entries are left out. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalText(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
