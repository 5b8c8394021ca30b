import { Dexie } from 'dexie';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { NEW_REPLICA, type Pending } from '#shared/ports/replica-store.ts';
import { isKind } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { DocCollection } from '../replica/doc-collection.ts';
import { toRecord } from '../replica/local-fields.ts';
import { RxTable } from '../replica/rx-tables.ts';
import type { LegacyAside, LocalDb, PendingRow } from './local-db.ts';

/** Key of the note that the books are those of the own engine. */
const TAKEN_OVER = 'books';

/** Receipts in one page of the list. */
const PAGE = 1_000;

/**
 * Takes over the books of a program whose records RxDB itself replicated: what waited or was set aside gets the base that
 * RxDB kept for it, in a second copy of every record, which goes afterwards. Killed in between it is done again. The
 * marks of the pull are not taken over: RxDB's own say less than they seem to, and a pull of what is the same writes nothing.
 */
export async function takeOverLegacyBooks(local: LocalDb, name: string, collections: Readonly<Record<Kind, DocCollection>>): Promise<void> {
  if ((await local.meta.get(TAKEN_OVER)) !== undefined) return;
  const metas = await metaDatabasesOf(name);
  const entries = await pendingsOf(local, metas, collections);
  const receipts = (await local.receipts.toArray()).toSorted((a, b) => a.at - b.at || a.position - b.position);
  const whole = (await local.meta.get('whole')) !== undefined;
  await local.transaction('rw', [local.pendings, local.receiptPages, local.receipts, local.outbox, local.aside, local.meta], async () => {
    await local.pendings.bulkPut(entries.map((entry): PendingRow => ({ ...entry, aside: entry.refusal === null ? 0 : 1 })));
    for (let start = 0; start < receipts.length; start += PAGE) {
      const page = receipts.slice(start, start + PAGE);
      await local.receiptPages.add({ at: page.at(-1)?.at ?? 0, receipts: page });
    }
    await local.receipts.clear();
    await local.outbox.clear();
    await local.aside.clear();
    await local.meta.where('key').startsWithAnyOf('checkpoint:', 'empty:', 'whole').delete();
    await local.meta.bulkPut([
      { key: 'state', value: { ...NEW_REPLICA, whole } },
      { key: TAKEN_OVER, value: 2 },
    ]);
  });
  for (const meta of metas) await Dexie.delete(meta);
}

/** The Dexie databases in which RxDB's replication kept what it took for the center's states. */
async function metaDatabasesOf(name: string): Promise<string[]> {
  const all = await Dexie.getDatabaseNames();
  return all.filter((database) => database.startsWith(`rxdb-dexie-qiyou-${name}--`) && database.includes('rx-replication-meta-'));
}

async function pendingsOf(local: LocalDb, metas: readonly string[], collections: Readonly<Record<Kind, DocCollection>>): Promise<Pending[]> {
  const asides = await local.aside.toArray();
  const waiting = await local.outbox.toArray();
  const refused = new Map(asides.map((aside) => [`${aside.kind}:${aside.id}`, aside]));
  const named = new Map([...waiting, ...asides].map(({ kind, id }) => [`${kind}:${id}`, { kind, id }]));
  if (named.size === 0) return [];
  const all = [...named.values()].filter(({ kind }) => isKind(kind));
  const assumed = await assumedStates(metas, all.map(({ id }) => id));
  const records = await recordsOf(all, collections);
  // Ids rise with the moment of saving: the oldest is sent first.
  const there = all.flatMap(({ kind, id }) => {
    const record = records.get(`${kind}:${id}`);
    return record === undefined ? [] : [{ kind, record }];
  });
  return there
    .toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1))
    .map(({ kind, record }, index) => entryOf(kind, record, assumed.get(record.id) ?? null, refused.get(`${kind}:${record.id}`), index + 1));
}

/** RxDB took a refused version for the center's; what that edit started from was kept with its refusal. */
function entryOf(kind: string, record: AnyRecord, assumed: AnyRecord | null, aside: LegacyAside | undefined, order: number): Pending {
  const version = versionOf(record);
  const taken = assumed === null ? null : versionOf(assumed);
  const isRefused = aside !== undefined && (taken === null || aside.versions.includes(taken));
  const base = isRefused ? aside.base : assumed;
  const refusal = aside !== undefined && !aside.retry && aside.versions.includes(version) ? aside.reason : null;
  const earlier = (aside?.versions ?? []).filter((known) => known !== version);
  return { kind, id: record.id, version, base, baseVersion: base === null ? null : versionOf(base), earlier, refusal, left: false, order, undo: null };
}

async function assumedStates(metas: readonly string[], ids: readonly string[]): Promise<Map<string, AnyRecord>> {
  const found = new Map<string, AnyRecord>();
  for (const name of metas) {
    const database = await new Dexie(name).open();
    try {
      const rows = await database.table<{ readonly itemId: string; readonly docData?: object }>('docs').bulkGet(ids.map((id) => `${id}|0`));
      for (const row of rows) if (row?.docData !== undefined) found.set(row.itemId, toRecord(row.docData));
    } finally {
      database.close();
    }
  }
  return found;
}

async function recordsOf(all: readonly { readonly kind: string; readonly id: string }[], collections: Readonly<Record<Kind, DocCollection>>): Promise<Map<string, AnyRecord>> {
  const records = new Map<string, AnyRecord>();
  for (const kind of new Set(all.map((entry) => entry.kind))) {
    if (!isKind(kind)) continue;
    const ids = all.filter((entry) => entry.kind === kind).map(({ id }) => id);
    const found = await new RxTable(kind, collections[kind]).read(ids);
    for (const record of found) if (record !== undefined) records.set(`${kind}:${record.id}`, record);
  }
  return records;
}
