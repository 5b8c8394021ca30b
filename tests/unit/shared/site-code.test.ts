import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countyOf, isWithin, tierOf, tierOfRole, townOf, villageOf } from '#shared/domain/site-code.ts';

const village = fc.stringMatching(/^[1-9]\d{11}$/);

describe('a division code', () => {
  it.each([
    ['2111', 'city'],
    ['211122', 'county'],
    ['211122101', 'town'],
    ['211122101001', 'village'],
    ['', null],
    ['211', null],
    ['21112', null],
    ['2111221010011', null],
    ['21112x', null],
    ['211122 ', null],
  ])('%j is of tier %j', (code, tier) => {
    expect(tierOf(code)).toBe(tier);
  });

  it('seats each role at one tier', () => {
    expect([tierOfRole('station'), tierOfRole('institute'), tierOfRole('county'), tierOfRole('city')]).toEqual(['village', 'town', 'county', 'city']);
  });

  it('lies within itself and each of its parents', () => {
    fc.assert(
      fc.property(village, (code) => {
        for (const scope of [code, townOf(code), countyOf(code), code.slice(0, 4)]) expect(isWithin(code, scope ?? 'none')).toBe(true);
      }),
    );
  });

  it('lies within no sibling, and no parent lies within it', () => {
    expect(isWithin('211122101001', '211122102')).toBe(false);
    expect(isWithin('211122101001', '211121')).toBe(false);
    expect(isWithin('211122101', '211122101001')).toBe(false);
  });

  it('names its county, town and village only where it has them', () => {
    expect([countyOf('2111'), countyOf('211122'), countyOf('211122101001')]).toEqual([null, '211122', '211122']);
    expect([townOf('211122'), townOf('211122101'), townOf('211122101001')]).toEqual([null, '211122101', '211122101']);
    expect([villageOf('211122101'), villageOf('211122101001'), villageOf('211122101001003')]).toEqual([null, '211122101001', '211122101001']);
  });
});
