import dayjs from 'dayjs';
import { say, type Words } from './words.ts';

/** Service time: `2 小时 30 分`. */
export function hoursText(minutes: number, t: Words): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return say(t, 'common:time.minutes', { minutes: rest });
  return rest === 0 ? say(t, 'common:time.hours', { hours }) : say(t, 'common:time.hoursMinutes', { hours, minutes: rest });
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size with at most one decimal: `1.4 MB`. */
export function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[step] ?? 'B'}`;
}

/** A calendar day (`2026-11-23`) as people write it: `2026年11月23日 周一`. What is no day comes back as it is. */
export function dayText(day: string, language: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  const style: Intl.DateTimeFormatOptions = { year: 'numeric', month: language.startsWith('zh') ? 'long' : 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(language, style).format(at);
}

/** A moment (ISO 8601) in the machine's zone: day and time. */
export function instantText(instant: string, language: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** The calendar day of a moment (ISO 8601) in the machine's zone, `YYYY-MM-DD`: before eight in the morning UTC is a day behind China. */
export function dayOfInstant(instant: string): string {
  const at = dayjs(instant);
  return at.isValid() ? at.format('YYYY-MM-DD') : instant;
}

const MINUTE = 60_000;

/** How long ago a moment was, both in milliseconds since 1970: `刚刚`, `5 分钟前`, `3 天前`. */
export function agoText(at: number, now: number, t: Words): string {
  const span = spanText(now - at, t);
  return span === null ? say(t, 'common:time.justNow') : say(t, 'common:time.ago', { span });
}

/** A length of time in its largest unit: `5 分钟`, `3 天`; null for less than a minute. */
export function spanText(milliseconds: number, t: Words): string | null {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return null;
  if (minutes < 60) return say(t, 'common:time.spanMinutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? say(t, 'common:time.spanHours', { count: hours }) : say(t, 'common:time.spanDays', { count: Math.floor(hours / 24) });
}

const UNITS_OF_TIME = [
  { word: 'spanYears', minutes: 365 * 1_440 },
  { word: 'spanDays', minutes: 1_440 },
  { word: 'spanHours', minutes: 60 },
  { word: 'spanMinutes', minutes: 1 },
] as const;

/** A length of time in its two largest units: `3 天 2 小时`, `12 分钟`. */
export function longSpanText(milliseconds: number, t: Words): string {
  let rest = Math.floor(milliseconds / MINUTE);
  const first = Math.max(0, UNITS_OF_TIME.findIndex(({ minutes }) => rest >= minutes));
  const parts: string[] = [];
  for (const { word, minutes } of UNITS_OF_TIME.slice(first, first + 2)) {
    const count = Math.floor(rest / minutes);
    rest -= count * minutes;
    if (count > 0) parts.push(say(t, `common:time.${word}`, { count }));
  }
  return parts.join(say(t, 'common:time.joiner'));
}
