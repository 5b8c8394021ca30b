import { describe, expect, it } from 'vitest';
import { ACTIVITY_STATUSES, isLateEntry, missingForReport, nextStatuses } from '#shared/domain/activity.ts';

describe('an activity', () => {
  it('goes from planned to held to reported to shown', () => {
    expect(nextStatuses('planned')).toContain('held');
    expect(nextStatuses('held')).toContain('reported');
    expect(nextStatuses('reported')).toContain('shown');
  });

  it('is reported again after it was returned, and never straight from its plan', () => {
    expect(nextStatuses('returned')).toContain('reported');
    expect(nextStatuses('planned')).not.toContain('reported');
  });

  it('never leads into itself nor to a dead end', () => {
    for (const status of ACTIVITY_STATUSES) {
      expect(nextStatuses(status)).not.toContain(status);
      expect(nextStatuses(status).length).toBeGreaterThan(0);
    }
  });

  it('says what is missing for its report', () => {
    expect(missingForReport({ place: '', inCharge: '', content: '', attendance: 0, minutes: 0 })).toEqual(['place', 'inCharge', 'content', 'attendance', 'minutes']);
    expect(missingForReport({ place: '广场', inCharge: '王秀英', content: '宣讲', attendance: 12, minutes: 60 })).toEqual([]);
  });
});

describe('a late entry', () => {
  it.each([
    ['2026-06-01', '2026-06-01T08:00:00.000Z', false],
    ['2026-06-01', '2026-06-08T23:59:59.000Z', false],
    ['2026-06-01', '2026-06-09T00:00:00.000Z', true],
    ['2026-02-25', '2026-03-05T00:00:00.000Z', true],
    ['2026-06-20', '2026-06-01T08:00:00.000Z', false],
  ])('held on %s and entered at %s: %s', (occurredOn, createdAt, late) => {
    expect(isLateEntry(occurredOn, createdAt)).toBe(late);
  });
});
