import { EMPTY_PROFILE } from '#shared/domain/site.ts';
import type { Fields } from '../../data/records/record-writer.ts';

/** A profile with nothing in it: what a form starts with before the record was read. */
export const BLANK_SITE: Fields<'sites'> = { ...EMPTY_PROFILE, name: '', type: 'station' };

/** People that the main room has to hold. Source: DOMAIN, typical items of 七有 (20 for a station, 50 for an institute). */
export function leastCapacity(type: string): number {
  return type === 'institute' ? 50 : 20;
}
