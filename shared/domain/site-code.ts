/**
 * Division codes (统计用区划代码). A code's prefix is its parent's code, so "is in my scope" is "starts with my code".
 * Source: the national statistics coding of divisions; lengths by tier are 4, 6, 9 and 12 digits.
 */

export type Tier = 'city' | 'county' | 'town' | 'village';

/** Roles that a device can be enrolled for; each belongs to one tier. */
export type Role = 'station' | 'institute' | 'county' | 'city';

const TIER_BY_LENGTH: Readonly<Record<number, Tier>> = { 4: 'city', 6: 'county', 9: 'town', 12: 'village' };

const TIER_OF_ROLE: Readonly<Record<Role, Tier>> = { station: 'village', institute: 'town', county: 'county', city: 'city' };

/** The tier of a division code, or null where the text is no code of 4, 6, 9 or 12 digits. */
export function tierOf(code: string): Tier | null {
  return /^\d+$/.test(code) ? (TIER_BY_LENGTH[code.length] ?? null) : null;
}

/** The tier at which a role sits. */
export function tierOfRole(role: Role): Tier {
  return TIER_OF_ROLE[role];
}

/** True where `code` is `scope` itself or lies below it. Both are division codes or positions below one. */
export function isWithin(code: string, scope: string): boolean {
  return code.startsWith(scope);
}

/** The county (6 digits) that a code lies in, or null for a city's code, which lies in none. */
export function countyOf(code: string): string | null {
  return code.length >= 6 ? code.slice(0, 6) : null;
}

/** The town (9 digits) that a code lies in, or null for a code above the towns. */
export function townOf(code: string): string | null {
  return code.length >= 9 ? code.slice(0, 9) : null;
}

/** The village (12 digits) that a code lies in, or null for a code above the villages. */
export function villageOf(code: string): string | null {
  return code.length >= 12 ? code.slice(0, 12) : null;
}
