import type { Kind } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { MAX_WRITES, type Receipt, type Write } from '#shared/protocol/exchange.ts';
import { isKind } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { OutboxEntry } from '#shared/sync/custody.ts';
import type { ExchangeHub } from '#shared/sync/exchange-hub.ts';
import { toRecord } from '../replica/local-fields.ts';
import type { Replica } from '../replica/open-replica.ts';

/**
 * Puts the outbox right after a program was killed between a note and its save: a note without its record is dropped,
 * one with another version than the record has is set to that. Answers how many notes were wrong.
 */
export async function mendOutbox(replica: Replica): Promise<number> {
  const entries = await replica.local.outbox.toArray();
  let mended = 0;
  for (const [kind, own] of byKind(entries)) {
    const docs = await replica.collections[kind].storageInstance.findDocumentsById(own.map((entry) => entry.id), false);
    const versions = new Map(docs.map((doc) => [doc.id, versionOf(toRecord(doc))]));
    for (const entry of own) {
      const version = versions.get(entry.id);
      if (version === entry.version) continue;
      mended += 1;
      await (version === undefined ? replica.local.outbox.delete([entry.kind, entry.id]) : replica.local.outbox.put({ ...entry, version }));
    }
  }
  return mended + (await dropOrphanPhotos(replica));
}

/**
 * Photos in the queue whose record was never saved: the program was killed between the two. Where another record names the
 * same bytes they wait for that one; else they are dropped from the queue, and their bytes stay in the vault.
 */
async function dropOrphanPhotos(replica: Replica): Promise<number> {
  const waiting = await replica.local.photos.where('state').equals('waiting').toArray();
  const ids = [...new Set(waiting.map((photo) => photo.evidence))];
  const docs = await replica.collections.evidence.storageInstance.findDocumentsById(ids, false);
  const known = new Set(docs.map((doc) => doc.id));
  const orphans = waiting.filter((photo) => !known.has(photo.evidence));
  for (const { hash, part } of orphans) {
    const other = await replica.collections.evidence.findOne({ selector: { [part === 'thumb' ? 'thumbHash' : 'hash']: hash } }).exec();
    await (other === null ? replica.local.photos.delete(hash) : replica.local.photos.update(hash, { evidence: other.id }));
  }
  return orphans.length;
}

/**
 * Asks the center about records that still wait although the replication has nothing left to push: after a crash the
 * center may hold them already. The same version again only brings its receipt (rule P1).
 */
export async function healOutbox(replica: Replica, hub: ExchangeHub, clock: Clock): Promise<void> {
  const entries = (await replica.local.outbox.limit(MAX_WRITES).toArray()).filter((entry) => replica.book.asideOf(entry.kind, entry.id) === undefined);
  for (const [kind, own] of byKind(entries)) {
    const docs = await replica.collections[kind].storageInstance.findDocumentsById(own.map((entry) => entry.id), false);
    const writes = docs.map((doc): Write => {
      const record = toRecord(doc);
      return { kind, base: versionOf(record), record };
    });
    if (writes.length === 0) continue;
    const results = await hub.push(writes);
    const receipts = results.flatMap((result): Receipt[] => (result.status === 'accepted' ? [result.receipt] : []));
    if (receipts.length > 0) await replica.book.received(receipts, clock.now());
  }
}

function byKind(entries: readonly OutboxEntry[]): Map<Kind, OutboxEntry[]> {
  const groups = new Map<Kind, OutboxEntry[]>();
  for (const entry of entries) {
    if (!isKind(entry.kind)) continue;
    const group = groups.get(entry.kind) ?? [];
    group.push(entry);
    groups.set(entry.kind, group);
  }
  return groups;
}
