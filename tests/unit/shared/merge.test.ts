import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import { KINDS, type AnyRecord } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { MERGE_RULES, mergeRuleOf } from '#shared/merge/rules.ts';
import { settle } from '#shared/merge/settle.ts';
import { versionOf } from '#shared/schema/version.ts';
import { anyKind, anyVersion, threeWays } from '../../support/arbitrary-records.ts';

const PROVENANCE = ['updatedAt', 'by', 'v', 'id', 'conflicts'];

/** Every value that a record says, current or displaced, field by field; list items one by one. */
function values(kind: string, record: AnyRecord): Set<string> {
  const all = new Set<string>();
  const add = (field: string, value: unknown): void => {
    if (mergeRuleOf(kind).fields[field] === 'set' && Array.isArray(value)) value.forEach((item) => all.add(`${field}∋${canonical(item)}`));
    else all.add(`${field}=${canonical(value)}`);
  };
  for (const [field, value] of Object.entries(record)) if (!PROVENANCE.includes(field)) add(field, value);
  for (const entry of record.conflicts) {
    add(entry.field, entry.mine);
    add(entry.field, entry.theirs);
  }
  return all;
}

/** What a side says that the base did not: this is what a merge may not lose. */
function news(kind: string, base: AnyRecord, side: AnyRecord): string[] {
  const old = values(kind, base);
  return [...values(kind, side)].filter((value) => !old.has(value));
}

const start: AnyRecord = {
  id: '0190a0a0-0000-7000-8000-000000000001',
  site: '211122101001',
  v: 1,
  createdAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  by: { device: 'd1', person: '王秀英' },
  removed: false,
  conflicts: [],
  title: '重阳节敬老',
  place: '活动室',
  teams: ['t1'],
};

describe('M1 merge, field by field', () => {
  it('M1 takes the side that changed a field', () => {
    const merged = merge('activities', start, { ...start, title: '重阳' }, { ...start, place: '广场' });
    expect(merged).toMatchObject({ title: '重阳', place: '广场', conflicts: [] });
  });

  it('M1 lets the center’s value stand and keeps mine where both changed differently', () => {
    const mine = { ...start, title: '重阳茶话会', by: { device: 'd2', person: '李强' }, updatedAt: '2026-03-02T08:00:00.000Z' };
    const merged = merge('activities', start, mine, { ...start, title: '重阳演出' });
    expect(merged['title']).toBe('重阳演出');
    expect(merged.conflicts).toEqual([
      { field: 'title', base: '重阳节敬老', mine: '重阳茶话会', theirs: '重阳演出', who: { device: 'd2', person: '李强' }, when: '2026-03-02T08:00:00.000Z' },
    ]);
  });

  it('M1 takes a change that both made alike, without a conflict', () => {
    const both = { ...start, title: '重阳' };
    expect(merge('activities', start, both, both).conflicts).toEqual([]);
  });

  it('M1 merges lists of ids as sets: both sides’ additions and removals hold', () => {
    const base = { ...start, teams: ['t1', 't2'] };
    const merged = merge('activities', base, { ...base, teams: ['t1', 't2', 't3'] }, { ...base, teams: ['t2', 't4'] });
    expect(merged['teams']).toEqual(['t2', 't4', 't3']);
    expect(merged.conflicts).toEqual([]);
  });

  it('M1 keeps a list whose kind has no set rule as one value', () => {
    const base = { ...start, items: [1] };
    const merged = merge('standards', base, { ...base, items: [1, 2] }, { ...base, items: [3] });
    expect(merged['items']).toEqual([3]);
    expect(merged.conflicts[0]).toMatchObject({ field: 'items', mine: [1, 2] });
  });

  it('M1 keeps fields that this version does not know', () => {
    const merged = merge('activities', start, { ...start, fromTheFuture: { a: 1 } }, { ...start, alsoNew: [2] });
    expect(merged).toMatchObject({ fromTheFuture: { a: 1 }, alsoNew: [2] });
  });

  it('M1 settled conflicts stay settled, and an open one of the other side arrives', () => {
    const entry = { field: 'title', base: 'x', mine: 'y', theirs: 'z', who: start.by, when: start.updatedAt };
    const other = { ...entry, field: 'place' };
    const base = { ...start, conflicts: [entry] };
    const merged = merge('activities', base, settle(base, entry, 'z', { who: start.by, when: start.updatedAt }), { ...base, conflicts: [entry, other] });
    expect(merged.conflicts).toEqual([other]);
  });
});

