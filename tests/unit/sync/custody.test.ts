import { describe, expect, it } from 'vitest';
import { versionOf } from '#shared/schema/version.ts';
import { custodyChange, custodyOf, trueBase, type SetAside } from '#shared/sync/custody.ts';
import { activity } from '../../support/make-record.ts';

const base = activity();
const refused = { ...base, title: 'x'.repeat(300) };
const reason = { code: 'invalid', field: 'title', detail: '' } as const;
const aside: SetAside = { kind: 'activities', id: base.id, versions: [versionOf(refused)], base, reason, retry: false };
const receipt = { kind: 'activities', id: base.id, version: versionOf(base), county: '211122', position: 1 };

describe('custody', () => {
  it('C1 shows a record as received only when nothing of it waits and it was not refused', () => {
    const waiting = { kind: 'activities', id: base.id, version: 'x' };
    expect(custodyOf(undefined, undefined, receipt).state).toBe('received');
    expect(custodyOf(waiting, undefined, receipt).state).toBe('saved');
    expect(custodyOf(undefined, aside, receipt).state).toBe('refused');
    expect(custodyOf(waiting, aside, receipt).state).toBe('refused');
  });

  it('P2 pushes a mended record on the state that the center really has, not on the refused one', () => {
    expect(trueBase(refused, aside)).toEqual(base);
    expect(trueBase(base, aside)).toEqual(base);
    expect(trueBase(refused, undefined)).toEqual(refused);
    expect(trueBase(null, aside)).toBeNull();
  });

  it('P2 remembers every version that was refused, and where they started from', () => {
    const again = { ...base, title: 'y'.repeat(300) };
    const change = custodyChange({ status: 'refused', kind: 'activities', id: base.id, reason }, again, base, aside);
    expect(change).toEqual({ type: 'refused', aside: { ...aside, versions: [versionOf(refused), versionOf(again)], retry: false } });
  });
});
