import { describe, expect, it } from 'vitest';
import { advance, lostLog, marksAfterLoss } from '#shared/sync/marks.ts';
import { answerOf, stateOf } from '../../support/replica-books.ts';

const marks = { activities: { '211122': 10, '211100': 2 }, sites: { '211122': 4 } };
const known = stateOf({ epoch: 'one', scope: '211122101001', marks });

describe('where a replica stands', () => {
  it('L2 goes to the end of the log after the last page, for every kind', () => {
    const { state } = advance(known, marks, answerOf({ pull: { changes: [], through: { '211122': 15, '211100': 2 }, more: false } }));
    expect(state.marks).toEqual({ activities: { '211122': 15, '211100': 2 }, sites: { '211122': 15, '211100': 2 } });
    expect(state.whole).toBe(true);
  });

  it('L2 never goes back by a page that ended before where one kind stood', () => {
    const { state } = advance(known, marks, answerOf({ pull: { changes: [], through: { '211122': 7 }, more: true } }));
    expect(state.marks).toEqual({ activities: { '211122': 10, '211100': 2 }, sites: { '211122': 7 } });
    expect(state.whole).toBe(false);
  });

  it('L3 goes to the start where the scope is another one', () => {
    const { state, restarted } = advance(known, marks, answerOf({ scope: '211122102009' }));
    expect(restarted).toBe(true);
    expect(state).toMatchObject({ scope: '211122102009', marks: {} });
  });

  it('L3 a new replica that hears of its scope for the first time does not start anew', () => {
    expect(advance(stateOf(), {}, answerOf()).restarted).toBe(false);
  });

  it('a push alone moves nothing', () => {
    expect(advance(known, marks, answerOf({ pull: null }))).toEqual({ state: {}, restarted: false });
  });
});

describe('a log that lost something', () => {
  it('is one of another life', () => {
    expect(lostLog(known, marks, answerOf({ epoch: 'two', restored: { '211122': 6 } }))).toEqual({ epoch: 'two', restored: { '211122': 6 } });
  });

  it('is one that is shorter than what was read of it, though nobody said so', () => {
    expect(lostLog(known, marks, answerOf({ pull: { changes: [], through: { '211122': 9, '211100': 2 }, more: false } }))).toEqual({ epoch: 'one', restored: null });
  });

  it('is none that goes on, or that says nothing of a county, or whose page is not the last', () => {
    expect(lostLog(known, marks, answerOf({ pull: { changes: [], through: { '211122': 10 }, more: false } }))).toBeNull();
    expect(lostLog(known, marks, answerOf({ pull: { changes: [], through: { '211122': 9 }, more: true } }))).toBeNull();
    expect(lostLog(stateOf(), {}, answerOf({ epoch: 'two' }))).toBeNull();
  });

  it('is read again from where its new life began', () => {
    expect(marksAfterLoss(marks, { '211122': 6 })).toEqual({ activities: { '211122': 6, '211100': 0 }, sites: { '211122': 4 } });
    expect(marksAfterLoss(marks, null)).toEqual({});
  });
});
