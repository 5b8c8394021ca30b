import { CheckSquareFilled, BorderOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Volunteer } from '#shared/domain/people.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { matching, useAllVolunteers } from './use-all-volunteers.ts';

export interface VolunteerPickerProps {
  readonly chosen: ReadonlySet<string>;
  /** People who cannot be chosen, with the reason to show. */
  readonly blocked: ReadonlyMap<string, ReactNode>;
  readonly onAdd: (people: readonly Volunteer[]) => void;
  readonly onDrop: (ids: readonly string[]) => void;
  /** More ways to choose, beside the team. */
  readonly extra?: ReactNode;
  /** Shown where there are no volunteers at all. */
  readonly whenNone: ReactNode;
  /** Pixels. */
  readonly height: number;
}

const TEAMS = 500;

/** Chooses volunteers: by search (pinyin initials too), by team, all at once; those who served last come first. */
export function VolunteerPicker({ chosen, blocked, onAdd, onDrop, extra, whenNone, height }: VolunteerPickerProps) {
  const { t } = useTranslation('hours');
  const all = useAllVolunteers();
  const teams = useList('teams', { order: 'name', limit: TEAMS }).value;
  const [words, setWords] = useState('');
  const [team, setTeam] = useState('');
  const shown = useMemo(() => {
    const found = matching(all ?? [], words);
    return team === '' ? found : found.filter((volunteer) => volunteer.teams.includes(team));
  }, [all, words, team]);
  const open = shown.filter(({ id }) => !blocked.has(id));
  const allChosen = open.length > 0 && open.every(({ id }) => chosen.has(id));
  const toggle = (volunteer: Volunteer): void => {
    if (blocked.has(volunteer.id)) return;
    if (chosen.has(volunteer.id)) onDrop([volunteer.id]);
    else onAdd([volunteer]);
  };
  const columns = usePickColumns(chosen, blocked);
  if (all !== null && all.length === 0) return <>{whenNone}</>;
  return (
    <div className="qy-picker">
      <form
        className="qy-picker__tools"
        onSubmit={(event) => {
          event.preventDefault();
          const first = open.find(({ id }) => !chosen.has(id));
          if (words === '' || first === undefined) return;
          onAdd([first]);
          setWords('');
        }}
      >
        <SearchBox value={words} onChange={setWords} placeholder={t('form.searchPeople')} />
        {teams !== null && teams.length > 0 && (
          <Select
            className="qy-picker__team"
            aria-label={t('form.allTeams')}
            value={team}
            onChange={setTeam}
            options={[{ value: '', label: t('form.allTeams') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
      </form>
      <div className="qy-picker__tools">
        <Button onClick={() => (allChosen ? onDrop(open.map(({ id }) => id)) : onAdd(open))} disabled={open.length === 0}>
          {allChosen ? t('form.unselectAll') : t('form.selectAll', { n: open.length })}
        </Button>
        {extra}
      </div>
      <DataTable rows={all === null ? null : shown} columns={columns} onOpen={toggle} height={height} empty={<EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} />} />
    </div>
  );
}

function usePickColumns(chosen: ReadonlySet<string>, blocked: ReadonlyMap<string, ReactNode>): readonly Column<Volunteer>[] {
  const { t } = useTranslation('hours');
  return [
    {
      key: 'chosen',
      title: '',
      width: 48,
      render: ({ id }) => {
        if (blocked.has(id)) return null;
        return chosen.has(id) ? (
          <CheckSquareFilled className="qy-picker__mark qy-picker__mark--on" aria-label={t('form.markOn')} />
        ) : (
          <BorderOutlined className="qy-picker__mark" aria-label={t('form.markOff')} />
        );
      },
    },
    { key: 'name', title: t('column.name'), render: ({ name }) => <span title={name}>{name}</span> },
    { key: 'phone', title: t('column.phone'), width: 130, render: ({ phone }) => phone },
    { key: 'state', title: t('column.state'), width: 140, render: ({ id }) => blocked.get(id) ?? null },
  ];
}
