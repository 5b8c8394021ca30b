import type { Evidence } from '#shared/domain/evidence.ts';
import type { Data } from '../../data/hooks/data-context.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Fields } from '../../data/records/record-writer.ts';

export type Reused =
  | { readonly ok: true; readonly record: Evidence }
  | { readonly ok: false; readonly reason: 'duplicate'; readonly of: Evidence }
  | { readonly ok: false; readonly reason: 'storage' };

/**
 * Lets a photo that is here prove something more: a record of its own with the same facts. The bytes are in the vault and
 * in the queue, or at the center, already, and are sent no second time.
 */
export async function reuseEvidence({ replica, writer }: Pick<Data, 'replica' | 'writer'>, source: Evidence, purpose: Pick<PhotoPurpose, 'item' | 'activity'>): Promise<Reused> {
  const field = purpose.item === '' ? 'activity' : 'item';
  const docs = await replica.collections.evidence.find({ selector: { [field]: purpose[field], removed: false }, index: [field, 'removed'] }).exec();
  const there = docs.map((doc) => readDoc('evidence', doc.toJSON())).find((known) => known.hash === source.hash && known.activity === purpose.activity);
  if (there !== undefined) return { ok: false, reason: 'duplicate', of: there };
  const saved = await writer.create('evidence', { ...fieldsOf(source), ...purpose });
  return saved.ok ? { ok: true, record: saved.record } : { ok: false, reason: 'storage' };
}

const BASE = new Set(['id', 'site', 'v', 'createdAt', 'updatedAt', 'by', 'removed', 'conflicts']);

function fieldsOf(source: Evidence): Fields<'evidence'> {
  return Object.fromEntries(Object.entries(source).filter(([field]) => !BASE.has(field))) as unknown as Fields<'evidence'>;
}
