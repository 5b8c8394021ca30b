import type { Evidence } from '#shared/domain/evidence.ts';
import { DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import { hashOf } from '#shared/schema/version.ts';
import type { ReadyPhoto } from '../../../renderer/data/photos/photo-intake.ts';
import { encoded } from '../photos.ts';
import { baseOf, daysBefore, dice, type StationSeed } from './seed-station.ts';
import { CAPTIONS } from './words.ts';

const SKIES = ['#8fb8d6', '#d8c9a6', '#9fc3a4', '#d3a58f', '#b7b3d1'];

/** A drawn photo: sky, field, a house and some people in red, with its caption across. */
function draw(width: number, height: number, seed: number, words: string): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = SKIES[seed % SKIES.length] ?? '#8fb8d6';
  context.fillRect(0, 0, width, height * 0.6);
  context.fillStyle = '#b9a05c';
  context.fillRect(0, height * 0.6, width, height * 0.4);
  context.fillStyle = '#7c5648';
  context.fillRect(width * 0.08, height * 0.25, width * 0.34, height * 0.38);
  for (let person = 0; person < 6; person += 1) {
    const x = width * (0.15 + person * 0.13 + ((seed * 7) % 5) / 100);
    context.fillStyle = '#c0392b';
    context.fillRect(x, height * 0.58, width * 0.06, height * 0.22);
    context.fillStyle = '#e8c39e';
    context.beginPath();
    context.arc(x + width * 0.03, height * 0.54, width * 0.028, 0, 7);
    context.fill();
  }
  context.fillStyle = '#b3261e';
  context.fillRect(width * 0.1, height * 0.06, width * 0.8, height * 0.12);
  context.fillStyle = '#fff';
  context.font = `bold ${Math.round(height * 0.07)}px sans-serif`;
  context.textAlign = 'center';
  context.fillText(words, width / 2, height * 0.145);
  return canvas;
}

/** A photo with its bytes, as the preparation hands it out. */
export async function drawnPhoto(seed: number, words: string, takenOn: string): Promise<ReadyPhoto> {
  const bytes = await encoded(draw(seed % 4 === 3 ? 600 : 800, seed % 4 === 3 ? 800 : 600, seed, `${words} ${seed}`), 'image/jpeg');
  const thumb = await encoded(draw(240, 180, seed, `${words} ${seed}`), 'image/jpeg');
  const hash = hashOf(bytes);
  const upright = seed % 4 === 3;
  const facts: ReadyPhoto['facts'] = {
    hash,
    size: bytes.length,
    type: 'image/jpeg',
    width: upright ? 600 : 800,
    height: upright ? 800 : 600,
    thumbHash: hashOf(thumb),
    thumbSize: thumb.length,
    originalHash: hash,
    originalSize: bytes.length * 4,
    originalName: `IMG_${String(20_260_000 + seed)}.jpg`,
    takenAt: `${takenOn}T09:${String(seed % 60).padStart(2, '0')}:00`,
    takenSource: 'exif',
    lat: 41.19,
    lng: 121.99,
    phash: '',
    software: '',
  };
  return { facts, bytes, thumb };
}

export interface SeededPhoto {
  readonly record: Evidence;
  readonly photo: ReadyPhoto;
}

/** Photos for some of the standard's items and some activities; a few items stay incomplete, a few photos are too old. */
export async function seedPhotos(seed: StationSeed, count: number, activities: readonly string[]): Promise<SeededPhoto[]> {
  const { pick, below } = dice(seed.random);
  const items = DEFAULT_STANDARD.items.filter((_, index) => index % 5 !== 3);
  const photos: SeededPhoto[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = items[index % items.length];
    const forActivity = index % 4 === 3;
    const takenOn = daysBefore(seed.today, index % 6 === 5 ? 100 + below(280) : below(26));
    const photo = await drawnPhoto(index + 1, item?.text.slice(0, 8) ?? '', takenOn);
    const purpose = { caption: pick(CAPTIONS), item: forActivity ? 'activities.month' : (item?.key ?? ''), activity: forActivity ? (activities[index % activities.length] ?? '') : '', occurredOn: takenOn };
    photos.push({ record: { ...baseOf(seed, takenOn, '王秀英'), ...photo.facts, ...purpose }, photo });
  }
  return photos;
}
