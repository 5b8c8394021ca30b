import { Alert, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Activity } from '#shared/domain/activity.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { toast } from '../../ui/feedback.tsx';
import { hoursText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { problemAt } from '../../ui/problems.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useProblemsInSight } from '../../ui/use-problems-in-sight.ts';
import { useSaveKey } from '../../ui/use-save-key.ts';
import { ChosenPeople } from './chosen-people.tsx';
import { whoCameLastTime } from './last-time.ts';
import { RegisterNotes } from './register-notes.tsx';
import { withoutPerson, type Pickable } from './registration.ts';
import { ofPeriod } from './service-queries.ts';
import { SharedFields } from './shared-fields.tsx';
import { useRegistration } from './use-registration.ts';
import { useServiceRecords } from './use-service-records.ts';
import { VolunteerPicker } from './volunteer-picker.tsx';

const PANEL_HEIGHT = 300;
const OF_A_DAY = 5_000;

/** Registers the hours of many people in one go; without an activity it is free service. */
export function RegisterForm({ activity, onDone }: { readonly activity: Activity | null; readonly onDone: () => void }) {
  const { t } = useTranslation(['hours', 'common']);
  const { clock } = useData();
  const form = useRegistration(activity, {
    saved(people) {
      toast('success', t('form.saved', { n: people }));
      onDone();
    },
    refused: () => toast('error', t('common:states.notSaved')),
  });
  useProblemsInSight(form.problems);
  const { registration, already } = form;
  const day = registration?.occurredOn ?? '';
  const ofDay = useServiceRecords(useMemo(() => (day === '' ? null : ofPeriod({ from: day, to: day }, OF_A_DAY)), [day])).value ?? [];
  const blocked = useMemo(() => new Map([...already].map(([id, minutes]) => [id, <span key={id} className="qy-tag">{t('form.already', { hours: hoursText(minutes, t) })}</span>])), [already, t]);
  useSaveKey(form.save);
  if (registration === null) return <Loading />;
  const chosen = new Set(registration.people.map(({ volunteer }) => volunteer));
  const people = problemAt(form.problems, 'people', t);
  return (
    <>
      {form.restored && <Alert type="info" showIcon title={t('common:states.draftRestored')} action={<Button onClick={form.discard}>{t('common:states.discardDraft')}</Button>} />}
      <Section title={t('form.shared')}>
        <SharedFields registration={registration} problems={form.problems} onChange={form.set} />
      </Section>
      <div className="qy-register">
        <Section title={t('form.people')}>
          <VolunteerPicker
            chosen={chosen}
            blocked={blocked}
            onAdd={form.add}
            onDrop={(ids) => form.set(ids.reduce(withoutPerson, registration))}
            extra={activity !== null && <LastTime activity={activity} onAdd={form.add} />}
            whenNone={<NoVolunteers />}
            height={PANEL_HEIGHT}
          />
          <div className="qy-field__hint">{already.size > 0 ? t('form.alreadyNote', { n: already.size }) : t('form.pickHint')}</div>
        </Section>
        <Section title={t('form.chosen', { n: chosen.size })}>
          {people !== undefined && chosen.size === 0 && <div className="qy-field__error" role="alert">{t('form.choosePeople')}</div>}
          <ChosenPeople registration={registration} problems={form.problems} onChange={form.set} height={PANEL_HEIGHT} />
          <div className="qy-field__hint">{t('form.minutesHint')}</div>
        </Section>
      </div>
      <RegisterNotes registration={registration} activity={activity} ofDay={ofDay} already={already} today={clock.today()} />
      <SaveBar
        note={t('form.summary', { n: chosen.size, hours: hoursText(form.total, t) })}
        label={t('form.save', { n: chosen.size })}
        saving={form.saving}
        onSave={form.save}
        storage={form.storage}
      />
    </>
  );
}

/** Chooses those who came last time. */
function LastTime({ activity, onAdd }: { readonly activity: Activity; readonly onAdd: (people: readonly Pickable[]) => void }) {
  const { t } = useTranslation('hours');
  const { replica } = useData();
  const choose = async (): Promise<void> => {
    const last = await whoCameLastTime(replica, activity);
    if (last === null) return toast('info', t('form.lastTimeNone'));
    onAdd(last.people);
    toast('success', t('form.lastTimeDone', { title: last.title, n: last.people.length }));
  };
  return <Button onClick={() => void choose()}>{t('form.lastTime')}</Button>;
}

function NoVolunteers() {
  const { t } = useTranslation('hours');
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('form.noVolunteers')}
      hint={t('form.noVolunteersHint')}
      action={
        <Button type="primary" onClick={() => void navigate('/volunteers')}>
          {t('form.addVolunteers')}
        </Button>
      }
    />
  );
}
