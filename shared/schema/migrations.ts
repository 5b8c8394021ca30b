import type { AnyRecord, Kind } from '../domain/record.ts';
import { SCHEMA_VERSIONS } from './records.ts';

/** Takes a record of schema version n to n + 1. Pure; it keeps fields that it does not know. */
export type Migration = (record: AnyRecord) => AnyRecord;

/** For each kind, the step from each older version (the key) to the next. A version without its step fails a test. */
export const MIGRATIONS: { readonly [K in Kind]: Readonly<Record<number, Migration>> } = {
  // Nobody has chosen a watermark before there were any.
  sites: { 1: (record) => record },
  standards: {},
  activities: {},
  volunteers: {},
  teams: {},
  serviceRecords: {},
  points: {},
  // What the picture is like is not known without the picture.
  evidence: { 1: (record) => record },
  orders: {},
  programs: {},
  assessments: {},
  rectifications: {},
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
