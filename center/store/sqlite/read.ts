import type { SQLInputValue } from 'node:sqlite';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Page } from '#shared/ports/record-store.ts';
import type { Change, Checkpoint } from '#shared/protocol/exchange.ts';
import type { Database, Row } from './database.ts';
import { columnOf, isExact, logOf, prefixesOf } from './scope.ts';

type From = Readonly<Record<string, Checkpoint>>;

/** A row of a log, oldest first. */
interface Entry {
  readonly kind: string;
  readonly position: number;
  readonly body: string;
}

/**
 * Rule L2: what moved in a scope since. The kinds asked for may stand at different positions: a log is scanned from the
 * lowest of them, and of each kind only what lies above its own is answered. `through` of a log is where the scan ended:
 * the last position answered where the page was full, else the log's head. It can be lower than where one kind stood
 * already (never lower than the lowest); nothing between is ever skipped.
 */
export function readPage(db: Database, scope: string, from: From, limit: number): Page {
  return db.snapshot(() => {
    const changes: Change[] = [];
    const through: Record<string, number> = {};
    let more = false;
    let size = 0;
    for (const log of logsOf(db, scope)) {
      const entries = more ? [] : entriesOf(db, scope, log, from, limit - changes.length + 1);
      const taken = fitting(entries.slice(0, limit - changes.length), MAX_PAGE - size);
      size += sizeOf(taken);
      if (entries.length > taken.length) {
        through[log] = taken.at(-1)?.position ?? lowest(from, log);
        more = true;
      } else {
        through[log] = more ? lowest(from, log) : headOf(db, log);
      }
      for (const entry of taken) changes.push(changeOf(log, entry));
    }
    return { changes, through, more };
  });
}

/** Characters of JSON text in one page: a slow line must be able to carry it before the replica gives up waiting. */
const MAX_PAGE = 4 * 1024 * 1024;

/** As many entries as fit; at least one where the page is still empty, however long it is. */
function fitting(entries: readonly Entry[], room: number): readonly Entry[] {
  let left = room;
  const over = entries.findIndex((entry, index) => {
    left -= entry.body.length;
    return left < 0 && (index > 0 || room < MAX_PAGE);
  });
  return over === -1 ? entries : entries.slice(0, over);
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + entry.body.length, 0);
}

/** The last position of a log; 0 where nothing was written. */
export function headOf(db: Database, log: string): number {
  return Number(db.get('SELECT head FROM counties WHERE county = ?', log)?.['head'] ?? 0);
}

/** Records that lie outside of a scope and are addressed down to it. */
export function addressedTo(db: Database, scope: string): { readonly kind: string; readonly id: string; readonly version: string }[] {
  return logsAbove(scope).flatMap((log) => {
    const prefixes = prefixesOf(scope);
    const rows = db.all(
      `SELECT kind, id, version FROM records WHERE county = ? AND "to" <> '' AND "to" IN (${marks(prefixes)}) AND substr(site, 1, ?) <> ?`,
      log,
      ...prefixes,
      scope.length,
      scope,
    );
    return rows.map((row) => ({ kind: String(row['kind']), id: String(row['id']), version: String(row['version']) }));
  });
}

/** The logs that a scope reads: of a city all its counties' and its own, else the county's and the city's. */
function logsOf(db: Database, scope: string): readonly string[] {
  if (scope.length >= 6) return logsAbove(scope);
  const rows = db.all('SELECT county FROM counties WHERE county >= ? AND county < ? ORDER BY county', scope, `${scope}:`);
  return rows.map((row) => String(row['county']));
}

function logsAbove(scope: string): string[] {
  return [...new Set([logOf(scope), logOf(scope.slice(0, 4))])];
}

/** Where the hindmost of the kinds asked for stands; 0 where one names no position. */
function lowest(from: From, log: string): number {
  return Object.values(from).reduce((low, checkpoint) => Math.min(low, checkpoint[log] ?? 0), Number.MAX_SAFE_INTEGER);
}

function entriesOf(db: Database, scope: string, log: string, from: From, limit: number): Entry[] {
  const kinds = Object.keys(from);
  if (kinds.length === 0) return [];
  const asked = { sql: `position > CASE kind ${'WHEN ? THEN ? '.repeat(kinds.length)}ELSE ${Number.MAX_SAFE_INTEGER} END`, values: kinds.flatMap((kind) => [kind, from[kind]?.[log] ?? 0]) };
  const low = lowest(from, log);
  const own = log === logOf(scope) || scope.length < 6 ? inScope(db, scope, log, low, asked, limit) : [];
  const addressed = scope.length < 6 ? [] : addressedEntries(db, scope, log, low, asked, limit);
  if (addressed.length === 0) return own;
  return [...own, ...addressed].toSorted((a, b) => a.position - b.position).slice(0, limit);
}

interface Asked {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

function inScope(db: Database, scope: string, log: string, low: number, asked: Asked, limit: number): Entry[] {
  const { column, value } = scope.length < 6 ? { column: 'county', value: log } : columnOf(scope);
  const outside = scope.length < 6 || isExact(scope) ? { sql: '', values: [] } : { sql: 'AND substr(site, 1, ?) = ?', values: [scope.length, scope] };
  const rows = db.all(
    `SELECT kind, position, body FROM records WHERE ${column} = ? AND position > ? AND ${asked.sql} ${outside.sql} ORDER BY position LIMIT ?`,
    value,
    low,
    ...asked.values,
    ...outside.values,
    limit,
  );
  return rows.map(entryOf);
}

function addressedEntries(db: Database, scope: string, log: string, low: number, asked: Asked, limit: number): Entry[] {
  const prefixes = prefixesOf(scope);
  const rows = db.all(
    `SELECT kind, position, body FROM records INDEXED BY records_addressed
     WHERE county = ? AND "to" <> '' AND "to" IN (${marks(prefixes)}) AND position > ? AND ${asked.sql} AND substr(site, 1, ?) <> ?
     ORDER BY position LIMIT ?`,
    log,
    ...prefixes,
    low,
    ...asked.values,
    scope.length,
    scope,
    limit,
  );
  return rows.map(entryOf);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

function entryOf(row: Row): Entry {
  return { kind: String(row['kind']), position: Number(row['position']), body: String(row['body']) };
}

function changeOf(county: string, { kind, position, body }: Entry): Change {
  return { kind, county, position, record: JSON.parse(body) as AnyRecord };
}
