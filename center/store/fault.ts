/** Something about the database that the person who runs the center must know; the message says what to do. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
}

/** The database's files are damaged or not all there. Nothing was changed; the message says what it is. */
export class DamagedDatabase extends DatabaseFault {}

/**
 * A database that cannot do now what it was asked: `full` where it has no space left, `busy` where the same may succeed
 * later (locked by another process, restarting, out of connections).
 */
export class DatabaseTrouble extends Error {
  override readonly name = 'DatabaseTrouble';
  readonly kind: 'full' | 'busy';

  constructor(kind: 'full' | 'busy', cause: Error) {
    super(`${kind === 'full' ? 'the database has no space left' : 'the database cannot answer now'}: ${cause.message}`, { cause });
    this.kind = kind;
  }
}
