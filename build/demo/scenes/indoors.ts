import type { Dice } from '../dice.ts';
import { hex, mix, type Canvas } from '../paint/canvas.ts';
import { CREAM, DARK_WOOD, DEEP_RED, GOLD, GREY, INK, LEAF, lookOf, PAPER, RED, SKY, STEEL, WHITE, WOOD, clothColour } from '../paint/colours.ts';
import { fromBehind, HANGING, HOLDING, person, RAISED, upperBody, WAVING, type Hands } from '../paint/people.ts';
import { banner, flag, lantern, plant, room, table, windowOf } from '../paint/things.ts';

/** Rows of chairs with people on most of them, seen from behind; the last row is the nearest. */
function audience(canvas: Canvas, dice: Dice, rows: readonly { readonly y: number; readonly tall: number }[], filled: number): void {
  for (const { y, tall } of rows) {
    const gap = tall * 0.52;
    for (let x = 320 - gap * Math.floor(300 / gap); x < 640; x += gap) {
      if (dice.chance(filled)) fromBehind(canvas, { x: x + dice.int(-3, 3), y, tall: tall * (0.94 + dice.part() * 0.1) }, lookOf(dice, { vest: dice.chance(0.15), elder: dice.chance(0.35) }));
      canvas.round(x - tall * 0.17, y - tall * 0.16, tall * 0.34, tall * 0.3, 5, DARK_WOOD);
      canvas.round(x - tall * 0.17, y - tall * 0.16, tall * 0.34, tall * 0.05, 3, WOOD);
      for (const side of [-0.15, 0.12]) canvas.rect(x + side * tall, y + tall * 0.13, tall * 0.035, tall * 0.16, INK);
    }
  }
}

function lectern(canvas: Canvas, x: number, y: number): void {
  canvas.polygon([x - 40, y - 78, x + 40, y - 78, x + 32, y, x - 32, y], WOOD);
  canvas.polygon([x - 46, y - 86, x + 46, y - 86, x + 42, y - 74, x - 42, y - 74], DARK_WOOD);
  canvas.ellipse(x, y - 44, 13, 13, RED);
  canvas.line(x - 16, y - 86, x - 12, y - 104, 3, INK);
}

/** The activity room of a village, with a meeting in it. */
export function hall(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 270);
  windowOf(canvas, { x: 40, y: 92, width: 92, height: 104 });
  windowOf(canvas, { x: 508, y: 92, width: 92, height: 104 });
  banner(canvas, { x: 110, y: 26, width: 420, height: 44 });
  canvas.round(196, 88, 248, 112, 4, hex('#f4e6c8'));
  canvas.rect(204, 96, 232, 96, RED, 0.88);
  canvas.ellipse(320, 144, 24, 24, GOLD);
  canvas.rect(150, 244, 340, 26, mix(WOOD, CREAM, 0.25));
  plant(canvas, 172, 246, 26);
  plant(canvas, 470, 246, 26);
  const speaker = { x: 320 + dice.int(-50, 50), y: 262, tall: 150 };
  upperBody(canvas, speaker, lookOf(dice), [[-0.24, 0.5], [0.22, 0.62]]);
  lectern(canvas, speaker.x, 264);
  audience(canvas, dice, [{ y: 338, tall: 118 }, { y: 392, tall: 142 }, { y: 458, tall: 172 }], 0.55 + dice.part() * 0.35);
}

/** A lecture with a picture on a screen. */
export function lecture(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 292);
  canvas.rect(186, 42, 380, 200, INK);
  canvas.rect(192, 48, 368, 188, WHITE);
  canvas.rect(192, 48, 368, 34, dice.pick([RED, hex('#3f6fa0'), LEAF]));
  for (let line = 0; line < 4; line += 1) canvas.rect(212, 104 + line * 28, 110 + dice.int(0, 40), 9, GREY, 0.7);
  if (dice.chance(0.5)) {
    for (let bar = 0; bar < 4; bar += 1) canvas.rect(406 + bar * 34, 212 - 30 - bar * 18 - dice.int(0, 20), 22, 30 + bar * 18 + dice.int(0, 4), bar % 2 === 0 ? GOLD : RED);
  } else {
    canvas.ellipse(464, 156, 56, 56, SKY);
    canvas.ellipse(464, 168, 36, 30, LEAF);
    canvas.ellipse(480, 134, 14, 14, GOLD);
  }
  person(canvas, { x: 108, y: 312, tall: 200 }, lookOf(dice, { vest: dice.chance(0.5) }), [[-0.2, 0.42], [0.34, 0.74]]);
  plant(canvas, 604, 296, 28);
  audience(canvas, dice, [{ y: 398, tall: 146 }, { y: 470, tall: 182 }], 0.75);
}

