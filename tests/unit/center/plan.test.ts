import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { AcceptedWrite, StoreResult, Writer } from '#shared/ports/record-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { Changes } from '../../../center/store/records/batch.ts';
import { DigestDeltas } from '../../../center/store/records/digest-deltas.ts';
import type { Loaded } from '../../../center/store/records/loaded.ts';
import { planWrites } from '../../../center/store/records/plan.ts';
import { keyOf, type Accepted, type Departure, type Standing } from '../../../center/store/records/rows.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/center-records.ts';

const WRITER: Writer = { device: 'device-1', at: 1, guarded: true };
const NEW_VILLAGE = `${OTHER_TOWN}009`;
const LOGS = [COUNTY, OTHER_COUNTY, '211100'];
const MOVED = new Map([[OTHER_VILLAGE, { site: NEW_VILLAGE, siteRecord: '' }]]);

const nothing = (successors: Loaded['successors'] = new Map()): Loaded => ({
  heads: new Map(LOGS.map((log) => [log, 0])), standing: new Map(), accepted: new Map(), departures: new Map(), bases: new Map(), successors,
});

/** What the database would answer after these changes; everything is loaded, whether a batch needs it or not. */
function after(loaded: Loaded, changes: Changes): Loaded {
  const standing = new Map<string, Standing>([...loaded.standing, ...[...changes.created, ...changes.updated].map((row) => [keyOf(row.kind, row.id), row] as const)]);
  const accepted = new Map<string, readonly Accepted[]>(loaded.accepted);
  const bases = new Map(loaded.bases);
  for (const made of changes.versions) {
    const key = keyOf(made.kind, made.id);
    accepted.set(key, [...(accepted.get(key) ?? []), made]);
    bases.set(keyOf(key, made.version), made.body);
  }
  const departures = new Map<string, readonly Departure[]>(loaded.departures);
  for (const departure of changes.departures) {
    const key = keyOf(departure.kind, departure.id);
    departures.set(key, [...(departures.get(key) ?? []).filter(({ site, to }) => site !== departure.site || to !== departure.to), departure]);
  }
  return { ...loaded, heads: new Map([...loaded.heads, ...changes.heads]), standing, accepted, bases, departures };
}

/** Writes over few records, so that most meet: new ones, edits of any base, moves, removals, and the same again. */
const writes: fc.Arbitrary<readonly AcceptedWrite[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('activities', 'orders', 'serviceRecords'),
      which: fc.nat(2),
      site: fc.constantFrom(VILLAGE, OTHER_VILLAGE, TOWN, `${OTHER_COUNTY}001001`, CITY),
      base: fc.option(fc.nat(5), { nil: null }),
      title: fc.constantFrom('一', '二'),
      removed: fc.boolean(),
      to: fc.constantFrom('', VILLAGE, TOWN),
      /** The same as an earlier one, as a retry is. */
      again: fc.option(fc.nat(6), { nil: null }),
    }),
    { maxLength: 14 },
  )
  .map((plans) => {
    const ids = Array.from({ length: 3 }, (_, index) => `0197d3a0-5c00-7000-8000-00000000000${index}`);
    const made: AnyRecord[] = [];
    const all: AcceptedWrite[] = [];
    for (const { kind, which, base, again, ...fields } of plans) {
      const repeated = again === null ? undefined : all[again];
      const record = activity(fields.site, { ...fields, id: ids[which] ?? '' });
      const before = base === null ? undefined : made.filter(({ id }) => id === record.id)[base];
      made.push(record);
      all.push(repeated ?? acceptedWrite(kind, record, before ?? null));
    }
    return all;
  });

const plain = (deltas: DigestDeltas) => deltas.byScope().filter(({ count, removed, xor }) => count !== 0 || removed !== 0 || xor.some((byte) => byte !== 0));

