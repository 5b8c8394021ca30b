import type { Kind } from '#shared/domain/record.ts';
import type { EmptyRange } from '#shared/sync/pull-cursor.ts';
import type { LocalDb } from '../local/local-db.ts';

/** What is known to be empty behind each kind's checkpoint; kept, so that a restart need not ask again. */
export interface EmptyRanges {
  get(kind: Kind): EmptyRange | undefined;
  set(kind: Kind, range: EmptyRange): Promise<void>;
}

export async function openEmptyRanges(local: LocalDb): Promise<EmptyRanges> {
  const stored = await local.meta.where('key').startsWith('empty:').toArray();
  const ranges = new Map(stored.map((row) => [row.key.slice('empty:'.length), row.value as EmptyRange]));
  return {
    get: (kind) => ranges.get(kind),
    async set(kind, range) {
      ranges.set(kind, range);
      await local.meta.put({ key: `empty:${kind}`, value: range });
    },
  };
}
