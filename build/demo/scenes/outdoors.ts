import type { Dice } from '../dice.ts';
import { hex, mix, type Canvas, type Colour } from '../paint/canvas.ts';
import { DARK_LEAF, DARK_WOOD, GOLD, GREY, INK, LEAF, lookOf, RED, SKY, STEEL, WHITE } from '../paint/colours.ts';
import { HANGING, HOLDING, person, RAISED, WAVING, type Hands } from '../paint/people.ts';
import { bunting, flag, heart, house, tree } from '../paint/things.ts';

function cloud(canvas: Canvas, x: number, y: number, size: number): void {
  for (const [right, up, radius] of [[0, 0, 0.5], [0.55, 0.1, 0.42], [-0.55, 0.08, 0.38], [0.1, 0.28, 0.4]] as const) {
    canvas.ellipse(x + right * size, y - up * size, radius * size, radius * size * 0.62, WHITE, 0.9);
  }
}

/** A winding river bank: from the horizon down to the front. */
function hills(canvas: Canvas, y: number, colour: Colour): void {
  canvas.polygon([0, y + 10, 90, y - 16, 210, y + 4, 330, y - 22, 470, y + 2, 570, y - 14, 640, y + 6, 640, y + 60, 0, y + 60], colour);
}

/** Dancing in the village square at dusk. */
export function dancers(canvas: Canvas, dice: Dice): void {
  const dusk = dice.chance(0.5);
  canvas.shade(0, 250, dusk ? hex('#f3b27a') : SKY, dusk ? hex('#fbe3c0') : hex('#e6f4f8'));
  if (dusk) canvas.ellipse(470, 190, 40, 40, hex('#fff1cf'));
  else cloud(canvas, 470, 70, 60);
  for (let index = 0; index < 3; index += 1) house(canvas, { x: 60 + index * 196, y: 176, width: 130, height: 74 }, dice.pick([hex('#a4513f'), hex('#7f8ea0')]));
  for (const x of [24, 222, 416, 612]) tree(canvas, x, 262, 120, dusk ? hex('#7f9a4e') : LEAF);
  canvas.shade(250, 480, hex('#dcd3c4'), hex('#c5b8a4'));
  for (let x = -300; x < 960; x += 90) canvas.line(320 + (x - 320) * 0.6, 252, 320 + (x - 320) * 1.5, 480, 1.5, hex('#b3a692'));
  bunting(canvas, 26);
  const fan = dice.pick([RED, hex('#e0679a'), GOLD, hex('#4f9d8f')]);
  const [left, right]: readonly [Hands, Hands] = [[[-0.36, 0.74], [0.26, 0.94]], [[-0.26, 0.94], [0.36, 0.74]]];
  for (const [y, tall, count] of [[336, 136, 5], [428, 184, 4]] as const) {
    for (let index = 0; index < count; index += 1) {
      const x = (640 / count) * (index + 0.5) + dice.int(-8, 8);
      const hands = (index + count) % 2 === 0 ? left : right;
      const at = { x, y: y + dice.int(-4, 6), tall };
      person(canvas, at, lookOf(dice, { elder: dice.chance(0.35) }), hands);
      for (const [side, up] of hands) fanAt(canvas, x + side * tall, at.y - up * tall, tall * 0.14, fan, side < 0);
    }
  }
}

function fanAt(canvas: Canvas, x: number, y: number, size: number, colour: Colour, toLeft: boolean): void {
  const start = toLeft ? Math.PI * 0.95 : Math.PI * 1.25;
  for (let rib = 0; rib < 5; rib += 1) {
    const [from, to] = [start + rib * 0.16 * Math.PI, start + (rib + 1) * 0.16 * Math.PI];
    canvas.polygon([x, y, x + Math.cos(from) * size, y + Math.sin(from) * size, x + Math.cos(to) * size, y + Math.sin(to) * size], rib % 2 === 0 ? colour : mix(colour, WHITE, 0.3));
  }
}

