import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { RecordStore, StoreResult } from '#shared/ports/record-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { listMoves, moveVillage } from '../../center/access/moves.ts';
import { digestsOf } from '../support/center-digests.ts';
import { makeDivisions } from '../support/center-divisions.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, order, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE, serviceRecord, siteProfile, standard, TOWN, VILLAGE } from '../support/center-records.ts';
import { ReplicaReader } from '../support/replica-reader.ts';
import { DEVICE, type StoreUnderTest } from './record-store.ts';

/** Turns of the property; it found its last fault within 140. */
const RUNS = 60;

const KINDS = ['activities', 'serviceRecords', 'standards', 'orders', 'sites'];
const NEW_VILLAGE = `${OTHER_TOWN}009`;
const FAR_TOWN = `${OTHER_COUNTY}001`;
const FAR_VILLAGE = `${FAR_TOWN}001`;

/** What every engine does where records change their place (rule L3). */
export function movesContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`${name} where records move`, () => {
    let made: StoreUnderTest;
    let store: RecordStore;

    beforeAll(async () => {
      made = await makeStore();
      store = made.store;
    });
    beforeEach(async () => {
      await made.empty();
      await makeDivisions(made.access.db, [CITY, COUNTY, OTHER_COUNTY, TOWN, OTHER_TOWN, FAR_TOWN, VILLAGE, OTHER_VILLAGE, `${OTHER_TOWN}001`, FAR_VILLAGE]);
    });
    afterAll(() => made.close());

    const push = async (kind: string, record: AnyRecord, base: AnyRecord | null = null, scope = ''): Promise<StoreResult | undefined> =>
      (await store.write([acceptedWrite(kind, record, base)], DEVICE, scope))[0];
    const readers = async (...scopes: string[]): Promise<ReplicaReader[]> => {
      const all = scopes.map((scope) => new ReplicaReader(store, scope, KINDS));
      for (const reader of all) await reader.pull();
      return all;
    };
    const move = async (from: string, to: string, merge = false) => {
      const moved = await moveVillage(made.access, from, to, { merge });
      if (!moved.ok) throw new Error(moved.error.detail);
      return moved.value;
    };
    const siteOf = async (kind: string, id: string): Promise<string | undefined> => (await store.get(kind, id))?.record.site;

    it('L3 a record that leaves a scope is sent once as left, and as itself to those who have it now or still', async () => {
      const record = activity();
      await push('activities', record);
      const [old, town, target] = (await readers(VILLAGE, TOWN, OTHER_VILLAGE)) as [ReplicaReader, ReplicaReader, ReplicaReader];
      await push('activities', edited(record, { site: OTHER_VILLAGE }), record);
      const position = await store.head(COUNTY);
      expect(await old.pull()).toEqual([{ kind: 'activities', county: COUNTY, position, left: record.id }]);
      expect(await old.pull()).toEqual([]);
      expect((await town.pull()).map((change) => 'record' in change)).toEqual([true]);
      expect((await target.pull()).map((change) => 'record' in change)).toEqual([true]);
      expect((await readers(VILLAGE))[0]?.changes).toEqual([]);
    });

    it('L3 a record that came back is not left, and leaves again when it goes again', async () => {
      const record = activity();
      const away = edited(record, { site: OTHER_VILLAGE });
      await push('activities', record);
      const [reader] = (await readers(VILLAGE)) as [ReplicaReader];
      await push('activities', away, record);
      await push('activities', record, away);
      expect((await reader.pull()).map((change) => 'record' in change)).toEqual([true]);
      await push('activities', away, record);
      await reader.pull();
      expect([reader.left, reader.content()]).toEqual([[record.id], []]);
    });

    it('L3 a record that leaves twice on its way out is left once', async () => {
      const record = activity();
      await push('activities', record);
      const [town] = (await readers(TOWN)) as [ReplicaReader];
      const steps = [record, edited(record, { site: OTHER_VILLAGE }), edited(record, { site: `${OTHER_TOWN}001` })] as const;
      await push('activities', steps[1], steps[0]);
      await push('activities', steps[2], steps[1]);
      expect((await town.pull(1)).map((change) => ('left' in change ? change.left : ''))).toEqual([record.id]);
    });

    it('L3 a record that moves to another county leaves the log of the old one, and has one place', async () => {
      const record = activity();
      await push('activities', record);
      const [old, city, far] = (await readers(COUNTY, CITY, OTHER_COUNTY)) as [ReplicaReader, ReplicaReader, ReplicaReader];
      const moved = edited(record, { site: FAR_VILLAGE });
      const result = await push('activities', moved, record);
      expect(result).toMatchObject({ status: 'accepted', receipt: { county: OTHER_COUNTY, position: 1 } });
      expect(await old.pull()).toEqual([{ kind: 'activities', county: COUNTY, position: 2, left: record.id }]);
      await city.pull();
      await far.pull();
      expect([city.left, city.content(), far.content()]).toEqual([[], [`activities ${canonical(moved)}`], [`activities ${canonical(moved)}`]]);
      // Known from its old county, and from anywhere else.
      expect(await push('activities', record)).toMatchObject({ status: 'accepted', receipt: { county: COUNTY, position: 1 } });
      expect(await push('activities', edited(record, { title: '改' }))).toEqual({ status: 'conflict', current: moved });
      expect(await push('activities', edited(moved, { site: CITY }), moved)).toMatchObject({ status: 'accepted' });
      expect((await store.history('activities', record.id)).map(({ county }) => county)).toEqual([COUNTY, OTHER_COUNTY, '211100']);
    });

    it('L3 what is addressed down leaves those who are no longer addressed', async () => {
      const record = standard(COUNTY, TOWN);
      await push('standards', record);
      const [station, other, county] = (await readers(VILLAGE, `${OTHER_TOWN}001`, COUNTY)) as [ReplicaReader, ReplicaReader, ReplicaReader];
      await push('standards', edited(record, { to: OTHER_TOWN }), record);
      await Promise.all([station, other, county].map((reader) => reader.pull()));
      expect([station.left, station.content().length, other.content().length, county.left]).toEqual([[record.id], 0, 1, []]);
    });

    it('L2 what the reader says it pushed itself is left out, and nothing else', async () => {
      const records = [activity(), activity(), activity()];
      for (const record of records) await push('activities', record);
      const own = { [COUNTY]: [[1, 1], [3, 9]] as const };
      const page = await store.read(VILLAGE, { activities: {} }, 10, own);
      expect(page.changes.map((change) => change.position)).toEqual([2]);
      expect([page.through[COUNTY], page.more]).toEqual([3, false]);
    });

    it('a station answers what is addressed down to it, and neither moves nor readdresses it', async () => {
      const [asked, rule] = [order(COUNTY, VILLAGE), standard(COUNTY, VILLAGE)];
      await push('orders', asked);
      await push('standards', rule);
      const done = edited(asked, { stage: 'done' });
      expect(await push('orders', edited(asked, { site: VILLAGE }), asked, VILLAGE)).toEqual({ status: 'refused', code: 'outOfScope', field: 'site' });
      expect(await push('orders', edited(asked, { to: COUNTY }), asked, VILLAGE)).toEqual({ status: 'refused', code: 'outOfScope', field: 'to' });
      expect(await push('orders', done, asked, OTHER_VILLAGE)).toMatchObject({ status: 'refused', code: 'outOfScope' });
      expect(await push('standards', edited(rule, { title: '改' }), rule, VILLAGE)).toMatchObject({ status: 'refused', code: 'outOfScope' });
      expect(await push('orders', done, asked, VILLAGE)).toMatchObject({ status: 'accepted' });
      expect(await push('orders', edited(asked, { stage: 'other' }), asked, VILLAGE)).toEqual({ status: 'conflict', current: done });
    });

    it('L3 a village that is moved takes its records along, append-only ones too, in versions that differ in site alone', async () => {
      const [event, hours, aside] = [activity(), serviceRecord(`${VILLAGE}01`), activity(OTHER_VILLAGE)];
      await push('activities', event);
      await push('serviceRecords', hours);
      await push('activities', aside);
      const [old, target] = (await readers(TOWN, OTHER_TOWN)) as [ReplicaReader, ReplicaReader];
      expect(await move(VILLAGE, NEW_VILLAGE)).toEqual({ from: VILLAGE, to: NEW_VILLAGE, records: { activities: 1, serviceRecords: 1 }, devices: 0, late: 0, done: true });
      await old.pull();
      await target.pull();
      expect(old.left.toSorted()).toEqual([event.id, hours.id].toSorted());
      expect(old.content()).toEqual([`activities ${canonical(aside)}`]);
      expect(target.content()).toEqual([`activities ${canonical(edited(event, { site: NEW_VILLAGE }))}`, `serviceRecords ${canonical(edited(hours, { site: `${NEW_VILLAGE}01` }))}`]);
      expect((await store.history('activities', event.id)).map(({ device }) => device)).toEqual([DEVICE.device, 'center']);
    });

    it('L3 what is addressed to the village goes along, and what is addressed above it does not', async () => {
      const [own, above] = [order(COUNTY, VILLAGE), order(COUNTY, TOWN)];
      await push('orders', own);
      await push('orders', above);
      expect((await move(VILLAGE, NEW_VILLAGE)).records).toEqual({ orders: 1 });
      const [station] = (await readers(NEW_VILLAGE)) as [ReplicaReader];
      expect(station.content()).toEqual([`orders ${canonical(edited(own, { to: NEW_VILLAGE }))}`]);
    });

    it('L3 a village that is merged into another keeps one profile, and its positions get free codes', async () => {
      const target = `${OTHER_TOWN}001`;
      const rows = await made.access.db.all('SELECT code, site_record FROM divisions WHERE code IN (?, ?) ORDER BY code', VILLAGE, target);
      const [mine, theirs] = rows.map((row) => siteProfile(String(row['code']), { id: String(row['site_record']) })) as [AnyRecord, AnyRecord];
      const [first, second] = [activity(`${VILLAGE}01`), activity(`${VILLAGE}02`)];
      for (const [kind, record] of [['sites', mine], ['sites', theirs], ['activities', first], ['activities', second], ['activities', activity(`${target}01`)]] as const) await push(kind, record);
      await move(VILLAGE, target, true);
      expect((await store.get('sites', mine.id))?.record).toMatchObject({ site: target, removed: true });
      expect((await store.get('sites', theirs.id))?.record).toMatchObject({ site: target, removed: false });
      expect([await siteOf('activities', first.id), await siteOf('activities', second.id)]).toEqual([`${target}02`, `${target}03`]);
      // A late edit of the old profile does not bring it back.
      await push('sites', edited(mine, { head: '王' }), (await store.get('sites', mine.id))?.record ?? null);
      expect((await store.get('sites', mine.id))?.record).toMatchObject({ site: target, removed: true, head: '王' });
      const late = activity(`${VILLAGE}02`);
      await push('activities', late);
      expect(await siteOf('activities', late.id)).toBe(`${target}03`);
    });

    it('L3 moves in a row, to another county and back again end where the last one says', async () => {
      const record = activity();
      await push('activities', record);
      await move(VILLAGE, NEW_VILLAGE);
      await move(NEW_VILLAGE, `${FAR_TOWN}007`);
      const late = activity();
      await push('activities', late);
      expect([await siteOf('activities', record.id), await siteOf('activities', late.id)]).toEqual([`${FAR_TOWN}007`, `${FAR_TOWN}007`]);
      await move(`${FAR_TOWN}007`, VILLAGE);
      expect([await siteOf('activities', record.id), await siteOf('activities', late.id)]).toEqual([VILLAGE, VILLAGE]);
      const [old, far] = (await readers(VILLAGE, FAR_TOWN)) as [ReplicaReader, ReplicaReader];
      expect([old.content().length, far.content().length]).toEqual([2, 0]);
      const lateAgain = activity(NEW_VILLAGE);
      await push('activities', lateAgain);
      expect(await siteOf('activities', lateAgain.id)).toBe(VILLAGE);
      expect((await listMoves(made.access.db)).map(({ from, late: count }) => [from, count])).toEqual([[VILLAGE, 1], [NEW_VILLAGE, 1], [`${FAR_TOWN}007`, 0]]);
    });

    it('L3 what was written under the old code is accepted as it is, filed right, and left by its writer', async () => {
      await push('activities', activity());
      const [station, institute] = (await readers(NEW_VILLAGE, TOWN)) as [ReplicaReader, ReplicaReader];
      await move(VILLAGE, NEW_VILLAGE);
      await station.pull();
      await institute.pull();
      const [late, old] = [activity(), activity()];
      const receipt = await push('activities', late, null, NEW_VILLAGE);
      expect(receipt).toMatchObject({ status: 'accepted', receipt: { version: versionOf(late) } });
      expect(await push('activities', old, null, TOWN)).toMatchObject({ status: 'accepted' });
      const head = await store.head(COUNTY);
      expect(await push('activities', late, null, NEW_VILLAGE)).toEqual(receipt);
      expect(await store.head(COUNTY)).toBe(head);
      expect((await station.pull()).map((change) => ('record' in change ? change.record : null))).toEqual([edited(late, { site: NEW_VILLAGE }), edited(old, { site: NEW_VILLAGE })]);
      expect((await institute.pull()).map((change) => ('left' in change ? change.left : null))).toEqual([late.id, old.id]);
      expect((await listMoves(made.access.db))[0]?.late).toBe(2);
    });

    it('L3 an edit by those whom the record left is kept, and merged into what stands now', async () => {
      const record = activity(VILLAGE, { title: '一', place: '院子' });
      await push('activities', record);
      const [institute] = (await readers(TOWN)) as [ReplicaReader];
      await move(VILLAGE, NEW_VILLAGE);
      const moved = edited(record, { site: NEW_VILLAGE });
      const theirs = edited(moved, { place: '广场', by: { device: 'station', person: '' } });
      await push('activities', theirs, moved, NEW_VILLAGE);
      await institute.pull();
      const mine = edited(record, { title: '二' });
      const receipt = await push('activities', mine, record, TOWN);
      expect(receipt).toMatchObject({ status: 'accepted', receipt: { version: versionOf(mine) } });
      expect((await store.get('activities', record.id))?.record).toMatchObject({ site: NEW_VILLAGE, title: '二', place: '广场', conflicts: [] });
      expect((await store.history('activities', record.id)).map((entry) => entry.version)).toContain(versionOf(mine));
      expect((await institute.pull()).map((change) => ('left' in change ? change.left : null))).toEqual([record.id]);
      expect(await push('activities', mine, record, TOWN)).toEqual(receipt);
      // Not so for those who never had it.
      expect(await push('activities', edited(record, { title: '三' }), record, `${OTHER_TOWN}001`)).toMatchObject({ status: 'refused', code: 'outOfScope' });
    });

    it('L3 an edit by those whom the record left is kept without its base too, beside what stands; but not from where it never was', async () => {
      const record = activity(VILLAGE, { title: '一', place: '院子' });
      await push('activities', record);
      await move(VILLAGE, NEW_VILLAGE);
      for (const [title, base] of [['三', edited(record, { title: '?' })], ['四', null]] as const) {
        const mine = edited(record, { title });
        expect(await push('activities', mine, base, TOWN)).toMatchObject({ status: 'accepted', receipt: { version: versionOf(mine) } });
        const now = await store.get('activities', record.id);
        expect(now?.record).toMatchObject({ site: NEW_VILLAGE, title: '一', place: '院子' });
        expect(now?.record.conflicts).toContainEqual(expect.objectContaining({ field: 'title', mine: title, theirs: '一' }));
        expect(now?.record.conflicts.map(({ field }) => field)).not.toContain('site');
        expect((await store.history('activities', record.id)).map((entry) => entry.version)).toContain(versionOf(mine));
      }
      expect(await push('activities', edited(record, { site: OTHER_VILLAGE }), null, TOWN)).toMatchObject({ status: 'refused', code: 'outOfScope', field: 'site' });
    });

    it('L3 an unknown village, an unknown town, the same code and a code that stands are refused with a reason', async () => {
      const codeOf = async (from: string, to: string, merge = false) => {
        const moved = await moveVillage(made.access, from, to, { merge });
        return moved.ok ? 'moved' : moved.error.code;
      };
      expect(await codeOf('211122999001', NEW_VILLAGE)).toBe('notAVillage');
      expect(await codeOf(TOWN, NEW_VILLAGE)).toBe('notAVillage');
      expect(await codeOf(VILLAGE, OTHER_TOWN)).toBe('notAVillage');
      expect(await codeOf(VILLAGE, VILLAGE)).toBe('sameCode');
      expect(await codeOf(VILLAGE, '211122999001')).toBe('unknownTown');
      expect(await codeOf(VILLAGE, OTHER_VILLAGE)).toBe('exists');
      expect(await codeOf(VILLAGE, NEW_VILLAGE, true)).toBe('noSuchVillage');
      expect(await codeOf(VILLAGE, NEW_VILLAGE)).toBe('moved');
      expect(await codeOf(VILLAGE, NEW_VILLAGE)).toBe('moved');
      expect(await codeOf(VILLAGE, OTHER_VILLAGE, true)).toBe('movedAlready');
    });

    it('L3 C2 after any writes, edits, readdressings and moves, every reader has just its scope, and every digest agrees', async () => {
      const sites = [VILLAGE, OTHER_VILLAGE, `${VILLAGE}01`, TOWN, COUNTY, CITY, FAR_VILLAGE];
      const villages = [VILLAGE, OTHER_VILLAGE, NEW_VILLAGE, FAR_VILLAGE];
      const scopes = [CITY, COUNTY, OTHER_COUNTY, TOWN, OTHER_TOWN, ...villages];
      const step = fc.oneof(
        { weight: 4, arbitrary: fc.record({ type: fc.constant('new' as const), site: fc.constantFrom(...sites), to: fc.constantFrom('', ...scopes) }) },
        { weight: 3, arbitrary: fc.record({ type: fc.constant('edit' as const), which: fc.nat(20), site: fc.constantFrom('', ...sites), to: fc.constantFrom('', ...scopes) }) },
        { weight: 2, arbitrary: fc.record({ type: fc.constant('move' as const), from: fc.constantFrom(...villages), to: fc.constantFrom(...villages), merge: fc.boolean() }) },
        { weight: 2, arbitrary: fc.record({ type: fc.constant('pull' as const), which: fc.nat(scopes.length - 1), limit: fc.integer({ min: 1, max: 5 }) }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await made.empty();
          await makeDivisions(made.access.db, [CITY, COUNTY, OTHER_COUNTY, TOWN, OTHER_TOWN, FAR_TOWN, VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]);
          const all = scopes.map((scope) => new ReplicaReader(store, scope, ['orders']));
          const ids: string[] = [];
          for (const one of steps) {
            if (one.type === 'pull') await all[one.which]?.pull(one.limit);
            if (one.type === 'move') await moveVillage(made.access, one.from, one.to, { merge: one.merge });
            if (one.type === 'new') {
              const record = order(one.site, one.to);
              ids.push(record.id);
              await store.write([acceptedWrite('orders', record)], DEVICE, '');
            }
            if (one.type === 'edit' && ids.length > 0) {
              const current = (await store.get('orders', ids[one.which % ids.length] ?? ''))?.record ?? order(VILLAGE, '');
              await store.write([acceptedWrite('orders', edited(current, { ...(one.site === '' ? {} : { site: one.site }), to: one.to }), current)], DEVICE, '');
            }
          }
          const standing = (await Promise.all(ids.map((id) => store.get('orders', id)))).flatMap((stored) => (stored === null ? [] : [stored]));
          for (const reader of all) {
            await reader.pull(3);
            const expected = standing.filter(({ record, county }) => isSent(record, county, reader.scope));
            expect(reader.content()).toEqual(expected.map(({ record }) => `orders ${canonical(record)}`).toSorted());
            expect(await store.digest(reader.scope)).toEqual(digestsOf(expected));
          }
        }),
        { numRuns: made.access.db.dialect === 'sqlite' ? RUNS : RUNS / 3 },
      );
    });
  });
}

/** Own records, and those addressed down in the logs that the scope reads. */
function isSent(record: AnyRecord, county: string, scope: string): boolean {
  const to = String(record['to']);
  return record.site.startsWith(scope) || (scope.length >= 6 && to !== '' && scope.startsWith(to) && [scope.slice(0, 6), `${scope.slice(0, 4)}00`].includes(county));
}
