import { describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity, COUNTY, edited, VILLAGE, write } from '../support/center-records.ts';
import { Ledger } from '../support/ledger.ts';

const held = (...records: readonly AnyRecord[]): ReadonlyMap<string, AnyRecord> => new Map(records.map((record) => [`activities:${record.id}`, record]));

/** A ledger with one record that was received, and what came after. */
function ledgerOf(record: AnyRecord, position = 1): Ledger {
  const ledger = new Ledger();
  ledger.sent(write('activities', record));
  ledger.received({ kind: 'activities', id: record.id, version: versionOf(record), county: COUNTY, position });
  return ledger;
}

describe('the ledger by which a killed center is judged', () => {
  const record = activity(VILLAGE);
  const later = edited(record, { title: '改过的' });

  it('C1 misses a record that was acknowledged and is gone, or is there in an older version', () => {
    const ledger = ledgerOf(record);
    expect(ledger.lostIn(held(record))).toEqual([]);
    expect(ledger.lostIn(held())).toEqual([`activities:${record.id}`]);
    ledger.sent(write('activities', later, record));
    ledger.received({ kind: 'activities', id: record.id, version: versionOf(later), county: COUNTY, position: 2 });
    expect(ledger.lostIn(held(record))).toEqual([`activities:${record.id}`]);
  });

  it('P1 takes a version whose answer was lost, and asks for nothing that was never acknowledged', () => {
    const ledger = ledgerOf(record);
    ledger.sent(write('activities', later, record));
    ledger.sent(write('activities', activity(VILLAGE)));
    expect(ledger.lostIn(held(record))).toEqual([]);
    expect(ledger.lostIn(held(later))).toEqual([]);
  });

  it('L1 notices a position that was given to two writes', () => {
    const ledger = ledgerOf(record, 7);
    const other = activity(VILLAGE);
    ledger.sent(write('activities', other));
    ledger.received({ kind: 'activities', id: other.id, version: versionOf(other), county: COUNTY, position: 7 });
    expect(ledger.positionsGivenTwice()).toEqual([`${COUNTY}:7`]);
  });
});