/** Volunteers help in the rice fields; green in summer, golden in autumn. */
export function fields(canvas: Canvas, dice: Dice, golden = dice.chance(0.5)): void {
  canvas.shade(0, 200, hex('#93cbe8'), hex('#e3f3f7'));
  cloud(canvas, dice.int(80, 240), 66, 58);
  cloud(canvas, dice.int(380, 560), 96, 44);
  hills(canvas, 186, hex('#9fc4a0'));
  canvas.rect(0, 196, 640, 22, golden ? hex('#a9423f') : hex('#7fb37a'));
  for (const x of [40, 120, 560, 620]) tree(canvas, x, 214, 70, DARK_LEAF);
  const [near, far] = golden ? [hex('#d9a441'), hex('#ecc875')] : [hex('#69a84f'), hex('#a5cc7d')];
  canvas.shade(214, 480, far, near);
  for (let row = 0; row < 9; row += 1) {
    const y = 224 + row * row * 3.2;
    canvas.line(0, y, 640, y + 6, 1 + row * 0.5, mix(near, INK, 0.16));
    for (let x = (row % 2) * 9; x < 640; x += 15 + row * 3) canvas.line(x, y, x + dice.int(-3, 3), y - 5 - row * 1.6, 1.2 + row * 0.3, mix(near, golden ? GOLD : WHITE, 0.28));
  }
  const bending: Hands = [[-0.3, 0.26], [-0.2, 0.2]];
  for (const [x, y, tall] of [[120, 318, 128], [276, 342, 142], [440, 322, 132], [566, 368, 152], [200, 434, 186], [404, 446, 192]] as const) {
    if (!dice.chance(0.85)) continue;
    const at = { x: x + dice.int(-14, 14), y, tall };
    person(canvas, at, lookOf(dice, { vest: true, elder: dice.chance(0.2) }), dice.chance(0.5) ? bending : HOLDING);
    hat(canvas, at.x, y - tall * 0.95, tall * 0.2);
    sheaf(canvas, at.x - tall * 0.26, y - tall * 0.02, tall * 0.34, golden);
  }
}

function hat(canvas: Canvas, x: number, y: number, size: number): void {
  canvas.ellipse(x, y + size * 0.16, size, size * 0.2, hex('#e3c27c'));
  canvas.pie(x, y + size * 0.16, size * 0.52, size * 0.56, [Math.PI, Math.PI * 2], hex('#efd79c'));
}

function sheaf(canvas: Canvas, x: number, y: number, size: number, golden: boolean): void {
  const colour = golden ? hex('#c98f2d') : hex('#4c8a3e');
  for (let blade = -4; blade <= 4; blade += 1) canvas.line(x + blade, y, x + blade * 3.4, y - size + Math.abs(blade) * 3, 2.4, blade % 2 === 0 ? colour : mix(colour, WHITE, 0.25));
  canvas.rect(x - 7, y - size * 0.42, 14, 4, RED);
}

/** The village street is cleared of snow. */
export function snow(canvas: Canvas, dice: Dice): void {
  canvas.shade(0, 230, hex('#b7c8d6'), hex('#e7eef3'));
  for (let index = 0; index < 3; index += 1) {
    const box = { x: 26 + index * 214, y: 158, width: 160, height: 84 };
    house(canvas, box, hex('#8f5a4b'));
    canvas.polygon([box.x - 14, 156, box.x + 18, 118, box.x + 142, 118, box.x + 174, 156, box.x + 150, 148, box.x + 110, 153, box.x + 60, 146, box.x + 24, 153], WHITE);
  }
  for (const x of [10, 208, 424, 626]) bareTree(canvas, x, 250, 110);
  canvas.shade(238, 480, hex('#f3f7fa'), hex('#dce6ee'));
  canvas.polygon([268, 240, 372, 240, 540, 480, 100, 480], hex('#a9aeb4'));
  canvas.polygon([312, 240, 328, 240, 344, 480, 296, 480], hex('#b9bec3'));
  for (const [x, y, size] of [[236, 268, 30], [404, 268, 30], [196, 330, 44], [444, 330, 44], [120, 410, 62], [524, 410, 62], [40, 476, 84], [606, 476, 84]] as const) {
    canvas.ellipse(x, y, size * 1.3, size * 0.62, hex('#d5e0ea'));
    canvas.ellipse(x - size * 0.1, y - size * 0.1, size * 1.15, size * 0.52, WHITE);
  }
  for (const [x, y, tall] of [[252, 344, 138], [388, 350, 142], [196, 448, 196], [338, 424, 176], [470, 458, 200]] as const) {
    if (!dice.chance(0.93)) continue;
    const toLeft = x < 320;
    const side = toLeft ? -1 : 1;
    shovel(canvas, x, y, tall, side);
    person(canvas, { x, y, tall }, lookOf(dice, { vest: dice.chance(0.8) }), toLeft ? [[-0.26, 0.44], [0.12, 0.56]] : [[-0.12, 0.56], [0.26, 0.44]]);
  }
  for (let flake = 0; flake < 70; flake += 1) canvas.ellipse(dice.int(0, 640), dice.int(0, 470), dice.int(1, 3), dice.int(1, 3), WHITE, 0.9);
}

