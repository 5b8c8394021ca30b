import type { Dialect } from '../sql.ts';

/** Rule D1: what was decided on the pushes of a device, for that device to be told; "body" is JSON as the protocol has it. */
export const HELD_DECISIONS: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TABLE held_decisions (
    device TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (device, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX held_decisions_by_time ON held_decisions (at);`,
  postgres: `CREATE TABLE held_decisions (
    device text COLLATE "C" NOT NULL, at bigint NOT NULL, body text COLLATE "C" NOT NULL,
    PRIMARY KEY (device, at)
  );
  CREATE INDEX held_decisions_by_time ON held_decisions (at);`,
};
