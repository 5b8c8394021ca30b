import type { Gender, Volunteer } from '#shared/domain/people.ts';

/** One line of a pasted list of names. */
export interface NamedLine {
  /** Number of the line, from 1. */
  readonly line: number;
  readonly name: string;
  readonly phone: string;
  readonly gender: Gender;
}

/**
 * What is to become of a line.
 * - `known`: a volunteer of this name and phone is there; `sameName`: one of this name with another phone
 * - `twice`: the list has it further up
 */
export type LineState = 'new' | 'known' | 'sameName' | 'twice' | 'noName';

const SEPARATORS = /[\s,;，；、|]+/u;
const PHONE = /^\+?\d[\d-]{5,19}$/;
const SERIAL = /^\d{1,4}[.．)）]?$/u;
const SINGLE = /^\p{Script=Han}$/u;
const MALE = /^男$/u;
const FEMALE = /^女$/u;

/** Reads names and phones, one person a line, as they come out of a sheet or a chat: with numbering, gender, any separator. */
export function parseNames(text: string): NamedLine[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const parts = content.split(SEPARATORS).filter((part) => part !== '');
    if (parts.length === 0) return [];
    return [{ line: index + 1, ...partsOf(parts) }];
  });
}

function partsOf(parts: readonly string[]): Omit<NamedLine, 'line'> {
  const phone = parts.find((part) => PHONE.test(part)) ?? '';
  const words = parts.filter((part, index) => part !== phone && !(index === 0 && SERIAL.test(part)));
  const isGender = (word: string, index: number): boolean => index > 0 && (MALE.test(word) || FEMALE.test(word));
  const sex = words.find(isGender);
  return { name: nameOf(words.filter((word, index) => !isGender(word, index))), phone, gender: sex === undefined ? '' : MALE.test(sex) ? 'male' : 'female' };
}

/** A Chinese name is one word, or two single characters that a sheet has set apart; any other is all its words. */
function nameOf(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  if (SINGLE.test(first) && SINGLE.test(second)) return first + second;
  return /\p{Script=Han}/u.test(first) ? first : words.join(' ');
}

type Known = Pick<Volunteer, 'name' | 'phone'>;

/** What becomes of each line, beside the volunteers that are there. Phones that are not given match any. */
export function judgeNames(lines: readonly NamedLine[], known: readonly Known[]): LineState[] {
  const phones = new Map<string, string[]>();
  for (const { name, phone } of known) phones.set(name, [...(phones.get(name) ?? []), phone]);
  const seen = new Set<string>();
  return lines.map(({ name, phone }) => {
    if (name === '') return 'noName';
    const key = `${name} ${phone}`;
    if (seen.has(key)) return 'twice';
    seen.add(key);
    const same = phones.get(name);
    if (same === undefined) return 'new';
    return same.includes(phone) ? 'known' : 'sameName';
  });
}