function bareTree(canvas: Canvas, x: number, y: number, size: number): void {
  canvas.line(x, y, x, y - size, 7, DARK_WOOD);
  for (const [from, right, up] of [[0.4, -0.35, 0.75], [0.5, 0.38, 0.85], [0.7, -0.28, 1.05], [0.8, 0.22, 1.15]] as const) canvas.line(x, y - size * from, x + right * size, y - up * size, 4, DARK_WOOD);
}

function shovel(canvas: Canvas, x: number, y: number, tall: number, side: number): void {
  canvas.line(x + side * tall * -0.16, y - tall * 0.62, x + side * tall * 0.42, y - tall * 0.16, tall * 0.025, DARK_WOOD);
  canvas.polygon(
    [x + side * tall * 0.36, y - tall * 0.24, x + side * tall * 0.62, y - tall * 0.16, x + side * tall * 0.56, y - tall * 0.01, x + side * tall * 0.36, y - tall * 0.1],
    GREY,
  );
}

/** Litter is picked up along the river. */
export function litter(canvas: Canvas, dice: Dice): void {
  const autumn = dice.chance(0.4);
  canvas.shade(0, 190, hex('#9ed2ec'), hex('#e9f6f8'));
  cloud(canvas, dice.int(120, 300), 60, 56);
  hills(canvas, 178, hex('#a8cba4'));
  canvas.shade(196, 292, hex('#86bcd6'), hex('#a9d5e4'));
  for (let ripple = 0; ripple < 16; ripple += 1) canvas.rect(dice.int(0, 600), dice.int(204, 284), dice.int(20, 60), 2, WHITE, 0.5);
  canvas.shade(286, 480, autumn ? hex('#b9b05f') : hex('#8fbf6c'), autumn ? hex('#95893f') : hex('#6ea04f'));
  canvas.polygon([0, 372, 640, 322, 640, 386, 0, 452], hex('#ddcfb4'));
  for (const x of [40, 176, 470, 600]) tree(canvas, x, 306, 130, autumn ? dice.pick([hex('#d98e3a'), hex('#c9a43d')]) : LEAF);
  for (let reed = 0; reed < 40; reed += 1) {
    const x = dice.int(0, 640);
    canvas.line(x, 300, x + dice.int(-4, 4), 300 - dice.int(14, 34), 2, autumn ? hex('#a9803a') : DARK_LEAF);
  }
  for (const [x, y, tall] of [[108, 414, 172], [254, 398, 166], [402, 404, 172], [548, 386, 164]] as const) {
    if (!dice.chance(0.92)) continue;
    canvas.line(x + tall * 0.24, y - tall * 0.44, x + tall * 0.4, y - tall * 0.02, 3, STEEL);
    person(canvas, { x, y, tall }, lookOf(dice, { vest: true, elder: dice.chance(0.25) }), [[-0.24, 0.4], [0.24, 0.44]]);
    bag(canvas, x - tall * 0.26, y - tall * 0.06, tall * 0.2, dice.pick([hex('#3f4a55'), hex('#4f86a8'), hex('#5d8f5a')]));
  }
  for (let piece = 0; piece < 12; piece += 1) canvas.rect(dice.int(20, 620), dice.int(430, 468), dice.int(5, 10), dice.int(4, 8), dice.pick([WHITE, hex('#cfe3ec'), GOLD]));
}

