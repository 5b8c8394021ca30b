import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import type { Change, Checkpoint, ExchangeRequest, ExchangeResponse } from '#shared/protocol/exchange.ts';
import { KINDS } from '#shared/domain/record.ts';
import type { DigestResponse, KindDigest } from '#shared/protocol/digest.ts';
import { ok, type Result } from '#shared/protocol/errors.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';
import type { AccessContext } from '../../center/access/context.ts';
import { findDevice, type Device } from '../../center/access/devices.ts';
import { findDivision, loadDivisions } from '../../center/access/divisions.ts';
import { decideHeld } from '../../center/access/held.ts';
import { listMoves, moveVillage, resumeMoves } from '../../center/access/moves.ts';
import { minutesBySite } from '../../center/reports/minutes.ts';
import { exchangeFor } from '../../center/routes/exchange.ts';
import { renewEpoch } from '../../center/store/records/epoch.ts';
import { SqlRecordStore } from '../../center/store/records/record-store.ts';
import type { Database, Row } from '../../center/store/sql.ts';
import { openSqlite } from '../../center/store/sqlite/database.ts';
import { BreakingDatabase } from './breaking-database.ts';
import { Dice } from './dice.ts';
import { DIVISIONS } from './places.ts';
import type { HeldAtCenter, LogRow, SimCenter, SimEnrolled } from './sim-center.ts';
import { copyTables, putTables, type TableCopy } from './table-copy.ts';

/** A database with the divisions of the world, used by one world after another. */
export class Ground {
  readonly db: Database;
  readonly #empty: TableCopy;

  constructor(db: Database, empty: TableCopy) {
    this.db = db;
    this.#empty = empty;
  }

  /** @param open opens an empty database with the center's schema; SQLite in memory unless told otherwise */
  static async prepare(open: () => Promise<Database> = () => openSqlite(':memory:')): Promise<Ground> {
    const db = await open();
    const access = contextOf(db, new FakeClock('2026-01-01T00:00:00.000Z'), 1);
    await loadDivisions(access, new SqlRecordStore(db, access.ids), DIVISIONS);
    return new Ground(db, await copyTables(db));
  }

  /** A fresh center on this ground; what the world before left is gone. */
  async center(clock: FakeClock, seed: number, devices: readonly SimEnrolled[]): Promise<RealCenter> {
    await putTables(this.db, this.#empty);
    await this.db.each(
      'INSERT INTO devices (id, public_key, site, role, name, enrolled_at) VALUES (?, ?, ?, ?, ?, ?)',
      devices.map(({ id, site, role }) => [id, `key of ${id}`, site, role, id, 0]),
    );
    return new RealCenter(this.db, clock, seed);
  }
}

function contextOf(db: Database, clock: FakeClock, seed: number): AccessContext {
  const random = new Dice(seed);
  return { db, clock, random, ids: uuidv7Ids(clock, random) };
}

/** The center's own code over a real database, asked without HTTP. */
export class RealCenter implements SimCenter {
  readonly #access: AccessContext;
  readonly #store: SqlRecordStore;
  readonly #db: BreakingDatabase;
  readonly #raw: Database;
  /** Moves that people made, to be made again where a restore undid them. */
  #moves: { readonly from: string; readonly to: string }[] = [];

  constructor(db: Database, clock: FakeClock, seed: number) {
    this.#raw = db;
    this.#db = new BreakingDatabase(db);
    this.#access = contextOf(this.#db, clock, seed + 99);
    this.#store = new SqlRecordStore(this.#db, this.#access.ids);
  }

