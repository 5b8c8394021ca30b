import { describe, expect, it } from 'vitest';
import type { AnyRecord, Conflict, Settlement } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { settle, unsettle } from '#shared/merge/settle.ts';

const wang = { device: 'd1', person: '王秀英' };
const li = { device: 'd2', person: '李强' };

const conflict: Conflict = { field: 'title', base: '重阳', mine: '重阳茶话会', theirs: '重阳演出', who: li, when: '2026-03-02T08:00:00.000Z' };

const record: AnyRecord = {
  id: '0190a0a0-0000-7000-8000-000000000001',
  site: '211122101001',
  v: 2,
  createdAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  by: wang,
  removed: false,
  conflicts: [conflict],
  title: '重阳演出',
  place: '活动室',
};

const decider = { who: wang, when: '2026-03-03T08:00:00.000Z' };

function firstOf({ settled }: AnyRecord): Settlement {
  const first = settled?.[0];
  if (first === undefined) throw new Error('nothing was decided');
  return first;
}

describe('M1 a decision on a conflict', () => {
  it('M1 puts the chosen value into the field and says who chose it over what', () => {
    const decided = settle(record, conflict, '重阳茶话会', decider);
    expect(decided).toMatchObject({ title: '重阳茶话会', conflicts: [], settled: [{ conflict, before: '重阳演出', value: '重阳茶话会', ...decider }] });
  });

  it('M1 taken back, the conflict waits again and what stood before stands', () => {
    const decided = settle(record, conflict, '第三个题目', decider);
    expect(unsettle(decided, firstOf(decided))).toEqual({ ...record, settled: [] });
  });

  it('M1 taken back, a field that was changed since keeps its value', () => {
    const decided = { ...settle(record, conflict, '重阳茶话会', decider), title: '后来改的' };
    expect(unsettle(decided, firstOf(decided))).toMatchObject({ title: '后来改的', conflicts: [conflict] });
  });

  it('M1 twice is once, and of what is not there nothing', () => {
    const decided = settle(record, conflict, '重阳茶话会', decider);
    expect(settle(decided, conflict, '别的', decider)).toBe(decided);
    const back = unsettle(decided, firstOf(decided));
    expect(unsettle(back, firstOf(decided))).toBe(back);
  });

  it('M1 on two machines at once, both decisions are kept, and the values that differ wait once more', () => {
    const mine = settle(record, conflict, '重阳茶话会', decider);
    const theirs = settle(record, conflict, '重阳节', { who: li, when: '2026-03-04T08:00:00.000Z' });
    const merged = merge('activities', record, mine, theirs);
    expect(merged.settled).toHaveLength(2);
    expect(merged['title']).toBe('重阳节');
    expect(merged.conflicts).toMatchObject([{ field: 'title', mine: '重阳茶话会', theirs: '重阳节' }]);
  });

  it('M1 remembers the last 200', () => {
    const many = Array.from({ length: 201 }, (_, index): Conflict => ({ ...conflict, mine: `题目${index}` }));
    const decided = many.reduce<AnyRecord>((before, entry) => settle(before, entry, entry.mine, decider), { ...record, conflicts: many });
    expect(decided.settled).toHaveLength(200);
    expect(decided.settled?.[0]?.value).toBe('题目1');
    expect(decided.conflicts).toEqual([]);
  });
});
