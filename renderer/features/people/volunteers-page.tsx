import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Team } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useCount, useList, useSearch } from '../../data/hooks/use-records.ts';
import { listOnce } from '../../data/records/queries.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';
import { readMinutesOfAll } from '../hours/index.ts';
import { ALL_TEAMS, ALL_VOLUNTEERS } from './new-people.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { QuickAdd } from './quick-add.tsx';
import { useRosterColumns, useTeamNames, useVolunteerColumns, type RosterLine } from './volunteer-columns.tsx';
import './people.css';

/** Rows read at a time. */
const PAGE = 60;

/** The volunteers of the station, by name. */
export function VolunteersPage() {
  const { t } = useTranslation('people');
  const { replica } = useData();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [team, setTeam] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const [pasting, setPasting] = useState(false);
  const count = useCount('volunteers');
  const teams = useList('teams', { order: 'name', limit: ALL_TEAMS }).value;
  // No index knows teams: with one chosen all are read and sifted.
  const list = useSearch('volunteers', words, { order: 'name', limit: team === '' ? limit : ALL_VOLUNTEERS });
  const rows = useMemo(() => (team === '' ? list.value : (list.value?.filter((volunteer) => volunteer.teams.includes(team)) ?? null)), [list.value, team]);
  const custody = useCustody('volunteers', useMemo(() => (rows ?? []).map(({ id }) => id), [rows]));
  const teamNames = useTeamNames(teams);
  const columns = useVolunteerColumns(teamNames, custody);
  const roster = useRosterColumns(teamNames);
  const load = async (): Promise<readonly RosterLine[]> => {
    const all = await listOnce(replica, 'volunteers', { order: 'name', limit: ALL_VOLUNTEERS });
    const minutes = await readMinutesOfAll(replica);
    return all.filter((volunteer) => team === '' || volunteer.teams.includes(team)).map((volunteer) => ({ ...volunteer, minutes: minutes.get(volunteer.id) ?? 0 }));
  };
  const filtered = words.trim() !== '' || team !== '';
  return (
    <Page
      title={t('volunteers')}
      subtitle={count === null ? t('volunteersSubtitle') : `${t('volunteersSubtitle')} ${t('inAll', { n: count })}`}
      actions={
        <>
          <ExportButton load={load} columns={roster} fileName={t('export.file')} sheet={t('export.sheet')} />
          <Button onClick={() => setPasting(true)}>{t('paste.open')}</Button>
          <Button onClick={() => void navigate('/volunteers/new')}>{t('volunteer.add')}</Button>
        </>
      }
    >
      <QuickAdd />
      <div className="qy-people-tools">
        <SearchBox value={words} onChange={setWords} searching={list.searching} placeholder={t('search')} />
        <TeamFilter teams={teams} team={team} onTeam={setTeam} />
      </div>
      {list.error === null ? (
        <DataTable
          rows={rows}
          columns={columns}
          onOpen={({ id }) => void navigate(`/volunteers/${id}`)}
          onEndReached={() => {
            if (team === '' && rows !== null && rows.length >= limit) setLimit(limit + PAGE);
          }}
          empty={filtered ? <EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} /> : <EmptyState title={t('empty')} hint={t('emptyHint')} />}
        />
      ) : (
        <LoadFailed error={list.error} />
      )}
      {pasting && <PasteDialog onClose={() => setPasting(false)} />}
    </Page>
  );
}

function TeamFilter({ teams, team, onTeam }: { readonly teams: readonly Team[] | null; readonly team: string; readonly onTeam: (team: string) => void }) {
  const { t } = useTranslation('people');
  if (teams === null || teams.length === 0) return null;
  return (
    <Select
      className="qy-people-tools__team"
      aria-label={t('team')}
      value={team}
      onChange={onTeam}
      options={[{ value: '', label: t('allTeams') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}
