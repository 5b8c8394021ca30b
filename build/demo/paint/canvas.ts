/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour from its hex text, such as `#c8372d`. */
export function hex(text: string): Colour {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A colour on the way from one (0) to another (1). */
export function mix(from: Colour, to: Colour, part: number): Colour {
  const at = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * part;
  return [at(0), at(1), at(2)];
}

/** Scenes are drawn on a sheet of 640 by 480 units, whatever the size of the picture. */
const SHEET_WIDTH = 640;
const SHEET_HEIGHT = 480;

/** Lines of samples per line of pixels; across, coverage is exact. */
const SAMPLES = 4;

/** A small raster painter: filled shapes with smooth edges, and nothing else. Coordinates are units of the sheet. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly #scale: number;
  /** How much of each pixel of the row at hand is covered, and which of them are at all. */
  readonly #cover: Float64Array;
  #low = 0;
  #high = 0;
  readonly #crossings: number[] = [];

  /** @param width in pixels; the height follows */
  constructor(width: number) {
    this.width = width;
    this.height = Math.round((width * SHEET_HEIGHT) / SHEET_WIDTH);
    this.pixels = new Uint8Array(this.width * this.height * 3).fill(255);
    this.#scale = width / SHEET_WIDTH;
    this.#cover = new Float64Array(this.width + 2);
  }

  /** Fills a polygon, given as x and y in turn. `alpha` 1 covers wholly. */
  polygon(points: readonly number[], colour: Colour, alpha = 1): void {
    const scaled = Float64Array.from(points, (value) => value * this.#scale);
    let [top, bottom] = [Infinity, -Infinity];
    for (let at = 1; at < scaled.length; at += 2) {
      const y = scaled[at] ?? 0;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    const last = Math.min(this.height - 1, Math.ceil(bottom));
    for (let row = Math.max(0, Math.floor(top)); row <= last; row += 1) {
      this.#low = this.width;
      this.#high = 0;
      for (let sample = 0; sample < SAMPLES; sample += 1) this.#coverLine(scaled, row + (sample + 0.5) / SAMPLES);
      if (this.#high > this.#low) this.#blendRow(row, colour, alpha);
    }
  }

  rect(x: number, y: number, width: number, height: number, colour: Colour, alpha = 1): void {
    this.polygon([x, y, x + width, y, x + width, y + height, x, y + height], colour, alpha);
  }

  /** A rectangle with round corners. */
  round(x: number, y: number, width: number, height: number, radius: number, colour: Colour): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (cx: number, cy: number, from: number): number[] => arc(cx, cy, r, r, from, from + Math.PI / 2);
    const [right, bottom] = [x + width, y + height];
    this.polygon(
      [...corner(right - r, bottom - r, 0), ...corner(x + r, bottom - r, Math.PI / 2), ...corner(x + r, y + r, Math.PI), ...corner(right - r, y + r, Math.PI * 1.5)],
      colour,
    );
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: Colour, alpha = 1): void {
    this.polygon(arc(x, y, radiusX, radiusY, 0, Math.PI * 2), colour, alpha);
  }

  /** A part of an ellipse between two angles (radians, clockwise from the right), closed by a straight line. */
  pie(x: number, y: number, radiusX: number, radiusY: number, [from, to]: readonly [number, number], colour: Colour): void {
    this.polygon(arc(x, y, radiusX, radiusY, from, to), colour);
  }

  /** A straight line with round ends. */
  line(x1: number, y1: number, x2: number, y2: number, thickness: number, colour: Colour): void {
    const r = thickness / 2;
    const angle = Math.atan2(y2 - y1, x2 - x1);
    this.polygon(
      [...arc(x2, y2, r, r, angle - Math.PI / 2, angle + Math.PI / 2), ...arc(x1, y1, r, r, angle + Math.PI / 2, angle + Math.PI * 1.5)],
      colour,
    );
  }

  /** Fills from one height to another, from colour to colour. */
  shade(top: number, bottom: number, from: Colour, to: Colour): void {
    const [first, last] = [Math.round(top * this.#scale), Math.min(this.height, Math.round(bottom * this.#scale))];
    for (let row = first; row < last; row += 1) {
      const [red, green, blue] = mix(from, to, (row - first) / Math.max(1, last - first - 1));
      const start = row * this.width * 3;
      for (let at = start; at < start + this.width * 3; at += 3) {
        this.pixels[at] = red;
        this.pixels[at + 1] = green;
        this.pixels[at + 2] = blue;
      }
    }
  }

  /** Adds what the polygon covers of a row along one line of samples. */
  #coverLine(points: Float64Array, y: number): void {
    const crossings = this.#crossings;
    crossings.length = 0;
    let [x1, y1] = [points[points.length - 2] ?? 0, points[points.length - 1] ?? 0];
    for (let at = 0; at < points.length; at += 2) {
      const [x2, y2] = [points[at] ?? 0, points[at + 1] ?? 0];
      if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      [x1, y1] = [x2, y2];
    }
    if (crossings.length > 2) crossings.sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [a, b] = [crossings[at] ?? 0, crossings[at + 1] ?? 0];
      this.#addCover(Math.max(0, Math.min(a, b)), Math.min(this.width, Math.max(a, b)));
    }
  }

  #addCover(left: number, right: number): void {
    if (right <= left) return;
    const cover = this.#cover;
    const [first, last] = [Math.floor(left), Math.floor(right)];
    if (first < this.#low) this.#low = first;
    if (last + 1 > this.#high) this.#high = Math.min(this.width, last + 1);
    if (first === last) {
      cover[first] = (cover[first] ?? 0) + (right - left) / SAMPLES;
      return;
    }
    cover[first] = (cover[first] ?? 0) + (first + 1 - left) / SAMPLES;
    for (let at = first + 1; at < last; at += 1) cover[at] = (cover[at] ?? 0) + 1 / SAMPLES;
    cover[last] = (cover[last] ?? 0) + (right - last) / SAMPLES;
  }

  #blendRow(row: number, [red, green, blue]: Colour, alpha: number): void {
    const { pixels } = this;
    const cover = this.#cover;
    const [low, high] = [this.#low, this.#high];
    let at = (row * this.width + low) * 3;
    for (let column = low; column < high; column += 1, at += 3) {
      const part = Math.min(1, (cover[column] ?? 0) * alpha);
      const rest = 1 - part;
      pixels[at] = (pixels[at] ?? 0) * rest + red * part + 0.5;
      pixels[at + 1] = (pixels[at + 1] ?? 0) * rest + green * part + 0.5;
      pixels[at + 2] = (pixels[at + 2] ?? 0) * rest + blue * part + 0.5;
    }
    cover.fill(0, low, high + 1);
  }
}

/** Points of an arc, x and y in turn; angles in radians, clockwise from the right. */
function arc(x: number, y: number, radiusX: number, radiusY: number, from: number, to: number): number[] {
  const steps = Math.max(4, Math.ceil(((to - from) / (Math.PI * 2)) * (16 + Math.max(radiusX, radiusY) / 2)));
  return Array.from({ length: steps + 1 }, (_, step) => from + ((to - from) * step) / steps).flatMap((angle) => [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY]);
}
