import type { AnyRecord } from '#shared/domain/record.ts';
import type { Change, Checkpoint } from '#shared/protocol/exchange.ts';
import { columnOf, isExact, logOf, prefixesOf } from '../scope.ts';
import type { Row, Sql, SqlValue } from '../sql.ts';
import { addressedRows } from './addressed.ts';

/** A record of a log that a scope is sent, or the news that it left; `body` is '' then. */
export interface Entry {
  readonly kind: string;
  readonly position: number;
  readonly body: string;
  /** Id of a record that left. */
  readonly left: string;
}

/** What of one log is asked for. */
export interface Asked {
  readonly scope: string;
  readonly log: string;
  /** Where each kind stands. */
  readonly from: Readonly<Record<string, Checkpoint>>;
  /** Ranges of positions that the reader pushed itself. */
  readonly own: readonly (readonly [from: number, to: number])[];
  /** The lowest of those in this log. */
  readonly low: number;
  readonly limit: number;
}

interface Condition {
  /** The index to use, where the engine would not find it by itself. */
  readonly index?: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** What a scope is sent of a log, oldest first: its own records, those addressed down to it, and what left it. */
export async function entriesOf(tx: Sql, asked: Asked): Promise<Entry[]> {
  const { scope, log, from, limit } = asked;
  if (Object.keys(from).length === 0) return [];
  const city = scope.length < 6;
  const own = city || log === logOf(scope) ? await recordsAt(tx, asked, ownRows(asked)) : [];
  const addressed = city ? [] : await recordsAt(tx, asked, { index: 'records_addressed', ...addressedRows(log, scope) });
  const left = await departed(tx, asked);
  if (addressed.length + left.length === 0) return own;
  return [...own, ...addressed, ...left].toSorted((a, b) => a.position - b.position).slice(0, limit);
}

/** The texts of records as they are stored, by the changes that carry them. */
const texts = new WeakMap<Change, string>();

/** The record is read from its text when somebody looks: a pull passes on the text, see {@link storedTextOf}. */
export function changeOf(county: string, { kind, position, body, left }: Entry): Change {
  if (left !== '') return { kind, county, position, left };
  let record: AnyRecord | undefined;
  const change = {
    kind,
    county,
    position,
    get record(): AnyRecord {
      return (record ??= JSON.parse(body) as AnyRecord);
    },
  };
  texts.set(change, body);
  return change;
}

/** The JSON text of a change's record, as it is stored; undefined where it is not known. */
export function storedTextOf(change: Change): string | undefined {
  return texts.get(change);
}

async function recordsAt(tx: Sql, { log, from, own, low, limit }: Asked, { index, where, values }: Condition): Promise<Entry[]> {
  const above = aboveOwn(from, (checkpoint) => checkpoint[log] ?? 0);
  const others = own.map(() => ' AND position NOT BETWEEN ? AND ?').join('');
  const rows = await tx.all(
    `SELECT kind, position, body FROM records ${hint(tx, index)} WHERE ${where} AND position > ? AND ${above.where}${others} ORDER BY position LIMIT ?`,
    ...values,
    low,
    ...above.values,
    ...own.flat(),
    limit,
  );
  return rows.map((row) => ({ kind: String(row['kind']), position: Number(row['position']), body: String(row['body']), left: '' }));
}

/** The scope's own rows; the column's value says all but for positions below a village. */
function ownRows({ scope, log }: Asked): Condition {
  if (scope.length <= 6) return { where: 'county = ?', values: [log] };
  const { column, value } = columnOf(scope);
  const inside = isExact(scope) ? { where: '', values: [] } : { where: ' AND substr(site, 1, ?) = ?', values: [scope.length, scope] };
  return { where: `county = ? AND ${column} = ?${inside.where}`, values: [log, value, ...inside.values] };
}

/**
 * Rule L3: records that were sent to the scope and are not any more: each once, at its last departure. A replica that stands
 * at the start of the log has none of them.
 */
async function departed(tx: Sql, asked: Asked): Promise<Entry[]> {
  const { scope, log, from, low, limit } = asked;
  const started = Object.fromEntries(Object.entries(from).filter(([, checkpoint]) => (checkpoint[log] ?? 0) > 0));
  if (Object.keys(started).length === 0) return [];
  const above = aboveOwn(started, (checkpoint) => checkpoint[log] ?? 0);
  const outside = outsideNow(scope);
  const places = placesLeft(asked);
  // Where a record left the scope twice without coming back, the last time says all: the limit counts records, or a page would end early.
  const left = places.map(({ index, where }) => `SELECT kind, id, position FROM departures ${hint(tx, index)} WHERE ${where} AND position > ? AND ${above.where} AND ${outside.where}`);
  const rows = await tx.all(
    `SELECT kind, id, max(position) AS position FROM (${left.join(' UNION ALL ')}) AS d GROUP BY kind, id ORDER BY max(position) LIMIT ?`,
    ...places.flatMap(({ values }) => [...values, low, ...above.values, ...outside.values]),
    limit,
  );
  return rows.map(leftEntry);
}

/** SQLite would rather follow the log from end to end, since that is in order, than sort the few that are addressed. */
function hint({ dialect }: Sql, index: string | undefined): string {
  return index === undefined || dialect === 'postgres' ? '' : `INDEXED BY ${index}`;
}

function placesLeft(asked: Asked): Condition[] {
  const { scope, log } = asked;
  const own = scope.length < 6 || log === logOf(scope) ? [ownRows(asked)] : [];
  const prefixes = prefixesOf(scope);
  const addressed = { index: 'departures_addressed', where: `county = ? AND "to" <> '' AND "to" IN (${prefixes.map(() => '?').join(', ')})`, values: [log, ...prefixes] };
  return scope.length < 6 ? own : [...own, addressed];
}

/** The record is neither in the scope now, nor addressed down to it in a log that the scope reads. */
function outsideNow(scope: string): Condition {
  const prefixes = prefixesOf(scope);
  // A city is sent nothing that lies outside of it.
  if (scope.length < 6) return { where: 'substr(now_site, 1, ?) <> ?', values: [scope.length, scope] };
  const stillSent = `now_to <> '' AND now_to IN (${prefixes.map(() => '?').join(', ')}) AND (substr(now_site, 1, 6) = ? OR now_site = ?)`;
  return { where: `substr(now_site, 1, ?) <> ? AND NOT (${stillSent})`, values: [scope.length, scope, ...prefixes, scope.slice(0, 6), scope.slice(0, 4)] };
}

function leftEntry(row: Row): Entry {
  return { kind: String(row['kind']), position: Number(row['position']), body: '', left: String(row['id']) };
}

/** Kinds asked for, each above where it stands itself. */
function aboveOwn(from: Asked['from'], standing: (checkpoint: Checkpoint) => number): Condition {
  const kinds = Object.entries(from);
  return {
    where: `position > CASE kind ${'WHEN ? THEN ? '.repeat(kinds.length)}ELSE ${Number.MAX_SAFE_INTEGER} END`,
    values: kinds.flatMap(([kind, checkpoint]) => [kind, standing(checkpoint)]),
  };
}
