/** A value of a statement. Whole numbers stay within `Number.MAX_SAFE_INTEGER`; truth is kept as 0 and 1. */
export type SqlValue = string | number | Uint8Array | null;

/** A row as the database answers it: whole numbers as numbers, bytes as `Uint8Array`, truth as 0 and 1. */
export type Row = Readonly<Record<string, SqlValue>>;

export type Dialect = 'sqlite' | 'postgres';

/**
 * Statements of one dialect-neutral SQL, with `?` for each value (and nowhere else). What SQLite and PostgreSQL share is
 * written once; where they differ, a statement is chosen by `dialect`. Text is compared by its bytes: in PostgreSQL every
 * column of text is declared `text COLLATE "C"`, or ranges of codes and ids would follow the language of the server.
 */
export interface Sql {
  readonly dialect: Dialect;
  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]>;
  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined>;
  /** Answers how many rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): Promise<number>;
  /**
   * The same statement for many rows in as few round trips as the engine can: `INSERT INTO t (a, b) VALUES (?, ?) …` with
   * one group of marks. With `ON CONFLICT … DO UPDATE` no two rows may have the same key.
   */
  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void>;
}

/**
 * One database of a center; the only way to it. Statements outside of a transaction see what is committed and nothing
 * else; there `all` and `get` only read, and what writes is `run`, `each` or a transaction (also `RETURNING`).
 */
export interface Database extends Sql {
  /**
   * Runs `work` in one write transaction, durable when it resolves and undone whole where it throws. Within it, use the
   * `Sql` that it is given, never the database itself, and wait for nothing else. On PostgreSQL a transaction that lost
   * against another (deadlock) is done again from the start, so `work` keeps nothing of its own from a first run.
   */
  write<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Runs `work` on one snapshot, whatever is written meanwhile. Within it, use the `Sql` that it is given. */
  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** One step of a schema: statements, or where those do not suffice, work within the migration's transaction. */
export type Step = string | ((tx: Sql) => Promise<void>);
