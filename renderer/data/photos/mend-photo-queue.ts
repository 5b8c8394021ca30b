import type { Replica } from '../replica/open-replica.ts';

/**
 * Photos in the queue whose record was never saved: the program was killed between the two. Where another record names the
 * same bytes they wait for that one; else they are dropped from the queue, and their bytes stay in the vault. Answers how many.
 */
export async function mendPhotoQueue({ local, collections, engine }: Replica): Promise<number> {
  const waiting = await local.photos.where('state').equals('waiting').toArray();
  const ids = [...new Set(waiting.map((photo) => photo.evidence))];
  const records = await engine.store.records('evidence', ids);
  const known = new Set(records.flatMap((record) => (record === undefined ? [] : [record.id])));
  const orphans = waiting.filter((photo) => !known.has(photo.evidence));
  for (const { hash, part } of orphans) {
    const other = await collections.evidence.findOne({ selector: { [part === 'thumb' ? 'thumbHash' : 'hash']: hash } }).exec();
    await (other === null ? local.photos.delete(hash) : local.photos.update(hash, { evidence: other.id }));
  }
  return orphans.length;
}
