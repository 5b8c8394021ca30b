/**
 * How the browser shell carries a channel's value that may hold bytes: 4 bytes with the length of the JSON text (big
 * endian), the JSON text (UTF-8) with `{"$bytes": [offset, length]}` in place of each byte array, then the bytes. A value
 * that looks like such a place holder by itself carries one more `$` on the way.
 */

interface Placeholder {
  readonly $bytes: readonly [number, number];
}

/** The only key of an object that stands for bytes, or of one that must not be taken for it. */
const RESERVED = /^\$+bytes$/;

/** Packs a JSON-like value that may hold Uint8Arrays. `encodeText` is the platform's UTF-8 encoder. */
export function pack(value: unknown, encodeText: (text: string) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const json = encodeText(
    // The holder is asked, because Node's Buffer turns itself into a list of numbers before a replacer sees it.
    JSON.stringify(value, function replace(this: Readonly<Record<string, unknown>>, key: string, member: unknown) {
      const bytes = this[key];
      if (!(bytes instanceof Uint8Array)) return escaped(member);
      const placeholder: Placeholder = { $bytes: [offset, bytes.length] };
      parts.push(bytes);
      offset += bytes.length;
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
  let taken = 0;
  return JSON.parse(decodeText(packed.subarray(4, 4 + length)), (_key, member: unknown) => {
    if (!isPlaceholder(member)) return unescaped(member);
    const [offset, size] = member.$bytes;
    taken += size;
    // No more is handed out than came in, so that a small frame cannot ask for much memory.
    if (offset < 0 || size < 0 || offset + size > tail.length || taken > tail.length) throw new RangeError('bytes lie outside the frame');
    return new Uint8Array(tail.subarray(offset, offset + size));
  });
}

function reservedKey(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && RESERVED.test(key) ? key : null;
}

function escaped(value: unknown): unknown {
  const key = reservedKey(value);
  return key === null ? value : { [`$${key}`]: (value as Readonly<Record<string, unknown>>)[key] };
}

function unescaped(value: unknown): unknown {
  const key = reservedKey(value);
  return key === null || key === '$bytes' ? value : { [key.slice(1)]: (value as Readonly<Record<string, unknown>>)[key] };
}

function isPlaceholder(value: unknown): value is Placeholder {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  const range: unknown = (value as { readonly $bytes?: unknown }).$bytes;
  return Array.isArray(range) && range.length === 2 && range.every((part) => Number.isInteger(part));
}
