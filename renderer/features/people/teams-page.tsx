import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Team } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useList, useSearch } from '../../data/hooks/use-records.ts';
import { listOnce } from '../../data/records/queries.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';
import { ALL_TEAMS, ALL_VOLUNTEERS } from './new-people.ts';
import { TeamDrawer } from './team-drawer.tsx';
import './people.css';

/** The teams of the station and who is in them. `?team=<id>` in the address opens one, `?team=new` a new one. */
export function TeamsPage() {
  const { t } = useTranslation('people');
  const { replica } = useData();
  const [params, setParams] = useSearchParams();
  const open = params.get('team');
  const [words, setWords] = useState('');
  const list = useSearch('teams', words, { order: 'name', limit: ALL_TEAMS });
  const volunteers = useList('volunteers', { order: 'name', limit: ALL_VOLUNTEERS }).value;
  const counts = useMemo(() => countMembers(volunteers ?? []), [volunteers]);
  const columns = useTeamColumns(list.value, counts);
  const add = (
    <Button type="primary" size="large" onClick={() => setParams({ team: 'new' })}>
      {t('teamAdd')}
    </Button>
  );
  return (
    <Page
      title={t('teams')}
      subtitle={t('teamsSubtitle')}
      actions={
        <>
          <ExportButton load={() => listOnce(replica, 'teams', { order: 'name', limit: ALL_TEAMS })} columns={columns} fileName={t('export.teamsFile')} sheet={t('export.teamsSheet')} />
          {add}
        </>
      }
    >
      <SearchBox value={words} onChange={setWords} searching={list.searching} placeholder={t('teamSearch')} />
      {list.error === null ? (
        <DataTable
          rows={list.value}
          columns={columns}
          onOpen={({ id }) => setParams({ team: id })}
          empty={words.trim() === '' ? <EmptyState title={t('teamsEmpty')} hint={t('teamsEmptyHint')} action={add} /> : <EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} />}
        />
      ) : (
        <LoadFailed error={list.error} />
      )}
      {open !== null && (
        <TeamDrawer key={open} id={open === 'new' ? null : open} volunteers={volunteers} onClose={() => setParams({})} onCreated={(id) => setParams({ team: id }, { replace: true })} />
      )}
    </Page>
  );
}

/** How many volunteers each team has, by its id. */
function countMembers(volunteers: readonly { readonly teams: readonly string[] }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { teams } of volunteers) for (const team of teams) counts.set(team, (counts.get(team) ?? 0) + 1);
  return counts;
}

function useTeamColumns(teams: readonly Team[] | null, counts: ReadonlyMap<string, number>): readonly Column<Team>[] {
  const { t } = useTranslation('people');
  const custody = useCustody('teams', useMemo(() => (teams ?? []).map(({ id }) => id), [teams]));
  return [
    { key: 'name', title: t('field.teamName'), render: ({ name }) => <strong title={name}>{name}</strong>, text: ({ name }) => name },
    { key: 'leader', title: t('column.leader'), width: 140, render: ({ leader }) => leader, text: ({ leader }) => leader },
    { key: 'phone', title: t('column.phone'), width: 136, render: ({ phone }) => phone, text: ({ phone }) => phone },
    { key: 'specialty', title: t('column.specialty'), render: ({ specialty }) => <span title={specialty}>{specialty}</span>, text: ({ specialty }) => specialty },
    { key: 'members', title: t('column.members'), width: 96, render: ({ id }) => t('membersCount', { n: counts.get(id) ?? 0 }), text: ({ id }) => counts.get(id) ?? 0, sort: (a, b) => (counts.get(a.id) ?? 0) - (counts.get(b.id) ?? 0) },
    { key: 'custody', title: t('column.custody'), width: 150, render: ({ id }) => <CustodyBadge custody={custody?.get(id)} /> },
  ];
}
