import type { Database, Row, Sql, SqlValue } from '../../center/store/sql.ts';
import { CenterBroke } from './world.ts';

/** A database that breaks off in the middle of a write transaction when it is told to: the center was killed there. */
export class BreakingDatabase implements Database {
  /** Statements of write transactions until it breaks; null for never. */
  left: number | null = null;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get dialect(): Sql['dialect'] {
    return this.#db.dialect;
  }

  all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    return this.#db.all(sql, ...values);
  }

  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#db.get(sql, ...values);
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.#db.run(sql, ...values);
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.#db.each(sql, rows);
  }

  write<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#db.write((tx) => work(this.left === null ? tx : this.#breaking(tx)));
  }

  snapshot<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return this.#db.snapshot(work);
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  #breaking(tx: Sql): Sql {
    return {
      dialect: tx.dialect,
      all: (sql, ...values) => this.#count(() => tx.all(sql, ...values)),
      get: (sql, ...values) => this.#count(() => tx.get(sql, ...values)),
      run: (sql, ...values) => this.#count(() => tx.run(sql, ...values)),
      each: (sql, rows) => this.#count(() => tx.each(sql, rows)),
    };
  }

  async #count<T>(statement: () => Promise<T>): Promise<T> {
    if (this.left === null) return statement();
    this.left -= 1;
    if (this.left >= 0) return statement();
    this.left = null;
    throw new CenterBroke('in the middle of a transaction');
  }
}