describe('the plan of a batch', () => {
  it('P1 L1 L3 each write sees those before it: a batch comes to the same as its writes one by one', () => {
    fc.assert(
      fc.property(writes, fc.constantFrom('', TOWN, VILLAGE), fc.boolean(), (batch, scope, moved) => {
        let loaded = nothing(moved ? MOVED : new Map());
        const whole = planWrites({ loaded, writes: batch, writer: WRITER, scope, hold: false });
        const results: StoreResult[] = [];
        for (const write of batch) {
          const one = planWrites({ loaded, writes: [write], writer: WRITER, scope, hold: false });
          results.push(...one.results);
          loaded = after(loaded, one.changes);
        }
        const at = after(nothing(), whole.changes);
        expect(whole.results).toEqual(results);
        expect([at.standing, at.heads]).toEqual([loaded.standing, loaded.heads]);
        const places = (all: Loaded['departures']): string[] =>
          [...all.values()].flat().map(({ kind, id, site, to, position }) => keyOf(kind, id, site, to, String(position))).toSorted();
        expect(places(at.departures)).toEqual(places(loaded.departures));
      }),
      { numRuns: 500 },
    );
  });

  it('L1 positions of a log rise, none is given twice, and the head is the last, also where records move between logs', () => {
    fc.assert(
      fc.property(writes, (batch) => {
        const { changes } = planWrites({ loaded: nothing(MOVED), writes: batch, writer: WRITER, scope: '', hold: false });
        for (const log of LOGS) {
          const head = changes.heads.get(log) ?? 0;
          const positions = changes.versions.filter(({ county }) => county === log).map(({ position }) => position);
          const between = changes.departures.filter(({ county, now }) => county === log && now.site.slice(0, 6) !== log);
          expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
          expect(Math.max(0, ...positions, ...between.map(({ position }) => position))).toBeLessThanOrEqual(head);
        }
      }),
    );
  });

  it('C2 the digests change by exactly what stands and stood no more', () => {
    fc.assert(
      fc.property(writes, (batch) => {
        const { changes } = planWrites({ loaded: nothing(MOVED), writes: batch, writer: WRITER, scope: '', hold: false });
        const counted = new DigestDeltas();
        for (const row of [...changes.created, ...changes.updated]) counted.add(row, 1);
        const sorted = (deltas: DigestDeltas): unknown[] => plain(deltas).toSorted((a, b) => (keyOf(a.scope, a.kind) < keyOf(b.scope, b.kind) ? -1 : 1));
        expect(sorted(changes.digests)).toEqual(sorted(counted));
      }),
    );
  });

  it('P1 the same batch again is answered alike and changes nothing', () => {
    fc.assert(
      fc.property(writes, (batch) => {
        const first = planWrites({ loaded: nothing(), writes: batch, writer: WRITER, scope: '', hold: false });
        const accepted = batch.filter((_, index) => first.results[index]?.status === 'accepted');
        const again = planWrites({ loaded: after(nothing(), first.changes), writes: accepted, writer: WRITER, scope: '', hold: false });
        expect(again.results.every(({ status }) => status === 'accepted')).toBe(true);
        expect(again.changes.versions).toEqual([]);
      }),
    );
  });

  it('L3 a record under a retired code is kept as it came and filed by a further version that differs in site alone', () => {
    const record = activity(OTHER_VILLAGE);
    const { results, changes } = planWrites({ loaded: nothing(MOVED), writes: [acceptedWrite('activities', record)], writer: WRITER, scope: NEW_VILLAGE, hold: false });
    expect(results).toMatchObject([{ status: 'accepted', receipt: { version: versionOf(record), position: 1 } }]);
    expect(changes.versions.map(({ position, device, body }) => [position, device, (JSON.parse(body) as AnyRecord).site])).toEqual([[1, WRITER.device, OTHER_VILLAGE], [2, 'center', NEW_VILLAGE]]);
    expect(changes.created).toMatchObject([{ site: NEW_VILLAGE, position: 2, revision: 2 }]);
    expect(changes.departures).toMatchObject([{ site: OTHER_VILLAGE, position: 2, now: { site: NEW_VILLAGE } }]);
    expect([...changes.late]).toEqual([[OTHER_VILLAGE, 1]]);
  });

  it('D1 what is held changes nothing, and is kept whole', () => {
    const record = activity();
    const { changes } = planWrites({ loaded: nothing(), writes: [acceptedWrite('activities', record)], writer: WRITER, scope: '', hold: false });
    const removed = edited(record, { removed: true });
    const plan = (hold: boolean) => planWrites({ loaded: after(nothing(), changes), writes: [acceptedWrite('activities', removed, record)], writer: WRITER, scope: '', hold });
    expect(plan(false).changes.losses).toEqual([keyOf('activities', record.id)]);
    const { results, changes: held } = plan(true);
    expect(results).toEqual([{ status: 'refused', code: 'held' }]);
    expect([held.versions, held.held.map(({ version }) => version)]).toEqual([[], [versionOf(removed)]]);
  });

  it('L1 a log that is moved and not locked is named', () => {
    const { changes } = planWrites({ loaded: { ...nothing(), heads: new Map() }, writes: [acceptedWrite('activities', activity())], writer: WRITER, scope: '', hold: false });
    expect([...changes.unlocked]).toEqual([COUNTY]);
  });
});
