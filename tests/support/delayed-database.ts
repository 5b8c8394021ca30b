import type { Database, Sql } from '../../center/store/sql.ts';

/** A database whose write transactions do as a test says when their work is done: go on later, or fail. */
export function delayedDatabase(db: Database, beforeCommit: () => Promise<void>): Database {
  return {
    dialect: db.dialect,
    all: (sql, ...values) => db.all(sql, ...values),
    get: (sql, ...values) => db.get(sql, ...values),
    run: (sql, ...values) => db.run(sql, ...values),
    each: (sql, rows) => db.each(sql, rows),
    snapshot: (work) => db.snapshot(work),
    close: () => db.close(),
    write: <T>(work: (tx: Sql) => Promise<T>) =>
      db.write(async (tx) => {
        const result = await work(tx);
        await beforeCommit();
        return result;
      }),
  };
}
