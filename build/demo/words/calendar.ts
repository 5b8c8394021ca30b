const DAY = 86_400_000;

/** A day so many days later (or earlier); both `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The month of a day, 1 to 12. */
export function monthOf(day: string): number {
  return Number(day.slice(5, 7));
}

export const FESTIVALS = [
  'newYear', 'springFestival', 'lanterns', 'leiFeng', 'women', 'trees', 'qingming', 'labour', 'youth', 'children', 'dragonBoat',
  'party', 'army', 'teachers', 'midAutumn', 'harvest', 'nationalDay', 'doubleNinth', 'constitution', 'volunteers',
] as const;
export type Festival = (typeof FESTIVALS)[number];

const FIXED: Readonly<Partial<Record<Festival, string>>> = {
  newYear: '01-01', leiFeng: '03-05', women: '03-08', trees: '03-12', labour: '05-01', youth: '05-04', children: '06-01', party: '07-01',
  army: '08-01', teachers: '09-10', harvest: '09-23', nationalDay: '10-01', constitution: '12-04', volunteers: '12-05',
};

/** Days by the lunar calendar (and 清明 by the sun), as the state's holiday notices and almanacs have them. */
const MOVING: Readonly<Partial<Record<Festival, readonly string[]>>> = {
  springFestival: ['2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'],
  lanterns: ['2025-02-12', '2026-03-03', '2027-02-20', '2028-02-09', '2029-02-27', '2030-02-17'],
  qingming: ['2025-04-04', '2026-04-05', '2027-04-05', '2028-04-04', '2029-04-04', '2030-04-05'],
  dragonBoat: ['2025-05-31', '2026-06-19', '2027-06-09', '2028-05-28', '2029-06-16', '2030-06-05'],
  midAutumn: ['2025-10-06', '2026-09-25', '2027-09-15', '2028-10-03', '2029-09-22', '2030-09-12'],
  doubleNinth: ['2025-10-29', '2026-10-18', '2027-10-08', '2028-10-26', '2029-10-16', '2030-10-05'],
};

/** The festivals from one day to another, both included, in their order. A moving one of a year that is not listed is left out. */
export function festivalsBetween(from: string, to: string): { readonly day: string; readonly festival: Festival }[] {
  const years = Array.from({ length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, index) => Number(from.slice(0, 4)) + index);
  return FESTIVALS.flatMap((festival) => {
    const fixed = FIXED[festival];
    const days = fixed === undefined ? (MOVING[festival] ?? []) : years.map((year) => `${year}-${fixed}`);
    return days.filter((day) => day >= from && day <= to).map((day) => ({ day, festival }));
  }).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
