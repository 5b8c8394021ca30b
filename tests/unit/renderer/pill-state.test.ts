import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '#shared/bridge/contract.ts';
import { pillOf, toneOf } from '../../../renderer/app/pill-state.ts';

const NOTHING = { records: 0, photos: 0, photoBytes: 0, aside: 0, photosFailed: 0 };
const ONLINE: Connection = { state: 'online', since: 0, skewMs: 0, lastContact: 0 };

const count = fc.nat({ max: 3 });
const waiting = fc.record({ records: count, photos: count, photoBytes: count, aside: count, photosFailed: count });
const connection = fc.record({
  state: fc.constantFrom<Connection['state']>('notEnrolled', 'connecting', 'online', 'offline', 'revoked', 'tooOld', 'tooNew'),
  since: fc.nat(),
  skewMs: fc.constant(null),
  lastContact: fc.option(fc.nat()),
});

describe('the pill', () => {
  it('C1 says received only where nothing at all waits, was refused or failed', () => {
    fc.assert(
      fc.property(connection, waiting, fc.nat(), (link, what, now) => {
        expect(pillOf(link, what, now).received).toBe(Object.values(what).every((number) => number === 0));
      }),
    );
  });

  it('C1 is green only where nothing is open and the last comparison with the center was equal', () => {
    const facts = fc.record({ paused: fc.boolean(), equal: fc.constantFrom(true, false, null) });
    fc.assert(
      fc.property(connection, waiting, facts, (link, what, { paused, equal }) => {
        const green = toneOf(pillOf(link, what, 0, { paused, equal })) === 'received';
        expect(green).toBe(link.state === 'online' && !paused && equal === true && Object.values(what).every((number) => number === 0));
      }),
    );
  });

  it('says that a center in reach does not take what is sent, instead of “sending” for ever', () => {
    const full = { kind: 'refused', code: 'storageFull', detail: '' } as const;
    const waits = { ...NOTHING, records: 3 };
    expect(pillOf(ONLINE, waits, 0, { trouble: full })).toMatchObject({ stuck: true, received: false });
    expect(pillOf(ONLINE, waits, 0).stuck).toBe(false);
    expect(pillOf({ ...ONLINE, state: 'offline' }, waits, 0, { trouble: full }).stuck).toBe(false);
  });

  it('counts a photo of which only the thumbnail waits', () => {
    expect(pillOf(ONLINE, { ...NOTHING, photoBytes: 5_000 }, 0)).toMatchObject({ photos: 1, received: false });
  });

  it('counts the time away from the last contact, not from the start of the program', () => {
    const link: Connection = { state: 'offline', since: 900, skewMs: null, lastContact: 100 };
    expect(pillOf(link, NOTHING, 1_000).away).toBe(900);
    expect(pillOf({ ...link, lastContact: null }, NOTHING, 1_000).away).toBeNull();
  });
});
