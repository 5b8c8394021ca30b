import { Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Team, Volunteer } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { toast } from '../../ui/feedback.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { VolunteerPicker } from '../hours/index.ts';

/** Pixels. */
const HEIGHT = 320;

/** Who is in a team; many are added at once. */
export function TeamMembers({ team, volunteers }: { readonly team: Team; readonly volunteers: readonly Volunteer[] | null }) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const members = useMemo(() => volunteers?.filter((volunteer) => volunteer.teams.includes(team.id)) ?? null, [volunteers, team.id]);
  const columns = useMemberColumns(team);
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('addMembers')}
    </Button>
  );
  return (
    <Section
      title={t('members', { n: members?.length ?? 0 })}
      extra={
        <div className="qy-people-tools">
          <ExportButton load={async () => members ?? []} columns={columns} fileName={t('export.membersFile', { team: team.name })} sheet={t('export.membersSheet')} />
          {add}
        </div>
      }
    >
      <DataTable rows={members} columns={columns} height={HEIGHT} onOpen={({ id }) => void navigate(`/volunteers/${id}`)} empty={<EmptyState title={t('membersEmpty')} hint={t('membersEmptyHint')} />} />
      {adding && <AddMembers team={team} members={members ?? []} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function useMemberColumns(team: Team): readonly Column<Volunteer>[] {
  const { t } = useTranslation('people');
  const { writer } = useData();
  return [
    { key: 'name', title: t('column.name'), render: ({ name }) => <span title={name}>{name}</span>, text: ({ name }) => name },
    { key: 'phone', title: t('column.phone'), width: 140, render: ({ phone }) => phone, text: ({ phone }) => phone },
    {
      key: 'out',
      title: '',
      width: 110,
      render: ({ id, teams, name }) => (
        <Button
          type="link"
          aria-label={`${t('removeMember')} ${name}`}
          onClick={(event) => {
            event.stopPropagation();
            void writer.update('volunteers', id, { teams: teams.filter((other) => other !== team.id) });
          }}
        >
          {t('removeMember')}
        </Button>
      ),
    },
  ];
}

function AddMembers({ team, members, onClose }: { readonly team: Team; readonly members: readonly Volunteer[]; readonly onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const { writer } = useData();
  const { saving, once } = useOnce();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Volunteer>>(new Map());
  const blocked = useMemo(() => new Map(members.map(({ id }) => [id, <span key={id}>{t('column.members')}</span>])), [members, t]);
  const save = async (): Promise<void> => {
    const all = await Promise.all([...chosen.values()].map(({ id, teams }) => writer.update('volunteers', id, { teams: [...teams.filter((other) => other !== team.id), team.id] })));
    if (all.some(({ ok }) => !ok)) return toast('error', t('common:states.storageFull'));
    toast('success', t('membersAdded', { n: chosen.size }));
    onClose();
  };
  return (
    <Modal
      open
      width="46rem"
      style={{ top: '1.5rem' }}
      title={t('addMembersTitle', { team: team.name })}
      okText={t('addMembersSave', { n: chosen.size })}
      cancelText={t('common:actions.cancel')}
      okButtonProps={{ disabled: chosen.size === 0, loading: saving }}
      onOk={() => void once(save)}
      onCancel={onClose}
    >
      <VolunteerPicker
        chosen={new Set(chosen.keys())}
        blocked={blocked}
        onAdd={(people) => setChosen(new Map([...chosen, ...people.map((volunteer): [string, Volunteer] => [volunteer.id, volunteer])]))}
        onDrop={(ids) => setChosen(new Map([...chosen].filter(([id]) => !ids.includes(id))))}
        whenNone={<EmptyState title={t('empty')} hint={t('emptyHint')} />}
        height={HEIGHT}
      />
    </Modal>
  );
}
