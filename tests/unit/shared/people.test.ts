import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdNumber, maskIdNumber } from '#shared/domain/people.ts';

/** The check character by the other way to compute it: weights are powers of two modulo eleven. */
function withCheck(seventeen: string): string {
  const sum = seventeen.split('').reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  const check = (12 - (sum % 11)) % 11;
  return seventeen + (check === 10 ? 'X' : String(check));
}

const seventeen = fc.stringMatching(/^\d{17}$/);

describe('an ID number', () => {
  it.each(['11010519491231002X', '440524188001010014'])('%s, an example of GB 11643, is right', (number) => {
    expect(isIdNumber(number)).toBe(true);
  });

  it.each(['', '110105194912310021', '11010519491231002x', '1101051949123100', '110105194912310O2X', ' 11010519491231002X'])('%j is not', (number) => {
    expect(isIdNumber(number)).toBe(false);
  });

  it('is right with its own check character and with no other', () => {
    fc.assert(
      fc.property(seventeen, (digits) => {
        const right = withCheck(digits);
        expect('0123456789X'.split('').filter((check) => isIdNumber(digits + check))).toEqual([right.at(-1)]);
      }),
    );
  });

  it('is found wrong when one digit is', () => {
    fc.assert(
      fc.property(seventeen, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const right = withCheck(digits);
        const wrong = right.slice(0, at) + String((Number(right[at]) + by) % 10) + right.slice(at + 1);
        expect(isIdNumber(wrong)).toBe(false);
      }),
    );
  });

  it('is masked so that birthday and sequence cannot be read', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110105********002X');
  });

  it('is masked whole where it has not its length', () => {
    fc.assert(
      fc.property(fc.string().filter((text) => text.length !== 18), (text) => {
        expect(maskIdNumber(text)).toBe('*'.repeat(text.length));
      }),
    );
  });
});
