import { describe, expect, it } from 'vitest';
import { NEW_REPLICA } from '#shared/ports/replica-store.ts';
import { openPoints } from '../../../renderer/features/sync/open-points.ts';

const NOTHING = { records: 0, photos: 0, photoBytes: 0, aside: 0, photosFailed: 0 };
const WHOLE = { ...NEW_REPLICA, epoch: 'e', whole: true, agreement: { equal: true, at: 1 } };
const at = (change: { readonly waiting?: object; readonly state?: object; readonly paused?: boolean; readonly photos?: object }) =>
  openPoints({ waiting: { ...NOTHING, ...change.waiting }, state: { ...WHOLE, ...change.state }, paused: change.paused ?? false, photos: { lookedAt: 'e', waiting: 0, ...change.photos } });

describe('what is still open', () => {
  it('C1 is nothing where all was received and the last comparison was equal', () => {
    expect(at({})).toEqual([]);
  });

  it('C1 names each thing that stands between a station and green', () => {
    expect(at({ waiting: { records: 1 } })).toEqual(['records']);
    expect(at({ waiting: { photoBytes: 1 } })).toEqual(['photos']);
    expect(at({ waiting: { aside: 1, photosFailed: 1 } })).toEqual(['aside', 'photosFailed']);
    expect(at({ photos: { waiting: 1 } })).toEqual(['photos']);
    expect(at({ paused: true })).toEqual(['paused']);
    expect(at({ state: { recovering: { epoch: 'f', restored: null } } })).toEqual(['recovering']);
    expect(at({ state: { whole: false, agreement: null } })).toEqual(['firstPull']);
  });

  it('C1 is not green before the photos were looked for in the life of the log that the center is in', () => {
    expect(at({ photos: { lookedAt: '' } })).toEqual(['photosUnlooked']);
    expect(at({ state: { epoch: 'f' } })).toEqual(['photosUnlooked']);
    expect(at({ photos: { lookedAt: undefined } })).toEqual([]);
    expect(at({ photos: { lookedAt: '' }, state: { whole: false } })).toEqual(['firstPull']);
  });

  it('C2 is not green before the first comparison, after an unequal one, nor with a center that cannot compare', () => {
    expect(at({ state: { agreement: null } })).toEqual(['uncompared']);
    expect(at({ state: { agreement: { equal: false, at: 1 } } })).toEqual(['different']);
    expect(at({ state: { agreement: null, epoch: null }, photos: { lookedAt: null } })).toEqual(['oldCenter']);
  });
});
