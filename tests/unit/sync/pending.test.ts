import { describe, expect, it } from 'vitest';
import { versionOf } from '#shared/schema/version.ts';
import { afterSave, centerVersion, custodyOf, mended, withoutUndo } from '#shared/sync/pending.ts';
import { activity } from '../../support/make-record.ts';
import { pendingOf, versioned } from '../../support/replica-books.ts';

const first = activity({ title: '一' });
const second = { ...first, title: '二' };
const third = { ...first, title: '三' };

describe('an entry of the book', () => {
  it('P1 a first save starts from the record as it was', () => {
    const entry = afterSave('activities', first.id, versionOf(second), versioned(first), undefined, 7);
    expect(entry).toMatchObject({ base: first, baseVersion: versionOf(first), earlier: [], order: 7, undo: 'none' });
  });

  it('P1 a new record has no base', () => {
    expect(afterSave('activities', first.id, versionOf(first), null, undefined, 1)).toMatchObject({ base: null, baseVersion: null });
  });

  it('P1 a further save keeps the base, and remembers the version that was perhaps sent', () => {
    const before = pendingOf(second, first);
    const entry = afterSave('activities', first.id, versionOf(third), versioned(second), before, 9);
    expect(entry).toMatchObject({ baseVersion: versionOf(first), earlier: [versionOf(second)], order: before.order, undo: withoutUndo(before) });
  });

  it('P2 a refused record that is mended waits to be sent again', () => {
    const refused = pendingOf(second, first, { refusal: { code: 'invalid', field: 'title', detail: '' } });
    expect(afterSave('activities', first.id, versionOf(third), versioned(second), refused, 9).refusal).toBeNull();
  });

  it('L3 of what left the scope the center has nothing here', () => {
    expect(centerVersion(pendingOf(second, first))).toBe(versionOf(first));
    expect(centerVersion(pendingOf(second, first, { left: true }))).toBeNull();
  });

  it('C1 a record looks received only where nothing newer waits', () => {
    const receipt = { kind: 'activities', id: first.id, version: versionOf(first), county: '211122', position: 4, at: 0 };
    expect(custodyOf(undefined, receipt)).toEqual({ state: 'received', receipt });
    expect(custodyOf(pendingOf(second, first), receipt)).toEqual({ state: 'saved' });
  });
});

describe('P1 an entry after the program was killed', () => {
  const saved = pendingOf(second, first, { undo: 'none' });
  const savedAgain = pendingOf(third, first, { earlier: [versionOf(second)], undo: withoutUndo(pendingOf(second, first)) });

  it('stays where the record is what it says', () => {
    expect(mended(saved, versionOf(second))).toEqual({ ...saved, undo: null });
  });

  it('goes where the save never came to the record', () => {
    expect(mended(saved, versionOf(first))).toBeNull();
    expect(mended(pendingOf(first, null, { undo: 'none' }), null)).toBeNull();
  });

  it('goes back to what it was where the further save never came to the record', () => {
    expect(mended(savedAgain, versionOf(second))).toEqual({ ...pendingOf(second, first), undo: null });
  });

  it('takes what is neither the one nor the other for an edit of the oldest base', () => {
    const strange = versionOf({ ...first, title: '四' });
    expect(mended(savedAgain, strange)).toMatchObject({ version: strange, baseVersion: versionOf(first), undo: null });
  });

  it('goes where a merge came to what the center has', () => {
    expect(mended(pendingOf(second, second), versionOf(second))).toBeNull();
  });

  it('is not touched where there is nothing to put right', () => {
    const settled = pendingOf(second, first);
    expect(mended(settled, versionOf(second))).toBe(settled);
  });
});
