import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Volunteer } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useList } from '../../data/hooks/use-records.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { ConflictNotes } from '../../ui/conflict-notes.tsx';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { undoToast } from '../../ui/feedback.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useFieldInSight } from '../../ui/use-field-in-sight.ts';
import { useProblemsInSight } from '../../ui/use-problems-in-sight.ts';
import { useSaveKey } from '../../ui/use-save-key.ts';
import { VolunteerHours } from '../hours/index.ts';
import { RefusalNote } from '../sync/index.ts';
import { IdNumber } from './id-number.tsx';
import { ALL_TEAMS } from './new-people.ts';
import { useVolunteerEdit, type VolunteerEdit } from './use-volunteer-edit.ts';
import { useVolunteerWords } from './volunteer-words.ts';
import { VolunteerForm } from './volunteer-form.tsx';
import './people.css';

/** One volunteer: what is known, the hours, the stars. With `new` for an id, a new one. */
export function VolunteerPage() {
  const { id = 'new' } = useParams();
  return <VolunteerScreen key={id} id={id === 'new' ? null : id} />;
}

function VolunteerScreen({ id }: { readonly id: string | null }) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const form = useVolunteerEdit(id, (created) => void navigate(`/volunteers/${created}`, { replace: true }));
  useProblemsInSight(form.edit.problems);
  useSaveKey(form.save);
  useFieldInSight(useSearchParams()[0].get('field'));
  const { values, record, gone } = form.edit;
  const back = (): void => void navigate('/volunteers');
  if (gone || values === null) {
    return (
      <Page title={t('volunteers')} back={back}>
        {gone ? <EmptyState title={t('volunteer.gone')} hint={t('volunteer.goneHint')} action={<Button onClick={back}>{t('volunteer.back')}</Button>} /> : <Loading />}
      </Page>
    );
  }
  if (record === null) {
    return (
      <Page title={t('volunteer.newTitle')} back={back}>
        <Basics form={form} values={values} />
      </Page>
    );
  }
  return (
    <Page title={record.name} back={back} actions={<Actions record={record} />} subtitle={<WhereItIs id={record.id} />}>
      <RefusalNote kind="volunteers" id={record.id} />
      {record.removed && <RemovedNote id={record.id} />}
      <Basics form={form} values={values} />
      <VolunteerHours volunteer={record.id} />
    </Page>
  );
}

/** The form, what others entered differently, and the bar that saves. */
function Basics({ form, values }: { readonly form: VolunteerEdit; readonly values: Fields<'volunteers'> }) {
  const { t } = useTranslation(['people', 'common']);
  const { writer } = useData();
  const { edit, dirty } = form;
  const teams = useList('teams', { order: 'name', limit: ALL_TEAMS }).value ?? [];
  const words = useVolunteerWords(teams);
  const { record } = edit;
  return (
    <>
      {edit.restored && <Alert type="info" showIcon title={t('common:states.draftRestored')} />}
      {record !== null && (
        <ConflictNotes conflicts={record.conflicts} {...words} valueOf={(field) => (record as unknown as Readonly<Record<string, unknown>>)[field]} onSettle={(entry, value) => void writer.settle('volunteers', record.id, entry, value)} />
      )}
      <Section title={t('volunteer.basics')}>
        <VolunteerForm
          edit={edit}
          values={values}
          teams={teams}
          idNumber={<IdNumber volunteer={edit.id} masked={values.idMasked} typed={form.typed} onType={form.setTyped} error={form.idError} />}
        />
      </Section>
      {(dirty || record === null) && (
        <SaveBar note={t(dirty ? 'unsaved' : 'saveHint')} label={t('save')} saving={form.saving} onSave={form.save} storage={edit.storage} {...(dirty ? { onDiscard: form.discard } : {})} />
      )}
    </>
  );
}

function WhereItIs({ id }: { readonly id: string }) {
  const custody = useCustody('volunteers', [id]);
  return <CustodyBadge custody={custody?.get(id)} />;
}

function Actions({ record }: { readonly record: Volunteer }) {
  const { t } = useTranslation('people');
  const { writer } = useData();
  const navigate = useNavigate();
  if (record.removed) return null;
  const remove = async (): Promise<void> => {
    await writer.setRemoved('volunteers', record.id, true);
    undoToast(t('volunteer.removed', { name: record.name }), () => void writer.setRemoved('volunteers', record.id, false));
    void navigate('/volunteers');
  };
  return (
    <Button danger onClick={() => void remove()}>
      {t('volunteer.remove')}
    </Button>
  );
}

function RemovedNote({ id }: { readonly id: string }) {
  const { t } = useTranslation('people');
  const { writer } = useData();
  return <Alert type="warning" showIcon title={t('volunteer.removedNote')} action={<Button onClick={() => void writer.setRemoved('volunteers', id, false)}>{t('volunteer.restore')}</Button>} />;
}