describe('M2 merge, for any records', () => {
  const cases = { numRuns: 2_000 };

  it('M2 is deterministic and leaves its inputs alone', () => {
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base, mine, theirs }) => {
        const before = canonical([base, mine, theirs]);
        expect(canonical(merge(kind, base, mine, theirs))).toBe(canonical(merge(kind, base, mine, theirs)));
        expect(canonical([base, mine, theirs])).toBe(before);
      }),
      cases,
    );
  });

  it('M2 is idempotent: merging the result again changes nothing', () => {
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base, mine, theirs }) => {
        const merged = merge(kind, base, mine, theirs);
        expect(merge(kind, merged, merged, merged)).toEqual(merged);
        expect(versionOf(merge(kind, theirs, merged, theirs))).toBe(versionOf(merged));
        expect(versionOf(merge(kind, merged, merged, theirs))).toBe(versionOf(theirs));
      }),
      cases,
    );
  });

  it('M2 applying the same edit to its own outcome again adds nothing', () => {
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base, mine, theirs }) => {
        const once = merge(kind, base, mine, theirs);
        const twice = merge(kind, base, mine, once);
        expect(values(kind, twice)).toEqual(values(kind, once));
        expect(twice.conflicts).toEqual(once.conflicts);
      }),
      cases,
    );
  });

  it('M2 loses no value: whatever either side newly says is current or in a conflict', () => {
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base, mine, theirs }) => {
        const merged = values(kind, merge(kind, base, mine, theirs));
        for (const said of [...news(kind, base, mine), ...news(kind, base, theirs)]) expect(merged).toContain(said);
      }),
      cases,
    );
  });

  it('M2 loses no value where there is no common start', () => {
    fc.assert(
      fc.property(anyKind, anyVersion, anyVersion, (kind, mine, theirs) => {
        const merged = values(kind, merge(kind, null, mine, theirs));
        for (const said of [...values(kind, mine), ...values(kind, theirs)]) expect(merged).toContain(said);
      }),
      cases,
    );
  });

  it('M2 says the same whichever side comes first: the same values, and no conflict in one order alone', () => {
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base, mine, theirs }) => {
        const one = merge(kind, base, mine, theirs);
        const other = merge(kind, base, theirs, mine);
        expect(values(kind, one)).toEqual(values(kind, other));
        expect(one.conflicts.map((entry) => entry.field).toSorted()).toEqual(other.conflicts.map((entry) => entry.field).toSorted());
      }),
      cases,
    );
  });

  it('M2 converges: three replicas and a center hold the same record, in whatever order they come', () => {
    fc.assert(
      fc.property(anyKind, anyVersion, fc.array(anyVersion, { minLength: 2, maxLength: 3 }), fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }), (kind, base, edits, turns) => {
        let center = base;
        const replicas = edits.map((edit) => ({ base, mine: { ...edit } as AnyRecord }));
        const visit = (index: number): void => {
          const replica = replicas[index % replicas.length] as { base: AnyRecord; mine: AnyRecord };
          center = merge(kind, replica.base, replica.mine, center);
          replica.base = center;
          replica.mine = center;
        };
        turns.forEach(visit);
        replicas.forEach((_, index) => visit(index));
        replicas.forEach((_, index) => visit(index));
        for (const replica of replicas) expect(versionOf(replica.mine)).toBe(versionOf(center));
        const held = values(kind, center);
        for (const edit of edits) for (const said of news(kind, base, edit)) expect(held).toContain(said);
      }),
      { numRuns: 500 },
    );
  });
});

describe('merge rules', () => {
  it('every collection names its merge rule', () => {
    expect(Object.keys(MERGE_RULES).toSorted()).toEqual([...KINDS].toSorted());
  });

  it('hours and points are append-only, and nothing else is', () => {
    expect(KINDS.filter((kind) => MERGE_RULES[kind].appendOnly)).toEqual(['serviceRecords', 'points']);
  });
});
