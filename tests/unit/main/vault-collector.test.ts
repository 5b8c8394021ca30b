import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reference, ReferPortion } from '#shared/bridge/vault.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { hashOf } from '#shared/schema/version.ts';
import { Collector, GRACE_DAYS } from '../../../main/services/vault/collector.ts';
import { openReferenceBook, type ReferenceBook } from '../../../main/services/vault/reference-book.ts';
import { openVault, type Vault } from '../../../main/services/vault/vault.ts';
import { FakeTimers, MemoryLog, temporaryFolder } from '../../support/host.ts';

const DAY = 86_400_000;
const REPLICA = '211122101200';
const [kept, stray] = [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])];
const [keptHash, strayHash] = [hashOf(kept), hashOf(stray)];

const named = (hash: string): Reference => ({ hash, record: '', part: 'other', name: '', day: '', here: true });
const whole = (...hashes: readonly string[]): ReferPortion => ({ replica: REPLICA, from: 0, entries: hashes.map(named), end: 'whole' });

interface House {
  readonly folder: string;
  readonly vault: Vault;
  readonly book: ReferenceBook;
  readonly collector: Collector;
  readonly clock: FakeClock;
  readonly timers: FakeTimers;
  readonly log: MemoryLog;
}

/** A vault with one photo that a record names and one that nothing names. */
async function makeHouse(folder?: string, clock = new FakeClock()): Promise<House> {
  const own = folder ?? (await temporaryFolder());
  const log = new MemoryLog();
  const timers = new FakeTimers();
  const vault = await openVault({ folder: join(own, 'photos'), log, freeBytes: () => Promise.resolve(1e12) });
  await vault.put(keptHash, kept);
  await vault.put(strayHash, stray);
  const book = await openReferenceBook(join(own, 'named'), log);
  const collector = new Collector({ path: join(own, 'unnamed.json'), vault, book, clock, timers, log });
  return { folder: own, vault, book, collector, clock, timers, log };
}

/** Tells a whole list and collects, once a day on so many days. */
async function useOnDays({ book, collector, clock }: House, days: number, list = whole(keptHash)): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    clock.move(DAY);
    await book.take(list);
    await collector.collect();
  }
}

describe('collecting photos that nothing names', () => {
  it('removes them after the grace time, keeps what is named, and says so in the log', async () => {
    const house = await makeHouse();
    await useOnDays(house, GRACE_DAYS);
    expect(await house.vault.has(strayHash)).toBe(true);
    await useOnDays(house, 1);
    expect(await house.vault.has(strayHash)).toBe(false);
    expect(await house.vault.has(keptHash)).toBe(true);
    expect(house.log.lines).toEqual([`info removed 1 photos (3 bytes) that nothing had named on ${GRACE_DAYS} days; 0 more are not named and wait`]);
  });

  it('counts the days across restarts', async () => {
    const first = await makeHouse();
    await useOnDays(first, 20);
    const second = await makeHouse(first.folder, first.clock);
    await useOnDays(second, GRACE_DAYS - 19);
    expect(await second.vault.has(strayHash)).toBe(false);
  });

  it('is not hurried by a clock that jumps years ahead, is set back, or shows the same days again', async () => {
    const house = await makeHouse();
    await useOnDays(house, 3);
    for (let time = 0; time < 40; time += 1) {
      house.clock.move(time % 2 === 0 ? 3_650 * DAY : -3_650 * DAY);
      await house.book.take(whole(keptHash));
      await house.collector.collect();
    }
    expect(await house.vault.has(strayHash)).toBe(true);
    await useOnDays(house, GRACE_DAYS - 5);
    expect(await house.vault.has(strayHash)).toBe(true);
    await useOnDays(house, 5);
    expect(await house.vault.has(strayHash)).toBe(false);
  });

  it('begins anew for a photo that was named in between', async () => {
    const house = await makeHouse();
    await useOnDays(house, GRACE_DAYS);
    await useOnDays(house, 1, whole(keptHash, strayHash));
    await useOnDays(house, GRACE_DAYS);
    expect(await house.vault.has(strayHash)).toBe(true);
    await useOnDays(house, 1);
    expect(await house.vault.has(strayHash)).toBe(false);
  });

  it('does nothing while photos are imported, and goes on a while later', async () => {
    const house = await makeHouse();
    await useOnDays(house, GRACE_DAYS);
    house.clock.move(DAY);
    house.collector.noteImport(keptHash);
    expect(await house.collector.collect()).toEqual({ ran: false, why: 'importing' });
    house.timers.move(10 * 60_000);
    expect(await house.collector.collect()).toMatchObject({ ran: true, removed: 1 });
  });

  it('keeps a photo that is taken in again at the very moment', async () => {
    const house = await makeHouse();
    await useOnDays(house, GRACE_DAYS);
    house.clock.move(DAY);
    const collected = house.collector.collect();
    house.collector.noteImport(strayHash);
    const put = await house.vault.put(strayHash, stray);
    await collected;
    expect(put.ok).toBe(true);
    expect(await house.vault.has(strayHash)).toBe(true);
  });

  it('does nothing before a whole list has come, nor where one that was kept cannot be read', async () => {
    const house = await makeHouse();
    expect(await house.collector.collect()).toEqual({ ran: false, why: 'incomplete' });
    await house.book.take({ ...whole(keptHash), end: 'partial' });
    expect(await house.collector.collect()).toEqual({ ran: false, why: 'incomplete' });
    await writeFile(join(house.folder, 'named', '211122101999.json'), '[{"hash":');
    const reopened = await makeHouse(house.folder);
    await reopened.book.take(whole(keptHash));
    expect(await reopened.collector.collect()).toEqual({ ran: false, why: 'incomplete' });
    await reopened.book.take({ ...whole(keptHash), replica: '211122101999' });
    expect(await reopened.collector.collect()).toMatchObject({ ran: true });
  });

  it('does not believe a list that names nothing at all', async () => {
    const house = await makeHouse();
    await house.book.take(whole());
    expect(await house.collector.collect()).toEqual({ ran: false, why: 'nothingNamed' });
  });
});

describe('the book of what names photos', () => {
  it('takes a list in portions that follow one another, and drops one with a gap', async () => {
    const { book } = await makeHouse();
    const portion = (from: number, hash: string, end: ReferPortion['end']): ReferPortion => ({ replica: REPLICA, from, entries: [named(hash)], end });
    expect(await book.take(portion(0, keptHash, 'more'))).toBe('more');
    expect(await book.take(portion(2, strayHash, 'whole'))).toBe('outOfOrder');
    expect(await book.take(portion(1, strayHash, 'whole'))).toBe('outOfOrder');
    expect(book.isWhole()).toBe(false);
    await book.take(portion(0, keptHash, 'more'));
    expect(await book.take(portion(1, strayHash, 'whole'))).toBe('whole');
    expect([...book.byHash().keys()]).toEqual([keptHash, strayHash]);
  });

  it('forgets no replica that was ever served here', async () => {
    const house = await makeHouse();
    await house.book.take({ ...whole(strayHash), replica: 'former' });
    await useOnDays(house, GRACE_DAYS + 2);
    const reopened = await makeHouse(house.folder);
    expect(reopened.book.byHash().has(strayHash)).toBe(true);
    expect(await reopened.vault.has(strayHash)).toBe(true);
  });
});
