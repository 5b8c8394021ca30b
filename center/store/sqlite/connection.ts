import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Row, Sql, SqlValue } from '../sql.ts';
import { troubleOf } from './errors.ts';

/** Texts differ where they hold a list of marks; more of them than this are not kept prepared. */
const MAX_STATEMENTS = 1_000;

/** One connection: statements prepared once. Each statement runs where it is called, without giving way to anything. */
export class SqliteConnection implements Sql {
  readonly dialect = 'sqlite';
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Statements that were run, each row of {@link each} for one: a measure of work. */
  ran = 0;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  async all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    this.ran += 1;
    try {
      return this.#prepare(sql).all(...values) as Row[];
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    this.ran += 1;
    try {
      return this.#prepare(sql).get(...values) as Row | undefined;
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    this.ran += 1;
    try {
      return Number(this.#prepare(sql).run(...values).changes);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    this.ran += rows.length;
    try {
      const statement = this.#prepare(sql);
      for (const row of rows) statement.run(...row);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  get isTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  /** Begins and ends transactions and savepoints. */
  control(sql: string): void {
    try {
      this.#prepare(sql).run();
    } catch (error) {
      throw troubleOf(error);
    }
  }

  /** Runs `work` in a transaction of its own; undone whole where it throws. */
  async transaction<T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => Promise<T>): Promise<T> {
    this.control(begin);
    try {
      const result = await work();
      this.control('COMMIT');
      return result;
    } catch (error) {
      // A full disk or a broken file may have ended the transaction already.
      if (this.isTransaction) this.control('ROLLBACK');
      throw error;
    }
  }

  /** Several statements without values. */
  script(sql: string): void {
    try {
      this.#connection.exec(sql);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#connection.prepare(sql);
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, made);
    return made;
  }
}
