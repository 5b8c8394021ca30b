import type { ReplicaState } from '#shared/ports/replica-store.ts';
import type { Waiting } from '../../data/hooks/use-custody.ts';

/**
 * What keeps a station from green (rules C1, C2), most pressing first.
 * - `aside`, `photosFailed`: a person has to look
 * - `different`: the last comparison found differences that could not be put right
 * - `paused`: a person has paused it
 * - `recovering`: the center was restored, and this machine gives back what it lost
 * - `firstPull`: what the site had before is still coming
 * - `records`, `photos`: they wait to be sent
 * - `photosUnlooked`: the center was restored, or this machine lost its queue: which photos the center lacks is not known yet
 * - `oldCenter`: the center cannot compare; `uncompared`: it was not compared yet
 */
export type OpenPoint = 'aside' | 'photosFailed' | 'different' | 'paused' | 'recovering' | 'firstPull' | 'records' | 'photos' | 'photosUnlooked' | 'oldCenter' | 'uncompared';

export interface Standing {
  readonly waiting: Omit<Waiting, 'bytes'>;
  readonly state: Pick<ReplicaState, 'epoch' | 'recovering' | 'whole' | 'agreement'>;
  readonly paused: boolean;
  /** The life of the center's log in which its photos were looked through (`''` asks for it, undefined: never needed), and files that wait. */
  readonly photos: { readonly lookedAt: unknown; readonly waiting: number };
}

/** All that is still open; none: everything is at the center, and the last comparison was equal. */
export function openPoints(standing: Standing): readonly OpenPoint[] {
  return ORDER.filter((point) => isOpen[point](standing));
}

const isOpen: Readonly<Record<OpenPoint, (standing: Standing) => boolean>> = {
  aside: ({ waiting }) => waiting.aside > 0,
  photosFailed: ({ waiting }) => waiting.photosFailed > 0,
  different: ({ state }) => state.agreement?.equal === false,
  paused: ({ paused }) => paused,
  recovering: ({ state }) => state.recovering !== null,
  firstPull: ({ state }) => !state.whole,
  records: ({ waiting }) => waiting.records > 0,
  photos: ({ waiting, photos }) => waiting.photoBytes > 0 || photos.waiting > 0,
  photosUnlooked: ({ state, photos }) => state.whole && state.recovering === null && photos.lookedAt !== undefined && photos.lookedAt !== state.epoch,
  oldCenter: ({ state }) => state.agreement === null && state.whole && state.epoch === null,
  uncompared: ({ state }) => state.agreement === null && state.whole && state.epoch !== null,
};

const ORDER = ['aside', 'photosFailed', 'different', 'paused', 'recovering', 'firstPull', 'records', 'photos', 'photosUnlooked', 'oldCenter', 'uncompared'] as const satisfies readonly OpenPoint[];
