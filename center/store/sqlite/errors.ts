import { DamagedDatabase, DatabaseFault, DatabaseTrouble } from '../fault.ts';

export const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;
const SQLITE_CORRUPT = 11;
const SQLITE_NOT_A_DATABASE = 26;

/** The numeric SQLite result code (primary) of an error, or null where it is none of SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** The same trouble in the words of the port; anything else as it is. */
export function troubleOf(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE_FULL) return new DatabaseTrouble('full', error as Error);
  return code === SQLITE_BUSY ? new DatabaseTrouble('busy', error as Error) : error;
}

/** True where another connection holds what is needed. */
export function isBusy(error: unknown): boolean {
  return error instanceof DatabaseTrouble && error.kind === 'busy';
}

/** What is wrong with a file that cannot be opened. */
export function faultOf(error: unknown, path: string): DatabaseFault {
  if (error instanceof DatabaseFault) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error);
  if (code === SQLITE_CORRUPT || code === SQLITE_NOT_A_DATABASE) return damaged(path, detail);
  return new DatabaseFault(`The database ${path} cannot be opened: ${detail}`);
}

export function damaged(path: string, detail: string): DatabaseFault {
  return new DamagedDatabase(`The database ${path} is damaged (${detail}). Nothing was changed. What is still readable is recovered by: sqlite3 ${path} .recover`);
}
