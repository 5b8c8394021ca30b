import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseTrouble } from '../../../center/store/fault.ts';
import { PostgresBus } from '../../../center/store/postgres/bus.ts';
import { troubleOf } from '../../../center/store/postgres/errors.ts';
import { openPostgres } from '../../../center/store/postgres/database.ts';
import type { Database, Sql } from '../../../center/store/sql.ts';
import { openSqlite } from '../../../center/store/sqlite/database.ts';
import { sharedPostgres } from '../../support/postgres.ts';

interface Opened {
  readonly db: Database;
  /** Another opening of the same data; null where there can be none. */
  readonly another: (() => Promise<Database>) | null;
  remove(): Promise<void>;
}

async function onFile(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-db-'));
  const open = (): Promise<Database> => openSqlite(join(folder, 'center.db'));
  return { db: await open(), another: open, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function inMemory(): Promise<Opened> {
  return { db: await openSqlite(':memory:'), another: null, remove: () => Promise.resolve() };
}

async function onServer(): Promise<Opened> {
  const server = await sharedPostgres();
  const url = await server.createDatabase();
  const open = (): Promise<Database> => openPostgres(url);
  return { db: await open(), another: open, remove: () => server.dropDatabase(url) };
}

/** Gives others their turn, as waiting for a server does. */
const turn = (): Promise<void> => new Promise((go) => setImmediate(go));

const countOf = async (sql: Sql): Promise<number> => Number((await sql.get('SELECT count(*) AS n FROM blobs'))?.['n']);
const insert = (sql: Sql, hash: string, size = 1): Promise<number> => sql.run('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, 1)', hash, size);

describe.each([
  ['a SQLite file', onFile],
  ['SQLite in memory', inMemory],
  ['PostgreSQL', onServer],
])('the database of a center: %s', (_name, make) => {
  let opened: Opened;
  let db: Database;

  beforeEach(async () => {
    opened = await make();
    db = opened.db;
  });
  afterEach(async () => {
    await db.close();
    await opened.remove();
  });

  it('gives back what it was given: whole numbers, text of any script, bytes, nothing', async () => {
    await db.run('INSERT INTO devices (id, public_key, site, role, name, enrolled_at, last_contact) VALUES (?, ?, ?, ?, ?, ?, ?)', 'd', '', '', '', '王秀英 👩‍🌾 ? $1', Number.MAX_SAFE_INTEGER, null);
    const row = await db.get('SELECT name, enrolled_at, last_contact, revoked_at IS NULL AS standing FROM devices WHERE name = ?', '王秀英 👩‍🌾 ? $1');
    expect(row).toEqual({ name: '王秀英 👩‍🌾 ? $1', enrolled_at: Number.MAX_SAFE_INTEGER, last_contact: null, standing: 1 });
    expect(await db.get('SELECT count(*) AS n, sum(enrolled_at) AS sum FROM devices')).toEqual({ n: 1, sum: Number.MAX_SAFE_INTEGER });
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
    await db.run('INSERT INTO digests (site, kind, count, xor) VALUES (?, ?, 1, ?)', 's', 'k', bytes);
    expect(new Uint8Array((await db.get('SELECT xor FROM digests'))?.['xor'] as Uint8Array)).toEqual(bytes);
    expect(await db.get('SELECT 1 AS x FROM devices WHERE id = ?', 'none')).toBeUndefined();
  });

  it('takes text with NUL in it, and finds nothing else by it', async () => {
    await insert(db, 'ab');
    await insert(db, 'a\0b');
    expect(await db.all('SELECT hash FROM blobs WHERE hash = ?', 'a\0b')).toHaveLength(1);
    expect(await countOf(db)).toBe(2);
  });

  it('compares text by its bytes: a range of codes is the codes that begin alike', async () => {
    for (const code of ['2111', '211122', '211122001', '211123', '21112a']) await insert(db, code);
    const rows = await db.all('SELECT hash FROM blobs WHERE hash >= ? AND hash < ? ORDER BY hash', '211122', '211122:');
    expect(rows.map((row) => row['hash'])).toEqual(['211122', '211122001']);
    expect((await db.all('SELECT hash FROM blobs ORDER BY hash')).map((row) => row['hash'])).toEqual(['2111', '211122', '211122001', '211123', '21112a']);
  });

  it('writes many rows by one statement, more values than one message takes', async () => {
    await db.each('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', Array.from({ length: 30_000 }, (_, index) => [`h${index % 29_999}`, index, 1]));
    expect(await db.get('SELECT count(*) AS n, max(size) AS last FROM blobs')).toEqual({ n: 29_999, last: 29_998 });
    await db.each('UPDATE blobs SET stored_at = ? WHERE hash = ?', [[7, 'h1'], [8, 'h2']]);
    expect(await db.all("SELECT stored_at FROM blobs WHERE hash IN ('h1', 'h2') ORDER BY hash")).toEqual([{ stored_at: 7 }, { stored_at: 8 }]);
    await db.each('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?)', []);
    await expect(db.each('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?)', [['new', 1, 1], ['h1', 1, 1]])).rejects.toThrow();
    expect(await db.get("SELECT 1 AS x FROM blobs WHERE hash = 'new'")).toBeUndefined();
  });

  it('a transaction that throws changes nothing, and the next is not touched by it', async () => {
    const work = (hash: string, fails: boolean) => db.write(async (tx) => {
      await insert(tx, hash);
      await turn();
      if (fails) throw new Error(hash);
      return hash;
    });
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((hash) => work(hash, hash === 'a' || hash === 'c')));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual(['Error: a', 'b', 'Error: c', 'd', 'e']);
    expect((await db.all('SELECT hash FROM blobs ORDER BY hash')).map((row) => row['hash'])).toEqual(['b', 'd', 'e']);
    await expect(db.write((tx) => tx.run('INSERT INTO nowhere VALUES (1)'))).rejects.toThrow(/nowhere/);
    expect(await insert(db, 'f')).toBe(1);
  });

  it('increments by many transactions at once are all counted', async () => {
    await insert(db, 'n', 0);
    const lock = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
    await Promise.all(Array.from({ length: 40 }, () => db.write(async (tx) => {
      const size = Number((await tx.get(`SELECT size FROM blobs WHERE hash = 'n'${lock}`))?.['size']);
      await turn();
      await tx.run("UPDATE blobs SET size = ? WHERE hash = 'n'", size + 1);
    })));
    expect(await db.get('SELECT size FROM blobs')).toEqual({ size: 40 });
  });

  it('outside of a transaction nobody sees what is not committed, and what was acknowledged is seen at once', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((go) => (release = go));
    const seen: number[] = [];
    const writing = db.write(async (tx) => {
      await insert(tx, 'a');
      if (db.dialect === 'postgres' || opened.another !== null) seen.push(await countOf(db), await db.snapshot(countOf));
      await gate;
    });
    const reading = countOf(db);
    release();
    await writing;
    expect([...seen, await countOf(db)]).toEqual([...seen.map(() => 0), 1]);
    expect([0, 1]).toContain(await reading);
  });

  it('a snapshot stays as it is, whatever is written meanwhile', async () => {
    await insert(db, 'a');
    const counts = await db.snapshot(async (tx) => {
      const before = await countOf(tx);
      if (opened.another !== null) await insert(db, 'b');
      await turn();
      return [before, await countOf(tx)];
    });
    expect(counts).toEqual([1, 1]);
  });

  it('many snapshots at once, long ones too, come to their end', async () => {
    await db.each('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?)', Array.from({ length: 500 }, (_, index) => [`h${index}`, index, 1]));
    const report = () => db.snapshot(async (tx) => {
      let sum = 0;
      for (let index = 0; index < 500; index += 1) sum += Number((await tx.get('SELECT size FROM blobs WHERE hash = ?', `h${index}`))?.['size']);
      return sum;
    });
    expect(new Set(await Promise.all(Array.from({ length: 12 }, report)))).toEqual(new Set([124_750]));
  });

  it('what is open twice in one process is one database', async () => {
    if (opened.another === null) return expect(db.dialect).toBe('sqlite');
    const other = await opened.another();
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? db : other).write(async (tx) => {
      await insert(tx, `h${index}`);
      await turn();
    })));
    expect([await countOf(db), await countOf(other)]).toEqual([20, 20]);
    await other.close();
  });

  it('closes after what has begun', async () => {
    const writing = db.write(async (tx) => {
      await turn();
      return insert(tx, 'a');
    });
    const closing = db.close();
    expect(await writing).toBe(1);
    await closing;
    await expect(insert(db, 'b')).rejects.toThrow();
  });
});

