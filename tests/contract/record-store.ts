import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { FakeClock } from '#shared/ports/clock.ts';
import type { AcceptedWrite, RecordStore, StoreResult, Writer } from '#shared/ports/record-store.ts';
import type { Change, Checkpoint } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { AccessContext } from '../../center/access/context.ts';
import { digestsOf } from '../support/center-digests.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, OTHER_COUNTY, OTHER_VILLAGE, serviceRecord, standard, TOWN, VILLAGE } from '../support/center-records.ts';

/** When the tests' writers write, milliseconds since 1970. */
export const NOW = Date.parse('2026-06-01T08:00:00.000Z');

/** A fresh, empty store of one engine. */
export interface StoreUnderTest {
  readonly store: RecordStore;
  /** What divisions, devices and moves stand on, over the same database; its clock stands at {@link NOW}. */
  readonly access: AccessContext & { readonly clock: FakeClock };
  /** Another connection to the same data, as another process has it. */
  readonly openAnother: () => Promise<RecordStore>;
  /** Takes out everything that was stored, and sets the clock back: a new database for every test costs too much. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const KINDS = ['activities', 'serviceRecords', 'standards'];
const SITES = [VILLAGE, OTHER_VILLAGE, TOWN, COUNTY, OTHER_COUNTY, CITY, `${VILLAGE}01`];
const SCOPES = [CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE, OTHER_VILLAGE, `${VILLAGE}01`];
export const DEVICE: Writer = { device: 'device-1', at: NOW, guarded: false };

type Log = { readonly changes: Change[]; readonly through: Checkpoint };

/** Reads a scope to its end, page by page, from where it stood. */
export async function readAll(store: RecordStore, scope: string, kinds: readonly string[], limits: readonly number[], start: Checkpoint = {}): Promise<Log> {
  const changes: Change[] = [];
  let through = start;
  for (let page = 0; ; page += 1) {
    const from = Object.fromEntries(kinds.map((kind) => [kind, through]));
    const read = await store.read(scope, from, limits[page % limits.length] ?? 1);
    changes.push(...read.changes);
    through = read.through;
    if (!read.more) return { changes, through };
  }
}

const receiptOf = (result: StoreResult | undefined) => (result?.status === 'accepted' ? result.receipt : null);
const idOf = (change: Change): string => ('record' in change ? change.record.id : change.left);

function inScope(record: AnyRecord, scope: string): boolean {
  const to = record['to'];
  return record.site.startsWith(scope) || (typeof to === 'string' && to !== '' && scope.startsWith(to));
}

/** Writes at random: new records and edits of earlier ones, over kinds and sites. Answers what stands in the end. */
const steps = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), site: fc.constantFrom(...SITES), edits: fc.option(fc.nat(20), { nil: null }), title: fc.string({ maxLength: 5 }) }),
  { maxLength: 40 },
);

async function apply(store: RecordStore, plan: readonly { kind: string; site: string; edits: number | null; title: string }[]): Promise<Map<string, { kind: string; record: AnyRecord }>> {
  const standing = new Map<string, { kind: string; record: AnyRecord }>();
  for (const { kind, site, edits, title } of plan) {
    const earlier = edits === null ? undefined : [...standing.values()][edits];
    const editable = earlier !== undefined && earlier.kind !== 'serviceRecords' ? earlier : undefined;
    const make = kind === 'standards' ? standard(site, site.slice(0, 9)) : kind === 'serviceRecords' ? serviceRecord(site) : activity(site);
    const record = editable === undefined ? make : edited(editable.record, { title });
    const [result] = await store.write([acceptedWrite(editable?.kind ?? kind, record, editable?.record ?? null)], DEVICE, '');
    expect(result?.status).toBe('accepted');
    standing.set(record.id, { kind: editable?.kind ?? kind, record });
  }
  return standing;
}

