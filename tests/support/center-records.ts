import { v7 } from 'uuid';
import type { AnyRecord } from '#shared/domain/record.ts';
import { logOf } from '../../center/store/scope.ts';
import type { AcceptedWrite } from '#shared/ports/record-store.ts';
import type { Write } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';

/** Real divisions of the demo city that the center's tests speak of. */
export const CITY = '2111';
export const COUNTY = '211122';
export const OTHER_COUNTY = '211102';
export const TOWN = '211122001';
export const OTHER_TOWN = '211122002';
export const VILLAGE = '211122001001';
export const OTHER_VILLAGE = '211122001002';

const INSTANT = '2026-06-01T08:00:00.000Z';

function baseOf(site: string): AnyRecord {
  return { id: v7(), site, v: 1, createdAt: INSTANT, updatedAt: INSTANT, by: { device: 'test', person: '王秀英' }, removed: false, conflicts: [] };
}

/** An activity that every check accepts; `fields` replace its own. */
export function activity(site = VILLAGE, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  return {
    ...baseOf(site), title: '端午节包粽子', kind: 'festival', status: 'held', occurredOn: '2026-05-30', startsAt: '09:00', minutes: 90, place: '活动室',
    organiser: '', inCharge: '李强', content: '', attendance: 20, served: [], teams: [], returnReason: '', ...fields,
  };
}

export function serviceRecord(site = VILLAGE, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  return {
    ...baseOf(site), volunteer: v7(), name: '王秀英', activity: '', occurredOn: '2026-05-30', minutes: 60, place: '', beneficiary: '', content: '',
    quality: '', inCharge: '', recorder: '', corrects: '', reason: '', ...fields,
  };
}

export function evidence(site: string, hash: string, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  return {
    ...baseOf(site), caption: '', hash, size: 10, type: 'image/jpeg', width: 4, height: 3, thumbHash: '', thumbSize: 0, originalHash: '', originalSize: 0,
    originalName: 'a.jpg', takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '', item: '', activity: '', occurredOn: '2026-05-30',
    ...fields,
  };
}

export function standard(site: string, to: string, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  const item = { key: 'door', have: 'signs', text: '门口悬挂站牌', photos: 1, withinDays: 0, points: 5 };
  return { ...baseOf(site), title: '盘山县标准', version: '1', items: [item], adoptedOn: '2026-01-01', to, ...fields };
}

/** An order of a site, addressed down to a code ('' for nobody). */
export function order(site: string, to: string, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  return { ...baseOf(site), title: '修水管', type: 'wish', stage: 'asked', content: '', requester: '', phone: '', occurredOn: '2026-05-30', to, ...fields };
}

export function siteProfile(site: string, fields: Readonly<Record<string, unknown>> = {}): AnyRecord {
  return {
    ...baseOf(site), name: '太平社区', type: 'station', address: '', head: '', headTitle: '', phone: '', staff: [], openingHours: '', capacity: 0, area: 0,
    residents: 0, lat: null, lng: null, note: '', ...fields,
  };
}

/** The next version of a record, with these fields changed. */
export function edited(record: AnyRecord, fields: Readonly<Record<string, unknown>>): AnyRecord {
  return { ...record, ...fields };
}

/** A write as a replica pushes it; of a new record, or based on a version. */
export function write(kind: string, record: AnyRecord, base: AnyRecord | null = null): Write {
  return { kind, base: base === null ? null : versionOf(base), record };
}

/** The same as the store takes it, after the checks at the edge. */
export function acceptedWrite(kind: string, record: AnyRecord, base: AnyRecord | null = null): AcceptedWrite {
  return { kind, base: base === null ? null : versionOf(base), record, version: versionOf(record), county: logOf(record.site) };
}
