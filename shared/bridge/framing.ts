/**
 * How the browser shell carries a channel's value that may hold bytes: 4 bytes with the length of the JSON text (big
 * endian), the JSON text (UTF-8) with `{"$bytes": [offset, length]}` in place of each byte array, then the bytes.
 */

interface Placeholder {
  readonly $bytes: readonly [number, number];
}

/** Packs a JSON-like value that may hold Uint8Arrays. `encodeText` is the platform's UTF-8 encoder. */
export function pack(value: unknown, encodeText: (text: string) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const json = encodeText(
    JSON.stringify(value, (_key, member: unknown) => {
      if (!(member instanceof Uint8Array)) return member;
      const placeholder: Placeholder = { $bytes: [offset, member.length] };
      parts.push(member);
      offset += member.length;
      return placeholder;
    }) ?? 'null',
  );
  const packed = new Uint8Array(4 + json.length + offset);
  new DataView(packed.buffer).setUint32(0, json.length);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** Reads what {@link pack} wrote. Throws a RangeError or SyntaxError where the bytes are not such a value. */
export function unpack(packed: Uint8Array, decodeText: (bytes: Uint8Array) => string): unknown {
  const length = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0);
  if (4 + length > packed.length) throw new RangeError('frame is shorter than it says');
  const tail = packed.subarray(4 + length);
  return JSON.parse(decodeText(packed.subarray(4, 4 + length)), (_key, member: unknown) => {
    if (!isPlaceholder(member)) return member;
    const [offset, size] = member.$bytes;
    if (offset < 0 || size < 0 || offset + size > tail.length) throw new RangeError('bytes lie outside the frame');
    return tail.slice(offset, offset + size);
  });
}

function isPlaceholder(value: unknown): value is Placeholder {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  const range: unknown = (value as { readonly $bytes?: unknown }).$bytes;
  return Array.isArray(range) && range.length === 2 && range.every((part) => Number.isInteger(part));
}
