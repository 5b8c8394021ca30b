import type { Bridge } from '#shared/bridge/contract.ts';
import type { HeldOutcome } from '#shared/protocol/held.ts';
import type { LocalDb } from '../local/local-db.ts';
import type { Replica } from '../replica/open-replica.ts';

/** Key in the `meta` table: what was decided on removals of this machine that the center had held (rule D1). */
export const HELD_OUTCOMES = 'heldOutcomes';

/** Decisions that are kept for the screen. */
const KEPT = 20;

/** One decision, as this machine keeps it. */
export interface KeptOutcome extends Pick<HeldOutcome, 'id' | 'decision' | 'at' | 'by' | 'counts' | 'written' | 'outdated'> {
  /** Where it was rejected: how many records came back as they were. */
  readonly restored: number;
  /** A person here has read it. */
  readonly read: boolean;
}

interface KeptOutcomes {
  /** The center's moment of the last decision that is known here. */
  readonly after: number;
  /** Newest first. */
  readonly outcomes: readonly KeptOutcome[];
}

const NONE: KeptOutcomes = { after: 0, outcomes: [] };

/** What was decided on this machine's held removals, newest first. */
export async function heldOutcomesOf(local: LocalDb): Promise<readonly KeptOutcome[]> {
  return (await keptOf(local)).outcomes;
}

async function keptOf(local: LocalDb): Promise<KeptOutcomes> {
  return ((await local.meta.get(HELD_OUTCOMES))?.value as KeptOutcomes | undefined) ?? NONE;
}

/** A person has read of all of them. */
export function markOutcomesRead(local: LocalDb): Promise<void> {
  return change(local, ({ after, outcomes }) => ({ after, outcomes: outcomes.map((outcome) => ({ ...outcome, read: true })) }));
}

/** How many removals of this machine still wait for a person above. */
export async function heldHere(local: LocalDb): Promise<number> {
  return local.pendings.where('aside').equals(1).filter(({ refusal }) => refusal?.code === 'held').count();
}

/**
 * Asks what was decided, and does it here: what was rejected comes back as the center has it (what is given up is kept among
 * the recovered); what was confirmed comes by itself with a pull. Answers the decisions that are new. Killed in
 * between, it is done again, which changes nothing twice. A center of before this, or out of reach, has decided nothing.
 */
export async function takeHeldOutcomes({ engine, local }: Replica, bridge: Bridge): Promise<readonly KeptOutcome[]> {
  const fresh: KeptOutcome[] = [];
  for (;;) {
    const answer = await bridge.invoke('link.heldDecided', { after: (await keptOf(local)).after });
    if (!answer.ok) return fresh;
    for (const { id, decision, at, by, counts, written, outdated, records } of answer.value.decided) {
      const restored = decision === 'reject' ? await bringBack(engine, records) : 0;
      const outcome = { id, decision, at, by, counts, written, outdated, restored, read: false };
      await change(local, ({ after, outcomes }) => ({ after: Math.max(after, at), outcomes: [outcome, ...outcomes].slice(0, KEPT) }));
      fresh.push(outcome);
    }
    if (!answer.value.more || answer.value.decided.length === 0) return fresh;
  }
}

/** Only edits that are still what was held: a person may have changed their mind meanwhile, and then it is another edit. */
async function bringBack(engine: Replica['engine'], records: HeldOutcome['records']): Promise<number> {
  let restored = 0;
  for (const { kind, id, version } of records) {
    const [pending] = await engine.store.pendings(kind, [id]);
    if (pending?.refusal?.code === 'held' && pending.version === version && (await engine.giveUp(kind, id))) restored += 1;
  }
  return restored;
}

function change(local: LocalDb, after: (before: KeptOutcomes) => KeptOutcomes): Promise<void> {
  return local.transaction('rw', local.meta, async () => {
    await local.meta.put({ key: HELD_OUTCOMES, value: after(await keptOf(local)) });
  });
}
