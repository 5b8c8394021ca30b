import type { AnyRecord } from '#shared/domain/record.ts';
import type { Station } from './station.ts';

/** A row as it lies in RxDB's table. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Changes the rows of a closed station's activities behind the program's back: null deletes one, others are put. */
export async function damageRows(station: Station, damage: (rows: ReadonlyMap<string, Row>) => readonly (Row | string)[]): Promise<void> {
  const opening = indexedDB.open(`rxdb-dexie-qiyou-${station.replica.name}--0--activities`);
  const database = await new Promise<IDBDatabase>((resolve, reject) => Object.assign(opening, { onsuccess: () => resolve(opening.result), onerror: () => reject(opening.error ?? new Error('no database')) }));
  const transaction = database.transaction(['docs'], 'readwrite');
  const store = transaction.objectStore('docs');
  const reading = store.getAll();
  await new Promise((resolve, reject) => {
    reading.onsuccess = () => {
      const rows = new Map((reading.result as Row[]).map((row) => [row.id, row]));
      for (const change of damage(rows)) {
        if (typeof change === 'string') store.delete(change);
        else store.put(change);
      }
    };
    Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error ?? new Error('aborted')) });
  });
  database.close();
}

/** The row with another content. */
export function rowWith(row: Row | undefined, content: Partial<AnyRecord>): Row {
  if (row === undefined) throw new Error('there is no such row');
  return { ...row, ...content, removed: content.removed === true ? '1' : '0' };
}
