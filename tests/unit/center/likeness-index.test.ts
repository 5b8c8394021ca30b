import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HASH_BITS } from '#shared/domain/likeness/bits.ts';
import { likenessText } from '#shared/domain/likeness/likeness-text.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { openDataFolder, type DataFolder } from '../../../center/app/data-folder.ts';
import { findAlike } from '../../../center/store/likeness/find-alike.ts';
import { followLog, forgetIndex } from '../../../center/store/likeness/follow.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, evidence, OTHER_COUNTY, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/center-records.ts';
import { ENGINES, makePlace, type TestPlace } from '../../support/engines.ts';
import { dice } from '../../support/likeness/made-scene.ts';

type Words = readonly Uint32Array[];

function anyHashes(random: () => number): Words {
  return Array.from({ length: 3 }, () => Uint32Array.from({ length: HASH_BITS / 32 }, () => Math.floor(random() * 2 ** 32)));
}

/** With so many bits of each hash turned, anywhere. */
function flipped(hashes: Words, count: number, random: () => number): Words {
  return hashes.map((hash) => {
    const bits = new Set<number>();
    while (bits.size < count) bits.add(Math.floor(random() * HASH_BITS));
    const copy = Uint32Array.from(hash);
    for (const bit of bits) copy[bit >>> 5] = ((copy[bit >>> 5] ?? 0) ^ (1 << (bit & 31))) >>> 0;
    return copy;
  });
}

describe.each(ENGINES)('the index of alike photos, on %s', (engine) => {
  let place: TestPlace;
  let folder: DataFolder;
  let taken = 0;
  const random = dice(11);

  beforeEach(async () => {
    place = await makePlace(engine);
    folder = await openDataFolder(place, new FakeClock('2026-06-01T08:00:00.000Z'));
  });
  afterEach(async () => {
    await folder.close();
    await place.remove();
  });

  const photo = (site: string, hashes: Words): AnyRecord => {
    taken += 1;
    return evidence(site, taken.toString(16).padStart(64, '0'), { likeness: likenessText(hashes) });
  };
  const put = async (...records: readonly (readonly [AnyRecord, AnyRecord | null])[]): Promise<void> => {
    const writes = records.map(([record, base]) => acceptedWrite('title' in record ? 'activities' : 'evidence', record, base));
    expect((await folder.store.write(writes, { device: 'd', at: 1, guarded: false }, '')).filter(({ status }) => status !== 'accepted')).toEqual([]);
  };
  const follow = (transactions = 100, atOnce = 3): Promise<{ readonly behind: number }> => followLog(folder.access.db, COUNTY, transactions, atOnce);
  const alike = async (record: AnyRecord, scope = COUNTY): Promise<readonly string[]> => {
    const found = await folder.access.db.snapshot((tx) => findAlike(tx, scope.slice(0, 6), record, scope));
    return found.map(([{ id }]) => id).toSorted();
  };

  it('finds every copy that differs in 15 bits or less, and no other photo', async () => {
    const originals = Array.from({ length: 60 }, () => anyHashes(random));
    const [firsts, copies] = [originals.map((hashes) => photo(VILLAGE, hashes)), originals.map((hashes, index) => photo(OTHER_VILLAGE, flipped(hashes, index % 16, random)))];
    await put(...[...firsts, ...copies].map((record) => [record, null] as const));
    expect(await follow(100, 50)).toEqual({ behind: 0 });
    for (const [index, first] of firsts.entries()) {
      expect(await alike(first)).toEqual([copies[index]?.id]);
      expect(await alike(first, VILLAGE)).toEqual([]);
    }
    expect(await alike(copies[3] as AnyRecord, TOWN)).toEqual([firsts[3]?.id]);
  });

  it('goes on where it was cut off, and takes nothing twice', async () => {
    const hashes = anyHashes(random);
    const records = [photo(VILLAGE, hashes), activity(), photo(VILLAGE, anyHashes(random)), activity(), photo(OTHER_VILLAGE, hashes), photo(VILLAGE, anyHashes(random)), activity()];
    await put(...records.map((record) => [record, null] as const));
    const [first, , , , copy] = records as [AnyRecord, AnyRecord, AnyRecord, AnyRecord, AnyRecord];
    expect((await follow(1, 2)).behind).toBe(4);
    expect(await alike(first)).toEqual([]);
    const broken = folder.access.db.write(async (tx) => {
      await tx.run('DELETE FROM likeness_marks');
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect((await follow()).behind).toBe(0);
    expect(await alike(first)).toEqual([copy.id]);
    await Promise.all([put([edited(first, { caption: '改' }), first]).then(() => follow()), follow()]);
    expect((await follow()).behind).toBe(0);
    expect(await folder.access.db.get('SELECT count(*) AS photos, max(number) AS last FROM likeness_photos')).toEqual({ photos: 4, last: 4 });
    await forgetIndex(folder.access.db, COUNTY);
    expect(await alike(copy)).toEqual([]);
    await follow();
    expect(await alike(copy)).toEqual([first.id]);
  });

  it('follows a photo whose likeness changes, that is removed, or that moves to another county', async () => {
    const [one, other] = [anyHashes(random), anyHashes(random)];
    const [first, second, third] = [photo(VILLAGE, one), photo(OTHER_VILLAGE, other), photo(VILLAGE, other)];
    await put([first, null], [second, null], [third, null]);
    await follow();
    expect(await alike(second)).toEqual([third.id]);
    const changed = edited(first, { likeness: second['likeness'] });
    await put([changed, first]);
    await follow();
    expect(await alike(second)).toEqual([first.id, third.id].toSorted());
    await put([edited(third, { removed: true }), third], [edited(changed, { site: `${OTHER_COUNTY}001001` }), changed]);
    await follow();
    expect(await alike(second)).toEqual([]);
    await followLog(folder.access.db, OTHER_COUNTY, 10);
    expect(await folder.access.db.snapshot((tx) => findAlike(tx, OTHER_COUNTY, second, CITY))).toMatchObject([[{ id: first.id }, { distance: 0 }]]);
  });

  it('passes over a likeness of a version that it does not know', async () => {
    const strange = edited(photo(VILLAGE, anyHashes(random)), { likeness: '2.00112233' });
    await put([strange, null], [edited(photo(VILLAGE, anyHashes(random)), { likeness: '2.00112233' }), null]);
    expect(await follow()).toEqual({ behind: 0 });
    expect(await alike(strange)).toEqual([]);
  });
});
