import { Alert, Button, Drawer, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Team, Volunteer } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useEdit, type Edit } from '../../data/hooks/use-edit.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { ConflictNotes } from '../../ui/conflict-notes.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { toast, undoToast } from '../../ui/feedback.tsx';
import { Field, FormGrid } from '../../ui/form-fields.tsx';
import { Section } from '../../ui/page.tsx';
import { problemAt } from '../../ui/problems.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useFieldInSight } from '../../ui/use-field-in-sight.ts';
import { useSaveKey } from '../../ui/use-save-key.ts';
import { RefusalNote } from '../sync/index.ts';
import { emptyTeam } from './new-people.ts';
import { TeamMembers } from './team-members.tsx';
import { useVolunteerWords } from './volunteer-words.ts';

export interface TeamDrawerProps {
  /** Null for a new team. */
  readonly id: string | null;
  readonly volunteers: readonly Volunteer[] | null;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

/** One team: what is known of it, and its members. */
export function TeamDrawer({ id, volunteers, onClose, onCreated }: TeamDrawerProps) {
  const { t } = useTranslation(['people', 'common']);
  const edit = useEdit('teams', id, emptyTeam());
  const { values, record } = edit;
  const save = async (): Promise<void> => {
    if (values === null) return;
    const name = values.name.trim();
    if (name === '') return edit.refuse([{ path: 'name', code: 'too_small' }]);
    const saved = await edit.save({ name });
    if (saved === null) return;
    if (!saved.ok) return toast('error', t(saved.storage === null ? 'common:states.notSaved' : 'common:states.storageFull'));
    toast('success', t('saved'));
    if (id === null) onCreated(saved.record.id);
  };
  useSaveKey(() => void save());
  useFieldInSight(useSearchParams()[0].get('field'));
  return (
    <Drawer open size="52rem" title={record?.name ?? t('teamNew')} onClose={onClose} extra={record !== null && <RemoveTeam team={record} onRemoved={onClose} />}>
      <div className="qy-stacked">
        {edit.gone && <EmptyState title={t('nothingFound')} />}
        {values === null && !edit.gone && <Loading />}
        {edit.restored && <Alert type="info" showIcon title={t('common:states.draftRestored')} />}
        {record !== null && <TeamNotes team={record} />}
        {values !== null && (
          <Section title={t('teamBasics')}>
            <TeamForm edit={edit} values={values} />
          </Section>
        )}
        {(edit.dirty || id === null) && (
          <SaveBar note={t(edit.dirty ? 'unsaved' : 'membersAfterSave')} label={t('save')} saving={edit.saving} onSave={() => void save()} storage={edit.storage} {...(edit.dirty ? { onDiscard: edit.discard } : {})} />
        )}
        {record !== null && <TeamMembers team={record} volunteers={volunteers} />}
      </div>
    </Drawer>
  );
}

function TeamForm({ edit, values }: { readonly edit: Edit<'teams'>; readonly values: Fields<'teams'> }) {
  const { t } = useTranslation('people');
  const text = (field: 'name' | 'leader' | 'phone' | 'specialty' | 'note') => ({
    value: values[field],
    onChange: (event: { readonly target: { readonly value: string } }) => edit.change({ [field]: event.target.value }),
    'data-field': field,
  });
  const error = (field: string): string | undefined => problemAt(edit.problems, field, t);
  return (
    <FormGrid>
      <Field field="name" label={t('field.teamName')} required wide error={error('name')}>
        <Input maxLength={120} {...text('name')} />
      </Field>
      <Field field="leader" label={t('field.leader')} error={error('leader')}>
        <Input maxLength={60} {...text('leader')} />
      </Field>
      <Field field="phone" label={t('field.phone')} error={error('phone')}>
        <Input maxLength={40} inputMode="tel" {...text('phone')} />
      </Field>
      <Field field="specialty" label={t('field.specialty')} error={error('specialty')}>
        <Input maxLength={200} {...text('specialty')} />
      </Field>
      <Field field="foundedOn" label={t('field.foundedOn')} error={error('foundedOn')}>
        <DayInput allowClear value={values.foundedOn} onChange={(foundedOn) => edit.change({ foundedOn })} />
      </Field>
      <Field field="note" label={t('field.note')} wide error={error('note')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} {...text('note')} />
      </Field>
    </FormGrid>
  );
}

/** What the center did not take of it, and what others entered differently. */
function TeamNotes({ team }: { readonly team: Team }) {
  const { writer } = useData();
  const words = useVolunteerWords([]);
  return (
    <>
      <RefusalNote kind="teams" id={team.id} />
      <ConflictNotes
        conflicts={team.conflicts}
        {...words}
        valueOf={(field) => (team as unknown as Readonly<Record<string, unknown>>)[field]}
        onSettle={(entry, value) => void writer.settle('teams', team.id, entry, value)}
      />
    </>
  );
}

function RemoveTeam({ team, onRemoved }: { readonly team: Team; readonly onRemoved: () => void }) {
  const { t } = useTranslation('people');
  const { writer } = useData();
  const remove = async (): Promise<void> => {
    await writer.setRemoved('teams', team.id, true);
    undoToast(t('teamRemoved', { name: team.name }), () => void writer.setRemoved('teams', team.id, false));
    onRemoved();
  };
  return (
    <Button danger onClick={() => void remove()}>
      {t('teamRemove')}
    </Button>
  );
}
