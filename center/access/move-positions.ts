import { logOf, rangeOf } from '../store/scope.ts';
import type { Sql } from '../store/sql.ts';

/** Where the positions below a village go when it is moved, by their codes. */
export type Positions = ReadonlyMap<string, string>;

const VILLAGE_LENGTH = 12;

/** Digits of a code at most, and so of a position below a village. */
const MAX_LENGTH = 18;

/** Positions below a village keep their last digits; where those are taken in the new village, they get the next free ones. */
export async function newPositions(tx: Sql, from: string, to: string): Promise<Positions> {
  const taken = new Set(await positionsOf(tx, to));
  const positions = new Map<string, string>();
  for (const code of (await positionsOf(tx, from)).toSorted()) {
    const free = nextFree(to, code.slice(VILLAGE_LENGTH), taken);
    taken.add(free);
    positions.set(code, free);
  }
  return positions;
}

/** Positions that hold records, or did before they were moved there. */
async function positionsOf(tx: Sql, village: string): Promise<string[]> {
  const { from, to } = rangeOf(village);
  const rows = await tx.all(
    `SELECT DISTINCT site FROM records WHERE county = ? AND village = ? AND length(site) > ${VILLAGE_LENGTH}
     UNION SELECT successor FROM moved_positions WHERE successor >= ? AND successor < ? AND length(successor) > ${VILLAGE_LENGTH}`,
    logOf(village),
    village,
    from,
    to,
  );
  return rows.map((row) => String(row['site']));
}

function nextFree(village: string, digits: string, taken: ReadonlySet<string>): string {
  for (let length = digits.length; length <= MAX_LENGTH - VILLAGE_LENGTH; length += 1) {
    const first = length === digits.length ? Number(digits) : 1;
    for (let number = first; number < 10 ** length; number += 1) {
      const code = `${village}${String(number).padStart(length, '0')}`;
      if (!taken.has(code)) return code;
    }
  }
  return `${village}${digits}`;
}

/** Notes where positions went, so that what arrives late for them is filed right. */
export async function movePositions(tx: Sql, to: string, positions: Positions): Promise<void> {
  const target = rangeOf(to);
  await tx.run('DELETE FROM moved_positions WHERE code >= ? AND code < ?', target.from, target.to);
  for (const [before, after] of positions) {
    await tx.run('UPDATE moved_positions SET successor = ? WHERE successor = ?', after, before);
    await tx.run('INSERT INTO moved_positions (code, successor) VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET successor = excluded.successor', before, after);
  }
}

/**
 * Devices of the village and unused codes for it belong to the new code; open sessions end, so that each device opens
 * another and learns of it. Answers how many devices.
 */
export async function moveDevices(tx: Sql, from: string, to: string, positions: Positions): Promise<number> {
  const range = rangeOf(from);
  const moved = (site: string): string => positions.get(site) ?? `${to}${site.slice(VILLAGE_LENGTH)}`;
  const devices = await tx.all('SELECT id, site FROM devices WHERE site >= ? AND site < ?', range.from, range.to);
  for (const row of devices) {
    await tx.run('UPDATE devices SET site = ? WHERE id = ?', moved(String(row['site'])), String(row['id']));
    await tx.run('DELETE FROM sessions WHERE device = ?', String(row['id']));
  }
  const codes = await tx.all('SELECT hash, site FROM codes WHERE device IS NULL AND site >= ? AND site < ?', range.from, range.to);
  for (const row of codes) await tx.run('UPDATE codes SET site = ? WHERE hash = ?', moved(String(row['site'])), String(row['hash']));
  return devices.length;
}