function shelf(canvas: Canvas, dice: Dice, x: number, width: number): void {
  canvas.rect(x, 70, width, 232, DARK_WOOD);
  for (let row = 0; row < 4; row += 1) {
    const y = 78 + row * 56;
    canvas.rect(x + 6, y, width - 12, 48, mix(DARK_WOOD, INK, 0.45));
    let at = x + 8;
    while (at < x + width - 20) {
      const thick = dice.int(6, 12);
      const high = dice.int(30, 44);
      if (dice.chance(0.93)) {
        canvas.rect(at, y + 48 - high, thick, high, dice.pick([RED, GOLD, clothColour(dice), clothColour(dice), CREAM]));
        canvas.rect(at + 2, y + 56 - high, thick - 4, 3, WHITE, 0.6);
      }
      at += thick + 1;
    }
  }
}

/** The farm library: shelves, and readers at a table. */
export function library(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 310);
  banner(canvas, { x: 190, y: 18, width: 260, height: 38 });
  shelf(canvas, dice, 24, 178);
  shelf(canvas, dice, 438, 178);
  windowOf(canvas, { x: 258, y: 92, width: 124, height: 128 });
  const readers = dice.int(2, 4);
  for (let index = 0; index < readers; index += 1) {
    const at = { x: 130 + (index * 400) / Math.max(1, readers - 1) - 10, y: 470, tall: 214 };
    const child = dice.chance(0.35);
    upperBody(canvas, { ...at, tall: child ? 172 : 214, y: child ? 462 : 470 }, lookOf(dice, { elder: !child && dice.chance(0.4) }), HOLDING);
    const top = child ? 366 : 352;
    canvas.polygon([at.x - 36, top, at.x, top + 8, at.x + 36, top, at.x + 36, top + 30, at.x, top + 38, at.x - 36, top + 30], PAPER);
    canvas.polygon([at.x - 36, top, at.x, top + 8, at.x, top + 38, at.x - 36, top + 30], hex('#e9e2d2'));
  }
  table(canvas, { x: 40, y: 398, width: 560, height: 120 });
  for (let index = 0; index < 4; index += 1) canvas.rect(292 - index * 2, 384 - index * 8, 54 + index, 7, clothColour(dice));
}

/** A table of dumplings, and the people who make them. */
export function dumplings(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 300);
  windowOf(canvas, { x: 66, y: 76, width: 120, height: 118 });
  banner(canvas, { x: 230, y: 34, width: 350, height: 42 });
  lantern(canvas, 250, 128, 30);
  lantern(canvas, 560, 128, 30);
  const cooks = dice.int(4, 5);
  for (let index = 0; index < cooks; index += 1) {
    const at = { x: 76 + (index * 488) / (cooks - 1), y: 470, tall: 238 };
    upperBody(canvas, at, lookOf(dice, { vest: dice.chance(0.45), elder: dice.chance(0.4) }), [[-0.13, 0.4], [0.11, 0.42]]);
    canvas.round(at.x - 24, 358, 48, 60, 6, CREAM);
  }
  table(canvas, { x: -10, y: 384, width: 660, height: 140 }, dice.pick([hex('#e8d7b4'), hex('#d9e5df'), hex('#ead2c4')]));
  for (let plate = 0; plate < 4; plate += 1) dumplingPlate(canvas, 92 + plate * 152, 424 + (plate % 2) * 14);
  for (let spot = 0; spot < 26; spot += 1) canvas.ellipse(dice.int(10, 630), dice.int(396, 474), dice.int(1, 3), 1.5, WHITE, 0.8);
}

function dumplingPlate(canvas: Canvas, x: number, y: number): void {
  canvas.ellipse(x, y + 5, 64, 24, INK, 0.15);
  canvas.ellipse(x, y, 62, 22, STEEL);
  canvas.ellipse(x, y - 2, 54, 17, WHITE);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 5 - (row % 2); column += 1) {
      const [cx, cy] = [x - 36 + column * 18 + (row % 2) * 9, y - 12 + row * 9];
      canvas.pie(cx, cy + 5, 10, 10, [Math.PI, Math.PI * 2], hex('#f3e3c0'));
      canvas.pie(cx, cy + 4, 7, 7, [Math.PI, Math.PI * 2], hex('#fbf1da'));
    }
  }
}

