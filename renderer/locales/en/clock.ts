import type { clock as zh } from '../zh-CN/clock.ts';

/** A machine whose clock is not the center's. */
export const clock: typeof zh = {
  ahead: 'This computer’s clock is {{span}} ahead of the center’s',
  behind: 'This computer’s clock is {{span}} behind the center’s',
  factAhead: '{{span}} ahead of the center’s',
  factBehind: '{{span}} behind the center’s',
  stationAhead: '{{span}} ahead',
  stationBehind: '{{span}} behind',
  advice: 'Click the time in the corner of the screen and set it. Saved records do not suffer; until it is set, dates that are filled in by themselves may be wrong: look at them before you save.',
  putAway: 'I see',
  same: 'as the center’s',
  unknown: 'known after contact with the center',
  measured: '{{text}} (measured {{ago}})',
  dayInDoubt: 'This computer’s clock is off; the date that it filled in may be wrong.',
};
