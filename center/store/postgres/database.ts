import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseFault } from '../fault.ts';
import type { Database, Row, Sql, SqlValue } from '../sql.ts';
import { faultOf, isBroken, isLost, troubleOf } from './errors.ts';
import { migrate } from './migrate.ts';
import { PostgresSession } from './session.ts';
import { TYPES } from './statements.ts';

export interface PostgresOptions {
  /** Connections that this process holds at most, besides the one for news. */
  readonly connections?: number;
}

const CONNECTIONS = 10;

/** How long a request waits for a free connection or for the server, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE';
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** How often a transaction that lost against another is done again, and after how long at first, in milliseconds. */
const ATTEMPTS = 6;
const FIRST_PAUSE = 5;

/**
 * Compiling a statement costs more than any of these statements does. A process that froze within a transaction loses it,
 * so that nobody waits for its locks for ever.
 */
const SETTINGS = "SET jit = off; SET idle_in_transaction_session_timeout = '60s'";

/** Older ones lack what the schema needs. */
const OLDEST = 13;

/** How a connection of this program is made; also the one for news. */
export function clientOptions(url: string): pg.ClientConfig {
  return { connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_TIMEOUT, application_name: 'qiyou-center', types: TYPES, pipeline: true };
}

/** The database of a URL without its password, for messages. */
function placeOf(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch {
    return 'of --database';
  }
}

/**
 * Opens a PostgreSQL database, making or migrating its tables; several processes may do so at once.
 * @param url `postgres://user:password@host:port/name`
 * @throws DatabaseFault where it cannot be reached, is from a newer version, or would not keep what was acknowledged
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Database> {
  const pool = new pg.Pool({ ...clientOptions(url), max: options.connections ?? CONNECTIONS });
  // A connection that breaks while nobody uses it is replaced; whoever needs one hears of what is wrong then.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.query(SETTINGS).catch(() => undefined));
  const database = new PostgresDatabase(pool);
  try {
    await check(database, placeOf(url));
    await migrate(database, placeOf(url));
    return database;
  } catch (error) {
    await database.close();
    throw faultOf(error, placeOf(url));
  }
}

/** A pool of connections; each transaction has one of its own. */
class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly #pool: pg.Pool;
  readonly #single: PostgresSession;
  /** What has begun and is not over. */
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#single = new PostgresSession(pool);
  }

  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    return this.#tracked(this.#single.all(sql, ...values));
  }

  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#tracked(this.#single.get(sql, ...values));
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.#tracked(again(() => this.#single.run(sql, ...values)));
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.write((tx) => tx.each(sql, rows));
  }

  write<T>(work: (tx: PostgresSession) => Promise<T>): Promise<T> {
    return this.#tracked(again(() => this.#transaction(WRITE, work)));
  }

  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#tracked(this.#transaction(SNAPSHOT, work));
  }

  /** Lets what has begun come to its end. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.#pool.end();
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    const over = (): void => void this.#running.delete(work);
    this.#running.add(work);
    work.then(over, over);
    return work;
  }

  async #transaction<T>(begin: string, work: (tx: PostgresSession) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let broken = false;
    // It may break between two statements too, when nobody waits for an answer.
    const onError = (): void => void (broken = true);
    client.on('error', onError);
    const session = new PostgresSession(client);
    try {
      await session.script(begin);
      const result = await work(session);
      await session.script('COMMIT');
      return result;
    } catch (error) {
      broken ||= isBroken(error) || !(await rolledBack(session));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw troubleOf(error);
    }
  }
}

async function rolledBack(session: PostgresSession): Promise<boolean> {
  try {
    await session.script('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

/** Does again what lost against another transaction. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isLost(error)) throw error;
    }
    await pause(FIRST_PAUSE * 2 ** (attempt - 1));
  }
}

async function check(database: Sql, place: string): Promise<void> {
  const setting = async (name: string): Promise<string> => String((await database.get('SELECT current_setting(?) AS value', name))?.['value']);
  const version = Number(await setting('server_version_num'));
  if (version < OLDEST * 10_000) throw new DatabaseFault(`The database ${place} runs on PostgreSQL ${Math.floor(version / 10_000)}; ${OLDEST} or newer is needed.`);
  const encoding = await setting('server_encoding');
  if (encoding !== 'UTF8') throw new DatabaseFault(`The database ${place} keeps its text as ${encoding}. Make one with ENCODING 'UTF8'.`);
  if ((await setting('synchronous_commit')) === 'off') {
    throw new DatabaseFault(`The database ${place} has synchronous_commit off: it would lose what stations were told is safe. Set it to on.`);
  }
}
