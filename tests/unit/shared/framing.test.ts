import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '#shared/bridge/framing.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const there = (value: unknown): Uint8Array => pack(value, encode);
const back = (packed: Uint8Array): unknown => unpack(packed, decode);

/** JSON with bytes anywhere, and with objects that look like the format's own place holders. */
const value = fc.letrec<{ readonly any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, false, '', '站', 0, 1, -3.5),
    fc.uint8Array({ maxLength: 40 }),
    fc.record({ $bytes: fc.oneof(fc.tuple(fc.nat(3), fc.nat(3)), fc.constant('text')) }),
    fc.record({ $$bytes: fc.constant([0, 0]) }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'), tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any;

/** A frame with this text and these bytes behind it. */
function frame(text: string, tail: readonly number[] = [], length = encode(text).length): Uint8Array {
  const json = encode(text);
  const packed = new Uint8Array(4 + json.length + tail.length);
  new DataView(packed.buffer).setUint32(0, length);
  packed.set(json, 4);
  packed.set(tail, 4 + json.length);
  return packed;
}

describe('a framed value', () => {
  it('comes back as it went, whatever is in it', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(back(there(sent))).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back from the middle of a larger buffer', () => {
    const sent = { hash: 'x', bytes: Uint8Array.of(1, 2, 3) };
    const packed = there(sent);
    const larger = new Uint8Array(packed.length + 20).fill(255);
    larger.set(packed, 7);
    expect(back(larger.subarray(7, 7 + packed.length))).toEqual(sent);
  });

  it('takes the bytes of a Node buffer for what they are, and hands out bytes of its own', () => {
    const packed = Buffer.from(there({ bytes: Buffer.from([1, 2, 3]) }));
    const received = back(packed) as { readonly bytes: Uint8Array };
    packed.fill(0);
    expect(received).toEqual({ bytes: Uint8Array.of(1, 2, 3) });
    expect(received.bytes.buffer.byteLength).toBe(3);
  });

  it('says nothing as null', () => {
    expect(back(there(undefined))).toBeNull();
  });
});

describe('a frame that is not one', () => {
  it.each([
    ['is empty', new Uint8Array(0)],
    ['ends in its length', Uint8Array.of(0, 0)],
    ['says it is longer than it is', frame('{}', [], 3)],
    ['says it is as long as can be', frame('{}', [], 0xffffffff)],
    ['names bytes behind its end', frame('{"$bytes":[0,2]}', [1])],
    ['names bytes before its start', frame('{"$bytes":[-1,1]}', [1])],
    ['names fewer bytes than none', frame('{"$bytes":[1,-1]}', [1])],
    ['names a place beyond all numbers', frame('{"$bytes":[9007199254740991,9007199254740991]}', [1])],
    ['hands the same bytes out again and again', frame('[{"$bytes":[0,2]},{"$bytes":[0,2]}]', [1, 2])],
  ])('is refused where it %s', (_what, bytes) => {
    expect(() => back(bytes)).toThrow(RangeError);
  });

  it('is refused where its text is no JSON', () => {
    expect(() => back(frame('{'))).toThrow(SyntaxError);
    expect(() => back(frame(''))).toThrow(SyntaxError);
  });

  it('is never read beyond what came, wherever it was cut', () => {
    fc.assert(
      fc.property(value, fc.nat(), (sent, cut) => {
        const packed = there(sent);
        const part = packed.subarray(0, cut % packed.length);
        expect(() => back(part)).toThrow();
      }),
    );
  });
});
