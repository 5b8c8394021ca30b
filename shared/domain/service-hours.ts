import type { RecordBase } from './record.ts';

/**
 * One person's service at one time (服务记录). Append-only: a correction is a new record that names the one it corrects
 * and carries the right values whole.
 */
export interface ServiceRecord extends RecordBase {
  /** Id of the volunteer. */
  readonly volunteer: string;
  /** The volunteer's name at the time, so that the record reads on its own. */
  readonly name: string;
  /** Id of the activity that the hours arose from, or ''. */
  readonly activity: string;
  readonly occurredOn: string;
  /** Minutes actually served, travel excluded. 0 in a correction takes the record back. */
  readonly minutes: number;
  readonly place: string;
  readonly beneficiary: string;
  readonly content: string;
  readonly quality: string;
  readonly inCharge: string;
  readonly recorder: string;
  /** Id of the record that this one corrects, or ''. */
  readonly corrects: string;
  /** Why it was corrected, or ''. */
  readonly reason: string;
}

/** A movement of points (积分), apart from hours. Append-only. */
export interface PointEntry extends RecordBase {
  readonly volunteer: string;
  readonly occurredOn: string;
  /** Points gained (above 0) or spent (below 0). */
  readonly delta: number;
  readonly reason: string;
  /** Version of the rule that gave them. */
  readonly rule: string;
  readonly serviceRecord: string;
  readonly corrects: string;
}

type Standing = Pick<ServiceRecord, 'id' | 'corrects' | 'removed'>;

/**
 * The records that stand: those that no other record corrects. Where two devices corrected the same record apart, the
 * one with the greater id stands, so that every replica counts alike and nothing is counted twice. A removed record does
 * not stand, and still joins those before and after it.
 */
export function standingRecords<T extends Standing>(records: readonly T[]): T[] {
  const live = records.filter((record) => !record.removed);
  const byId = new Map(records.map((record) => [record.id, record]));
  const tips = new Map<string, T>();
  for (const record of live) {
    const root = rootOf(record, byId);
    const tip = tips.get(root);
    if (tip === undefined || depth(record, byId) > depth(tip, byId) || (depth(record, byId) === depth(tip, byId) && record.id > tip.id)) tips.set(root, record);
  }
  return [...tips.values()];
}

/** The id that all corrections of one record share: the record that corrects none, or the least id where they form a ring. */
function rootOf(record: Standing, byId: ReadonlyMap<string, Standing>): string {
  let at = record;
  const seen: string[] = [];
  while (at.corrects !== '' && !seen.includes(at.id)) {
    seen.push(at.id);
    const named = byId.get(at.corrects);
    if (named === undefined) return at.corrects;
    at = named;
  }
  const ring = seen.includes(at.id) ? seen.slice(seen.indexOf(at.id)) : [at.id];
  return ring.toSorted()[0] ?? at.id;
}

function depth(record: Standing, byId: ReadonlyMap<string, Standing>): number {
  let steps = 0;
  let at: Standing | undefined = record;
  const seen = new Set<string>();
  while (at !== undefined && at.corrects !== '' && !seen.has(at.id)) {
    seen.add(at.id);
    steps += 1;
    at = byId.get(at.corrects);
  }
  return steps;
}

/** Total of the standing records, in minutes. */
export function totalMinutes(records: readonly (Standing & Pick<ServiceRecord, 'minutes'>)[]): number {
  return standingRecords(records).reduce((total, record) => total + record.minutes, 0);
}

/** Star thresholds in hours. Source: the national volunteer service recording rules (confidence H in DOMAIN). */
export const STAR_HOURS = [100, 300, 600, 1000, 1500] as const;

/** Stars, 0 to 5, for a total of served minutes. */
export function starsFor(minutes: number): number {
  return STAR_HOURS.filter((hours) => minutes >= hours * 60).length;
}
