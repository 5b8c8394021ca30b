import type pg from 'pg';
import type { Row, Sql, SqlValue } from '../sql.ts';
import { troubleOf } from './errors.ts';
import { grouped, statementOf, valuesOf } from './statements.ts';

type Queryable = Pick<pg.ClientBase, 'query'>;

/** Statements on a connection, or each on whichever of a pool is free. */
export class PostgresSession implements Sql {
  readonly dialect = 'postgres';
  readonly #client: Queryable;

  constructor(client: Queryable) {
    this.#client = client;
  }

  async all(sql: string, ...values: readonly SqlValue[]): Promise<Row[]> {
    return (await this.#query(sql, values)).rows;
  }

  async get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined> {
    return (await this.#query(sql, values)).rows[0];
  }

  async run(sql: string, ...values: readonly SqlValue[]): Promise<number> {
    return (await this.#query(sql, values)).rowCount ?? 0;
  }

  async each(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    const parts = grouped(sql, rows);
    try {
      // All are on their way before the first is answered.
      if (parts === null) await Promise.all(rows.map((row) => this.#query(sql, row)));
      else await Promise.all(parts.map((part) => this.#client.query(part)));
    } catch (error) {
      throw troubleOf(error);
    }
  }

  /** Several statements without values. */
  async script(sql: string): Promise<void> {
    try {
      await this.#client.query(sql);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  async #query(sql: string, values: readonly SqlValue[]): Promise<pg.QueryResult<Row>> {
    try {
      return await this.#client.query<Row>({ ...statementOf(sql), values: valuesOf(values) });
    } catch (error) {
      throw troubleOf(error);
    }
  }
}
