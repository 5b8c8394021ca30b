import type { AnyRecord } from '#shared/domain/record.ts';
import type { Sql, SqlValue } from '../sql.ts';
import { recordOf, type Standing } from './rows.ts';

const KEY = { sqlite: '(id)', postgres: '(id, county)' } as const;

/**
 * Keeps the few columns that the center itself asks of a kind, next to the record. A record of a newer schema may lack
 * a field or hold it in another shape: then the column is empty, and the record itself is kept and passed on as it is.
 */
export async function saveFacts(tx: Sql, rows: readonly Standing[], gone: readonly Pick<Standing, 'kind' | 'id' | 'county'>[]): Promise<void> {
  await remove(tx, 'evidence', gone.filter(({ kind }) => kind === 'evidence'));
  await remove(tx, 'service_minutes', gone.filter(({ kind }) => kind === 'serviceRecords'));
  const evidence = rows.filter(({ kind }) => kind === 'evidence');
  const served = rows.filter(({ kind }) => kind === 'serviceRecords');
  if (evidence.length > 0) {
    await tx.each(
      `INSERT INTO evidence (id, county, site, hash, thumb_hash, type, item, occurred_on, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT ${KEY[tx.dialect]} DO UPDATE SET county = excluded.county, site = excluded.site, hash = excluded.hash, thumb_hash = excluded.thumb_hash,
         type = excluded.type, item = excluded.item, occurred_on = excluded.occurred_on, removed = excluded.removed`,
      evidence.map(evidenceRow),
    );
  }
  if (served.length > 0) {
    await tx.each(
      `INSERT INTO service_minutes (id, county, site, corrects, minutes, removed) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT ${KEY[tx.dialect]} DO UPDATE SET county = excluded.county, site = excluded.site, corrects = excluded.corrects, minutes = excluded.minutes, removed = excluded.removed`,
      served.map(minutesRow),
    );
  }
}

async function remove(tx: Sql, table: string, gone: readonly Pick<Standing, 'id' | 'county'>[]): Promise<void> {
  if (gone.length > 0) await tx.each(`DELETE FROM ${table} WHERE id = ? AND county = ?`, gone.map(({ id, county }) => [id, county]));
}

function evidenceRow(row: Standing): SqlValue[] {
  const record = recordOf(row);
  const texts = ['hash', 'thumbHash', 'type', 'item', 'occurredOn'].map((field) => textOf(record, field));
  return [row.id, row.county, row.site, ...texts, row.removed ? 1 : 0];
}

function minutesRow(row: Standing): SqlValue[] {
  const record = recordOf(row);
  const minutes = record['minutes'];
  return [row.id, row.county, row.site, textOf(record, 'corrects'), Number.isSafeInteger(minutes) ? Number(minutes) : 0, row.removed ? 1 : 0];
}

function textOf(record: AnyRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' ? value : '';
}
