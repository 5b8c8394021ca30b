import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Row, Sql, SqlValue } from '../sql.ts';

/** After so many statements on end, other requests have their turn. */
const STRETCH = 16;

/** Statements that give way to other requests in between: a report of thousands of them holds nobody up. */
export class FairSql implements Sql {
  readonly dialect: Sql['dialect'];
  readonly #sql: Sql;
  #statements = 0;

  constructor(sql: Sql) {
    this.dialect = sql.dialect;
    this.#sql = sql;
  }

  async all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    if ((this.#statements += 1) % STRETCH === 0) await othersTurn();
    return this.#sql.all(sql, ...values);
  }

  async get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    if ((this.#statements += 1) % STRETCH === 0) await othersTurn();
    return this.#sql.get(sql, ...values);
  }

  run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return this.#sql.run(sql, ...values);
  }

  each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.#sql.each(sql, rows);
  }
}
