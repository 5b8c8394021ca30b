import type { Activity } from '#shared/domain/activity.ts';
import { standingRecords } from '#shared/domain/service-hours.ts';
import { listOnce, readDoc } from '../../data/records/queries.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import type { Pickable } from './registration.ts';
import { ofActivity, readServiceRecords } from './service-queries.ts';

/** Earlier activities that are looked at. */
const BACK = 30;

/** Who took part in the last earlier activity of the same kind that has hours, as far as they are still volunteers; null where there is none. */
export async function whoCameLastTime(replica: Replica, activity: Activity): Promise<{ readonly title: string; readonly people: readonly Pickable[] } | null> {
  const earlier = await listOnce(replica, 'activities', { where: { kind: activity.kind }, order: 'newest', limit: BACK });
  for (const other of earlier) {
    if (other.id === activity.id || other.occurredOn > activity.occurredOn) continue;
    const records = standingRecords(await readServiceRecords(replica, ofActivity(other.id))).filter((record) => record.minutes > 0);
    if (records.length === 0) continue;
    const docs = await replica.collections.volunteers.findByIds([...new Set(records.map((record) => record.volunteer))]).exec();
    const people = [...docs.values()].map((doc) => readDoc('volunteers', doc.toJSON())).filter(({ removed }) => !removed);
    return { title: other.title, people };
  }
  return null;
}
