import type { AnyRecord } from '#shared/domain/record.ts';

let made = 0;

/** A whole activity, valid by its schema; each call makes another id unless one is given. */
export function activity(fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  made += 1;
  return {
    id: `0190a0a0-0000-7000-8000-${String(made).padStart(12, '0')}`,
    site: '211122101001',
    v: 1,
    createdAt: '2026-03-01T08:00:00.000Z',
    updatedAt: '2026-03-01T08:00:00.000Z',
    by: { device: 'd1', person: '王秀英' },
    removed: false,
    conflicts: [],
    title: '重阳节敬老',
    kind: 'festival',
    status: 'held',
    occurredOn: '2026-03-01',
    startsAt: '09:00',
    minutes: 120,
    place: '活动室',
    organiser: '',
    inCharge: '王秀英',
    content: '包饺子',
    attendance: 30,
    served: [],
    teams: [],
    returnReason: '',
    ...fields,
  };
}
