import { HASH_BITS } from '#shared/domain/likeness/bits.ts';
import { likenessText } from '#shared/domain/likeness/likeness-text.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { dice } from '../../support/likeness/made-scene.ts';
import { COUNTY } from '../support/center.ts';

const INSTANT = '2026-06-01T08:00:00.000Z';

/**
 * Evidence records of a county, in portions. The bits of their hashes are thrown: bits of different real photos are nearly
 * independent (121 of 128 by the spread of their distances), and a million pictures would take a day to paint.
 * @param from number of the first; each number is another photo
 */
export function* madePhotos(count: number, portion: number, from = 0): Generator<AnyRecord[]> {
  for (let start = 0; start < count; start += portion) yield Array.from({ length: Math.min(portion, count - start) }, (_, index) => madePhoto(from + start + index));
}

function madePhoto(number: number): AnyRecord {
  const random = dice(number);
  const word = (): number => Math.floor(random() * 2 ** 32);
  const hashes = Array.from({ length: 3 }, () => Uint32Array.from({ length: HASH_BITS / 32 }, word));
  const hex = number.toString(16);
  return {
    id: `0197d000-0000-7000-8000-${hex.padStart(12, '0')}`, site: `${COUNTY}${String(1 + (number % 20)).padStart(3, '0')}${String(1 + (number % 400)).padStart(3, '0')}`, v: 2,
    createdAt: INSTANT, updatedAt: INSTANT, by: { device: 'bench', person: '' }, removed: false, conflicts: [],
    caption: '', hash: hex.padStart(64, '0'), size: 400_000, type: 'image/jpeg', width: 1_600, height: 1_200, thumbHash: '', thumbSize: 0, originalHash: '', originalSize: 0,
    originalName: `${number}.jpg`, takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', likeness: likenessText(hashes), software: '', item: 'place.room', activity: '',
    occurredOn: '2026-06-01',
  };
}
