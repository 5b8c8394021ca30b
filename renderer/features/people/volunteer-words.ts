import { useTranslation } from 'react-i18next';
import type { Team } from '#shared/domain/people.ts';

const FIELDS = ['name', 'gender', 'birthYear', 'phone', 'idMasked', 'idHash', 'teams', 'joinedOn', 'skills', 'partyMember', 'number', 'note', 'removed', 'leader', 'specialty', 'foundedOn'] as const;

/** Words for the fields of volunteers and teams, and for their values, where two people entered different ones. */
export function useVolunteerWords(teams: readonly Team[]) {
  const { t } = useTranslation('people');
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return {
    labelOf: (field: string): string => {
      const known = FIELDS.find((name) => name === field);
      return known === undefined ? field : t(`field.${known}`);
    },
    formatValue: (field: string, value: unknown): string => {
      if (field === 'gender') return t(`gender.${value === 'female' || value === 'male' ? value : 'none'}`);
      if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
      if (Array.isArray(value)) return value.map((item) => names.get(String(item)) ?? String(item)).join(t('separator'));
      if (field === 'birthYear' && value === 0) return t('none');
      return typeof value === 'string' || typeof value === 'number' ? String(value) || t('none') : t('none');
    },
  };
}
