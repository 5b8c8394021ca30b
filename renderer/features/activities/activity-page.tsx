import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { isLateEntry, type Activity } from '#shared/domain/activity.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useList, useRecord } from '../../data/hooks/use-records.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { ConflictNotes } from '../../ui/conflict-notes.tsx';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { undoToast } from '../../ui/feedback.tsx';
import { dayText } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useFieldInSight } from '../../ui/use-field-in-sight.ts';
import { useSaveKey } from '../../ui/use-save-key.ts';
import { ActivityHours } from '../hours/index.ts';
import { PhotoStrip } from '../photos/index.ts';
import { RefusalNote } from '../sync/index.ts';
import { anotherLike, emptyActivity } from './activity-fields.ts';
import { ActivityBasics, ActivityDetails } from './activity-form.tsx';
import { ActivitySteps } from './activity-steps.tsx';
import { useActivityWords } from './activity-words.ts';
import { useActivityEdit, type ActivityEdit } from './use-activity-edit.ts';
import './activities.css';

/** More teams than a station has. */
const TEAMS = 500;

/** One activity, from its plan to its report. With `new` for an id a new one; `?copy=<id>` starts it like an earlier one. */
export function ActivityPage() {
  const { id = 'new' } = useParams();
  const [params] = useSearchParams();
  const { clock, enrolment } = useData();
  const copy = params.get('copy') ?? '';
  const [today] = useState(() => clock.today());
  const earlier = useRecord('activities', id === 'new' ? copy : '').value;
  if (id !== 'new') return <ActivityScreen key={id} id={id} initial={emptyActivity(today, enrolment.siteName)} draft="" />;
  if (copy === '') return <ActivityScreen key="new" id={null} initial={emptyActivity(today, enrolment.siteName)} draft="new" />;
  if (earlier === null) return <Frame><Loading /></Frame>;
  const initial = earlier === 'gone' ? emptyActivity(today, enrolment.siteName) : anotherLike(earlier, today);
  return <ActivityScreen key={copy} id={null} initial={initial} draft={`copy:${copy}`} {...(earlier === 'gone' ? {} : { like: earlier.title })} />;
}

interface ScreenProps {
  readonly id: string | null;
  readonly initial: Fields<'activities'>;
  readonly draft: string;
  /** Title of the activity that it was copied from. */
  readonly like?: string;
}

function ActivityScreen({ id, initial, draft, like }: ScreenProps) {
  const { t } = useTranslation('activities');
  const navigate = useNavigate();
  const form = useActivityEdit(id, initial, draft, (created) => void navigate(`/activities/${created}`, { replace: true }));
  useSaveKey(form.save);
  useFieldInSight(useSearchParams()[0].get('field'));
  const { values, record, gone } = form.edit;
  if (gone) return <Frame><EmptyState title={t('gone')} hint={t('goneHint')} /></Frame>;
  if (values === null) return <Frame><Loading /></Frame>;
  if (record === null) {
    return (
      <Frame title={t('newTitle')}>
        {like !== undefined && <Alert type="info" showIcon title={t('copyOf', { title: like })} />}
        <ActivityForm form={form} values={values} />
        <p className="qy-field__hint">{t('photosAfterSave')}</p>
        <Bar form={form} />
      </Frame>
    );
  }
  return (
    <Frame title={record.title} subtitle={<Subtitle activity={record} />} actions={<Actions activity={record} />}>
      <RefusalNote kind="activities" id={record.id} />
      {record.removed ? <RemovedNote id={record.id} /> : <ActivitySteps activity={record} missing={form.missing} refused={form.refused} busy={form.edit.saving} onMove={form.move} />}
      <ActivityForm form={form} values={values} />
      <Section title={t('photos')}>
        <PhotoStrip activity={record.id} occurredOn={record.occurredOn} readOnly={record.removed} />
      </Section>
      <ActivityHours activity={record.id} />
      {form.edit.dirty && <Bar form={form} />}
    </Frame>
  );
}

/** The fields, and above them what others entered differently. */
function ActivityForm({ form: { edit }, values }: { readonly form: ActivityEdit; readonly values: Fields<'activities'> }) {
  const { t } = useTranslation('common');
  const { clock } = useData();
  const teams = useList('teams', { order: 'name', limit: TEAMS }).value ?? [];
  const fields = { edit, values, teams, enteredAt: edit.record?.createdAt ?? clock.today() };
  return (
    <>
      {edit.restored && <Alert type="info" showIcon title={t('states.draftRestored')} />}
      {edit.record !== null && <Conflicts activity={edit.record} teams={teams} />}
      <ActivityBasics {...fields} />
      <ActivityDetails edit={edit} values={values} />
    </>
  );
}

function Bar({ form: { edit, save } }: { readonly form: ActivityEdit }) {
  const { t } = useTranslation('activities');
  return <SaveBar note={t(edit.dirty ? 'unsaved' : 'saveHint')} label={t('save')} saving={edit.saving} onSave={save} storage={edit.storage} {...(edit.dirty ? { onDiscard: edit.discard } : {})} />;
}

function Frame({ title, subtitle, actions, children }: { readonly title?: string; readonly subtitle?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }) {
  const { t } = useTranslation('activities');
  const navigate = useNavigate();
  return (
    <Page title={title ?? t('title')} back={() => void navigate('/activities')} {...(subtitle === undefined ? {} : { subtitle })} {...(actions === undefined ? {} : { actions })}>
      {children}
    </Page>
  );
}

function Subtitle({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useTranslation(['activities', 'common']);
  const custody = useCustody('activities', [activity.id]);
  return (
    <span className="qy-activity-line">
      <span className={`qy-stage qy-stage--${activity.status}`}>{t(`common:activityStatuses.${activity.status}`)}</span>
      <span>{dayText(activity.occurredOn, i18n.language)}</span>
      {isLateEntry(activity.occurredOn, activity.createdAt) && <span className="qy-stage qy-stage--late">{t('late')}</span>}
      <CustodyBadge custody={custody?.get(activity.id)} />
    </span>
  );
}

function Actions({ activity }: { readonly activity: Activity }) {
  const { t } = useTranslation('activities');
  const { writer } = useData();
  const navigate = useNavigate();
  const remove = async (): Promise<void> => {
    await writer.setRemoved('activities', activity.id, true);
    undoToast(t('removed', { title: activity.title }), () => void writer.setRemoved('activities', activity.id, false));
    void navigate('/activities');
  };
  return (
    <>
      <Button onClick={() => void navigate(`/activities/new?copy=${activity.id}`)}>{t('copy')}</Button>
      {!activity.removed && (
        <Button danger onClick={() => void remove()}>
          {t('remove')}
        </Button>
      )}
    </>
  );
}

function RemovedNote({ id }: { readonly id: string }) {
  const { t } = useTranslation('activities');
  const { writer } = useData();
  return <Alert type="warning" showIcon title={t('removedNote')} action={<Button onClick={() => void writer.setRemoved('activities', id, false)}>{t('restore')}</Button>} />;
}

function Conflicts({ activity, teams }: { readonly activity: Activity; readonly teams: Parameters<typeof useActivityWords>[0] }) {
  const { writer } = useData();
  const words = useActivityWords(teams);
  return (
    <ConflictNotes
      conflicts={activity.conflicts}
      {...words}
      valueOf={(field) => (activity as unknown as Readonly<Record<string, unknown>>)[field]}
      onSettle={(entry, value) => void writer.settle('activities', activity.id, entry, value)}
    />
  );
}
