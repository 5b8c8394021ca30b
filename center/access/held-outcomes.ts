import type { HeldOutcome, HeldOutcomes } from '#shared/protocol/held.ts';
import type { Sql } from '../store/sql.ts';

/** Decisions are told for as long as what was removed can be brought back by its device. */
const KEPT_MS = 90 * 86_400_000;

/** Decisions in one answer. */
const PAGE = 20;

/**
 * Keeps what was decided on a push of a device, to be told to it, in the transaction that decides. Its moment is later than
 * that of every decision before it, whatever the clock says: the device asks for what came after the last one it knows.
 * @param outcomeAt the decision, once its moment is known
 */
export async function keepOutcome(tx: Sql, device: string, now: number, outcomeAt: (at: number) => HeldOutcome): Promise<void> {
  const last = await tx.get('SELECT max(at) AS at FROM held_decisions WHERE device = ?', device);
  const at = Math.max(now, Number(last?.['at'] ?? 0) + 1);
  await tx.run('INSERT INTO held_decisions (device, at, body) VALUES (?, ?, ?)', device, at, JSON.stringify(outcomeAt(at)));
  await tx.run('DELETE FROM held_decisions WHERE at < ?', now - KEPT_MS);
}

/** What was decided on a device's pushes after a moment of the center's clock, oldest first. */
export async function outcomesFor(db: Sql, device: string, after: number): Promise<HeldOutcomes> {
  const rows = await db.all('SELECT body FROM held_decisions WHERE device = ? AND at > ? ORDER BY at LIMIT ?', device, after, PAGE + 1);
  return { decided: rows.slice(0, PAGE).map((row) => JSON.parse(String(row['body'])) as HeldOutcome), more: rows.length > PAGE };
}
