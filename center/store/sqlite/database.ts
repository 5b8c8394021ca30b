import { realpathSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Database, Row, Sql, SqlValue } from '../sql.ts';
import { SqliteConnection } from './connection.ts';
import { faultOf } from './errors.ts';
import { FairSql } from './fair-sql.ts';
import { Lane } from './lane.ts';
import { migrate } from './migrate.ts';
import { noteClosed, noteOpen, preflight } from './preflight.ts';
import { BUSY_TIMEOUT, WriteQueue } from './write-queue.ts';

/** Snapshots that may be open at once; more wait for their turn. */
const MAX_SNAPSHOTS = 4;

/** Page cache of a connection, KiB. */
const WRITER_CACHE = 65_536;
const READER_CACHE = 32_768;

const IN_MEMORY = ':memory:';

/**
 * Opens a database file, making or migrating it. WAL with synchronous=FULL: what was acknowledged survives a power cut.
 * `:memory:` has one connection, and everything on it comes one after the other.
 * @throws DatabaseFault where the file is damaged, unreadable or from a newer version
 */
export async function openSqlite(path: string): Promise<Database> {
  let writer: SqliteConnection | null = null;
  try {
    if (path !== IN_MEMORY) await preflight(path);
    writer = connect(path, WRITER_CACHE);
    if (path === IN_MEMORY) {
      await migrate(writer, path);
      return new MemoryDatabase(writer);
    }
    await migrate(writer, path);
    noteOpen(path);
    return new FileDatabase(path, writer);
  } catch (error) {
    writer?.close();
    throw faultOf(error, path);
  }
}

interface SnapshotLane {
  readonly lane: Lane;
  readonly connection: SqliteConnection;
}

/** One connection writes, others read: nobody reads what is not committed, and no reader waits for a write. */
class FileDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #path: string;
  readonly #writer: SqliteConnection;
  readonly #lane: Lane;
  readonly #writes: WriteQueue;
  /** For single statements, which are over before anything else runs. */
  readonly #reader: SqliteConnection;
  readonly #snapshots: SnapshotLane[] = [];
  #next = 0;
  #closing: Promise<void> | null = null;

  constructor(path: string, writer: SqliteConnection) {
    this.#path = path;
    this.#writer = writer;
    this.#lane = laneOf(path);
    this.#writes = new WriteQueue(writer, this.#lane);
    this.#reader = connectReader(path);
  }

  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    return this.#reader.all(sql, ...values);
  }

  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#reader.get(sql, ...values);
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.write((tx) => tx.run(sql, ...values));
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.write((tx) => tx.each(sql, rows));
  }

  write<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#writes.add(work);
  }

  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const { lane, connection } = this.#freeSnapshot();
    return lane.alone(() => connection.transaction('BEGIN', () => work(new FairSql(connection))));
  }

  /** Lets what has begun or waits come to its end. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#writes.add(() => Promise.resolve());
    await this.#lane.alone(async () => this.#writer.close());
    for (const { lane, connection } of this.#snapshots) await lane.alone(async () => connection.close());
    this.#reader.close();
    noteClosed(this.#path);
  }

  #freeSnapshot(): SnapshotLane {
    const free = this.#snapshots.find(({ lane }) => lane.free);
    if (free !== undefined) return free;
    if (this.#snapshots.length < MAX_SNAPSHOTS) {
      const made = { lane: new Lane(), connection: connectReader(this.#path) };
      this.#snapshots.push(made);
      return made;
    }
    this.#next = (this.#next + 1) % MAX_SNAPSHOTS;
    return this.#snapshots[this.#next] as SnapshotLane;
  }
}

const lanes = new Map<string, WeakRef<Lane>>();

/**
 * The lane of writes to a file, one for all who have it open in this process: SQLite's own waiting for a lock would stop
 * the very transaction that holds it.
 */
function laneOf(path: string): Lane {
  const real = realpathSync(path);
  const lane = lanes.get(real)?.deref() ?? new Lane();
  lanes.set(real, new WeakRef(lane));
  return lane;
}

/** Everything on one connection, one after the other; a statement alone waits while a transaction is open. */
class MemoryDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #connection: SqliteConnection;
  readonly #lane = new Lane();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    return this.#lane.free ? this.#connection.all(sql, ...values) : this.#lane.alone(() => this.#connection.all(sql, ...values));
  }

  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#lane.free ? this.#connection.get(sql, ...values) : this.#lane.alone(() => this.#connection.get(sql, ...values));
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.#lane.free ? this.#connection.run(sql, ...values) : this.#lane.alone(() => this.#connection.run(sql, ...values));
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.write((tx) => tx.each(sql, rows));
  }

  write<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#alone('BEGIN IMMEDIATE', work);
  }

  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#alone('BEGIN', work);
  }

  async close(): Promise<void> {
    await this.#lane.alone(async () => this.#connection.close());
  }

  #alone<T>(how: 'BEGIN' | 'BEGIN IMMEDIATE', work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#lane.alone(() => this.#connection.transaction(how, () => work(this.#connection)));
  }
}

function connect(path: string, cache: number): SqliteConnection {
  const connection = new SqliteConnection(new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true }));
  try {
    connection.script(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${cache}; PRAGMA wal_autocheckpoint = 4000`);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function connectReader(path: string): SqliteConnection {
  const connection = connect(path, READER_CACHE);
  connection.script('PRAGMA query_only = ON');
  return connection;
}
