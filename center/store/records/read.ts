import type { Page } from '#shared/ports/record-store.ts';
import type { Change, Checkpoint, OwnPositions } from '#shared/protocol/exchange.ts';
import { rangeOf } from '../scope.ts';
import type { Sql } from '../sql.ts';
import { changeOf, entriesOf, type Entry } from './entries.ts';
import { logsAbove } from './logs.ts';

type From = Readonly<Record<string, Checkpoint>>;

/** What a pull asks for. */
export interface Pull {
  readonly scope: string;
  /** Where each kind stands. */
  readonly from: From;
  readonly limit: number;
  /** Positions whose records are left out, since the reader pushed them itself. */
  readonly own: OwnPositions;
}

/** Characters of JSON text in one page: a slow line must be able to carry it before the replica gives up waiting. */
export const MAX_PAGE = 4 * 1024 * 1024;

/**
 * Rules L2 and L3: what moved in a scope since. The kinds asked for may stand at different positions: a log is scanned from
 * the lowest of them, and of each kind only what lies above its own is answered. `through` of a log is where the scan ended:
 * the last position answered where the page was full, else the log's head. It can be lower than where one kind stood
 * already (never lower than the lowest); nothing between is ever skipped.
 * @param tx one snapshot: the heads and what lies below them are of the same moment (rule L1)
 */
export async function readPage(tx: Sql, { scope, from, limit, own }: Pull): Promise<Page> {
  const changes: Change[] = [];
  const through: Record<string, number> = {};
  let more = false;
  let size = 0;
  for (const log of await logsOf(tx, scope)) {
    const entries = more ? [] : await entriesOf(tx, { scope, log, from, own: own[log] ?? [], limit: limit - changes.length + 1, low: lowest(from, log) });
    const taken = fitting(entries.slice(0, limit - changes.length), MAX_PAGE - size);
    size += sizeOf(taken);
    if (entries.length > taken.length) {
      through[log] = taken.at(-1)?.position ?? lowest(from, log);
      more = true;
    } else {
      through[log] = more ? lowest(from, log) : await headOf(tx, log);
    }
    for (const entry of taken) changes.push(changeOf(log, entry));
  }
  return { changes, through, more };
}

/** The last position of a log; 0 where nothing was written. */
export async function headOf(tx: Sql, log: string): Promise<number> {
  return Number((await tx.get('SELECT head FROM counties WHERE county = ?', log))?.['head'] ?? 0);
}

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

/** The logs that a scope reads: of a city all its counties' and its own, else the county's and the city's. */
async function logsOf(tx: Sql, scope: string): Promise<readonly string[]> {
  if (scope.length >= 6) return logsAbove(scope);
  const { from, to } = rangeOf(scope);
  const rows = await tx.all('SELECT county FROM counties WHERE county >= ? AND county < ? ORDER BY county', from, to);
  return rows.map((row) => String(row['county']));
}

/** Where the hindmost of the kinds asked for stands; 0 where one names no position. */
function lowest(from: From, log: string): number {
  return Object.values(from).reduce((low, checkpoint) => Math.min(low, checkpoint[log] ?? 0), Number.MAX_SAFE_INTEGER);
}
