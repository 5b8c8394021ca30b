import { ALWAYS, type Period } from './service-queries.ts';

/** Periods that can be chosen with one click. */
export const PERIODS = ['all', 'month', 'year', 'lastYear', 'custom'] as const;
export type PeriodChoice = (typeof PERIODS)[number];

/** The days of a choice. `custom`: the days that the person gave. */
export function daysOf(choice: PeriodChoice, today: string, custom: Period): Period {
  const year = today.slice(0, 4);
  switch (choice) {
    case 'all':
      return ALWAYS;
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: `${today.slice(0, 7)}-${lastDay(today)}` };
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case 'lastYear': {
      const last = String(Number(year) - 1).padStart(4, '0');
      return { from: `${last}-01-01`, to: `${last}-12-31` };
    }
    case 'custom':
      return custom;
  }
}

function lastDay(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(8, 10);
}