describe('the database of a center on a SQLite file', () => {
  it('reads alone cannot write', async () => {
    const { db, remove } = await onFile();
    await expect(db.get("INSERT INTO blobs (hash, size, stored_at) VALUES ('a', 1, 1) RETURNING hash")).rejects.toThrow(/readonly/);
    await db.close();
    await remove();
  });

  it('opens in memory within some milliseconds, as a simulation of thousands needs it', async () => {
    const start = performance.now();
    for (let count = 0; count < 20; count += 1) await (await openSqlite(':memory:')).close();
    expect((performance.now() - start) / 20).toBeLessThan(50);
  });
});

describe('the database of a center on PostgreSQL', () => {
  it.each([
    ['53100', 'full'], ['53300', 'busy'], ['57P01', 'busy'], ['57P03', 'busy'], ['08006', 'busy'], ['40P01', 'busy'], ['25006', 'busy'], ['0A000', 'busy'],
    ['ECONNREFUSED', 'busy'], ['ENOENT', 'busy'], ['23505', null], ['42601', null], ['', null],
  ])('what PostgreSQL or the line calls %s is %s to whoever asked', (code, kind) => {
    const error = Object.assign(new Error('x'), { code });
    const trouble = troubleOf(error);
    expect(trouble instanceof DatabaseTrouble ? trouble.kind : null).toBe(kind);
    if (kind === null) expect(trouble).toBe(error);
  });

  it('does a transaction again that lost against another', async () => {
    const { db, remove } = await onServer();
    await insert(db, 'a', 0);
    await insert(db, 'b', 0);
    let runs = 0;
    let arrived: () => void = () => undefined;
    const bothThere = new Promise<void>((go) => (arrived = go));
    const cross = (first: string, second: string) => db.write(async (tx) => {
      runs += 1;
      await tx.run('UPDATE blobs SET size = size + 1 WHERE hash = ?', first);
      if (runs >= 2) arrived();
      await bothThere;
      await tx.run('UPDATE blobs SET size = size + 1 WHERE hash = ?', second);
    });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    expect(await db.all('SELECT size FROM blobs')).toEqual([{ size: 2 }, { size: 2 }]);
    expect(runs).toBe(3);
    await db.close();
    await remove();
  });

  it('carries messages between processes, many and long ones too, to all but the sender', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const [one, two] = [new PostgresBus(url), new PostgresBus(url)];
    const heard: Record<string, unknown[]> = { one: [], two: [] };
    await one.listen((message) => heard['one']?.push(message), () => undefined);
    const all = new Promise<void>((done) => void two.listen((message) => (heard['two']?.push(message) === 300 ? done() : undefined), () => undefined).then(() => {
      for (let index = 0; index < 300; index += 1) one.send({ index, text: '七有'.repeat(index) });
    }));
    await all;
    expect(heard['two']?.map((message) => (message as { index: number }).index)).toEqual(Array.from({ length: 300 }, (_, index) => index));
    expect(heard['one']).toEqual([]);
    await one.close();
    await two.close();
    await server.dropDatabase(url);
  });
});