/** Volunteers at an elder's house. */
export function visit(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 316);
  windowOf(canvas, { x: 56, y: 64, width: 170, height: 130 });
  canvas.ellipse(141, 129, 30, 30, RED, 0.85);
  canvas.ellipse(141, 129, 12, 12, SKY);
  canvas.rect(500, 70, 84, 104, DARK_WOOD);
  canvas.rect(507, 77, 70, 90, hex('#d9e7e0'));
  canvas.polygon([507, 167, 507, 140, 536, 112, 577, 150, 577, 167], LEAF);
  canvas.rect(-10, 300, 350, 96, hex('#b0835a'));
  canvas.round(-10, 288, 354, 30, 6, hex('#d2695c'));
  for (let at = 0; at < 9; at += 1) canvas.ellipse(14 + at * 40, 303, 7, 7, GOLD, 0.7);
  canvas.round(16, 240, 92, 52, 8, hex('#7fa3bd'));
  canvas.round(24, 226, 76, 32, 8, hex('#d98d86'));
  const elder = lookOf(dice, { elder: true });
  for (const side of [-22, 22]) {
    canvas.round(222 + side - 15, 306, 30, 104, 8, elder.legs);
    canvas.round(222 + side - 19, 402, 40, 15, 6, INK);
  }
  upperBody(canvas, { x: 222, y: 410, tall: 250 }, elder, [[-0.1, 0.4], [0.26, 0.5]]);
  person(canvas, { x: 344, y: 428, tall: 256 }, lookOf(dice, { vest: true }), [[-0.24, 0.46], [0.2, 0.42]]);
  person(canvas, { x: 470, y: 436, tall: 262 }, lookOf(dice, { vest: true }), dice.pick([HANGING, WAVING]));
  if (dice.chance(0.6)) person(canvas, { x: 580, y: 448, tall: 258 }, lookOf(dice, { vest: dice.chance(0.6) }), HOLDING);
  canvas.round(398, 322, 40, 58, 4, dice.pick([GOLD, hex('#5b8f8a'), hex('#c58a3d')]));
  canvas.rect(398, 340, 40, 8, RED);
  canvas.round(408, 304, 20, 24, 8, DEEP_RED);
  canvas.round(412, 312, 12, 16, 4, CREAM);
}

/** A stage with curtains; whoever is on it comes next. */
function stage(canvas: Canvas): void {
  canvas.shade(0, 480, hex('#4b1d26'), hex('#7c2b31'));
  canvas.polygon([150, 30, 490, 30, 560, 360, 80, 360], GOLD, 0.12);
  canvas.polygon([250, 30, 390, 30, 470, 360, 170, 360], GOLD, 0.14);
  for (const [from, side] of [[0, 1], [640, -1]] as const) {
    for (let fold = 0; fold < 4; fold += 1) {
      const x = from + side * fold * 26;
      canvas.polygon([x, 0, x + side * 30, 0, x + side * (22 - fold * 3), 372, x, 372], fold % 2 === 0 ? RED : DEEP_RED);
    }
  }
  canvas.rect(0, 0, 640, 40, RED);
  for (let at = 0; at < 11; at += 1) canvas.pie(at * 64, 38, 33, 24, [0, Math.PI], at % 2 === 0 ? RED : DEEP_RED);
  canvas.shade(364, 480, hex('#d0a06a'), hex('#a87743'));
  canvas.rect(0, 360, 640, 6, GOLD);
}

/** Drums and lanterns: a village gala. */
export function gala(canvas: Canvas, dice: Dice): void {
  stage(canvas);
  banner(canvas, { x: 160, y: 64, width: 320, height: 40 });
  for (const x of [130, 510]) lantern(canvas, x, 118, 40);
  const drummers = dice.int(3, 5);
  const costume = dice.pick([GOLD, hex('#e8734a'), hex('#d4507a'), hex('#4f9d8f')]);
  for (let index = 0; index < drummers; index += 1) {
    const x = 110 + (index * 420) / (drummers - 1);
    const y = 412 + (index % 2) * 26;
    const hands: Hands = index % 2 === 0 ? RAISED : [[-0.34, 0.62], [0.3, 0.86]];
    for (const [side, up] of hands) canvas.line(x + side * 214, y - up * 214, x + side * 214 * 0.72, y - up * 214 - 38, 6, WOOD);
    person(canvas, { x, y, tall: 214 }, { ...lookOf(dice), top: costume, legs: DEEP_RED }, hands);
    for (const [side, up] of hands) canvas.ellipse(x + side * 214 * 0.72, y - up * 214 - 38, 6, 6, CREAM);
    canvas.rect(x - 42, y - 62, 84, 54, RED);
    canvas.ellipse(x, y - 8, 42, 13, DEEP_RED);
    canvas.ellipse(x, y - 62, 42, 13, CREAM);
    canvas.rect(x - 42, y - 50, 84, 5, GOLD);
    canvas.rect(x - 42, y - 18, 84, 5, GOLD);
  }
  for (let spark = 0; spark < 40; spark += 1) canvas.ellipse(dice.int(100, 540), dice.int(110, 350), 2.4, 2.4, dice.pick([GOLD, WHITE, hex('#f3a4a0')]), 0.7);
}

/** A choir on a stage, with the red flag behind it. */
export function choir(canvas: Canvas, dice: Dice): void {
  stage(canvas);
  flag(canvas, { x: 186, y: 74, width: 280, height: 124 }, 290);
  const dress = dice.pick([WHITE, hex('#f2d7a0'), hex('#bcd7e6')]);
  for (const [row, count, y, tall] of [[0, 7, 372, 168], [1, 6, 420, 184]] as const) {
    for (let index = 0; index < count; index += 1) {
      const x = 128 + ((index + (row === 1 ? 0.5 : 0)) * 384) / 6;
      person(canvas, { x, y, tall: tall * (0.95 + dice.part() * 0.08) }, { ...lookOf(dice, { elder: dice.chance(0.3) }), top: dress }, HOLDING);
      canvas.rect(x - 17, y - tall * 0.56, 34, 22, DEEP_RED);
    }
  }
}
