import type { RecordBase } from './record.ts';

export const GENDERS = ['', 'female', 'male'] as const;
export type Gender = (typeof GENDERS)[number];

/** A volunteer (志愿者). The national ID number itself never leaves the station's machine. */
export interface Volunteer extends RecordBase {
  readonly name: string;
  readonly gender: Gender;
  /** Four digits, or 0 where it is not known. */
  readonly birthYear: number;
  readonly phone: string;
  /** Masked ID number, such as `211122********123X`, or ''. */
  readonly idMasked: string;
  /** Keyed hash (HMAC-SHA-256 with the county's key, hex) of the ID number, or ''. Finds one person at two villages. */
  readonly idHash: string;
  /** Ids of the teams the person belongs to. */
  readonly teams: readonly string[];
  /** Day of registration, `YYYY-MM-DD`. */
  readonly joinedOn: string;
  readonly skills: readonly string[];
  readonly partyMember: boolean;
  /** 志愿者编号, or ''. */
  readonly number: string;
  readonly note: string;
}

/** A team of volunteers (志愿服务队). */
export interface Team extends RecordBase {
  readonly name: string;
  readonly leader: string;
  readonly phone: string;
  readonly specialty: string;
  readonly foundedOn: string;
  readonly note: string;
}

/** Masks an 18-digit ID number: the first six and the last four stay. Shorter text is masked whole. */
export function maskIdNumber(number: string): string {
  return number.length === 18 ? `${number.slice(0, 6)}********${number.slice(14)}` : '*'.repeat(number.length);
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECKS = '10X98765432';

/** True where the text is an 18-digit ID number with a right check digit. Source: GB 11643-1999. */
export function isIdNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return ID_CHECKS[sum % 11] === number[17];
}
