import { setImmediate as othersTurn, setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../sql.ts';
import type { SqliteConnection } from './connection.ts';
import { isBusy } from './errors.ts';
import type { Lane } from './lane.ts';

/** How long is waited for another process's transaction before it is given up, and how often it is tried meanwhile, in milliseconds. */
export const BUSY_TIMEOUT = 5_000;
const LOOK_EVERY = 10;

/**
 * A transaction takes in writes that wait until it has run so many statements: flushing to the disk costs as much for many
 * as for one, but the first must not wait long for the last.
 */
const GATHER = 500;

interface Waiting {
  /** Does the work; answers how to tell that it is durable. */
  readonly work: () => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

type Done = Pick<Waiting, 'fail'> & { readonly settle: () => void };

/**
 * Writes of one connection, one after the other, each undone whole where it throws. Those that wait when one is done go
 * into the same transaction, behind savepoints; nobody is told before it is committed.
 */
export class WriteQueue {
  readonly #connection: SqliteConnection;
  readonly #lane: Lane;
  readonly #waiting: Waiting[] = [];
  #draining = false;

  /** @param lane one for all connections of this process that write to the file */
  constructor(connection: SqliteConnection, lane: Lane) {
    this.#connection = connection;
    this.#lane = lane;
    // From now on `#begin` waits, and holds nobody else up.
    connection.script(`PRAGMA busy_timeout = ${LOOK_EVERY}`);
  }

  add<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const wrapped = async (): Promise<() => void> => {
        const result = await work(this.#connection);
        return () => resolve(result);
      };
      this.#waiting.push({ work: wrapped, fail: reject });
      if (!this.#draining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      await this.#lane.alone(() => this.#transaction());
      // Requests and other processes have their turn too, however much is written.
      if (this.#waiting.length > 0) await othersTurn();
    }
    this.#draining = false;
  }

  async #transaction(): Promise<void> {
    try {
      await this.#begin();
    } catch (error) {
      for (const { fail } of this.#waiting.splice(0)) fail(error);
      return;
    }
    const done = await this.#workAll();
    try {
      if (this.#connection.isTransaction) this.#connection.control('COMMIT');
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.control('ROLLBACK');
      for (const { fail } of done) fail(error);
      return;
    }
    for (const { settle } of done) settle();
  }

  /** Waits for another process's transaction without holding this process up. */
  async #begin(): Promise<void> {
    // Each try waits for as long as the pause after it.
    for (let waited = 0; ; waited += 2 * LOOK_EVERY) {
      try {
        this.#connection.control('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || waited >= BUSY_TIMEOUT) throw error;
      }
      await pause(LOOK_EVERY);
    }
  }

  /** Answers what is done and waits for the commit. */
  async #workAll(): Promise<readonly Done[]> {
    const done: Done[] = [];
    const start = this.#connection.ran;
    do {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      try {
        done.push({ settle: await this.#apart(next.work, done.length > 0), fail: next.fail });
      } catch (error) {
        next.fail(error);
        if (this.#connection.isTransaction) continue;
        // It took the transaction with it: a full disk, a broken file, or it was the first.
        for (const { fail } of done) fail(error);
        return [];
      }
    } while (this.#connection.ran - start < GATHER);
    return done;
  }

  /** One work, undone alone where others came before it in the transaction, else with the transaction. */
  async #apart<T>(work: () => Promise<T>, behindOthers: boolean): Promise<T> {
    const connection = this.#connection;
    if (behindOthers) connection.control('SAVEPOINT work');
    try {
      const result = await work();
      if (behindOthers) connection.control('RELEASE work');
      return result;
    } catch (error) {
      if (connection.isTransaction && behindOthers) {
        connection.control('ROLLBACK TO work');
        connection.control('RELEASE work');
      } else if (connection.isTransaction) {
        connection.control('ROLLBACK');
      }
      throw error;
    }
  }
}
