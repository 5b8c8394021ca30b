import { hourFlags, type FlaggedActivity, type HourFlag } from '#shared/domain/hour-flags.ts';
import { standingRecords, type ServiceRecord } from '#shared/domain/service-hours.ts';

/** One line of the ledger: the record that stands, and those that it replaced, last first. */
export interface ServiceRow {
  readonly id: string;
  readonly record: ServiceRecord;
  readonly earlier: readonly ServiceRecord[];
  readonly flags: readonly HourFlag[];
}

/** What a set of records needs beside itself to be read rightly. */
export interface Context {
  /** All corrections there are, so that a record from far back is known to be replaced. */
  readonly corrections: readonly ServiceRecord[];
  /** Records that corrections name and that are not among the shown. */
  readonly named: ReadonlyMap<string, ServiceRecord>;
  readonly activities: ReadonlyMap<string, FlaggedActivity>;
}

/** The standing ones of these records, in their order, each with what it replaced and its flags. */
export function rowsOf(records: readonly ServiceRecord[], context: Context): ServiceRow[] {
  const all = new Map([...context.named.values(), ...context.corrections, ...records].map((record) => [record.id, record]));
  const standing = new Set(standingRecords([...all.values()]).map((record) => record.id));
  const flags = hourFlags([...all.values()], context.activities);
  return records.filter((record) => standing.has(record.id)).map((record) => ({ id: record.id, record, earlier: earlierOf(record, all), flags: flags.get(record.id) ?? [] }));
}

/** The records that these correct and that are not known yet. */
export function namedBy(records: readonly ServiceRecord[], corrections: readonly ServiceRecord[]): string[] {
  const all = new Map([...corrections, ...records].map((record) => [record.id, record]));
  const wanted = new Set<string>();
  for (const record of records) {
    const last = earlierOf(record, all).at(-1) ?? record;
    if (last.corrects !== '' && !all.has(last.corrects)) wanted.add(last.corrects);
  }
  return [...wanted].toSorted();
}

function earlierOf(record: ServiceRecord, all: ReadonlyMap<string, ServiceRecord>): ServiceRecord[] {
  const chain: ServiceRecord[] = [];
  const seen = new Set([record.id]);
  for (let at = all.get(record.corrects); at !== undefined && !seen.has(at.id); at = all.get(at.corrects)) {
    seen.add(at.id);
    chain.push(at);
  }
  return chain;
}
