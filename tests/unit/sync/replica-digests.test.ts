import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToDigest, EMPTY_DIGEST, monthOf } from '#shared/protocol/digest.ts';
import { ReplicaDigests } from '#shared/sync/replica-digests.ts';

const ids = ['0190a0a0-0000-7000-8000-000000000001', '0190a0a0-0000-7000-8000-000000000002', '019e8232-0000-7000-8000-000000000003'] as const;
const version = (letter: string): string => letter.repeat(64);

describe('C2 the digests of a replica', () => {
  it('are those of the versions that the center is known to have', () => {
    const digests = new ReplicaDigests();
    digests.begin('activities');
    digests.count('activities', [{ id: ids[0], version: version('a') }, { id: ids[1], version: null }, { id: ids[2], version: version('b') }], true);
    expect(digests.known(['activities'])).toBe(true);
    expect(digests.total('activities')).toEqual(addToDigest(addToDigest(EMPTY_DIGEST, 'activities', ids[0], version('a')), 'activities', ids[2], version('b')));
    expect(Object.keys(digests.months('activities'))).toEqual([monthOf(ids[0]), monthOf(ids[2])]);
  });

  it('say nothing before all was counted, and leave to the count what it has not reached', () => {
    const digests = new ReplicaDigests();
    digests.begin('activities');
    digests.count('activities', [{ id: ids[0], version: version('a') }], false);
    expect(digests.known(['activities'])).toBe(false);
    digests.replaced('activities', ids[1], null, version('b'));
    digests.replaced('activities', ids[0], version('a'), version('c'));
    digests.count('activities', [{ id: ids[1], version: version('b') }], true);
    expect(digests.total('activities')).toEqual(addToDigest(addToDigest(EMPTY_DIGEST, 'activities', ids[0], version('c')), 'activities', ids[1], version('b')));
  });

  it('kept up with changes are those that are counted anew', () => {
    const change = fc.record({ id: fc.constantFrom(...ids), to: fc.constantFrom(null, version('a'), version('b')) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const kept = new ReplicaDigests();
        kept.begin('activities');
        kept.count('activities', [], true);
        const now = new Map<string, string | null>();
        for (const { id, to } of changes) {
          kept.replaced('activities', id, now.get(id) ?? null, to);
          now.set(id, to);
        }
        const counted = new ReplicaDigests();
        counted.begin('activities');
        counted.count('activities', [...now].map(([id, at]) => ({ id, version: at })), true);
        expect(kept.months('activities')).toEqual(counted.months('activities'));
      }),
    );
  });

  it('are unknown once they are forgotten', () => {
    const digests = new ReplicaDigests();
    digests.begin('sites');
    digests.count('sites', [], true);
    digests.forget();
    expect(digests.known(['sites'])).toBe(false);
  });
});
