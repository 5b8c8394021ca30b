import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Row, Sql, SqlValue } from '../sql.ts';

/** After so much work on end, other requests have their turn, in milliseconds. */
const STRETCH = 10;

/** Statements that give way to other requests in between: a report of thousands of them holds nobody up. */
export class FairSql implements Sql {
  readonly dialect: Sql['dialect'];
  readonly #sql: Sql;
  #since = performance.now();

  constructor(sql: Sql) {
    this.dialect = sql.dialect;
    this.#sql = sql;
  }

  async all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    if (this.#isLong()) await this.#giveWay();
    return this.#sql.all(sql, ...values);
  }

  async get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    if (this.#isLong()) await this.#giveWay();
    return this.#sql.get(sql, ...values);
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.#sql.run(sql, ...values);
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.#sql.each(sql, rows);
  }

  #isLong(): boolean {
    return performance.now() - this.#since > STRETCH;
  }

  async #giveWay(): Promise<void> {
    await othersTurn();
    this.#since = performance.now();
  }
}
