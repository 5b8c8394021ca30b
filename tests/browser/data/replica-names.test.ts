import { describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { openReplica } from '../../../renderer/data/replica/open-replica.ts';
import { activity } from '../../support/make-record.ts';
import { replicaNameOf } from '../../../renderer/data/replica/replica-names.ts';

const number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
let made = 0;
/** A village and a device that nobody else has: the browser's storage outlives a file. */
const village = (): string => `2111${String(number).padStart(10, '0').slice(0, 6)}${(made += 1)}`;
const device = (): string => `device-${number}-${(made += 1)}`;

describe('the name of a replica’s databases', () => {
  it('is the site’s code, as former versions named them', async () => {
    const site = village();
    expect(await replicaNameOf({ device: device(), site })).toBe(site);
  });

  it('L3 stays where the village is moved to another code, and again', async () => {
    const [own, first, second, third] = [device(), village(), village(), village()];
    await replicaNameOf({ device: own, site: first });
    expect(await replicaNameOf({ device: own, site: second })).toBe(first);
    expect(await replicaNameOf({ device: own, site: third })).toBe(first);
  });

  it('L3 is the old code where the village was moved before the program was upgraded, and for the device that wrote there alone', async () => {
    const [own, former, moved, other] = [device(), village(), village(), village()];
    const replica = await openReplica(former, { clock: new FakeClock() });
    await replica.engine.store.put('activities', [activity({ by: { device: own, person: '' } })], true);
    await replica.close();
    expect(await replicaNameOf({ device: device(), site: other })).toBe(other);
    expect(await replicaNameOf({ device: own, site: moved })).toBe(former);
  });

  it('stays where the computer is enrolled anew for the same site, also after a move', async () => {
    const [first, second] = [village(), village()];
    const old = device();
    await replicaNameOf({ device: old, site: first });
    await replicaNameOf({ device: old, site: second });
    expect(await replicaNameOf({ device: device(), site: second })).toBe(first);
  });

  it('is another one for another village, also where that has the code that a moved one had', async () => {
    const [first, second] = [village(), village()];
    const old = device();
    await replicaNameOf({ device: old, site: first });
    await replicaNameOf({ device: old, site: second });
    expect(await replicaNameOf({ device: device(), site: first })).toBe(`${first}-2`);
  });
});
