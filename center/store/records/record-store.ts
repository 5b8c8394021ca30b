import type { AnyRecord } from '#shared/domain/record.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { AcceptedWrite, Page, RecordStore, StoredRecord, StoreResult, Writer } from '#shared/ports/record-store.ts';
import type { Checkpoint, OwnPositions } from '#shared/protocol/exchange.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';
import type { Database, Row, Sql } from '../sql.ts';
import { digestOf, type ScopeDigest } from './digest.ts';
import { lifeOf } from './epoch.ts';
import { hold, losesTooMuch } from './guard.ts';
import { load, lockLogs, NeedsLogs } from './load.ts';
import { planWrites, type Plan } from './plan.ts';
import { headOf, readPage } from './read.ts';
import { reconcileWith } from './reconcile.ts';
import { save } from './save.ts';

/**
 * The county log on any engine (rules L1, L2, L3, P1, C2, D1). Errors of the database itself (full, locked too long) are
 * thrown; then nothing of the batch is stored.
 */
export class SqlRecordStore implements RecordStore {
  readonly #db: Database;
  readonly #ids: Ids;

  /** @param ids names pushes that are held */
  constructor(db: Database, ids: Ids) {
    this.#db = db;
    this.#ids = ids;
  }

  async write(writes: readonly AcceptedWrite[], writer: Writer, scope: string): Promise<StoreResult[]> {
    if (writes.length === 0) return [];
    let logs = [...new Set(writes.map(({ county }) => county))];
    for (;;) {
      const written = await this.#db.write((tx) => this.#attempt(tx, logs, writes, writer, scope));
      if (!(written instanceof NeedsLogs)) return [...written];
      logs = [...new Set([...logs, ...written.logs])];
    }
  }

  read(scope: string, from: Readonly<Record<string, Checkpoint>>, limit: number, own: OwnPositions = {}): Promise<Page> {
    return this.#db.snapshot((tx) => readPage(tx, { scope, from, limit, own }));
  }

  async get(kind: string, id: string): Promise<StoredRecord | null> {
    const row = await this.#db.get('SELECT kind, version, county, position, body FROM records WHERE kind = ? AND id = ?', kind, id);
    return row === undefined ? null : storedOf(row);
  }

  digest(scope: string): Promise<ScopeDigest> {
    return this.#db.snapshot((tx) => digestOf(tx, scope));
  }

  reconcile(scope: string, request: ReconcileRequest): Promise<ReconcileResponse> {
    return this.#db.snapshot((tx) => reconcileWith(tx, scope, request));
  }

  async history(kind: string, id: string): Promise<readonly (StoredRecord & { readonly device: string })[]> {
    // In the order of acceptance, also of a record that moved to another county's log.
    const rows = await this.#db.all('SELECT kind, version, county, position, device, body FROM history WHERE kind = ? AND id = ? ORDER BY revision', kind, id);
    return rows.map((row) => ({ ...storedOf(row), device: String(row['device']) }));
  }

  head(county: string): Promise<number> {
    return headOf(this.#db, county);
  }

  async epoch(): Promise<string> {
    return (await lifeOf(this.#db)).epoch;
  }

  /** One transaction: everything is stored, or it says which logs it must lock as well and changes nothing. */
  async #attempt(tx: Sql, logs: readonly string[], writes: readonly AcceptedWrite[], writer: Writer, scope: string): Promise<readonly StoreResult[] | NeedsLogs> {
    const heads = await lockLogs(tx, logs);
    const loaded = await load(tx, heads, writes, scope);
    if (loaded instanceof NeedsLogs) return loaded;
    let plan: Plan = planWrites({ loaded, writes, writer, scope, hold: false });
    if (plan.changes.losses.length > 0 && (await losesTooMuch(tx, writer.device, writer.at, scope, plan.changes.losses))) {
      plan = planWrites({ loaded, writes, writer, scope, hold: true });
    }
    const { changes, results } = plan;
    if (changes.unlocked.size > 0) return new NeedsLogs(changes.unlocked);
    await save(tx, changes);
    await hold(tx, this.#ids, writer.device, writer.at, changes.held);
    return results;
  }
}

function storedOf(row: Row): StoredRecord {
  return {
    kind: String(row['kind']),
    record: JSON.parse(String(row['body'])) as AnyRecord,
    version: String(row['version']),
    county: String(row['county']),
    position: Number(row['position']),
  };
}
