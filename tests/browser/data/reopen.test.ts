import { afterEach, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { createRecordWriter } from '../../../renderer/data/records/record-writer.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';

const TEAM = { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' };

let replica: Replica | null = null;
const realOpen = IDBFactory.prototype.open;

afterEach(async () => {
  IDBFactory.prototype.open = realOpen;
  await replica?.close();
});

/** Notes every connection that is opened from now on. */
function connections(): Set<IDBDatabase> {
  const opened = new Set<IDBDatabase>();
  IDBFactory.prototype.open = function open(...asked: Parameters<IDBFactory['open']>) {
    const request = realOpen.apply(this, asked);
    request.addEventListener('success', () => opened.add(request.result));
    return request;
  };
  return opened;
}

it('goes on saving and reading after the browser closed the databases, as it does when the disk is full', async () => {
  const opened = connections();
  const clock = new FakeClock();
  replica = await openReplica('reopen', { clock });
  const writer = createRecordWriter({ replica, clock, ids: uuidv7Ids(clock, seededRandom(1)), author: () => ({ device: 'd', person: '王秀英' }), site: () => '211122101001' });
  expect(await writer.create('teams', TEAM)).toMatchObject({ ok: true });

  for (const connection of opened) {
    connection.close();
    connection.dispatchEvent(new Event('close'));
  }
  await expect.poll(() => writer.create('teams', { ...TEAM, name: '健步队' }), { timeout: 10_000 }).toMatchObject({ ok: true });
  const names = (await replica.collections.teams.find().exec()).map((team) => team.get('name') as string);
  expect(names.toSorted()).toEqual(['健步队', '秧歌队']);
  expect(await replica.local.pendings.count()).toBe(2);
});
