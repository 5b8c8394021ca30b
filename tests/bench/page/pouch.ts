import http from 'pouchdb-adapter-http';
import indexeddb from 'pouchdb-adapter-indexeddb';
import PouchDB, { type Database, type ReplicationOptions } from 'pouchdb-core';
import find from 'pouchdb-find';
import replication from 'pouchdb-replication';
import { sameValue } from '#shared/domain/canonical.ts';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { couchDoc } from '../data/peer-docs.ts';
import type { Done, Job } from './job.ts';

PouchDB.plugin(indexeddb).plugin(http).plugin(replication).plugin(find);

/** The fastest that was found of batches of 500 to 5,000 and of 2 to 20 of them waiting. */
const FAST: ReplicationOptions = { batch_size: 1_000, batches_limit: 10 };

/**
 * Our replica's indexes for one database of all kinds. A document lies in an index only where it has all of its fields, so
 * that each has as many entries as in our replica.
 */
const INDEXES: readonly (readonly string[])[] = [
  ['doctype', 'removed', 'at'],
  ['doctype', 'removed', 'status', 'at'],
  ['doctype', 'removed', 'kind', 'at'],
  ['doctype', 'siteAt', 'removed', 'at'],
  ['doctype', 'removed', 'nameKey'],
  ['doctype', 'siteName', 'removed', 'nameKey'],
  ['doctype', 'volunteer'],
  ['doctype', 'activity'],
  ['doctype', 'correctsKey'],
  ['doctype', 'item', 'removed'],
  ['doctype', 'originalHash'],
];

/** Before: indexes are kept up by every write. After: they are built when all is there. Which is faster is tried. */
export type IndexTime = 'before' | 'after' | 'never';

const PUSHED = 'pouch-push';

const local = (name: string): Database => new PouchDB(name, { adapter: 'indexeddb', auto_compaction: true });
const remote = (name: string): Database => new PouchDB(`${location.origin}/peers/couch/${name}`, { adapter: 'http' });

/** The adapter makes its native indexes when the database is opened next. */
async function indexed(db: Database, name: string): Promise<Database> {
  for (const [index, fields] of INDEXES.entries()) await db.createIndex({ index: { fields, ddoc: `by${index}`, name: `by${index}` } });
  await db.close();
  const again = local(name);
  await again.info();
  return again;
}

export async function pullPouch({ count, sample }: Job, when: IndexTime, options: ReplicationOptions = FAST): Promise<Done> {
  const name = 'pouch-pull';
  let db = local(name);
  if (when === 'before') db = await indexed(db, name);
  await db.info();
  const start = performance.now();
  const result = await db.replicate.from(remote('records'), options);
  if (when === 'after') db = await indexed(db, name);
  const ms = performance.now() - start;
  if (!result.ok || result.errors.length > 0) throw new Error(`PouchDB: ${JSON.stringify(result.errors.slice(0, 3))}`);
  const designs = when === 'never' ? 0 : INDEXES.length;
  const done = { ms, count: (await db.info()).doc_count - designs, right: await rightOf(db, sample) };
  if (when !== 'never') await usesIndex(db);
  if (done.count !== count) throw new Error(`PouchDB: ${done.count} of ${count}`);
  return done;
}

export async function preparePouch(records: readonly { readonly kind: Kind; readonly record: AnyRecord }[]): Promise<void> {
  const db = await indexed(local(PUSHED), PUSHED);
  await db.replicate.from(remote('inbox'), FAST);
  const docs = records.map((made) => {
    const { id, content } = couchDoc(made);
    return { _id: id, ...content };
  });
  for (let start = 0; start < docs.length; start += 1_000) await db.bulkDocs(docs.slice(start, start + 1_000));
  await db.close();
}

export async function pushPouch({ count, sample }: Job): Promise<Done> {
  const db = local(PUSHED);
  await db.info();
  const target = remote('inbox');
  const start = performance.now();
  // The indexes' own documents go along; eleven among thousands.
  const result = await db.replicate.to(target, FAST);
  const ms = performance.now() - start;
  // As a program does that also wants what others wrote: it looks through its own echo once.
  await db.replicate.from(target, FAST);
  await db.close();
  return { ms, count: result.docs_written >= count ? count : result.docs_written, right: sample.length };
}

/** One more look, or one record more: what a sync costs that has little to do. */
export async function syncPouch(more: readonly { readonly kind: Kind; readonly record: AnyRecord }[]): Promise<void> {
  const db = local(PUSHED);
  for (const made of more) {
    const { id, content } = couchDoc(made);
    await db.bulkDocs([{ _id: id, ...content }]);
  }
  await db.replicate.to(remote('inbox'), FAST);
  await db.replicate.from(remote('inbox'), FAST);
  await db.close();
}

async function usesIndex(db: Database): Promise<void> {
  const selector = { doctype: 'activities', removed: 0, at: { $gt: 0 } };
  const { docs } = await db.find({ selector, sort: [{ doctype: 'asc' }, { removed: 'asc' }, { at: 'asc' }], limit: 10, use_index: 'by0' });
  if (docs.length !== 10) throw new Error(`PouchDB's index answered ${docs.length} documents`);
}

async function rightOf(db: Database, sample: Job['sample']): Promise<number> {
  const { results } = await db.bulkGet({ docs: sample.map(({ record }) => ({ id: record.id })) });
  return sample.filter((made, index) => {
    const { _id, _rev, ...content } = (results[index]?.docs[0]?.ok ?? {}) as Record<string, unknown>;
    return sameValue(content, couchDoc(made).content);
  }).length;
}
