import type { Dice } from '../dice.ts';
import { hex, mix, type Canvas, type Colour } from './canvas.ts';
import { CREAM, DARK_LEAF, DARK_WOOD, DEEP_RED, GOLD, GREY, INK, LEAF, PAPER, RED, SKY, STEEL, WHITE, wallColour, WOOD } from './colours.ts';

/** A box in units of the sheet. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An empty room: wall, skirting and floor, which begins at `floor`. */
export function room(canvas: Canvas, dice: Dice, floor: number): void {
  const wall = wallColour(dice);
  canvas.shade(0, floor, mix(wall, WHITE, 0.35), wall);
  canvas.shade(floor, 480, hex('#d8b98e'), hex('#c39d6e'));
  canvas.rect(0, floor - 8, 640, 8, mix(wall, DARK_WOOD, 0.35));
  for (let x = -200; x < 900; x += 70) canvas.line(320 + (x - 320) * 0.55, floor, 320 + (x - 320) * 1.6, 480, 1.2, hex('#b58f62'));
}

/** A red banner with a golden edge; what is written on it is only hinted at. */
export function banner(canvas: Canvas, { x, y, width, height }: Box): void {
  canvas.rect(x + 3, y + 4, width, height, INK, 0.14);
  canvas.rect(x, y, width, height, RED);
  canvas.rect(x, y + height - 4, width, 4, GOLD);
  const size = height * 0.44;
  const count = Math.floor((width * 0.82) / (size * 1.45));
  const start = x + width / 2 - (count * size * 1.45 - size * 0.45) / 2;
  for (let index = 0; index < count; index += 1) glyph(canvas, start + index * size * 1.45, y + (height - 4 - size) / 2, size, GOLD, index);
}

/** The hint of a Chinese character: a few strokes in a square. */
export function glyph(canvas: Canvas, x: number, y: number, size: number, colour: Colour, variant: number): void {
  const stroke = Math.max(1, size * 0.13);
  const bar = (top: number): void => canvas.rect(x, y + size * top, size, stroke, colour);
  bar(variant % 3 === 0 ? 0.06 : 0.22);
  bar(0.5);
  if (variant % 2 === 0) bar(0.86);
  canvas.rect(x + size * 0.44, y, stroke, size, colour);
  if (variant % 3 === 1) canvas.rect(x + size * 0.06, y + size * 0.22, stroke, size * 0.7, colour);
  if (variant % 3 === 2) canvas.line(x + size * 0.5, y + size * 0.5, x + size * 0.95, y + size, stroke, colour);
}

/** A window with daylight. */
export function windowOf(canvas: Canvas, { x, y, width, height }: Box): void {
  canvas.rect(x - 6, y - 6, width + 12, height + 12, WHITE);
  canvas.rect(x, y, width, height, SKY);
  canvas.polygon([x, y + height, x, y + height * 0.62, x + width * 0.4, y + height * 0.5, x + width, y + height * 0.68, x + width, y + height], LEAF, 0.75);
  canvas.polygon([x + width * 0.15, y, x + width * 0.4, y, x + width * 0.1, y + height, x, y + height, x, y + height * 0.6], WHITE, 0.25);
  canvas.rect(x + width / 2 - 2, y, 4, height, WHITE);
  canvas.rect(x, y + height / 2 - 2, width, 4, WHITE);
  canvas.rect(x - 10, y + height + 6, width + 20, 7, mix(CREAM, GREY, 0.3));
}

/** A flag on its pole, blowing to the right. */
export function flag(canvas: Canvas, { x, y, width, height }: Box, poleLength: number): void {
  canvas.line(x, y - 6, x, y + poleLength, 5, STEEL);
  canvas.ellipse(x, y - 8, 5, 5, GOLD);
  const wave = height * 0.1;
  const edge = (at: number, offset: number): number[] => [x + width * at, y + offset + Math.sin(at * Math.PI * 2) * wave];
  const steps = Array.from({ length: 17 }, (_, index) => index / 16);
  canvas.polygon([...steps.flatMap((at) => edge(at, 0)), ...steps.toReversed().flatMap((at) => edge(at, height))], RED);
  const fold = steps.slice(8, 15);
  canvas.polygon([...fold.flatMap((at) => edge(at, 0)), ...fold.toReversed().flatMap((at) => edge(at, height))], DEEP_RED, 0.35);
  canvas.polygon([...steps.flatMap((at) => edge(at, height - 4)), ...steps.toReversed().flatMap((at) => edge(at, height))], GOLD);
}

/** The volunteers' heart. */
export function heart(canvas: Canvas, x: number, y: number, size: number, colour: Colour): void {
  const steps = Array.from({ length: 40 }, (_, index) => (index / 40) * Math.PI * 2);
  canvas.polygon(
    steps.flatMap((at) => [
      x + (size / 32) * 16 * Math.sin(at) ** 3,
      y - (size / 32) * (13 * Math.cos(at) - 5 * Math.cos(2 * at) - 2 * Math.cos(3 * at) - Math.cos(4 * at)),
    ]),
    colour,
  );
}

