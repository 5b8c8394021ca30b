import { mix, type Canvas } from './canvas.ts';
import { GOLD, INK, RED, WHITE, type Look } from './colours.ts';

/** Where somebody stands: the feet, and the height of the whole figure, in units of the sheet. */
export interface Stand {
  readonly x: number;
  readonly y: number;
  readonly tall: number;
}

/** Where a hand is, from the middle between the feet, in parts of the height; up is above 0. */
export type Hand = readonly [right: number, up: number];

/** Left and right hand. */
export type Hands = readonly [left: Hand, right: Hand];

export const HANGING: Hands = [[-0.2, 0.42], [0.2, 0.42]];
export const WAVING: Hands = [[-0.2, 0.42], [0.3, 0.92]];
export const RAISED: Hands = [[-0.32, 0.9], [0.32, 0.9]];
export const HOLDING: Hands = [[-0.1, 0.52], [0.1, 0.52]];

/** Somebody from the front, standing. */
export function person(canvas: Canvas, at: Stand, look: Look, hands: Hands = HANGING): void {
  const { x, y, tall } = at;
  const u = (part: number): number => part * tall;
  canvas.ellipse(x, y, u(0.2), u(0.028), INK, 0.16);
  for (const side of [-1, 1]) {
    canvas.round(x + u(side * 0.065) - u(0.05), y - u(0.42), u(0.1), u(0.41), u(0.03), look.legs);
    canvas.round(x + u(side * 0.07) - u(0.06), y - u(0.035), u(0.12), u(0.045), u(0.02), INK);
  }
  upperBody(canvas, at, look, hands);
}

/** Somebody from the front, without legs: behind a table or a lectern. `at.y` is where the feet would be. */
export function upperBody(canvas: Canvas, at: Stand, look: Look, hands: Hands = HANGING): void {
  const { x, y, tall } = at;
  const u = (part: number): number => part * tall;
  if (look.longHair) canvas.round(x - u(0.118), y - u(0.97), u(0.236), u(0.26), u(0.1), look.hair);
  const shade = mix(look.top, INK, 0.16);
  for (const [index, [right, up]] of hands.entries()) arm(canvas, at, index === 0 ? -1 : 1, [right, up], look.vest ? look.top : shade);
  canvas.round(x - u(0.15), y - u(0.765), u(0.3), u(0.4), u(0.075), look.vest ? RED : look.top);
  if (look.vest) vest(canvas, at, look);
  for (const [right, up] of hands) canvas.ellipse(x + u(right), y - u(up), u(0.042), u(0.042), look.skin);
  head(canvas, at, look);
}

function arm(canvas: Canvas, { x, y, tall }: Stand, side: -1 | 1, [right, up]: Hand, colour: Look['top']): void {
  canvas.line(x + side * tall * 0.125, y - tall * 0.7, x + right * tall, y - up * tall, tall * 0.085, colour);
}

function vest(canvas: Canvas, { x, y, tall }: Stand, look: Look): void {
  const u = (part: number): number => part * tall;
  canvas.polygon([x - u(0.06), y - u(0.765), x + u(0.06), y - u(0.765), x, y - u(0.6)], look.top);
  canvas.rect(x - u(0.15), y - u(0.47), u(0.3), u(0.03), GOLD);
  canvas.ellipse(x + u(0.075), y - u(0.6), u(0.026), u(0.026), WHITE);
}

function head(canvas: Canvas, { x, y, tall }: Stand, { skin, hair, longHair }: Look): void {
  const u = (part: number): number => part * tall;
  const top = y - u(0.87);
  canvas.rect(x - u(0.035), y - u(0.8), u(0.07), u(0.06), mix(skin, INK, 0.12));
  canvas.ellipse(x, top, u(0.1), u(0.11), skin);
  canvas.pie(x, top - u(0.015), u(0.108), u(0.11), [Math.PI, Math.PI * 2], hair);
  canvas.ellipse(x + u(longHair ? -0.03 : 0.02), top - u(0.045), u(0.085), u(0.05), hair);
  for (const side of [-1, 1]) {
    canvas.ellipse(x + side * u(0.038), top + u(0.018), u(0.011), u(0.014), INK);
    canvas.ellipse(x + side * u(0.062), top + u(0.052), u(0.018), u(0.012), RED, 0.25);
  }
  canvas.pie(x, top + u(0.05), u(0.028), u(0.022), [0, Math.PI], mix(RED, INK, 0.25));
}

/** Somebody from behind, to the seat: one of an audience. `at.y` is the seat, `at.tall` the height of the whole figure. */
export function fromBehind(canvas: Canvas, { x, y, tall }: Stand, look: Look): void {
  const u = (part: number): number => part * tall;
  canvas.round(x - u(0.17), y - u(0.38), u(0.34), u(0.4), u(0.1), look.vest ? RED : look.top);
  canvas.rect(x - u(0.035), y - u(0.43), u(0.07), u(0.08), look.skin);
  canvas.ellipse(x, y - u(0.5), u(0.1), u(0.112), look.hair);
  if (look.longHair) canvas.round(x - u(0.1), y - u(0.52), u(0.2), u(0.2), u(0.06), look.hair);
}
