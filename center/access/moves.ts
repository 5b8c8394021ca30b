import { tierOf } from '#shared/domain/site-code.ts';
import type { MoveReport } from '#shared/ports/record-store.ts';
import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import { fileMoved } from '../store/records/file-moved.ts';
import { lockLogs } from '../store/records/load.ts';
import { logOf } from '../store/scope.ts';
import type { Row, Sql } from '../store/sql.ts';
import { auditWithin } from './audit.ts';
import type { AccessContext } from './context.ts';
import { findDivision, type Division } from './divisions.ts';
import { moveDevices, movePositions, newPositions } from './move-positions.ts';

export interface MoveRefusal {
  readonly code: 'notAVillage' | 'unknownTown' | 'sameCode' | 'movedAlready' | 'exists' | 'noSuchVillage';
  /** For the person who asked; English. */
  readonly detail: string;
}

type Context = Pick<AccessContext, 'db' | 'clock' | 'ids'>;

/**
 * Rule L3: gives a village another code, because it was moved to another town, or merged into another village. Its devices
 * belong to the new code at once; its records follow, some at a time. Asked again after it was cut off, it goes on; asked
 * again when it is done, it answers the report of then, with what arrived late since.
 * @param merge the new code is a village that stands; else it must not stand yet
 */
export async function moveVillage(context: Context, from: string, to: string, { merge = false }: { readonly merge?: boolean } = {}): Promise<Result<MoveReport, MoveRefusal>> {
  const begun = await context.db.write((tx) => begin(tx, context, from, to, merge));
  if (!begun.ok) return begun;
  return ok(await finish(context, begun.value));
}

/** Goes on with moves that were cut off, as by the end of the process. To be called at start. */
export async function resumeMoves(context: Context): Promise<void> {
  const rows = await context.db.all('SELECT id FROM moves WHERE done = 0 ORDER BY at, id');
  for (const row of rows) await finish(context, String(row['id']));
}

/** All moves, oldest first. */
export async function listMoves(db: Sql): Promise<readonly (MoveReport & { readonly at: number })[]> {
  const rows = await db.all('SELECT * FROM moves ORDER BY at, id');
  return rows.map((row) => ({ ...reportOf(row), at: Number(row['at']) }));
}

async function begin(tx: Sql, context: Context, from: string, to: string, merge: boolean): Promise<Result<string, MoveRefusal>> {
  // A write under way has its place before the move, or sees it.
  await lockLogs(tx, [from, to].filter((code) => tierOf(code) === 'village').map(logOf));
  const [source, target] = [await findDivision(tx, from), await findDivision(tx, to)];
  const again = source?.successor === to ? await tx.get('SELECT id FROM moves WHERE source = ? AND target = ? ORDER BY at DESC, id DESC LIMIT 1', from, to) : undefined;
  if (again !== undefined) return ok(String(again['id']));
  const refusal = await refusalOf(tx, { from, to, source, target, merge });
  if (refusal !== null || source === null) return failed(refusal ?? { code: 'notAVillage', detail: `${from} is no village` });
  const positions = await newPositions(tx, from, to);
  await placeDivisions(tx, source, to, target);
  await movePositions(tx, to, positions);
  const devices = await moveDevices(tx, from, to, positions);
  const id = context.ids.next();
  await tx.run('INSERT INTO moves (id, source, target, at, devices, late, done, counts) VALUES (?, ?, ?, ?, ?, 0, 0, ?)', id, from, to, context.clock.now(), devices, '{}');
  await auditWithin(tx, context.clock, 'villageMoved', { site: from }, { to, merge, devices, name: source.name });
  return ok(id);
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly source: Division | null;
  readonly target: Division | null;
  readonly merge: boolean;
}

async function refusalOf(tx: Sql, { from, to, source, target, merge }: Asked): Promise<MoveRefusal | null> {
  if (source?.tier !== 'village') return { code: 'notAVillage', detail: `${from} is no village that the center knows` };
  if (from === to) return { code: 'sameCode', detail: `${from} has this code already` };
  if (source.successor !== '') return { code: 'movedAlready', detail: `${from} was moved to ${source.successor} already` };
  if (tierOf(to) !== 'village') return { code: 'notAVillage', detail: `${to} is no village's code: those have 12 digits` };
  const town = await findDivision(tx, to.slice(0, 9));
  if (town?.tier !== 'town') return { code: 'unknownTown', detail: `there is no town ${to.slice(0, 9)}; load it with load-divisions first` };
  const stands = target !== null && target.successor === '';
  if (merge && !stands) return { code: 'noSuchVillage', detail: `${to} is no village that stands, so nothing can be merged into it` };
  if (!merge && stands) return { code: 'exists', detail: `${to} is ${target.name} already; with --merge ${source.name} is merged into it` };
  return null;
}

/** The new code stands for the old one from now on, and for all that led to the old one. */
async function placeDivisions(tx: Sql, source: Division, to: string, target: Division | null): Promise<void> {
  const merged = target !== null && target.successor === '';
  if (target === null) {
    await tx.run(
      "INSERT INTO divisions (code, tier, name, parent, site_record, successor) VALUES (?, 'village', ?, ?, ?, '')",
      to,
      source.name,
      to.slice(0, 9),
      source.siteRecord,
    );
  }
  await tx.run('UPDATE divisions SET successor = ? WHERE successor = ? OR code = ?', to, source.code, source.code);
  if (target !== null && !merged) await tx.run("UPDATE divisions SET successor = '', name = ?, site_record = ? WHERE code = ?", source.name, source.siteRecord, to);
}

/** Files what is left, and answers the report. */
async function finish({ db, clock }: Context, id: string): Promise<MoveReport> {
  for (;;) {
    const report = await db.write(async (tx) => {
      const before = await reportWith(tx, id);
      if (before.done) return before;
      const { counts, done } = await fileMoved(tx, before.from, clock.now());
      // Read again under the logs' locks: another process may have filed the part before.
      const { records, ...rest } = await reportWith(tx, id);
      const sums: Record<string, number> = { ...records };
      for (const [kind, count] of Object.entries(counts)) sums[kind] = (sums[kind] ?? 0) + count;
      await tx.run('UPDATE moves SET counts = ?, done = ? WHERE id = ?', JSON.stringify(sums), done ? 1 : 0, id);
      return { ...rest, records: sums, done };
    });
    if (report.done) return report;
  }
}

async function reportWith(tx: Sql, id: string): Promise<MoveReport> {
  const row = await tx.get('SELECT * FROM moves WHERE id = ?', id);
  if (row === undefined) throw new Error(`no move ${id}`);
  return reportOf(row);
}

function reportOf(row: Row): MoveReport {
  return {
    from: String(row['source']),
    to: String(row['target']),
    records: JSON.parse(String(row['counts'])) as Record<string, number>,
    devices: Number(row['devices']),
    late: Number(row['late']),
    done: row['done'] === 1,
  };
}
