import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import { monthOf, NO_MONTH } from '#shared/protocol/digest.ts';
import { MAX_COMPARED, type ReconcileRequest, type ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';
import { lifeOf, renewEpoch } from '../../center/store/records/epoch.ts';
import { digestsOf } from '../support/center-digests.ts';
import { acceptedWrite, activity, COUNTY, edited, OTHER_VILLAGE, standard, VILLAGE } from '../support/center-records.ts';
import { DEVICE, type StoreUnderTest } from './record-store.ts';

const MONTH = '2026-03';

/** An id of a month, `second` seconds into it. */
const idIn = (month: string, second: number): string => v7({ msecs: Date.parse(`${month}-01T00:00:00.000Z`) + second * 1_000 });

/** What every engine does where a replica compares itself with it (rule C2). */
export function digestsContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`${name} compared with a replica`, () => {
    let made: StoreUnderTest;
    let store: RecordStore;

    beforeAll(async () => {
      made = await makeStore();
      store = made.store;
    });
    beforeEach(async () => {
      await made.empty();
    });
    afterAll(() => made.close());

    const put = async (...records: readonly AnyRecord[]): Promise<void> => {
      for (let start = 0; start < records.length; start += 1_000) {
        await store.write(records.slice(start, start + 1_000).map((record) => acceptedWrite('activities', record)), DEVICE, '');
      }
    };
    const compare = (have: readonly AnyRecord[], fields: Partial<ReconcileRequest> = {}, scope = VILLAGE): Promise<ReconcileResponse> =>
      store.reconcile(scope, { protocol: 2, kind: 'activities', month: MONTH, after: '', until: null, have: have.map((record) => ({ id: record.id, version: versionOf(record) })), ...fields });
    const statesOf = ({ differing }: ReconcileResponse): Record<string, string> => Object.fromEntries(differing.map(({ id, state }) => [id, state]));

    it('C2 counts by month of the ids, and ids without a time apart', async () => {
      const records = [activity(VILLAGE, { id: idIn('2026-03', 1) }), activity(VILLAGE, { id: idIn('2026-04', 1) }), activity(VILLAGE, { id: v4() })];
      await put(...records);
      const digest = await store.digest(VILLAGE);
      expect(Object.keys(digest['activities']?.months ?? {})).toEqual([NO_MONTH, '2026-03', '2026-04']);
      expect(digest).toEqual(digestsOf(records.map((record) => ({ kind: 'activities', record }))));
    });

    it('C2 names what is missing, stale, altered, extra and left, with its own record where it has one', async () => {
      const at = (second: number, site = VILLAGE): AnyRecord => activity(site, { id: idIn(MONTH, second) });
      const [same, missing, stale, altered, extra, left] = [at(1), at(2), at(3), at(4), at(5), at(6, OTHER_VILLAGE)] as const;
      const newer = edited(stale, { title: '新' });
      await put(same, missing, stale, altered, left);
      await store.write([acceptedWrite('activities', newer, stale)], DEVICE, '');
      const answer = await compare([same, stale, edited(altered, { title: '?' }), extra, left]);
      expect(statesOf(answer)).toEqual({ [missing.id]: 'missing', [stale.id]: 'stale', [altered.id]: 'altered', [extra.id]: 'extra', [left.id]: 'left' });
      expect(answer.differing.map(({ record }) => record)).toEqual([missing, newer, altered, undefined, undefined]);
      expect(answer.through).toBeNull();
      expect(await compare([same, missing, newer, altered])).toEqual({ differing: [], through: null });
    });

    it('C2 compares a month and a range of it alone, and counts what is addressed down', async () => {
      const records = [1, 2, 3, 4].map((second) => activity(VILLAGE, { id: idIn(MONTH, second) }));
      const [a, b, c, d] = records as [AnyRecord, AnyRecord, AnyRecord, AnyRecord];
      await put(...records, activity(VILLAGE, { id: idIn('2026-04', 1) }), activity(VILLAGE, { id: idIn('2026-02', 1) }));
      expect(statesOf(await compare([], { after: a.id, until: c.id }))).toEqual({ [b.id]: 'missing', [c.id]: 'missing' });
      expect(statesOf(await compare([], { after: c.id }))).toEqual({ [d.id]: 'missing' });
      const rule = standard(COUNTY, VILLAGE, { id: idIn(MONTH, 9) });
      await store.write([acceptedWrite('standards', rule)], DEVICE, '');
      expect(statesOf(await compare([], { kind: 'standards' }))).toEqual({ [rule.id]: 'missing' });
      expect(statesOf(await compare([], { kind: 'standards' }, OTHER_VILLAGE))).toEqual({});
    });

    it('C2 ids without a time are a month of their own', async () => {
      const [odd, dated] = [activity(VILLAGE, { id: v4() }), activity(VILLAGE, { id: idIn(MONTH, 1) })];
      await put(odd, dated);
      expect(statesOf(await compare([], { month: NO_MONTH }))).toEqual({ [odd.id]: 'missing' });
      expect(monthOf(odd.id)).toBe(NO_MONTH);
    });

    it('C2 answers a part of what is much, and goes on after it to the end', async () => {
      const many = Array.from({ length: MAX_COMPARED + 500 }, (_, index) => activity(VILLAGE, { id: idIn(MONTH, index) }));
      const long = Array.from({ length: 30 }, (_, index) => activity(VILLAGE, { id: idIn(MONTH, 10_000 + index), content: '长'.repeat(200_000) }));
      await put(...many, ...long);
      const kept = many.filter((_, index) => index % 2 === 0);
      const missing: string[] = [];
      let rounds = 0;
      for (let after: string | null = ''; after !== null; rounds += 1) {
        const from: string = after;
        const answer = await compare(kept.filter(({ id }) => id > from).slice(0, MAX_COMPARED), { after: from });
        missing.push(...answer.differing.map(({ id }) => id));
        after = answer.through;
      }
      expect(missing).toEqual([...many.filter((_, index) => index % 2 === 1), ...long].map(({ id }) => id));
      expect(rounds).toBeGreaterThan(2);
    });

    it('C2 after a restore says what was written since, and what stood when it was restored', async () => {
      const [early, late] = [activity(VILLAGE, { id: idIn(MONTH, 1) }), activity(VILLAGE, { id: idIn(MONTH, 2) })];
      await put(early);
      const before = await store.epoch();
      expect(await lifeOf(made.access.db)).toEqual({ epoch: before, restored: null });
      await renewEpoch(made.access.db);
      expect(await store.epoch()).not.toBe(before);
      expect((await lifeOf(made.access.db)).restored).toEqual({ [COUNTY]: 1 });
      const lost = edited(early, { title: '丢' });
      expect((await compare([lost])).differing).toEqual([{ id: early.id, state: 'altered', record: early }]);
      const since = edited(early, { title: '后' });
      await store.write([acceptedWrite('activities', since, early), acceptedWrite('activities', late)], DEVICE, '');
      expect((await compare([lost, edited(late, { title: '?' })])).differing).toEqual([
        { id: early.id, state: 'altered', record: since, sinceRestore: true, atRestore: early },
        { id: late.id, state: 'altered', record: late, sinceRestore: true },
      ]);
    });
  });
}