/** What every engine of the county log must do. */
export function recordStoreContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a record store`, () => {
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

    const writeOne = async (write: AcceptedWrite, scope = ''): Promise<StoreResult | undefined> => (await store.write([write], DEVICE, scope))[0];

    it('L1 positions of a county rise by one for each accepted write, and counties are independent', async () => {
      const results = await store.write([COUNTY, COUNTY, OTHER_COUNTY, COUNTY].map((site) => acceptedWrite('activities', activity(site))), DEVICE, '');
      expect(results.map((result) => [receiptOf(result)?.county, receiptOf(result)?.position])).toEqual([[COUNTY, 1], [COUNTY, 2], [OTHER_COUNTY, 1], [COUNTY, 3]]);
      expect([await store.head(COUNTY), await store.head(OTHER_COUNTY), await store.head('999999')]).toEqual([3, 1, 0]);
    });

    it('P1 the same version again gets the same receipt and moves nothing', async () => {
      const write = acceptedWrite('activities', activity());
      const first = await writeOne(write);
      expect(await writeOne(write)).toEqual(first);
      expect((await store.write([write, write], DEVICE, '')).every((result) => canonical(result) === canonical(first))).toBe(true);
      expect(await store.head(COUNTY)).toBe(1);
    });

    it('P1 an earlier version sent again after others were written gets the receipt that it had', async () => {
      const record = activity();
      const first = await writeOne(acceptedWrite('activities', record));
      const second = edited(record, { title: '改' });
      await writeOne(acceptedWrite('activities', second, record));
      expect(await writeOne(acceptedWrite('activities', record))).toEqual(first);
      const back = await writeOne(acceptedWrite('activities', record, second));
      expect(receiptOf(back)?.position).toBe(3);
      expect((await store.get('activities', record.id))?.record).toEqual(record);
    });

    it('P1 a write on another base than the current version is answered with the current state', async () => {
      const record = activity();
      await writeOne(acceptedWrite('activities', record));
      const mine = edited(record, { title: '我' });
      expect(await writeOne(acceptedWrite('activities', mine))).toEqual({ status: 'conflict', current: record });
      expect(await writeOne(acceptedWrite('activities', mine, edited(record, { title: '他' })))).toEqual({ status: 'conflict', current: record });
      expect(await writeOne(acceptedWrite('activities', activity(), record))).toEqual({ status: 'conflict', current: null });
      expect(await store.head(COUNTY)).toBe(1);
    });

    it('P2 a conflict and a refusal undo nothing of the writes beside them', async () => {
      const [first, hours] = [activity(), serviceRecord()];
      await store.write([acceptedWrite('activities', first), acceptedWrite('serviceRecords', hours)], DEVICE, '');
      const results = await store.write(
        [acceptedWrite('activities', activity()), acceptedWrite('activities', edited(first, { title: '改' })), acceptedWrite('serviceRecords', edited(hours, { minutes: 1 }), hours), acceptedWrite('activities', activity())],
        DEVICE,
        '',
      );
      expect(results.map(({ status }) => status)).toEqual(['accepted', 'conflict', 'refused', 'accepted']);
    });

    it('an append-only record takes entries of conflicts and nothing else', async () => {
      const record = serviceRecord();
      await writeOne(acceptedWrite('serviceRecords', record));
      for (const change of [{ minutes: 999 }, { removed: true }, { added: 'field' }, { site: OTHER_VILLAGE }]) {
        expect(await writeOne(acceptedWrite('serviceRecords', edited(record, change), record))).toEqual({ status: 'refused', code: 'appendOnly' });
      }
      const noted = edited(record, { conflicts: [{ field: 'minutes' }], updatedAt: '2027-01-01T00:00:00.000Z', by: { device: 'x', person: 'y' }, v: 2 });
      expect(await writeOne(acceptedWrite('serviceRecords', noted, record))).toMatchObject({ status: 'accepted' });
    });

    it('a record that lies outside of the scope is not written, whatever the new content says, and not shown', async () => {
      const record = activity(OTHER_VILLAGE);
      await writeOne(acceptedWrite('activities', record));
      const stolen = edited(record, { site: VILLAGE });
      for (const base of [record, null]) expect(await writeOne(acceptedWrite('activities', stolen, base), VILLAGE)).toMatchObject({ status: 'refused', code: 'outOfScope' });
      expect(await writeOne(acceptedWrite('activities', record), VILLAGE)).toMatchObject({ status: 'refused', code: 'outOfScope' });
    });

    it('L2 ends a page early where its records are long, and goes on where it ended', async () => {
      const long = Array.from({ length: 40 }, () => activity(VILLAGE, { content: '长'.repeat(150_000) }));
      for (const record of long) await store.write([acceptedWrite('activities', record, null)], DEVICE, VILLAGE);
      const first = await store.read(VILLAGE, { activities: {} }, 1_000);
      expect(first.more).toBe(true);
      expect(first.changes.length).toBeLessThan(40);
      const all = await readAll(store, VILLAGE, ['activities'], [1_000]);
      expect(all.changes.map(idOf)).toEqual(long.map(({ id }) => id));
    });

    it('L2 a record that was written often is sent once, in its current state, at its last position', async () => {
      const record = activity();
      const other = activity();
      await store.write([acceptedWrite('activities', record), acceptedWrite('activities', other)], DEVICE, '');
      const second = edited(record, { title: '二' });
      await writeOne(acceptedWrite('activities', second, record));
      const { changes, through } = await readAll(store, VILLAGE, ['activities'], [10]);
      expect(changes.map((change) => [idOf(change), change.position])).toEqual([[other.id, 2], [record.id, 3]]);
      expect(changes[1]).toMatchObject({ record: second });
      expect(through[COUNTY]).toBe(3);
      expect((await readAll(store, VILLAGE, ['activities'], [10], through)).changes).toEqual([]);
    });

    it('L2 kinds that stand at different positions each get what they lack, and none is led past a record', async () => {
      const [a, b, c, d] = [activity(), serviceRecord(), activity(), serviceRecord()];
      for (const record of [a, b, c, d]) await writeOne(acceptedWrite('title' in record ? 'activities' : 'serviceRecords', record));
      const first = await store.read(VILLAGE, { activities: { [COUNTY]: 3 }, serviceRecords: {} }, 1);
      expect(first.changes.map(idOf)).toEqual([b.id]);
      expect([first.through[COUNTY], first.more]).toEqual([2, true]);
      const rest = await store.read(VILLAGE, { activities: { [COUNTY]: 3 }, serviceRecords: first.through }, 1);
      expect(rest.changes.map(idOf)).toEqual([d.id]);
      expect([rest.through[COUNTY], rest.more]).toEqual([4, false]);
    });

    it('L2 what is addressed down to a scope is in its log, and leaves it when it is addressed elsewhere', async () => {
      const [county, town, aside] = [standard(COUNTY, COUNTY), standard(COUNTY, TOWN), standard(COUNTY, '211122002')];
      await store.write([county, town, aside].map((record) => acceptedWrite('standards', record)), DEVICE, '');
      expect((await readAll(store, VILLAGE, ['standards'], [1])).changes.map(idOf)).toEqual([county.id, town.id]);
      await writeOne(acceptedWrite('standards', edited(town, { to: '211122003' }), town));
      expect((await readAll(store, VILLAGE, ['standards'], [1])).changes.map(idOf)).toEqual([county.id]);
    });

    it('kinds that nobody asked for are not sent, and unknown ones are kept', async () => {
      await store.write([acceptedWrite('activities', activity()), acceptedWrite('wishes', activity())], DEVICE, '');
      expect((await readAll(store, VILLAGE, ['wishes'], [10])).changes.map(({ kind }) => kind)).toEqual(['wishes']);
      expect((await store.read(VILLAGE, {}, 10)).changes).toEqual([]);
    });

    it('keeps every accepted version with the device that wrote it, and tells it exactly', async () => {
      const record = activity(VILLAGE, { odd: { '\u0000': ['🀄', 1e21, -0.5, null] } });
      const second = edited(record, { title: '二' });
      await store.write([acceptedWrite('activities', record)], { ...DEVICE, device: 'a' }, '');
      await store.write([acceptedWrite('activities', second, record)], { ...DEVICE, device: 'b' }, '');
      const history = await store.history('activities', record.id);
      expect(history.map((entry) => [entry.device, entry.position, versionOf(entry.record)])).toEqual([['a', 1, versionOf(record)], ['b', 2, versionOf(second)]]);
      expect(await store.get('activities', record.id)).toMatchObject({ version: versionOf(second), county: COUNTY, position: 2, record: second });
      expect(await store.get('activities', activity().id)).toBeNull();
    });

    it('L2 C2 after any writes, paging by any limits gives every scope exactly what stands, and the digest agrees', async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), async (plan, limits) => {
          await made.empty();
          const standing = await apply(store, plan);
          for (const scope of SCOPES) await expectScope(store, scope, standing, limits);
        }),
        { numRuns: 25 },
      );
    });

    it('L1 two connections that write at once give each position once, and a reader beside them skips nothing', async () => {
      const other = await made.openAnother();
      const seen = new Map<string, string>();
      let through: Checkpoint = {};
      const follow = async (): Promise<void> => {
        const read = await readAll(store, COUNTY, ['activities'], [3], through);
        for (const change of read.changes) if ('record' in change) seen.set(change.record.id, versionOf(change.record));
        through = read.through;
      };
      const written = new Map<string, string>();
      const writer = async (target: RecordStore): Promise<void> => {
        for (let turn = 0; turn < 30; turn += 1) {
          const record = activity();
          await target.write([acceptedWrite('activities', record)], DEVICE, '');
          written.set(record.id, versionOf(record));
          await follow();
        }
      };
      await Promise.all([writer(store), writer(other)]);
      await follow();
      expect(seen).toEqual(written);
      expect(await store.head(COUNTY)).toBe(60);
    });
  });
}

async function expectScope(store: RecordStore, scope: string, standing: ReadonlyMap<string, { kind: string; record: AnyRecord }>, limits: readonly number[]): Promise<void> {
  const expected = [...standing.values()].filter(({ record }) => inScope(record, scope));
  const { changes, through } = await readAll(store, scope, KINDS, limits);
  const asText = (items: readonly { kind: string; record: AnyRecord }[]): string[] => items.map(({ kind, record }) => `${kind} ${canonical(record)}`).toSorted();
  expect(asText(changes.flatMap((change) => ('record' in change ? [change] : [])))).toEqual(asText(expected));
  for (const county of new Set(changes.map((change) => change.county))) {
    const positions = changes.filter((change) => change.county === county).map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(through[county]).toBe(await store.head(county));
  }
  expect(await store.digest(scope)).toEqual(digestsOf(expected));
}
