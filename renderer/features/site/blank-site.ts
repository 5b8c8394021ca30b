import type { Fields } from '../../data/records/record-writer.ts';

/** A profile with nothing in it: what a form starts with before the record was read. */
export const BLANK_SITE: Fields<'sites'> = {
  name: '',
  type: 'station',
  address: '',
  head: '',
  headTitle: '',
  phone: '',
  staff: [],
  openingHours: '',
  capacity: 0,
  area: 0,
  residents: 0,
  lat: null,
  lng: null,
  note: '',
};

/** People that the main room has to hold. Source: DOMAIN, typical items of 七有 (20 for a station, 50 for an institute). */
export function leastCapacity(type: string): number {
  return type === 'institute' ? 50 : 20;
}