export function plant(canvas: Canvas, x: number, y: number, size: number): void {
  for (const [right, up] of [[-0.5, 0.9], [0.5, 0.9], [-0.25, 1.25], [0.28, 1.2], [0, 1.4]] as const) {
    canvas.ellipse(x + right * size, y - up * size, size * 0.34, size * 0.46, right < 0 ? LEAF : DARK_LEAF);
  }
  canvas.polygon([x - size * 0.45, y - size * 0.6, x + size * 0.45, y - size * 0.6, x + size * 0.33, y, x - size * 0.33, y], hex('#c7714a'));
}

export function tree(canvas: Canvas, x: number, y: number, size: number, crown: Colour = LEAF): void {
  canvas.rect(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, DARK_WOOD);
  canvas.ellipse(x, y - size * 0.75, size * 0.34, size * 0.4, crown);
  canvas.ellipse(x - size * 0.22, y - size * 0.58, size * 0.22, size * 0.24, mix(crown, INK, 0.12));
  canvas.ellipse(x + size * 0.2, y - size * 0.62, size * 0.2, size * 0.26, mix(crown, WHITE, 0.12));
}

/** A farmhouse with a gable; `roof` is its colour. */
export function house(canvas: Canvas, { x, y, width, height }: Box, roof: Colour): void {
  canvas.rect(x, y, width, height, CREAM);
  canvas.polygon([x - width * 0.08, y + 2, x + width * 0.12, y - height * 0.42, x + width * 0.88, y - height * 0.42, x + width * 1.08, y + 2], roof);
  canvas.rect(x + width * 0.4, y + height * 0.34, width * 0.2, height * 0.66, DARK_WOOD);
  for (const at of [0.1, 0.7]) canvas.rect(x + width * at, y + height * 0.3, width * 0.2, height * 0.34, mix(SKY, INK, 0.25));
}

export function lantern(canvas: Canvas, x: number, y: number, size: number): void {
  canvas.line(x, y - size * 1.3, x, y, 1.5, INK);
  canvas.ellipse(x, y, size * 0.62, size * 0.52, RED);
  canvas.ellipse(x, y, size * 0.26, size * 0.52, DEEP_RED, 0.4);
  canvas.rect(x - size * 0.28, y - size * 0.58, size * 0.56, size * 0.14, GOLD);
  canvas.rect(x - size * 0.28, y + size * 0.44, size * 0.56, size * 0.14, GOLD);
  canvas.line(x, y + size * 0.58, x, y + size * 1.05, 2, GOLD);
}

/** Triangular flags on a string that sags. */
export function bunting(canvas: Canvas, y: number): void {
  const colours = [RED, GOLD, hex('#4f8fb5'), LEAF];
  for (let index = 0; index < 20; index += 1) {
    const x = index * 33 + 6;
    const sag = Math.sin((index / 19) * Math.PI) * 22;
    canvas.line(x - 4, y + sag, x + 30, y + Math.sin(((index + 1) / 19) * Math.PI) * 22, 1.2, GREY);
    canvas.polygon([x, y + sag, x + 20, y + sag + 2, x + 10, y + sag + 24], colours[index % colours.length] ?? RED);
  }
}

/** A sheet of paper with lines of writing and perhaps a picture. */
export function sheet(canvas: Canvas, { x, y, width, height }: Box, dice: Dice): void {
  canvas.rect(x + 2, y + 3, width, height, INK, 0.12);
  canvas.rect(x, y, width, height, PAPER);
  canvas.rect(x + width * 0.12, y + height * 0.07, width * 0.76, height * 0.07, RED);
  const picture = dice.chance(0.4);
  if (picture) canvas.rect(x + width * 0.12, y + height * 0.2, width * 0.76, height * 0.3, mix(dice.pick([SKY, LEAF, GOLD]), WHITE, 0.35));
  for (let line = picture ? 0.57 : 0.22; line < 0.92; line += 0.075) {
    canvas.rect(x + width * 0.12, y + height * line, width * (0.5 + dice.part() * 0.26), height * 0.022, GREY);
  }
}

/** A table from the front. */
export function table(canvas: Canvas, { x, y, width, height }: Box, cloth: Colour | null = null): void {
  const top = cloth ?? WOOD;
  if (cloth === null) {
    for (const at of [0.04, 0.92]) canvas.rect(x + width * at, y, width * 0.04, height, DARK_WOOD);
  } else canvas.rect(x, y, width, height * 0.8, mix(top, INK, 0.12));
  canvas.round(x - 6, y - 6, width + 12, 14, 4, top);
}
