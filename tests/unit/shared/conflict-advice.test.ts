import { describe, expect, it } from 'vitest';
import { adviceFor, bothOf } from '#shared/domain/conflict-advice.ts';
import type { Conflict } from '#shared/domain/record.ts';

const conflict = (field: string, mine: unknown): Conflict => ({ field, base: null, mine, theirs: null, who: { device: 'd2', person: '李强' }, when: '2026-03-02T08:00:00.000Z' });

describe('what suggests itself for a conflict', () => {
  it.each([
    ['the side that says something', conflict('place', '村部'), '', { choice: 'take', why: 'filled' }],
    ['the side that says something, where it stands', conflict('attendance', 0), 42, { choice: 'keep', why: 'filled' }],
    ['the text that says all that the other does', conflict('place', '村部大院'), '村部', { choice: 'take', why: 'longer' }],
    ['the same where it stands', conflict('place', '村部'), '村部大院', { choice: 'keep', why: 'longer' }],
    ['both lists together', conflict('items', [1]), [2], { choice: 'both', why: 'list' }],
    ['the step further on', conflict('status', 'reported'), 'held', { choice: 'take', why: 'further' }],
    ['the step further on, where it stands', conflict('status', 'planned'), 'shown', { choice: 'keep', why: 'further' }],
  ])('is %s', (_, entry, standing, advice) => {
    expect(adviceFor(entry, standing)).toEqual(advice);
  });

  it.each([
    ['two numbers', conflict('attendance', 30), 42],
    ['two texts', conflict('title', '重阳演出'), '重阳茶话会'],
    ['a return and a report, of which neither follows the other', conflict('status', 'returned'), 'reported'],
    ['the same on both sides', conflict('title', '重阳'), '重阳'],
  ])('is nothing for %s: only people know', (_, entry, standing) => {
    expect(adviceFor(entry, standing)).toBeNull();
  });
});

describe('both values of a conflict in one', () => {
  it('are lists as sets, in the order of what stands', () => {
    expect(bothOf(conflict('staff', ['乙', '丙']), ['甲', '乙'])).toEqual(['甲', '乙', '丙']);
  });

  it('are long texts one below the other, none twice', () => {
    expect(bothOf(conflict('content', '包饺子'), '演节目')).toBe('演节目\n包饺子');
    expect(bothOf(conflict('content', '演节目'), '演节目，包饺子')).toBe('演节目，包饺子');
  });

  it('cannot be one in a short field, or where one says nothing', () => {
    expect(bothOf(conflict('title', '甲'), '乙')).toBeUndefined();
    expect(bothOf(conflict('content', ''), '演节目')).toBeUndefined();
  });
});
