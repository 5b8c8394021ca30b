export { ClockBanner, ClockNote } from './clock-banner.tsx';
export { ClockFact } from './clock-fact.tsx';
export { useClockWords } from './clock-words.ts';
export { useDayHint } from './use-day-hint.ts';
