import { canonical } from '../domain/canonical.ts';
import type { Checkpoint } from '../protocol/exchange.ts';
import type { KindPage } from './exchange-hub.ts';

/**
 * Where a kind stands beyond the checkpoint that its replication stores. RxDB stores a checkpoint only together with
 * documents: without this, a kind that nothing is written of would have the center look from the start every time.
 */
export interface EmptyRange {
  /** The stored checkpoint. */
  readonly from: Checkpoint;
  /** Up to here the center has nothing of the kind after `from`. */
  readonly through: Checkpoint;
}

/** Where to pull from: the stored checkpoint, or the end of what is known to be empty behind it. */
export function startOf(stored: Checkpoint, empty: EmptyRange | undefined): Checkpoint {
  return empty !== undefined && canonical(empty.from) === canonical(stored) ? empty.through : stored;
}

/** What a replication gets from one call of its pull handler. */
export interface Pulled {
  readonly changes: KindPage['changes'];
  readonly checkpoint: Checkpoint;
  /** To be remembered where nothing came, so that the next pull starts behind it. */
  readonly empty: EmptyRange | null;
}

/**
 * Pulls pages until `wanted` changes are there or nothing is left: a replication takes fewer than it asked for as the end.
 * @param pull one page of the kind, see ExchangeHub.pull
 */
export async function pullUntil(
  pull: (from: Checkpoint) => Promise<KindPage>,
  stored: Checkpoint,
  empty: EmptyRange | undefined,
  wanted: number,
): Promise<Pulled> {
  let at = startOf(stored, empty);
  const changes: KindPage['changes'][number][] = [];
  for (;;) {
    const page = await pull(at);
    changes.push(...page.changes);
    const next = page.through;
    const stuck = canonical(next) === canonical(at);
    at = next;
    if (!page.more || stuck || changes.length >= wanted) break;
  }
  return { changes, checkpoint: at, empty: changes.length === 0 ? { from: stored, through: at } : null };
}
