import type { RecordWriter } from '../../data/records/record-writer.ts';
import type { FileOutcome, ImportJob } from './import-job.ts';

/** Writes a batch's given day onto its photos that say none themselves; tells of each as it is saved. */
export async function settleDay(writer: RecordWriter, { givenDay, outcomes }: Pick<ImportJob, 'givenDay' | 'outcomes'>, onSaved: (index: number, outcome: FileOutcome) => void): Promise<void> {
  if (givenDay === null) return;
  for (const [index, outcome] of outcomes) {
    if (outcome.status !== 'kept' || outcome.record.takenAt !== '') continue;
    if (outcome.record.takenSource === 'given' && outcome.record.occurredOn === givenDay) continue;
    const saved = await writer.update('evidence', outcome.record.id, { occurredOn: givenDay, takenSource: 'given' });
    if (saved.ok) onSaved(index, { status: 'kept', record: saved.record });
  }
}
