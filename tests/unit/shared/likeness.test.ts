import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allForms, bandOf, BANDS, bitsApart, FREQUENCIES, HASH_BITS, leastForm, TRANSFORMS } from '#shared/domain/likeness/bits.ts';
import { compareLikeness, formsOf, LIKENESS_RADIUS, phashDistance } from '#shared/domain/likeness/compare.ts';
import { hashesOf, likenessText, type Hashes } from '#shared/domain/likeness/likeness-text.ts';
import { luminanceOf } from '#shared/domain/likeness/luminance.ts';
import { LIKENESS_EDGE, pictureLikeness } from '#shared/domain/likeness/picture-likeness.ts';
import { FOUND_COPIES, likenessOf, type Copy } from '../../support/likeness/copies.ts';
import { dice, madeScene, type Picture } from '../../support/likeness/made-scene.ts';

const anyHash = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 4, maxLength: 4 }).map((words) => Uint32Array.from(words));
const hashes = (picture: Picture): Hashes => hashesOf(likenessOf(picture)) ?? [];
const scenes = Array.from({ length: 24 }, (_, index) => madeScene(index + 1));
const prints = scenes.map(hashes);

describe('the bits of a picture hash', () => {
  it('are the signs of 128 different frequencies, a pair always in one band', () => {
    expect(new Set(FREQUENCIES.map(String)).size).toBe(HASH_BITS);
    const band = new Map(FREQUENCIES.map((frequency, bit) => [String(frequency), Math.floor(bit / 16)]));
    for (const [k, l] of FREQUENCIES) expect(band.get(String([l, k]))).toBe(band.get(String([k, l])));
  });

  it('change with each of the eight forms, which keep distances and lead back', () => {
    fc.assert(
      fc.property(anyHash, anyHash, (one, other) => {
        const [a, b] = [allForms(one), allForms(other)];
        expect(new Set(a.map(String)).size).toBe(TRANSFORMS.length);
        for (const [index, turned] of a.entries()) {
          expect(bitsApart(turned, b[index] ?? one)).toBe(bitsApart(one, other));
          expect(allForms(turned).map(String)).toContain(String(one));
        }
      }),
    );
  });

  it('give every form of a picture the same least form of a band, and one within a flip to what is within a flip', () => {
    fc.assert(
      fc.property(anyHash, fc.nat(BANDS - 1), fc.nat(15), fc.nat(TRANSFORMS.length - 1), (hash, band, flip, turn) => {
        const value = bandOf(hash, band);
        expect(allForms(hash).map((turned) => leastForm(bandOf(turned, band), band))).toEqual(TRANSFORMS.map(() => leastForm(value, band)));
        const copy = bandOf(allForms(hash)[turn] ?? hash, band) ^ (1 << flip);
        const near = Array.from({ length: 16 }, (_, bit) => leastForm(value ^ (1 << bit), band));
        expect(near).toContain(leastForm(copy, band));
      }),
    );
  });

  it('travel as text and back', () => {
    fc.assert(
      fc.property(fc.tuple(anyHash, anyHash, anyHash), (three) => {
        expect(hashesOf(likenessText(three))).toEqual(three);
      }),
    );
    for (const text of ['', undefined, '2.00', '1.0', `1.${'0'.repeat(32)}`]) expect(hashesOf(text)).toBeNull();
  });
});

describe('the likeness of a picture', () => {
  it('names how a copy lies', () => {
    const [picture] = scenes as [Picture];
    const found = (copy: Copy): unknown => compareLikeness(formsOf(hashes(picture)), hashes(copy(picture, dice(1))));
    const turned = FOUND_COPIES['rotated by 90°'];
    expect(found((same) => same)).toEqual({ distance: 0, transform: 'none', part: 'whole' });
    expect(found(turned)).toMatchObject({ transform: 'rotated90', part: 'whole' });
    expect(found(FOUND_COPIES['rotated by 180°'])).toMatchObject({ transform: 'rotated180' });
    expect(found(FOUND_COPIES['rotated by 270°'])).toMatchObject({ transform: 'rotated270' });
    expect(found(FOUND_COPIES.mirrored)).toMatchObject({ transform: 'mirrored' });
    expect(found((same) => turned(FOUND_COPIES.mirrored(same)))).toMatchObject({ transform: 'mirrored90' });
    expect(found((same, random) => FOUND_COPIES['cropped by 5 to 10 % a side, each its own'](same, random))).toMatchObject({ transform: 'none', part: 'inner' });
  });

  it.each(Object.entries(FOUND_COPIES) as [string, Copy][])('finds pictures again that were %s', (_name, copy) => {
    const some = scenes.slice(0, 12);
    const found = some.filter((scene, index) => {
      const print = hashes(copy(scene, dice(index)));
      const [there, back] = [compareLikeness(formsOf(prints[index] ?? []), print), compareLikeness(formsOf(print), prints[index] ?? [])];
      expect(back.distance).toBe(there.distance);
      return there.distance <= LIKENESS_RADIUS;
    });
    expect(found.length / some.length).toBeGreaterThan(0.8);
  });

  it('takes no two different pictures for alike', () => {
    const distances = prints.flatMap((one, index) => prints.slice(0, index).map((other) => compareLikeness(formsOf(one), other).distance));
    expect(Math.min(...distances)).toBeGreaterThan(LIKENESS_RADIUS + 6);
  });

  it('is not said of a picture without contrast', () => {
    const random = dice(3);
    const rgba = Uint8ClampedArray.from({ length: LIKENESS_EDGE ** 2 * 4 }, () => 200 + random() * 20);
    expect(pictureLikeness(luminanceOf(rgba, LIKENESS_EDGE, LIKENESS_EDGE))).toBe('');
  });
});

describe('two difference hashes', () => {
  it('are as far apart as their bits', () => {
    expect(phashDistance('00000000000000ff', 'f0000000000000ff')).toBe(4);
    expect(phashDistance('ffffffffffffffff', '0000000000000000')).toBe(64);
  });
});
