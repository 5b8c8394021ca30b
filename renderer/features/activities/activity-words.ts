import { useTranslation } from 'react-i18next';
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, SPECIAL_GROUPS } from '#shared/domain/activity.ts';
import type { Team } from '#shared/domain/people.ts';
import { hoursText } from '../../ui/format.ts';

const FIELDS = ['title', 'kind', 'status', 'occurredOn', 'startsAt', 'minutes', 'place', 'organiser', 'inCharge', 'content', 'attendance', 'served', 'teams', 'returnReason', 'removed'] as const;

/** Words for an activity's fields and values, where two people entered different ones. */
export function useActivityWords(teams: readonly Team[]) {
  const { t } = useTranslation(['activities', 'common']);
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const itemText = (item: unknown): string => {
    const group = SPECIAL_GROUPS.find((known) => known === item);
    return group === undefined ? (teamNames.get(String(item)) ?? String(item)) : t(`groups.${group}`);
  };
  return {
    labelOf: (field: string): string => {
      const known = FIELDS.find((name) => name === field);
      return known === undefined ? field : t(`field.${known}`);
    },
    formatValue: (field: string, value: unknown): string => {
      const kind = ACTIVITY_KINDS.find((known) => field === 'kind' && known === value);
      if (kind !== undefined) return t(`common:activityKinds.${kind}`);
      const status = ACTIVITY_STATUSES.find((known) => field === 'status' && known === value);
      if (status !== undefined) return t(`common:activityStatuses.${status}`);
      if (field === 'minutes' && typeof value === 'number') return hoursText(value, t);
      if (Array.isArray(value)) return value.map(itemText).join(' ') || t('none');
      if (typeof value === 'boolean') return value ? t('field.removed') : t('none');
      return typeof value === 'string' || typeof value === 'number' ? String(value) || t('none') : t('none');
    },
  };
}
