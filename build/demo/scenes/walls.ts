import type { Dice } from '../dice.ts';
import { hex, mix, type Canvas } from '../paint/canvas.ts';
import { CREAM, DARK_WOOD, DEEP_RED, GOLD, GREY, INK, LEAF, lookOf, PAPER, RED, SKY, STEEL, WHITE, WOOD } from '../paint/colours.ts';
import { person, WAVING, HANGING } from '../paint/people.ts';
import { glyph, heart, lantern, plant, room, sheet, tree } from '../paint/things.ts';

/** The station's door with its sign board, and the opening hours beside it. */
export function door(canvas: Canvas, dice: Dice): void {
  const wall = dice.pick([hex('#e9d8bd'), hex('#dfe3df'), hex('#e6c9a8'), hex('#f0e4d2')]);
  canvas.shade(0, 400, mix(wall, WHITE, 0.3), wall);
  for (let row = 0; row < 10; row += 1) {
    for (let x = (row % 2) * 32 - 32; x < 640; x += 64) canvas.rect(x + 1, row * 40 + 39, 62, 1.4, mix(wall, INK, 0.16));
  }
  canvas.rect(0, 0, 640, 46, dice.pick([hex('#9a4a3b'), hex('#77808c')]));
  canvas.rect(0, 46, 640, 8, INK, 0.2);
  canvas.shade(400, 480, hex('#cfc8bc'), hex('#b5ada0'));
  canvas.rect(190, 92, 260, 312, mix(DARK_WOOD, INK, 0.25));
  const leaf = dice.pick([DEEP_RED, WOOD, hex('#5d7466')]);
  for (const x of [202, 324]) {
    canvas.rect(x, 104, 114, 300, leaf);
    canvas.rect(x + 14, 120, 86, 120, SKY);
    canvas.polygon([x + 14, 120, x + 52, 120, x + 14, 190], WHITE, 0.45);
    canvas.rect(x + 14, 262, 86, 116, INK, 0.12);
  }
  canvas.round(306, 250, 8, 50, 3, GOLD);
  canvas.round(326, 250, 8, 50, 3, GOLD);
  canvas.rect(504, 76, 64, 300, INK, 0.16);
  canvas.rect(498, 70, 64, 300, dice.pick([WHITE, PAPER, hex('#f6e7c3')]));
  canvas.rect(498, 70, 64, 6, RED);
  for (let index = 0; index < 9; index += 1) glyph(canvas, 516, 90 + index * 30, 22, index < 5 ? RED : INK, index + dice.int(0, 2));
  canvas.rect(78, 150, 84, 110, STEEL);
  canvas.rect(82, 154, 76, 102, PAPER);
  canvas.rect(82, 154, 76, 20, RED);
  for (let line = 0; line < 5; line += 1) canvas.rect(92, 184 + line * 13, 38 + dice.int(0, 18), 5, GREY);
  canvas.rect(160, 404, 320, 18, hex('#b9b2a6'));
  canvas.rect(130, 422, 380, 18, hex('#a7a094'));
  lantern(canvas, 206, 86, 30);
  lantern(canvas, 434, 86, 30);
  plant(canvas, 112, 440, 34);
  plant(canvas, 540, 440, 34);
  if (dice.chance(0.5)) person(canvas, { x: dice.int(250, 390), y: 462, tall: 226 }, lookOf(dice, { vest: true }), dice.pick([WAVING, HANGING]));
}

/** The notice board in the street, with people before it. */
export function noticeBoard(canvas: Canvas, dice: Dice): void {
  canvas.shade(0, 340, hex('#b5dcee'), hex('#edf6f4'));
  for (const x of [20, 610]) tree(canvas, x, 356, 190, LEAF);
  canvas.shade(340, 480, hex('#cfc6b4'), hex('#b7ad99'));
  canvas.rect(0, 336, 640, 18, hex('#8db470'));
  for (const x of [72, 556]) canvas.rect(x, 96, 14, 284, STEEL);
  canvas.polygon([40, 86, 320, 40, 600, 86, 600, 98, 40, 98], hex('#a4513f'));
  canvas.rect(70, 98, 502, 206, mix(STEEL, INK, 0.25));
  canvas.rect(80, 108, 482, 186, hex('#f3eee2'));
  canvas.rect(80, 108, 482, 26, RED);
  for (let index = 0; index < 8; index += 1) glyph(canvas, 214 + index * 28, 113, 16, WHITE, index);
  const columns = dice.int(4, 6);
  for (let column = 0; column < columns; column += 1) {
    const width = 440 / columns - 14;
    const x = 100 + (column * 446) / columns;
    sheet(canvas, { x, y: 146 + dice.int(0, 6), width, height: dice.int(104, 134) }, dice);
  }
  const readers = dice.int(1, 3);
  for (let index = 0; index < readers; index += 1) {
    const x = dice.int(60, 140) + index * 210;
    person(canvas, { x, y: 452, tall: 216 }, lookOf(dice, { vest: dice.chance(0.3), elder: dice.chance(0.5) }), [[-0.2, 0.42], dice.chance(0.5) ? [0.32, 0.8] : [0.2, 0.42]]);
  }
}

