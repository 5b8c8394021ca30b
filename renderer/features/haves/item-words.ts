import type { TFunction } from 'i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ItemState, StandardItem } from '#shared/domain/seven-haves.ts';

type T = TFunction<'haves'>;

const NAMED = { 7: 'week', 31: 'month', 30: 'month', 92: 'quarter', 90: 'quarter', 184: 'half', 180: 'half', 365: 'year', 366: 'year' } as const;

/** How recent photos have to be, as people say it: `近一个月`. */
function withinText(days: number, t: T): string {
  const name = NAMED[days as keyof typeof NAMED] as (typeof NAMED)[keyof typeof NAMED] | undefined;
  return name === undefined ? t('within.days', { count: days }) : t(`within.${name}`);
}

/** What the item asks for. */
export function wantsText({ photos, withinDays }: StandardItem, t: T): string {
  if (photos === 0) return t('item.wantsNone');
  return withinDays === 0 ? t('item.wants', { count: photos }) : t('item.wantsWithin', { count: photos, within: withinText(withinDays, t) });
}

/** What the item still lacks; '' where it lacks nothing. */
export function missingText({ missing, item }: ItemState, t: T): string {
  if (missing === 0) return '';
  return item.withinDays === 0 ? t('item.missing', { count: missing }) : t('item.missingWithin', { count: missing, within: withinText(item.withinDays, t) });
}

/** How long a complete item stays so; '' where it stays for ever or is not complete. */
export function daysText({ daysLeft }: ItemState, t: T): string {
  if (daysLeft === null) return '';
  return daysLeft <= 0 ? t('item.today') : t('item.days', { count: daysLeft });
}

const DAY = 86_400_000;

/** True where a photo is too old to prove the item. Days are `YYYY-MM-DD`. */
export function isExpired({ occurredOn }: Pick<Evidence, 'occurredOn'>, { withinDays }: Pick<StandardItem, 'withinDays'>, today: string): boolean {
  return withinDays > 0 && Math.round((Date.parse(today) - Date.parse(occurredOn)) / DAY) > withinDays;
}
