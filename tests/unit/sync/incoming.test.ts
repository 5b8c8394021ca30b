import { describe, expect, it } from 'vitest';
import { versionOf } from '#shared/schema/version.ts';
import { incoming } from '#shared/sync/incoming.ts';
import { activity } from '../../support/make-record.ts';
import { pendingOf, versioned } from '../../support/replica-books.ts';

const base = activity({ title: '一', place: '村口' });
const mine = { ...base, title: '二' };
const theirs = { ...base, place: '广场' };

describe('a state of the center', () => {
  it('L2 takes the place of what does not wait', () => {
    expect(incoming('activities', versioned(theirs), base, undefined)).toEqual({ type: 'store' });
  });

  it('C1 is a receipt where it is what was saved here', () => {
    expect(incoming('activities', versioned(mine), mine, pendingOf(mine, base))).toEqual({ type: 'received' });
  });

  it('L2 changes nothing where it is what the edit started from', () => {
    expect(incoming('activities', versioned(base), mine, pendingOf(mine, base))).toEqual({ type: 'nothing' });
  });

  it('M1 is merged with what waits, and the merged record waits on top of it', () => {
    const step = incoming('activities', versioned(theirs), mine, pendingOf(mine, base));
    if (step.type !== 'merge') throw new Error(step.type);
    expect(step.record).toMatchObject({ title: '二', place: '广场', conflicts: [] });
    expect(step.pending).toMatchObject({ baseVersion: versionOf(theirs), version: versionOf(step.record), earlier: [versionOf(mine)], refusal: null });
  });

  it('M1 nobody is in conflict with their own edit whose answer was lost', () => {
    const further = { ...mine, title: '三' };
    const step = incoming('activities', versioned(mine), further, pendingOf(further, base, { earlier: [versionOf(mine)] }));
    expect(step).toMatchObject({ type: 'rebase', pending: { baseVersion: versionOf(mine), version: versionOf(further), earlier: [] } });
  });

  it('P2 a merge sends a refused record again', () => {
    const refused = pendingOf(mine, base, { refusal: { code: 'held', field: '', detail: '' } });
    expect(incoming('activities', versioned(theirs), mine, refused)).toMatchObject({ type: 'merge', pending: { refusal: null } });
  });
});
