import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, sameValue } from '#shared/domain/canonical.ts';
import { versionOf } from '#shared/schema/version.ts';

/** What JSON can say; minus zero is written as zero, as RFC 8785 asks. */
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** The same value with the members of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([key, member]) => [key, shuffled(member)]));
}

describe('canonical JSON', () => {
  it.each([
    // RFC 8785, 3.2.2 and 3.2.3
    [
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
    ['[56,{"d":true,"10":null,"1":[]}]', '[56,{"1":[],"10":null,"d":true}]'],
    ['-0', '0'],
    ['5e-324', '5e-324'],
    ['9007199254740993', '9007199254740992'],
    ['"站"', '"站"'],
  ])('writes %s as the RFC does', (input, output) => {
    expect(canonical(JSON.parse(input))).toBe(output);
  });

  it('reads back as the value that it was', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(value);
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(shuffled(value))).toBe(canonical(value));
      }),
    );
  });

  it('tells different values apart', () => {
    const small = fc.jsonValue({ maxDepth: 2, depthSize: 'small' }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(isDeepStrictEqual(a, b));
      }),
    );
    expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }));
    expect(canonical({ a: null })).not.toBe(canonical({}));
    expect(canonical(['a', 'b'])).not.toBe(canonical(['b', 'a']));
  });

  it('leaves out members that are undefined, as JSON does', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(canonical([undefined])).toBe('[null]');
  });
});

describe('P1 the version of a record', () => {
  it('is the SHA-256 of its canonical text', () => {
    expect(versionOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('is the same for the same content and another for any other', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), fc.string(), json, (record, key, member) => {
        const changed: object = { ...record, [key]: member };
        expect(versionOf(shuffled(record) as object)).toBe(versionOf(record));
        expect(versionOf(changed) === versionOf(record)).toBe(sameValue(changed, record));
      }),
    );
  });
});
