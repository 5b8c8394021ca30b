import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Team, Volunteer } from '#shared/domain/people.ts';
import { starsFor } from '#shared/domain/service-hours.ts';
import type { Custody } from '#shared/sync/pending.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { VolunteerStars, VolunteerTotal } from '../hours/index.ts';

/** Names of teams, by id. */
export function useTeamNames(teams: readonly Team[] | null): ReadonlyMap<string, string> {
  return useMemo(() => new Map((teams ?? []).map(({ id, name }) => [id, name])), [teams]);
}

/** Columns of the list of volunteers; hours and stars are read for the rows on the screen alone. */
export function useVolunteerColumns(teamNames: ReadonlyMap<string, string>, custody: ReadonlyMap<string, Custody> | null): readonly Column<Volunteer>[] {
  const { t } = useTranslation('people');
  const teamsOf = (volunteer: Volunteer): string => volunteer.teams.flatMap((id) => teamNames.get(id) ?? []).join(t('separator'));
  return [
    { key: 'name', title: t('column.name'), width: 190, render: ({ name }) => <strong title={name}>{name}</strong> },
    { key: 'gender', title: t('column.gender'), width: 88, render: ({ gender }) => (gender === '' ? null : t(`gender.${gender}`)) },
    { key: 'phone', title: t('column.phone'), width: 136, render: ({ phone }) => phone },
    { key: 'teams', title: t('column.teams'), render: (volunteer) => <span title={teamsOf(volunteer)}>{teamsOf(volunteer)}</span> },
    { key: 'hours', title: t('column.hours'), width: 140, render: ({ id }) => <VolunteerTotal volunteer={id} /> },
    { key: 'stars', title: t('column.stars'), width: 112, render: ({ id }) => <VolunteerStars volunteer={id} /> },
    { key: 'custody', title: t('column.custody'), width: 150, render: ({ id }) => <CustodyBadge custody={custody?.get(id)} /> },
  ];
}

/** One line of the exported roster. */
export type RosterLine = Volunteer & { readonly minutes: number };

/** Columns of the roster (志愿者名册). The ID number is in it masked, as everywhere. */
export function useRosterColumns(teamNames: ReadonlyMap<string, string>): readonly Column<RosterLine>[] {
  const { t } = useTranslation('people');
  const column = (key: string, title: string, text: (line: RosterLine) => string | number): Column<RosterLine> => ({ key, title, text, render: text });
  return [
    column('name', t('column.name'), (line) => line.name),
    column('gender', t('column.gender'), (line) => (line.gender === '' ? '' : t(`gender.${line.gender}`))),
    column('birthYear', t('column.birthYear'), (line) => (line.birthYear === 0 ? '' : line.birthYear)),
    column('phone', t('column.phone'), (line) => line.phone),
    column('idMasked', t('column.idMasked'), (line) => line.idMasked),
    column('number', t('column.number'), (line) => line.number),
    column('joinedOn', t('column.joinedOn'), (line) => line.joinedOn),
    column('teams', t('column.teams'), (line) => line.teams.flatMap((id) => teamNames.get(id) ?? []).join(t('separator'))),
    column('hours', t('column.serviceHours'), (line) => Math.round((line.minutes / 60) * 100) / 100),
    column('stars', t('column.stars'), (line) => starsFor(line.minutes)),
    column('partyMember', t('column.partyMember'), (line) => t(line.partyMember ? 'yes' : 'no')),
    column('skills', t('column.skills'), (line) => line.skills.join(t('separator'))),
    column('note', t('column.note'), (line) => line.note),
  ];
}
