import { afterEach, describe, expect, it } from 'vitest';
import { toDoc, toRecord } from '../../../renderer/data/replica/local-fields.ts';
import { REPLICA_VERSIONS } from '../../../renderer/data/replica/collection-schemas.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { listOnce } from '../../../renderer/data/records/queries.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { activity } from '../../support/make-record.ts';

let open: Replica | null = null;

afterEach(async () => open?.close());

describe('a replica of an older version', () => {
  it('is opened by a newer program: every record as it was, the replica’s own fields made anew', async () => {
    const records = [activity({ title: '旧版本记的活动', fromTheFuture: { kept: true } }), activity({ title: '另一个', occurredOn: '2026-04-01' })];
    open = await openReplica('older', { clock: new FakeClock() });
    await open.collections.activities.bulkInsert(records.map((record) => ({ ...toDoc('activities', record), local: { at: 1, name: 'x', find: 'x' } })));
    await open.close();

    open = await openReplica('older', { clock: new FakeClock(), versions: { ...REPLICA_VERSIONS, activities: 1, volunteers: 1 } });
    const docs = await open.collections.activities.find().exec();
    expect(docs.map((doc) => toRecord(doc.toJSON())).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(records);
    expect((await listOnce(open, 'activities', { order: 'newest', limit: 10 })).map((row) => row.title)).toEqual(['另一个', '旧版本记的活动']);
  });
});
