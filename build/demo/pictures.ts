import { hashOf } from '#shared/schema/version.ts';
import { Dice } from './dice.ts';
import { Canvas } from './paint/canvas.ts';
import { pngOf } from './paint/png.ts';
import { choir, dumplings, gala, hall, lecture, library, visit } from './scenes/indoors.ts';
import { dancers, fields, litter, snow, team, tugOfWar } from './scenes/outdoors.ts';
import { door, logoWall, noticeBoard, roster, wallBoards } from './scenes/walls.ts';

/** What can be in a picture. */
const SCENES = {
  choir,
  dancers,
  door,
  dumplings,
  'fields.golden': (canvas: Canvas, dice: Dice) => fields(canvas, dice, true),
  'fields.green': (canvas: Canvas, dice: Dice) => fields(canvas, dice, false),
  gala,
  hall,
  lecture,
  library,
  litter,
  logoWall,
  noticeBoard,
  roster,
  snow,
  team,
  tugOfWar,
  visit,
  wallBoards,
} as const satisfies Readonly<Record<string, (canvas: Canvas, dice: Dice) => void>>;

export type Scene = keyof typeof SCENES;

export const SCENE_NAMES = Object.keys(SCENES) as readonly Scene[];

/** A made picture and its thumbnail, both PNG. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly thumb: Uint8Array;
  readonly thumbHash: string;
}

/** How wide pictures are made, in pixels. */
export interface PictureSizes {
  readonly picture: number;
  readonly thumb: number;
}

export const PICTURE_SIZES: PictureSizes = { picture: 1_280, thumb: 320 };

/** Draws a scene; the seed decides who is in it and in which colours. */
export function drawScene(scene: Scene, seed: number, width: number): Canvas {
  const canvas = new Canvas(width);
  SCENES[scene](canvas, new Dice(seed));
  return canvas;
}

/** A picture of a scene, the same bytes each time for the same seed. */
export function makePicture(scene: Scene, seed: number, sizes: PictureSizes = PICTURE_SIZES): Picture {
  const whole = drawScene(scene, seed, sizes.picture);
  const bytes = pngOf(whole);
  const thumb = pngOf(drawScene(scene, seed, sizes.thumb));
  return { bytes, hash: hashOf(bytes), width: whole.width, height: whole.height, thumb, thumbHash: hashOf(thumb) };
}
