import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToDigest, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';

type Member = readonly [kind: string, id: string, version: string];

const member: fc.Arbitrary<Member> = fc.tuple(fc.constantFrom('activities', 'evidence'), fc.uuid({ version: 7 }), fc.stringMatching(/^[0-9a-f]{64}$/));
const members = fc.uniqueArray(member, { selector: ([, id]) => id, minLength: 1, maxLength: 12 });

const digestOf = (all: readonly Member[]): SetDigest => all.reduce((digest, one) => addToDigest(digest, ...one), EMPTY_DIGEST);

describe('C2 the digest of a set', () => {
  it('is free of order', () => {
    fc.assert(
      fc.property(members, (all) => {
        expect(digestOf(all.toReversed())).toEqual(digestOf(all));
      }),
    );
  });

  it('changes when one record is missing, of another version or of another kind', () => {
    fc.assert(
      fc.property(members, ([first, ...others]) => {
        if (first === undefined) return;
        const [kind, id, version] = first;
        const whole = digestOf([first, ...others]);
        expect(digestOf(others)).not.toEqual(whole);
        expect(digestOf([[kind, id, version.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))], ...others])).not.toEqual(whole);
        expect(digestOf([[`${kind}x`, id, version], ...others])).not.toEqual(whole);
      }),
    );
  });

  it('tells a record counted twice from none', () => {
    const twice = digestOf([['sites', 'a', 'b'], ['sites', 'a', 'b']]);
    expect(twice.xor).toBe(EMPTY_DIGEST.xor);
    expect(twice).not.toEqual(EMPTY_DIGEST);
  });

  it('can be computed by anyone from its definition', () => {
    // printf 'sites:a:b' | sha256sum
    expect(digestOf([['sites', 'a', 'b']])).toEqual({ count: 1, xor: '98038ca69a1911db1e7bd97e132ac835ca5b80af9d02ba649355e7d347e2b9df' });
  });
});
