import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { collectionSchema } from '../../../renderer/data/replica/collection-schemas.ts';
import { toDoc } from '../../../renderer/data/replica/local-fields.ts';
import type { Made } from './make-records.ts';

/** A record as the plain Dexie tables hold it: with the two keys that our indexes sort by, made in advance. */
export type PlainDoc = AnyRecord & { readonly local: { readonly at: number; readonly name: string } };

/** One line of the plain server. `removed` is text already, since IndexedDB takes no boolean for a key. */
export function plainLine({ kind, record }: Made): string {
  return JSON.stringify({ kind, doc: plainDoc(kind, record) });
}

export function plainDoc(kind: Kind, record: AnyRecord): object {
  const { at, name } = toDoc(kind, record).local;
  return { ...record, removed: record.removed ? '1' : '0', local: { at, name } };
}

/**
 * A record as PouchDB holds it: kinds in one database, told apart by `doctype`; `removed` a number, because PouchDB's adapter
 * copies a document whole that has a boolean. The keys of the indexes are made in advance, and are there only where our
 * replica has an index of the kind by them: each index of PouchDB has as many entries as ours.
 */
export function couchDoc({ kind, record }: Made): { readonly id: string; readonly content: object } {
  const { at, name } = toDoc(kind, record).local;
  const { id, removed, ...fields } = record;
  const has = (...index: readonly string[]): boolean => (collectionSchema(kind).indexes ?? []).some((own) => String(own) === String(index));
  return {
    id,
    content: {
      ...fields,
      doctype: kind,
      removed: removed ? 1 : 0,
      ...(has('removed', 'local.at') ? { at } : {}),
      ...(has('removed', 'local.name') ? { nameKey: name } : {}),
      ...(has('site', 'removed', 'local.at') ? { siteAt: record.site } : {}),
      ...(has('site', 'removed', 'local.name') ? { siteName: record.site } : {}),
      ...(has('corrects') ? { correctsKey: fields['corrects'] } : {}),
    },
  };
}
