import type { Dice } from '../dice.ts';
import { hex, type Colour } from './canvas.ts';

/** The colours that the demo's pictures share, so that they look like one album. */
export const RED = hex('#c8372d');
export const DEEP_RED = hex('#97261f');
export const GOLD = hex('#f0bf4f');
export const CREAM = hex('#fbf3e2');
export const WHITE = hex('#ffffff');
export const INK = hex('#33302e');
export const WOOD = hex('#b9814f');
export const DARK_WOOD = hex('#85562f');
export const GREY = hex('#8d9298');
export const LEAF = hex('#5f9a57');
export const DARK_LEAF = hex('#3f7548');
export const SKY = hex('#a9d7ee');
export const STEEL = hex('#c9d2d8');
export const PAPER = hex('#fffdf6');

const CLOTHES = ['#3f6fa0', '#5b8f8a', '#7d6aa3', '#c58a3d', '#5c6f86', '#b06a6a', '#4f7d5b', '#8a8f99', '#a2557a', '#2f5874'].map(hex);
const TROUSERS = ['#3a4250', '#4c5563', '#2f3640', '#5a4d44'].map(hex);
const SKINS = ['#f3cfb1', '#eac09c', '#f7d8bf', '#deb08a'].map(hex);
const HAIRS = ['#2c2623', '#3a302b', '#241f1e'].map(hex);
const GREY_HAIRS = ['#b9b9b6', '#d5d4d0', '#92918e'].map(hex);
const WALLS = ['#f7ead2', '#eef2ec', '#f5efe6', '#e9f0f4', '#f8efdf'].map(hex);

/** How somebody looks. `vest`: the volunteers' red one, over the clothes. */
export interface Look {
  readonly skin: Colour;
  readonly hair: Colour;
  readonly top: Colour;
  readonly legs: Colour;
  readonly vest: boolean;
  readonly longHair: boolean;
}

/** Somebody; `elder` has grey hair. */
export function lookOf(dice: Dice, kind: { readonly vest?: boolean; readonly elder?: boolean } = {}): Look {
  return {
    skin: dice.pick(SKINS),
    hair: dice.pick(kind.elder === true ? GREY_HAIRS : HAIRS),
    top: dice.pick(CLOTHES),
    legs: dice.pick(TROUSERS),
    vest: kind.vest ?? false,
    longHair: dice.chance(0.5),
  };
}

export function wallColour(dice: Dice): Colour {
  return dice.pick(WALLS);
}

export function clothColour(dice: Dice): Colour {
  return dice.pick(CLOTHES);
}