function bag(canvas: Canvas, x: number, y: number, size: number, colour: Colour): void {
  canvas.ellipse(x, y, size * 0.6, size * 0.7, colour);
  canvas.polygon([x - size * 0.2, y - size * 0.5, x + size * 0.2, y - size * 0.5, x + size * 0.32, y - size * 0.9, x - size * 0.32, y - size * 0.9], colour);
  canvas.line(x - size * 0.2, y - size * 0.56, x + size * 0.2, y - size * 0.56, 2, WHITE);
}

/** The team with its flag, before the station. */
export function team(canvas: Canvas, dice: Dice): void {
  canvas.shade(0, 300, hex('#a5d4ec'), hex('#eaf5f7'));
  canvas.rect(30, 92, 580, 210, hex('#f4e8d0'));
  canvas.rect(14, 74, 612, 24, hex('#a4513f'));
  for (const x of [66, 176, 404, 514]) canvas.rect(x, 132, 62, 84, mix(SKY, INK, 0.2));
  canvas.rect(282, 128, 78, 174, DARK_WOOD);
  canvas.shade(300, 480, hex('#d6cbb8'), hex('#bdb09a'));
  flag(canvas, { x: 96, y: 60, width: 150, height: 92 }, 330);
  heart(canvas, 164, 104, 40, WHITE);
  const count = dice.int(5, 7);
  for (const [y, tall, shift] of [[360, 184, 0], [442, 206, 0.5]] as const) {
    for (let index = 0; index < count - (shift > 0 ? 1 : 0); index += 1) {
      const x = 140 + ((index + shift) * 430) / (count - 1);
      person(canvas, { x, y: y + dice.int(-3, 3), tall: tall * (0.94 + dice.part() * 0.1) }, lookOf(dice, { vest: true, elder: dice.chance(0.25) }), dice.pick([HANGING, HANGING, WAVING, HOLDING]));
    }
  }
  const holder = { x: 86, y: 424, tall: 204 };
  person(canvas, holder, lookOf(dice, { vest: true }), [[-0.2, 0.42], [0.05, 0.62]]);
}

/** A sports day: a tug of war in the square. */
export function tugOfWar(canvas: Canvas, dice: Dice): void {
  canvas.shade(0, 240, hex('#9bd0ea'), hex('#e8f5f8'));
  cloud(canvas, dice.int(100, 500), 84, 54);
  for (const x of [30, 150, 500, 610]) tree(canvas, x, 258, 128);
  canvas.shade(248, 480, hex('#d98f6b'), hex('#c87a55'));
  canvas.polygon([0, 452, 640, 452, 640, 458, 0, 458], WHITE, 0.85);
  canvas.polygon([0, 300, 640, 300, 640, 304, 0, 304], WHITE, 0.7);
  bunting(canvas, 20);
  for (const x of [90, 240, 400, 560]) person(canvas, { x: x + dice.int(-12, 12), y: 306, tall: 118 }, lookOf(dice, { elder: dice.chance(0.4) }), dice.pick([RAISED, WAVING, HANGING]));
  canvas.line(30, 356, 610, 356, 6, hex('#d9b36c'));
  for (const side of [-1, 1]) {
    for (let index = 0; index < 3; index += 1) {
      const x = 320 + side * (78 + index * 84);
      person(canvas, { x, y: 440, tall: 178 }, { ...lookOf(dice), top: side < 0 ? RED : hex('#3f6fa0') }, side < 0 ? [[0.06, 0.48], [0.24, 0.47]] : [[-0.24, 0.47], [-0.06, 0.48]]);
    }
  }
  canvas.rect(315, 350, 10, 38, RED);
}
