import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Volunteer } from '#shared/domain/people.ts';
import type { Column } from '../../ui/data-table.tsx';
import { StationList } from './station-list.tsx';

/** A station's registered volunteers, by name. */
export function StationVolunteers({ code, name }: { readonly code: string; readonly name: string }) {
  const { t } = useTranslation('county');
  const columns = useMemo((): readonly Column<Volunteer>[] => {
    const column = (key: 'name' | 'gender' | 'birthYear' | 'phone' | 'number' | 'joinedOn' | 'party' | 'skills', width: number | undefined, text: (row: Volunteer) => string): Column<Volunteer> => {
      const own: Column<Volunteer> = { key, title: t(`volunteer.${key}`), render: text, text };
      return width === undefined ? own : { ...own, width };
    };
    return [
      column('name', undefined, (row) => row.name),
      column('gender', 80, (row) => (row.gender === '' ? '' : t(`volunteer.${row.gender}`))),
      { ...column('birthYear', 120, (row) => (row.birthYear === 0 ? '' : String(row.birthYear))), sort: (a, b) => a.birthYear - b.birthYear },
      column('phone', 150, (row) => row.phone),
      column('number', 190, (row) => row.number),
      { ...column('joinedOn', 130, (row) => row.joinedOn), sort: (a, b) => a.joinedOn.localeCompare(b.joinedOn) },
      column('party', 110, (row) => (row.partyMember ? t('volunteer.yes') : '')),
      column('skills', 160, (row) => row.skills.join(t('volunteer.joiner'))),
    ];
  }, [t]);
  return <StationList kind="volunteers" code={code} name={name} order="name" columns={columns} />;
}
