import type { AnyRecord, Kind } from '../domain/record.ts';
import { SCHEMA_VERSIONS } from './records.ts';

/** Takes a record of schema version n to n + 1. Pure; it keeps fields that it does not know. */
export type Migration = (record: AnyRecord) => AnyRecord;

/** To version 2, which only added what may be left out. */
const SAME: Readonly<Record<number, Migration>> = { 1: (record) => record };

/** For each kind, the step from each older version (the key) to the next. A version without its step fails a test. */
export const MIGRATIONS: { readonly [K in Kind]: Readonly<Record<number, Migration>> } = {
  sites: SAME,
  standards: SAME,
  activities: SAME,
  volunteers: SAME,
  teams: SAME,
  serviceRecords: SAME,
  points: SAME,
  evidence: SAME,
  orders: SAME,
  programs: SAME,
  assessments: SAME,
  rectifications: SAME,
};

/** The record as the newest version of its kind would have it; one from the future comes back as it is. */
export function migrate(kind: Kind, record: AnyRecord): AnyRecord {
  let at = record;
  while (at.v < SCHEMA_VERSIONS[kind]) {
    const step = MIGRATIONS[kind][at.v];
    if (step === undefined) throw new Error(`no migration of ${kind} from version ${at.v}`);
    at = { ...step(at), v: at.v + 1 };
  }
  return at;
}
