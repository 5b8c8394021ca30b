import fc from 'fast-check';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';

/** Values as fields hold them, few enough that both sides often pick the same. */
const value = fc.oneof(
  fc.constantFrom<unknown>('', 'a', 'b', 'c', 0, 1, 2, true, false, null),
  fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
  fc.record({ n: fc.integer({ min: 0, max: 2 }) }),
);
const list = fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4', 't5'), { maxLength: 4 });

const author = fc.record({ device: fc.constantFrom('d1', 'd2', 'd3'), person: fc.constantFrom('王秀英', '李强') });
const when = fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`);

/** A record of an activity's shape, with a field that no schema knows. */
export const anyVersion: fc.Arbitrary<AnyRecord> = fc
  .record({ title: value, place: value, attendance: value, unknownField: value, teams: list, served: list, removed: fc.boolean(), by: author, updatedAt: when })
  .map((fields) => ({
    ...fields,
    id: '0190a0a0-0000-7000-8000-000000000001',
    site: '211122101001',
    v: 1,
    createdAt: '2026-03-01T08:00:00.000Z',
    conflicts: [],
  }));

/** A base and two versions that grew from it: each changes some of the fields. */
export const threeWays: fc.Arbitrary<{ readonly base: AnyRecord; readonly mine: AnyRecord; readonly theirs: AnyRecord }> = fc
  .tuple(anyVersion, anyVersion, anyVersion, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
  .map(([base, a, b, changesA, changesB]) => ({ base, mine: changed(base, a, changesA), theirs: changed(base, b, changesB) }));

const FIELDS = ['title', 'place', 'attendance', 'unknownField', 'teams', 'served', 'removed'] as const;

function changed(base: AnyRecord, other: AnyRecord, which: readonly boolean[]): AnyRecord {
  const result: Record<string, unknown> = { ...base, by: other.by, updatedAt: other.updatedAt };
  FIELDS.forEach((field, index) => {
    if (which[index]) result[field] = other[field];
  });
  return result as AnyRecord;
}

export const anyKind: fc.Arbitrary<Kind> = fc.constantFrom('activities', 'serviceRecords', 'standards', 'volunteers');
