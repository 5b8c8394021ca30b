import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { DamagedDatabase } from '../fault.ts';
import { damaged, faultOf } from './errors.ts';

/** The whole file is checked at start up to this size; a larger one only by its head, so that a start stays quick. */
const CHECK_UP_TO = 256 * 1024 * 1024;

/** How long the check waits for another process, in milliseconds. */
const PATIENCE = 5_000;

/** How often it is looked, and how long is waited in between (milliseconds), before a log counts as lost. */
const LOOKS = 10;
const LOOK_EVERY = 50;

/**
 * Looks at a database before anything may write to it. SQLite itself takes some faults for a fresh start: it throws a log
 * away whose database is gone, and it opens a database without its log as if nothing had been in it.
 * @throws DatabaseFault; nothing was changed then
 */
export async function preflight(path: string): Promise<void> {
  const size = sizeOf(path);
  const log = sizeOf(`${path}-wal`);
  if ((size ?? 0) === 0 && (log ?? 0) > 0) {
    throw new DamagedDatabase(`The database ${path} is ${size === null ? 'missing' : 'empty'}, but its log ${path}-wal is there. Nothing was changed. Put the file back.`);
  }
  if ((size ?? 0) > 0 && (await isLogLost(path))) {
    throw new DamagedDatabase(
      `The log of the database, ${path}-wal, was removed, and what was written last was in it. Nothing was changed. Put the file back. If it is lost, accept that with: npm run qiyou-center -- accept-loss --data DIR; stations then send again what is missing here.`,
    );
  }
  if (size !== null && size > 0) check(path, size);
}

/** Another process that closes the database right now removes the log first and then the mark: it is given a moment. */
async function isLogLost(path: string): Promise<boolean> {
  const looksLost = (): boolean => existsSync(openMark(path)) && !existsSync(`${path}-wal`);
  for (let tries = 0; looksLost() && tries < LOOKS; tries += 1) await pause(LOOK_EVERY);
  return looksLost();
}

/** Notes that a log belongs to the database, once it is open; see {@link noteClosed}. */
export function noteOpen(path: string): void {
  if (existsSync(`${path}-wal`) && !existsSync(openMark(path))) writeFileSync(openMark(path), '');
}

/** Forgets it where the last one who closed the database has put the log's content into it and removed the log. */
export function noteClosed(path: string): void {
  if (!existsSync(`${path}-wal`)) rmSync(openMark(path), { force: true });
}

/** A person accepts that the log is lost. Answers whether there was anything to accept. */
export function acceptLoss(path: string): boolean {
  const lost = existsSync(openMark(path)) && !existsSync(`${path}-wal`);
  if (lost) rmSync(openMark(path));
  return lost;
}

function openMark(path: string): string {
  return `${path}-open`;
}

/** A connection that only reads neither plays a log into the file nor removes it. */
function check(path: string, size: number): void {
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE });
    const answer = connection.prepare(size > CHECK_UP_TO ? 'SELECT count(*) AS verdict FROM sqlite_schema' : 'PRAGMA quick_check(1)').get() ?? {};
    const verdict = Object.values(answer)[0];
    if (size <= CHECK_UP_TO && verdict !== 'ok') throw damaged(path, String(verdict));
  } catch (error) {
    throw faultOf(error, path);
  } finally {
    if (connection?.isOpen === true) connection.close();
  }
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
