import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { RecordStore, StoreResult, Writer } from '#shared/ports/record-store.ts';
import type { HeldOutcome } from '#shared/protocol/held.ts';
import { decideHeld, heldPushes } from '../../center/access/held.ts';
import { keepOutcome, outcomesFor } from '../../center/access/held-outcomes.ts';
import { listLosses, recoverLosses, RECOVERABLE_FOR } from '../../center/access/recover.ts';
import { makeDevice, makeDivisions } from '../support/center-divisions.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, TOWN, VILLAGE } from '../support/center-records.ts';
import { DEVICE, NOW, type StoreUnderTest } from './record-store.ts';

const DAY = 86_400_000;

/** What every engine does where a push would remove or empty much (rule D1). */
export function guardContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a guard`, () => {
    let made: StoreUnderTest;
    let store: RecordStore;
    let device: string;

    beforeAll(async () => {
      made = await makeStore();
      store = made.store;
    });
    beforeEach(async () => {
      await made.empty();
      await makeDivisions(made.access.db, [CITY, COUNTY, TOWN, VILLAGE]);
      device = await makeDevice(made.access.db, VILLAGE);
    });
    afterAll(() => made.close());

    const records = async (count: number): Promise<AnyRecord[]> => {
      const all = Array.from({ length: count }, () => activity(VILLAGE, { title: '包粽子', place: '院子', organiser: '村委', content: '包粽子' }));
      await store.write(all.map((record) => acceptedWrite('activities', record)), DEVICE, '');
      return all;
    };
    const removed = (record: AnyRecord): AnyRecord => edited(record, { removed: true });
    const push = async (changes: readonly (readonly [AnyRecord, AnyRecord])[], fields: Partial<Writer> = {}): Promise<StoreResult[]> =>
      store.write(changes.map(([after, base]) => acceptedWrite('activities', after, base)), { device, at: made.access.clock.now(), guarded: true, ...fields }, VILLAGE);
    const remove = (all: readonly AnyRecord[], fields: Partial<Writer> = {}): Promise<StoreResult[]> => push(all.map((record) => [removed(record), record] as const), fields);
    const codes = (results: readonly StoreResult[]): string[] => [...new Set(results.map((result) => (result.status === 'refused' ? result.code : result.status)))];

    it('D1 a few removals are nobody’s accident, and many are held while the rest of the push lands', async () => {
      const all = await records(60);
      expect(codes(await remove(all.slice(0, 20)))).toEqual(['accepted']);
      const added = activity();
      const results = await push([[removed(all[20] as AnyRecord), all[20] as AnyRecord], [edited(all[30] as AnyRecord, { title: '改' }), all[30] as AnyRecord]]);
      expect(results.map((result) => (result.status === 'refused' ? result.code : result.status))).toEqual(['held', 'accepted']);
      expect(codes(await store.write([acceptedWrite('activities', added)], { device, at: NOW, guarded: true }, VILLAGE))).toEqual(['accepted']);
      expect((await store.get('activities', all[20]?.id ?? ''))?.record.removed).toBe(false);
    });

    it('D1 a tenth of the live records may go where that is more than twenty', async () => {
      const all = await records(400);
      expect(codes(await remove(all.slice(0, 36)))).toEqual(['accepted']);
      expect(codes(await remove(all.slice(36, 50)))).toEqual(['held']);
    });

    it('D1 what was lost a day ago counts no more, and what the center itself does is not held', async () => {
      const all = await records(60);
      await remove(all.slice(0, 20));
      made.access.clock.move(DAY + 1);
      expect(codes(await remove(all.slice(20, 40)))).toEqual(['accepted']);
      expect(codes(await remove(all.slice(40), { guarded: false }))).toEqual(['accepted']);
    });

    it('D1 emptying is losing too', async () => {
      const all = await records(30);
      const emptied = (record: AnyRecord): AnyRecord => edited(record, { place: '', organiser: '', content: '', inCharge: '', attendance: 0, minutes: 0, startsAt: '' });
      expect(codes(await push(all.map((record) => [emptied(record), record] as const)))).toEqual(['held']);
      expect((await store.get('activities', all[0]?.id ?? ''))?.record).toEqual(all[0]);
    });

    it('D1 a held push is one, is held again when it is sent again, and is written once when it is confirmed', async () => {
      const all = await records(40);
      await remove(all.slice(0, 30));
      await remove(all.slice(30));
      expect(codes(await remove(all.slice(0, 2)))).toEqual(['held']);
      const [held, ...others] = await heldPushes(made.access.db, TOWN);
      expect([others, held?.device, held?.site, held?.counts, held?.examples[0]]).toEqual([[], device, VILLAGE, { activities: 40 }, '包粽子']);
      expect(await heldPushes(made.access.db, '211122002')).toEqual([]);
      expect(await decideHeld(made.access, store, '211122002', held?.id ?? '', 'confirm', {})).toBeNull();
      // One moved on meanwhile.
      const newer = edited(all[3] as AnyRecord, { title: '改' });
      await store.write([acceptedWrite('activities', newer, all[3])], DEVICE, '');
      expect(await decideHeld(made.access, store, TOWN, held?.id ?? '', 'confirm', {})).toEqual({ written: 39, outdated: 1, site: VILLAGE, logs: [COUNTY] });
      expect((await store.get('activities', all[3]?.id ?? ''))?.record).toEqual(newer);
      expect(codes(await remove(all.slice(4)))).toEqual(['accepted']);
      expect(await heldPushes(made.access.db, '')).toEqual([]);
      const more = await records(5);
      expect(codes(await remove(more))).toEqual(['accepted']);
    });

    it('D1 a rejected push leaves the records, and is held again when it is sent again', async () => {
      const all = await records(30);
      await remove(all);
      const [held] = await heldPushes(made.access.db, '');
      expect(await decideHeld(made.access, store, '', held?.id ?? '', 'reject', {})).toEqual({ written: 0, outdated: 0, site: VILLAGE, logs: [] });
      expect(await heldPushes(made.access.db, '')).toEqual([]);
      expect((await store.get('activities', all[0]?.id ?? ''))?.record).toEqual(all[0]);
      expect(codes(await remove(all))).toEqual(['held']);
    });

    it('D1 decisions are kept for the device, each later than the one before whatever the clock says, page by page and for 90 days', async () => {
      const { db } = made.access;
      const decide = async (now: number): Promise<void> => {
        await remove(await records(30));
        const [held] = await heldPushes(db, '');
        await decideHeld({ db, clock: { now: () => now, today: () => '2026-06-01' } }, store, '', held?.id ?? '', 'reject', { person: '赵主任' });
      };
      for (const now of [NOW + 5, NOW, NOW + 5]) await decide(now);
      const { decided, more } = await outcomesFor(db, device, 0);
      expect([decided.map(({ at }) => at), more]).toEqual([[NOW + 5, NOW + 6, NOW + 7], false]);
      expect(decided[0]).toMatchObject({ decision: 'reject', counts: { activities: 30 }, by: { person: '赵主任', site: '' } });
      expect(decided[0]?.records).toHaveLength(30);
      expect((await outcomesFor(db, device, NOW + 6)).decided.map(({ at }) => at)).toEqual([NOW + 7]);
      const last = decided[2] as HeldOutcome;
      for (let count = 0; count < 20; count += 1) await db.write((tx) => keepOutcome(tx, device, NOW, (at) => ({ ...last, at })));
      const [page, rest] = [await outcomesFor(db, device, 0), await outcomesFor(db, device, NOW + 24)];
      expect([page.decided.length, page.more, rest.decided.length, rest.more]).toEqual([20, true, 3, false]);
      await db.write((tx) => keepOutcome(tx, 'another', NOW + 90 * DAY + 20, (at) => ({ ...last, at })));
      expect((await outcomesFor(db, device, 0)).decided.map(({ at }) => at)[0]).toBe(NOW + 20);
    });

    it('D1 what a device removed is listed for 90 days and written back, with what was written since', async () => {
      const all = await records(4);
      const [gone, noted] = all as [AnyRecord, AnyRecord];
      const hollow = edited(all[2] as AnyRecord, { place: '', organiser: '', content: '', inCharge: '', attendance: 0, minutes: 0, startsAt: '' });
      await remove([gone, noted]);
      await push([[hollow, all[2] as AnyRecord]]);
      await store.write([acceptedWrite('activities', edited(removed(noted), { title: '后记' }), removed(noted))], DEVICE, '');
      await store.write([acceptedWrite('activities', edited(hollow, { place: '广场' }), hollow)], DEVICE, '');
      const losses = await listLosses(made.access, { site: VILLAGE, device });
      expect(losses.map(({ id, removed: isRemoved, standing }) => [id, isRemoved, standing])).toEqual(
        expect.arrayContaining([[gone.id, true, true], [noted.id, true, false], [all[2]?.id, false, false]]),
      );
      expect(await recoverLosses(made.access, store, { device, since: NOW - DAY })).toEqual({ written: 3, unchanged: 0 });
      const now = async (record: AnyRecord | undefined): Promise<AnyRecord | undefined> => (await store.get('activities', record?.id ?? ''))?.record;
      expect(await now(gone)).toMatchObject({ removed: false, title: gone['title'], by: { device: 'center' } });
      expect(await now(noted)).toMatchObject({ removed: false, title: '后记' });
      expect(await now(all[2])).toMatchObject({ place: '广场', organiser: '村委', content: '包粽子', attendance: 20 });
      expect(await recoverLosses(made.access, store, { device, since: NOW - DAY })).toEqual({ written: 0, unchanged: 3 });
      made.access.clock.move(RECOVERABLE_FOR + 1);
      expect(await listLosses(made.access, { site: VILLAGE })).toEqual([]);
    });

    it('D1 one record that was removed is written back by its id', async () => {
      const [gone] = (await records(1)) as [AnyRecord];
      await remove([gone]);
      expect(await recoverLosses(made.access, store, { kind: 'activities', id: gone.id })).toEqual({ written: 1, unchanged: 0 });
      expect((await store.get('activities', gone.id))?.record.removed).toBe(false);
    });
  });
}
