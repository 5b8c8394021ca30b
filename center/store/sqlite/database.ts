import { existsSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Something about the database file that the person who runs the center must know; the message says what to do. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
}

/** The whole file is checked at start up to this size; a larger one only by its head, so that a start stays quick. */
const CHECK_UP_TO = 256 * 1024 * 1024;

/** How long a statement waits for another process's write before it gives up with SQLITE_BUSY, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/**
 * One connection to the center's database: statements prepared once, transactions that nest into the outer one.
 * All calls are synchronous, so nothing else of this process runs within a transaction.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  /** Answers how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Runs `work` in one write transaction, durable when it returns; undone whole where it throws. */
  write<T>(work: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', work);
  }

  /** Runs `work` on one snapshot of the database, whatever is written meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#transaction('BEGIN', work);
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #transaction<T>(begin: string, work: () => T): T {
    if (this.#connection.isTransaction) return work();
    this.#connection.exec(begin);
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk or a broken file may have ended the transaction already.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#connection.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

/**
 * Opens the database, making or migrating it. WAL with synchronous=FULL: what was acknowledged survives a power cut.
 * @throws DatabaseFault where the file is damaged, unreadable or from a newer version
 */
export function openDatabase(path: string): Database {
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536');
    check(connection, path);
    migrate(connection, path);
    return new Database(connection);
  } catch (error) {
    if (connection?.isOpen === true) connection.close();
    throw error instanceof DatabaseFault ? error : faultOf(error, path);
  }
}

/** The numeric SQLite result code (primary) of an error, or null where it is none of SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

export const SQLITE_BUSY = 5;
export const SQLITE_FULL = 13;
const SQLITE_CORRUPT = 11;
const SQLITE_NOT_A_DATABASE = 26;

function check(connection: DatabaseSync, path: string): void {
  if (!existsSync(path) || statSync(path).size > CHECK_UP_TO) return;
  const answer = connection.prepare('PRAGMA quick_check(1)').get();
  if (answer?.['quick_check'] !== 'ok') throw damaged(path, String(answer?.['quick_check']));
}

function migrate(connection: DatabaseSync, path: string): void {
  const read = (): number => Number(connection.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (read() > MIGRATIONS.length) {
    throw new DatabaseFault(`The database ${path} was made by a newer version of this program (schema ${read()}, this one knows ${MIGRATIONS.length}). Start that version.`);
  }
  if (read() === MIGRATIONS.length) return;
  connection.exec('BEGIN IMMEDIATE');
  // Read again under the lock: another process may have migrated meanwhile.
  for (const step of MIGRATIONS.slice(read())) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  connection.exec('COMMIT');
}

function damaged(path: string, detail: string): DatabaseFault {
  return new DatabaseFault(
    `The database ${path} is damaged (${detail}). Nothing was changed. Move the folder aside and restore the last backup, or recover what is readable with: sqlite3 ${path} .recover`,
  );
}

function faultOf(error: unknown, path: string): DatabaseFault {
  const detail = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error);
  if (code === SQLITE_CORRUPT || code === SQLITE_NOT_A_DATABASE) return damaged(path, detail);
  return new DatabaseFault(`The database ${path} cannot be opened: ${detail}`);
}
