import { describe, expect, it } from 'vitest';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { daysOf } from '../../../renderer/features/hours/periods.ts';
import { namedBy, rowsOf } from '../../../renderer/features/hours/service-rows.ts';

const record = (id: string, corrects = '', minutes = 60): ServiceRecord =>
  ({ id, corrects, minutes, removed: false, volunteer: 'a', activity: '', occurredOn: '2026-06-01', createdAt: '2026-06-01T08:00:00.000Z' }) as ServiceRecord;
const nothing = { corrections: [], named: new Map(), activities: new Map() };

describe('lines of the ledger', () => {
  it('are the records that stand, with what each replaced, last first', () => {
    const chain = [record('3', '2'), record('2', '1'), record('1')];
    const rows = rowsOf(chain, { ...nothing, corrections: chain.slice(0, 2) });
    expect(rows.map(({ id, earlier }) => [id, earlier.map((old) => old.id)])).toEqual([['3', ['2', '1']]]);
  });

  it('leave out a record whose correction is far away in the list', () => {
    expect(rowsOf([record('1'), record('9')], { ...nothing, corrections: [record('5', '1')] }).map(({ id }) => id)).toEqual(['9']);
  });

  it('name what has to be read from elsewhere to show the chain', () => {
    expect(namedBy([record('5', '1'), record('9')], [record('5', '1')])).toEqual(['1']);
    const rows = rowsOf([record('5', '1')], { ...nothing, corrections: [record('5', '1')], named: new Map([['1', record('1')]]) });
    expect(rows[0]?.earlier.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('a period', () => {
  const none = { from: '', to: '' };
  it('ends with the last day of its month', () => {
    expect(daysOf('month', '2028-02-10', none)).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(daysOf('month', '2026-12-31', none)).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  });
  it('of last year is the whole year before', () => {
    expect(daysOf('lastYear', '2026-06-01', none)).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });
});
