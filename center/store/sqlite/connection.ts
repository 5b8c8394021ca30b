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

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  async all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    try {
      return this.#prepare(sql).all(...values) as Row[];
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    try {
      return this.#prepare(sql).get(...values) as Row | undefined;
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    try {
      return Number(this.#prepare(sql).run(...values).changes);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    try {
      const statement = this.#prepare(sql);
      for (const row of rows) statement.run(...row);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  /** Begins a transaction; {@link finish} must follow. */
  begin(how: 'BEGIN' | 'BEGIN IMMEDIATE'): void {
    this.#execute(how);
  }

  /** Runs `work` in the transaction that was begun, up to its COMMIT; undone whole where it throws. */
  async finish<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#execute('COMMIT');
      return result;
    } catch (error) {
      // A full disk or a broken file may have ended the transaction already.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
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

  #execute(sql: string): void {
    try {
      this.#prepare(sql).run();
    } catch (error) {
      throw troubleOf(error);
    }
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
