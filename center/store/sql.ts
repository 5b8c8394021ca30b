/** A value of a statement. Whole numbers stay within `Number.MAX_SAFE_INTEGER`; truth is kept as 0 and 1. */
export type SqlValue = string | number | Uint8Array | null;

/** A row as the database answers it: whole numbers as numbers, bytes as `Uint8Array`. */
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * Statements of one dialect-neutral SQL, with `?` for each value. What SQLite and PostgreSQL share is written once;
 * where they differ, a statement is chosen by `dialect`.
 */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres';
  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]>;
  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined>;
  /** Answers how many rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): Promise<number>;
  /**
   * The same statement for many rows in as few round trips as the engine can: `INSERT INTO t (a, b) VALUES (?, ?) …` with
   * one group of marks.
   */
  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void>;
}

/** One database of a center; the only way to it. */
export interface Database extends Sql {
  /**
   * Runs `work` in one write transaction, durable when it resolves and undone whole where it throws. Within it, use the
   * `Sql` that it is given and wait for nothing but the database.
   */
  write<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Runs `work` on one snapshot, whatever is written meanwhile. */
  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
