import type { AnyRecord } from '#shared/domain/record.ts';
import type { AcceptedWrite, Page, RecordStore, StoredRecord, StoreResult, Writer } from '#shared/ports/record-store.ts';
import type { SetDigest } from '#shared/protocol/digest.ts';
import type { Checkpoint } from '#shared/protocol/exchange.ts';
import type { Database, Row } from './database.ts';
import { digestOf } from './digest.ts';
import { headOf, readPage } from './read.ts';
import { writeOne } from './write.ts';

/** The county log on SQLite (rules L1, L2, P1). Errors of the database itself (full disk, locked too long) are thrown. */
export class SqliteRecordStore implements RecordStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async write(writes: readonly AcceptedWrite[], writer: Writer, scope: string): Promise<StoreResult[]> {
    if (writes.length === 0) return [];
    return this.#db.write(() => writes.map((write) => writeOne(this.#db, write, writer, scope)));
  }

  async read(scope: string, from: Readonly<Record<string, Checkpoint>>, limit: number): Promise<Page> {
    return readPage(this.#db, scope, from, limit);
  }

  async get(kind: string, id: string): Promise<StoredRecord | null> {
    const row = this.#db.get('SELECT kind, version, county, position, body FROM records WHERE kind = ? AND id = ?', kind, id);
    return row === undefined ? null : storedOf(row);
  }

  async digest(scope: string): Promise<Readonly<Record<string, SetDigest>>> {
    return digestOf(this.#db, scope);
  }

  async history(kind: string, id: string): Promise<readonly (StoredRecord & { readonly device: string })[]> {
    // In the order of acceptance, also of a record that moved to another county's log.
    const rows = this.#db.all('SELECT kind, version, county, position, device, body FROM history WHERE kind = ? AND id = ? ORDER BY written', kind, id);
    return rows.map((row) => ({ ...storedOf(row), device: String(row['device']) }));
  }

  async head(county: string): Promise<number> {
    return headOf(this.#db, county);
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
