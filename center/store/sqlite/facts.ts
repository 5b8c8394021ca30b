import type { AnyRecord } from '#shared/domain/record.ts';
import type { Database } from './database.ts';

/**
 * Keeps the few columns that the center itself asks of a kind, next to the record. A record of a newer schema may lack
 * a field or hold it in another shape: then the column is empty, and the record itself is kept and passed on as it is.
 */
export function factsReplaced(db: Database, kind: string, record: AnyRecord): void {
  if (kind === 'evidence') evidence(db, record);
  if (kind === 'serviceRecords') minutes(db, record);
}

function evidence(db: Database, record: AnyRecord): void {
  db.run(
    'INSERT OR REPLACE INTO evidence (id, site, hash, thumb_hash, type, item, occurred_on, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    record.id,
    record.site,
    textOf(record['hash']),
    textOf(record['thumbHash']),
    textOf(record['type']),
    textOf(record['item']),
    textOf(record['occurredOn']),
    record.removed ? 1 : 0,
  );
}

function minutes(db: Database, record: AnyRecord): void {
  const served = record['minutes'];
  db.run(
    'INSERT OR REPLACE INTO service_minutes (id, site, corrects, minutes, removed) VALUES (?, ?, ?, ?, ?)',
    record.id,
    record.site,
    textOf(record['corrects']),
    Number.isSafeInteger(served) ? Number(served) : 0,
    record.removed ? 1 : 0,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