/** Boards on an inner wall: rules, plan, who does what. */
export function wallBoards(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 372);
  canvas.rect(120, 22, 400, 42, RED);
  canvas.rect(120, 60, 400, 4, GOLD);
  for (let index = 0; index < 9; index += 1) glyph(canvas, 158 + index * 37, 30, 22, GOLD, index + 1);
  const boards = dice.int(3, 4);
  const edge = dice.pick([RED, hex('#2f6f8f'), DARK_WOOD]);
  for (let index = 0; index < boards; index += 1) {
    const width = 560 / boards - 18;
    const x = 49 + (index * 560) / boards;
    canvas.rect(x + 4, 96, width, 208, INK, 0.14);
    canvas.rect(x, 90, width, 208, edge);
    canvas.rect(x + 5, 95, width - 10, 198, PAPER);
    canvas.rect(x + 5, 95, width - 10, 30, mix(edge, WHITE, 0.1));
    for (let mark = 0; mark < 4; mark += 1) glyph(canvas, x + width / 2 - 38 + mark * 20, 102, 15, WHITE, mark + index);
    for (let line = 0; line < 10; line += 1) canvas.rect(x + 18, 140 + line * 15, (width - 36) * (0.55 + dice.part() * 0.45), 5, GREY, 0.75);
  }
  table(canvas, dice);
}

function table(canvas: Canvas, dice: Dice): void {
  canvas.rect(60, 402, 20, 90, DARK_WOOD);
  canvas.rect(560, 402, 20, 90, DARK_WOOD);
  canvas.round(40, 388, 560, 18, 4, WOOD);
  for (let index = 0; index < 3; index += 1) canvas.rect(104 + index * 3, 380 - index * 8, 80, 8, dice.pick([RED, GOLD, hex('#3f6fa0'), CREAM]));
  canvas.round(432, 352, 26, 36, 4, WHITE);
  plant(canvas, 540, 390, 24);
}

/** A wall with the portraits of the team: who belongs to it. */
export function roster(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 420);
  canvas.rect(64, 40, 512, 336, INK, 0.15);
  canvas.rect(58, 34, 512, 336, dice.pick([RED, hex('#2f6f8f'), hex('#b5402f')]));
  canvas.rect(70, 92, 488, 266, PAPER);
  heart(canvas, 132, 62, 30, WHITE);
  for (let index = 0; index < 8; index += 1) glyph(canvas, 190 + index * 40, 50, 26, WHITE, index);
  for (let row = 0; row < 2; row += 1) {
    for (let column = 0; column < 5; column += 1) {
      const [x, y] = [88 + column * 94, 106 + row * 124];
      canvas.rect(x, y, 76, 78, mix(SKY, WHITE, 0.3));
      portrait(canvas, dice, x + 38, y + 78);
      canvas.rect(x + 12, y + 86, 52, 8, INK);
      canvas.rect(x + 4, y + 100, 68, 5, GREY);
    }
  }
  plant(canvas, 36, 438, 30);
  plant(canvas, 606, 438, 30);
}

function portrait(canvas: Canvas, dice: Dice, x: number, y: number): void {
  const { skin, hair, top, longHair } = lookOf(dice, { elder: dice.chance(0.3) });
  if (longHair) canvas.round(x - 20, y - 64, 40, 52, 18, hair);
  canvas.pie(x, y, 31, 22, [Math.PI, Math.PI * 2], dice.chance(0.6) ? RED : top);
  canvas.rect(x - 6, y - 28, 12, 12, skin);
  canvas.ellipse(x, y - 41, 16, 18, skin);
  canvas.pie(x, y - 44, 17, 17, [Math.PI, Math.PI * 2], hair);
}

/** The inside of the station with the emblem of the volunteers on its wall. */
export function logoWall(canvas: Canvas, dice: Dice): void {
  room(canvas, dice, 352);
  const wall = dice.pick([RED, hex('#b5402f'), hex('#2f6f8f')]);
  canvas.round(110, 44, 420, 230, 8, wall);
  canvas.ellipse(320, 132, 72, 72, WHITE);
  canvas.ellipse(320, 132, 64, 64, mix(wall, WHITE, 0.12));
  heart(canvas, 320, 128, 66, WHITE);
  for (let index = 0; index < 8; index += 1) glyph(canvas, 186 + index * 35, 226, 24, GOLD, index + dice.int(0, 1));
  canvas.round(150, 300, 340, 120, 8, mix(WOOD, CREAM, 0.3));
  canvas.round(138, 290, 364, 20, 5, DARK_WOOD);
  heart(canvas, 320, 352, 34, RED);
  canvas.round(220, 262, 62, 36, 3, INK);
  canvas.rect(225, 267, 52, 26, SKY);
  person(canvas, { x: 72, y: 444, tall: 236 }, lookOf(dice, { vest: true }), dice.pick([WAVING, HANGING]));
  if (dice.chance(0.6)) person(canvas, { x: 574, y: 440, tall: 230 }, lookOf(dice, { vest: true, elder: dice.chance(0.5) }));
  plant(canvas, 130, 430, 24);
}
