import type { Evidence } from '#shared/domain/evidence.ts';
import { DEFAULT_STANDARD, type StandardItem } from '#shared/domain/seven-haves.ts';
import { custodiesOf } from '../../data/hooks/use-custody.ts';
import type { LocalDb } from '../../data/local/local-db.ts';
import { listOnce } from '../../data/records/queries.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { activityTitles } from './use-activity-titles.ts';

/** How far a photo is, its entry and its bytes together. */
export type PhotoStatus = 'received' | 'recordOnly' | 'saved' | 'refused' | 'failed';

/** One line of the exported list. */
export interface AlbumLine {
  readonly number: number;
  readonly photo: Evidence;
  readonly item: string;
  readonly activity: string;
  readonly status: PhotoStatus;
}

/** All photos of the album with the words that the list needs, newest first. */
export async function albumLines(replica: Replica, items: readonly StandardItem[]): Promise<readonly AlbumLine[]> {
  const photos = await listOnce(replica, 'evidence', { order: 'newest', limit: Infinity });
  const titles = await activityTitles(replica, photos.map(({ activity }) => activity));
  // A photo may prove an item of the default standard that the county's own does not have.
  const texts = new Map([...DEFAULT_STANDARD.items, ...items].map(({ key, text }) => [key, text]));
  const statuses = await statusesOf(replica.local, photos);
  return photos.map((photo, index) => ({
    number: index + 1,
    photo,
    item: texts.get(photo.item) ?? photo.item,
    activity: titles.get(photo.activity) ?? '',
    status: statuses[index] ?? 'saved',
  }));
}

async function statusesOf(local: LocalDb, photos: readonly Evidence[]): Promise<readonly PhotoStatus[]> {
  const [custodies, bytes] = await Promise.all([custodiesOf(local, 'evidence', photos.map(({ id }) => id)), local.photos.bulkGet(photos.map(({ hash }) => hash))]);
  return photos.map(({ id }, index): PhotoStatus => {
    const state = custodies.get(id)?.state ?? 'saved';
    if (state !== 'received') return state;
    const own = bytes[index]?.state;
    // Bytes that another machine added are its to send.
    if (own === undefined || own === 'received') return 'received';
    return own === 'failed' ? 'failed' : 'recordOnly';
  });
}