  async exchange(device: string, request: ExchangeRequest): Promise<Result<ExchangeResponse>> {
    const center = { access: this.#access, store: this.#store, news: { wrote: () => undefined } };
    return ok(await exchangeFor(center, await this.#device(device), request));
  }

  async digest(device: string): Promise<Result<DigestResponse>> {
    return ok({ kinds: { ...(await this.#store.digest((await this.#device(device)).site)) } });
  }

  async reconcile(device: string, request: ReconcileRequest): Promise<Result<ReconcileResponse>> {
    return ok(await this.#store.reconcile((await this.#device(device)).site, request));
  }

  async held(): Promise<readonly HeldAtCenter[]> {
    const rows = await this.#raw.all('SELECT push, kind, id FROM held ORDER BY push, kind, id');
    return [...Map.groupBy(rows, (row) => String(row['push']))].map(([push, group]) => ({ push, records: group.map((row) => `${String(row['kind'])}:${String(row['id'])}`) }));
  }

  async decide(push: string, decision: 'confirm' | 'reject'): Promise<void> {
    await decideHeld(this.#access, this.#store, '', push, decision, { by: 'the county' });
  }

  async move(from: string, to: string): Promise<boolean> {
    await resumeMoves(this.#access);
    // A code that stood for one village is not given to another.
    const successor = (await findDivision(this.#raw, to))?.successor ?? '';
    if (successor !== '' && successor !== from) return false;
    const alone = await moveVillage(this.#access, from, to);
    const moved = alone.ok || alone.error.code !== 'exists' ? alone : await moveVillage(this.#access, from, to, { merge: true });
    if (moved.ok) this.#moves.push({ from, to });
    return moved.ok;
  }

  async resume(): Promise<void> {
    await resumeMoves(this.#access);
  }

  breakAfter(statements: number | null): void {
    this.#db.left = statements;
  }

  backup(): Promise<TableCopy> {
    return copyTables(this.#raw);
  }

  async restore(backup: unknown, renew: boolean): Promise<void> {
    this.#db.left = null;
    await putTables(this.#raw, backup as TableCopy);
    if (renew) await this.#raw.write((tx) => renewEpoch(tx));
    await resumeMoves(this.#access);
    // Those who moved villages since the backup do it again.
    const known = new Set((await listMoves(this.#raw)).map((one) => `${one.from} ${one.to}`));
    const again = this.#moves.filter(({ from, to }) => !known.has(`${from} ${to}`));
    this.#moves = this.#moves.filter(({ from, to }) => known.has(`${from} ${to}`));
    for (const { from, to } of again) await this.move(from, to);
  }

  async scopeOf(device: string): Promise<string> {
    return (await this.#device(device)).site;
  }

  async readScope(scope: string, limit: number): Promise<{ readonly kind: string; readonly record: AnyRecord }[]> {
    const changes: Change[] = [];
    for (let through: Checkpoint = {}; ; ) {
      const page = await this.#store.read(scope, Object.fromEntries(KINDS.map((kind) => [kind, through])), limit);
      changes.push(...page.changes);
      through = page.through;
      if (!page.more) return changes.flatMap((change) => ('record' in change ? [change] : []));
    }
  }

  async digestOf(scope: string): Promise<Readonly<Record<string, KindDigest>>> {
    return this.#store.digest(scope);
  }

  async log(): Promise<readonly LogRow[]> {
    return (await this.#raw.all('SELECT kind, version, county, position, device, at, body FROM history ORDER BY at, county, position')).map(logRow);
  }

  async heads(): Promise<Checkpoint> {
    const rows = await this.#raw.all('SELECT county, head FROM counties ORDER BY county');
    return Object.fromEntries(rows.map((row) => [String(row['county']), Number(row['head'])]));
  }

  async departed(county: string): Promise<number> {
    const row = await this.#raw.get('SELECT count(*) AS count FROM departures d WHERE county = ? AND NOT EXISTS (SELECT 1 FROM history h WHERE h.county = d.county AND h.position = d.position)', county);
    return Number(row?.['count'] ?? 0);
  }

  async records(): Promise<ReadonlyMap<string, { readonly kind: string; readonly record: AnyRecord; readonly version: string }>> {
    const rows = await this.#raw.all('SELECT kind, id, version, body FROM records');
    return new Map(rows.map((row) => [`${String(row['kind'])}:${String(row['id'])}`, { kind: String(row['kind']), record: recordOf(row), version: String(row['version']) }]));
  }

  minutes(): Promise<ReadonlyMap<string, number>> {
    return minutesBySite(this.#raw, '');
  }

  async retired(): Promise<ReadonlySet<string>> {
    return new Set((await this.#raw.all("SELECT code FROM divisions WHERE successor <> ''")).map((row) => String(row['code'])));
  }

  async #device(id: string): Promise<Device> {
    const device = await findDevice(this.#raw, id);
    if (device === null) throw new Error(`no device ${id}`);
    return device;
  }
}

function recordOf(row: Row): AnyRecord {
  return JSON.parse(String(row['body'])) as AnyRecord;
}

function logRow(row: Row): LogRow {
  return {
    kind: String(row['kind']),
    record: recordOf(row),
    version: String(row['version']),
    county: String(row['county']),
    position: Number(row['position']),
    device: String(row['device']),
    at: Number(row['at']),
  };
}
