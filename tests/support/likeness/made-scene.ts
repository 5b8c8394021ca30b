import type { Luminance } from '#shared/domain/likeness/luminance.ts';

/** A picture that tests and benchmarks make: brightness alone. */
export interface Picture extends Luminance {
  readonly values: Float32Array;
}

/** Repeatable numbers from 0 to 1 (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Paint = (x: number, y: number, before: number) => number;

/** Paints where `paint` answers, within a rectangle that is cut to the picture. */
function paintOver({ width, height, values }: Picture, left: number, top: number, right: number, bottom: number, paint: Paint): void {
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y += 1) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x += 1) values[y * width + x] = paint(x, y, values[y * width + x] ?? 0);
  }
}

/** Something like a village's photo: a wall and a floor, boards and tables, a row of people, a sensor's noise. The same seed, the same picture. */
export function madeScene(seed: number): Picture {
  const random = dice(seed);
  const [width, height] = random() < 0.3 ? [360, 480] : [480, 360];
  const picture = { width, height, values: new Float32Array(width * height) };
  paintRoom(picture, random);
  for (let things = 6 + Math.floor(random() * 8); things > 0; things -= 1) paintThing(picture, random);
  const row = (0.4 + random() * 0.3) * height;
  for (let people = Math.floor(random() * 20); people > 0; people -= 1) paintPerson(picture, random, row);
  paintOver(picture, 0, 0, width, height, (_x, _y, before) => clamp(before + (random() - 0.5) * 24));
  return picture;
}

export function clamp(value: number): number {
  return Math.max(0, Math.min(255, value));
}

function paintRoom(picture: Picture, random: () => number): void {
  const { width, height } = picture;
  const [wall, floor, tilt] = [90 + random() * 140, 40 + random() * 140, (random() - 0.5) * 60];
  const edge = (0.3 + random() * 0.4) * height;
  paintOver(picture, 0, 0, width, height, (x, y) => (y < edge ? wall - (20 * y) / height : floor + (30 * (y - edge)) / height) + tilt * (x / width - 0.5));
}

function paintThing(picture: Picture, random: () => number): void {
  const [x0, y0] = [random() * picture.width, random() * picture.height];
  const [half, tall] = [(0.03 + random() * random() * 0.3) * picture.width, (0.03 + random() * random() * 0.3) * picture.height];
  const [level, round, cover] = [20 + random() * 215, random() < 0.5, 0.6 + random() * 0.4];
  paintOver(picture, x0 - half, y0 - tall, x0 + half, y0 + tall, (x, y, before) =>
    round && ((x - x0) / half) ** 2 + ((y - y0) / tall) ** 2 > 1 ? before : before * (1 - cover) + level * cover,
  );
}

function paintPerson(picture: Picture, random: () => number, row: number): void {
  const [x0, y0, size] = [random() * picture.width, row + random() * picture.height * 0.2, 8 + random() * 16];
  const [face, coat] = [150 + random() * 70, 20 + random() * 200];
  paintOver(picture, x0 - 1.4 * size, y0 - size, x0 + 1.4 * size, y0 + 4 * size, (x, y, before) => {
    if (((x - x0) / (0.7 * size)) ** 2 + ((y - y0) / size) ** 2 < 1) return face;
    return y > y0 + size && Math.abs(x - x0) < 1.3 * size ? coat : before;
  });
}
