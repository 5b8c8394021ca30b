import { DatabaseFault, DatabaseTrouble } from '../fault.ts';

const DISK_FULL = '53100';

/** A transaction that lost against another and may be done again: serialization failure, deadlock. */
const LOST = new Set(['40001', '40P01']);

/**
 * SQLSTATE classes and codes that pass: connection trouble, out of resources, shutting down or starting up, a standby that
 * was promoted a moment ago, a lock or statement that took too long.
 */
const PASSING = [/^08/, /^53/, /^57P/, /^57014$/, /^40/, /^55P03$/, /^25006$/];

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What Node says of a server that is not to be reached. */
const UNREACHED = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);

/** What the driver says, without a code. */
const DRIVER = /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|connection timeout|client was closed|pool after calling end/i;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True where the same transaction may succeed when it is done again at once. */
export function isLost(error: unknown): boolean {
  return LOST.has(codeOf(error instanceof DatabaseTrouble ? error.cause : error));
}

/** A connection that prepared a statement before a newer process changed a table. */
const STALE_PLAN = '0A000';

/** True where the connection is not to be used any more. */
export function isBroken(error: unknown): boolean {
  const cause = error instanceof DatabaseTrouble ? error.cause : error;
  const code = codeOf(cause);
  return UNREACHED.has(code) || code === STALE_PLAN || /^(08|57P)/.test(code) || (cause instanceof Error && code === '' && DRIVER.test(cause.message));
}

/** The same trouble in the words of the port; anything else as it is. */
export function troubleOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === DISK_FULL) return new DatabaseTrouble('full', error);
  const passes = SQLSTATE.test(code) && PASSING.some((pattern) => pattern.test(code));
  return passes || isBroken(error) ? new DatabaseTrouble('busy', error) : error;
}

/** What is wrong with a database that cannot be opened. `place` names it without its password. */
export function faultOf(error: unknown, place: string): DatabaseFault {
  if (error instanceof DatabaseFault) return error;
  const cause = error instanceof DatabaseTrouble ? error.cause : error;
  const detail = cause instanceof AggregateError ? cause.errors.map(String).join('; ') : cause instanceof Error ? cause.message : String(cause);
  return new DatabaseFault(`The database ${place} cannot be opened: ${detail}`);
}
